namespace PSSsl.Tools.Mutation;

/// <summary>One change of the code, which is compiled in beside what stands there and turned on by its number.</summary>
/// <param name="Number">From 1.</param>
/// <param name="File">Relative to the repository.</param>
/// <param name="Line">From 1.</param>
/// <param name="Before">What stands there.</param>
/// <param name="After">What it becomes.</param>
internal sealed record Mutant(int Number, string File, int Line, string Before, string After);

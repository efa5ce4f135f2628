#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>
/// What the compiler marks init accessors with. netstandard2.0 has none, so each assembly brings its own; a generator would write this too,
/// but not in the same order in every build.
/// </summary>
internal static class IsExternalInit
{
}
#endif

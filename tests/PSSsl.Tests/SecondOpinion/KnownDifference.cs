namespace PSSsl.Tests.SecondOpinion;

/// <summary>A kind of chain that the product judges otherwise than others, knowingly.</summary>
/// <param name="Fault">The kind.</param>
/// <param name="WeAccept">True where we accept and others refuse, false the other way round.</param>
/// <param name="Section">Where it is written.</param>
/// <param name="Reason">Why.</param>
internal sealed record KnownDifference(ChainFault Fault, bool WeAccept, string Section, string Reason)
{
    /// <summary>It shows only where something else is odd too: names are constrained, say.</summary>
    internal bool OnlyInCompany { get; init; }
}

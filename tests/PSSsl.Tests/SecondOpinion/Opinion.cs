namespace PSSsl.Tests.SecondOpinion;

/// <summary>What a judge says of a chain, and why.</summary>
internal sealed record Opinion(bool Accepts, string Reason)
{
    public override string ToString() => Accepts ? "yes" : $"no ({Reason})";
}

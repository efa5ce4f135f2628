
namespace PSSsl.X509;

/// <summary>An algorithm with its parameters (RFC 5280, 4.1.1.2).</summary>
/// <param name="Oid">Which one.</param>
/// <param name="Parameters">With tag and length, NULL too; null if there are none.</param>
internal sealed record AlgorithmIdentifier(string Oid, byte[]? Parameters)
{
    private const byte Null = 0x05;

    /// <summary>The parameters, if they say anything.</summary>
    internal byte[]? Meaning => Parameters is { Length: > 0 } && Parameters[0] != Null ? Parameters : null;

    internal static AlgorithmIdentifier Read(DerReader content)
    {
        string oid = content.Oid();
        byte[] rest = content.Rest();
        return new AlgorithmIdentifier(oid, rest.Length == 0 ? null : rest);
    }

    internal bool IsSame(AlgorithmIdentifier other) => Oid == other.Oid
        && (Parameters is null || other.Parameters is null ? Parameters == other.Parameters : ByteSequenceComparer.Instance.Equals(Parameters, other.Parameters));
}

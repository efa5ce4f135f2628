using PSSsl.Engine;
using PSSsl.X509.Der;

namespace PSSsl.X509;

/// <summary>An algorithm with its parameters (RFC 5280, 4.1.1.2).</summary>
/// <param name="Oid">Which one.</param>
/// <param name="Parameters">With tag and length, NULL too; null if there are none.</param>
/// <param name="Content">What is in its SEQUENCE.</param>
internal sealed record AlgorithmIdentifier(string Oid, byte[]? Parameters, byte[] Content)
{
    /// <summary>The parameters, if they say anything.</summary>
    internal byte[]? Meaning => Parameters is { Length: > 0 } && Parameters[0] != DerReader.Null ? Parameters : null;

    internal static AlgorithmIdentifier Read(byte[] content)
    {
        var reader = new DerReader(content);
        string oid = reader.Oid();
        byte[] rest = reader.Rest();
        return new AlgorithmIdentifier(oid, rest.Length == 0 ? null : rest, content);
    }

    internal bool IsSame(AlgorithmIdentifier other) => ByteSequenceComparer.Instance.Equals(Content, other.Content);
}

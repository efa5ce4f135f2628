namespace PSSsl.X509;

/// <summary>An extension of a certificate (RFC 5280, 4.2).</summary>
/// <param name="Oid">What it is.</param>
/// <param name="Critical">Whoever does not understand it must refuse the certificate.</param>
/// <param name="Value">Its content, DER.</param>
internal sealed record ParsedExtension(string Oid, bool Critical, byte[] Value)
{
    /// <summary>True if it says in so many words that it is not critical.</summary>
    internal bool HasWrittenDefault { get; init; }
}

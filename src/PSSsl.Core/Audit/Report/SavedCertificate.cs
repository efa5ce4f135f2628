using System;

namespace PSSsl;

/// <summary>What serialisers see of a certificate within a report.</summary>
public sealed class SavedCertificate
{
    private readonly PeerCertificate _of;

    internal SavedCertificate(PeerCertificate of) => _of = of;

    /// <summary>Whose it is.</summary>
    public string Subject => _of.Subject;

    /// <summary>Who signed it.</summary>
    public string Issuer => _of.Issuer;

    /// <summary>Names of hosts that it is for.</summary>
    public string DnsNames => _of.DnsNames.ToString();

    /// <summary>The first moment of its validity.</summary>
    public DateTime? NotBefore => _of.NotBefore;

    /// <summary>The last moment of its validity.</summary>
    public DateTime? NotAfter => _of.NotAfter;

    /// <summary>Whole days until then.</summary>
    public int? DaysRemaining => _of.DaysRemaining;

    /// <summary>The kind of its key.</summary>
    public string KeyAlgorithm => _of.KeyAlgorithm;

    /// <summary>Bits of its key.</summary>
    public int KeySize => _of.KeySize;

    /// <summary>How it is signed.</summary>
    public string SignatureAlgorithm => _of.SignatureAlgorithm;

    /// <summary>Its fingerprint.</summary>
    public string Sha256 => _of.Sha256;

    /// <summary>True if it is trusted, null if it was not judged.</summary>
    public bool? IsTrusted => _of.IsTrusted;

    /// <summary>Why it is not trusted.</summary>
    public string VerifyErrors => string.Join("; ", _of.VerifyErrors);
}

namespace PSSsl;

/// <summary>
/// What is to be known of a certificate first, in one word. Of several the first that fits, in the order Revoked, Expired, NotYetValid,
/// WrongName, NotTrusted.
/// </summary>
public enum SslCertificateStatus
{
    /// <summary>It was not judged, or what must be known for that cannot be read.</summary>
    Unknown,

    /// <summary>It was judged, and nothing is wrong with it.</summary>
    Ok,

    /// <summary>It ends within 30 days; nothing else is known to be wrong with it.</summary>
    EndsSoon,

    /// <summary>It has expired.</summary>
    Expired,

    /// <summary>Its time has not come.</summary>
    NotYetValid,

    /// <summary>It is for other names than the one that it was compared with.</summary>
    WrongName,

    /// <summary>It is not trusted, for another reason; the errors say which.</summary>
    NotTrusted,

    /// <summary>Its issuer has revoked it.</summary>
    Revoked,
}

namespace PSSsl;

/// <summary>What a certificate that is made is for.</summary>
public enum SslCertificateKind
{
    /// <summary>A server shows it.</summary>
    Server,

    /// <summary>A client shows it.</summary>
    Client,

    /// <summary>It issues others; without an issuer it is a root.</summary>
    CA,

    /// <summary>It issues others, and no further authorities unless a path length says so.</summary>
    Intermediate,
}

using System.Security.Cryptography.X509Certificates;

namespace PSSsl;

/// <summary>What a verify callback gets of one element of the chain: the manual's five facts (SSL_verify_callback).</summary>
public sealed class SslVerifyElement
{
    internal SslVerifyElement(int depth, X509Certificate2 certificate, string? error)
    {
        Depth = depth;
        Certificate = certificate;
        Error = error;
    }

    /// <summary>Whether it is accepted as it is.</summary>
    public bool Ok => Error is null;

    /// <summary>Place in the chain; 0 is the peer's own certificate.</summary>
    public int Depth { get; }

    /// <summary>The certificate.</summary>
    internal X509Certificate2 Certificate { get; }

    /// <summary>Whose it is.</summary>
    public string Subject => HarmlessText.Of(Certificate.Subject);

    /// <summary>Who signed it.</summary>
    public string Issuer => HarmlessText.Of(Certificate.Issuer);

    /// <summary>What is wrong with it, all of it; null if nothing is.</summary>
    public string? Error { get; }

    /// <summary>The certificate, as the platform has it.</summary>
    public X509Certificate2 GetCertificate() => Certificate;

    /// <inheritdoc/>
    public override string ToString() => $"depth {Depth}: {Subject}{(Ok ? string.Empty : ": " + Error)}";
}

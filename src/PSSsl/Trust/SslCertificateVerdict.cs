using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;

namespace PSSsl;

/// <summary>What a certificate is used for.</summary>
public enum SslCertificatePurpose
{
    /// <summary>A server shows it (id-kp-serverAuth).</summary>
    Server,

    /// <summary>A client shows it (id-kp-clientAuth).</summary>
    Client,

    /// <summary>It is not asked.</summary>
    Any,
}

/// <summary>The verdict on a certificate: trusted or not, the path that was built, and every fault.</summary>
public sealed class SslCertificateVerdict
{
    internal SslCertificateVerdict(PeerVerdict verdict, SslCertificatePurpose purpose, object? target)
    {
        Path = verdict.Path;
        VerifyErrors = verdict.Errors;
        HostName = verdict.Name;
        HostnameMatch = verdict.HostnameMatch;
        OcspResponse = verdict.Response;
        Purpose = purpose;
        Time = verdict.Time;
        Strict = verdict.Policy.Strict;
        Target = target;
    }

    /// <summary>True if there is no fault at all: the chain, the host name if one was given, and everything else that was asked for.</summary>
    public bool IsTrusted => VerifyErrors.Count == 0;

    /// <summary>The certificate that was judged.</summary>
    public X509Certificate2 Certificate => Path[0];

    /// <summary>Whose it is.</summary>
    public string Subject => Certificate.Subject;

    /// <summary>The path that was built, the certificate first, the anchor last if one was reached.</summary>
    public IReadOnlyList<X509Certificate2> Path { get; }

    /// <summary>Every fault, with its depth in the path, its certificate and the rule behind it; those of no certificate last.</summary>
    public IReadOnlyList<SslVerifyError> VerifyErrors { get; }

    /// <summary>Whether it is for the host that was asked for; null if no name was compared.</summary>
    public bool? HostnameMatch { get; }

    /// <summary>The host that it was compared with; null if none was.</summary>
    public string? HostName { get; }

    /// <summary>What OCSP says of it; null without a response.</summary>
    public SslOcspResponse? OcspResponse { get; }

    /// <summary>What it was judged for.</summary>
    public SslCertificatePurpose Purpose { get; }

    /// <summary>The time it was judged at, UTC.</summary>
    public DateTime Time { get; }

    /// <summary>True if the rules of the web PKI were asked too.</summary>
    public bool Strict { get; }

    /// <summary>What was asked for, as the user gave it: a path, perhaps.</summary>
    public object? Target { get; }

    /// <inheritdoc/>
    public override string ToString() => IsTrusted ? $"{Subject}: trusted" : $"{Subject}: {string.Join("; ", VerifyErrors.Select(e => e.ToString()))}";
}

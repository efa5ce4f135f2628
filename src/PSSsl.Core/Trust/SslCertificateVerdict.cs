using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Names;

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
public sealed class SslCertificateVerdict : IEquatable<SslCertificateVerdict>
{
    private readonly Lazy<ParsedCertificate> _parsed;

    internal SslCertificateVerdict(PeerVerdict verdict, SslCertificatePurpose purpose, object? target)
        : this(verdict.Path, verdict.Errors)
    {
        HostName = verdict.Name;
        HostnameMatch = verdict.HostnameMatch;
        OcspResponse = verdict.Response;
        Purpose = purpose;
        Time = verdict.Time;
        Strict = verdict.Policy.Strict;
        Target = target;
    }

    /// <summary>One that was given elsewhere.</summary>
    /// <param name="path">The certificate first.</param>
    /// <param name="errors">What was found there.</param>
    internal SslCertificateVerdict(IReadOnlyList<X509Certificate2> path, IReadOnlyList<SslVerifyError> errors)
    {
        Path = path;
        _parsed = new Lazy<ParsedCertificate>(() => ParsedCertificate.Read(Certificate));
        VerifyErrors = new SslList<SslVerifyError>(errors);
    }

    /// <summary>Judges a certificate as a handshake would, with every rule that <paramref name="options"/> name.</summary>
    /// <param name="certificates">The certificate first, then what else is known of its chain, in any order.</param>
    /// <param name="hostName">The host that it must be for; null compares no name.</param>
    /// <param name="options">Who is trusted, and what is checked; null for the platform's authorities. A pin or a callback makes up for no
    /// fault.</param>
    /// <param name="purpose">What it is used for.</param>
    /// <param name="cancellationToken">Ends fetching.</param>
    /// <exception cref="SslException">An option is wrong, or a file cannot be used. Faults of the certificate stand in the
    /// verdict.</exception>
    public static SslCertificateVerdict Of(
        IEnumerable<X509Certificate2> certificates, string? hostName, SslTrustOptions? options = null,
        SslCertificatePurpose purpose = SslCertificatePurpose.Server, CancellationToken cancellationToken = default)
    {
        X509Certificate2[] given = (certificates ?? throw new ArgumentNullException(nameof(certificates))).ToArray();
        if (given.Length == 0)
            throw new ArgumentException("There is no certificate to judge.", nameof(certificates));
        TrustPolicy policy = TrustPolicy.Of(options ?? new SslTrustOptions()) with { Mode = SslVerifyMode.Peer, AllMustHold = true };
        var facts = new HandshakeFacts { Purpose = ChainPurposeOf(purpose), Cancellation = cancellationToken };
        return new SslCertificateVerdict(PeerVerifier.Verify(new PresentedChain(given[0], given), hostName, policy, facts), purpose,
            target: null);
    }

    internal static ChainPurpose ChainPurposeOf(SslCertificatePurpose purpose) => purpose switch
    {
        SslCertificatePurpose.Server => ChainPurpose.ServerAuth,
        SslCertificatePurpose.Client => ChainPurpose.ClientAuth,
        _ => ChainPurpose.None,
    };

    /// <summary>
    /// True if there is no fault at all: the chain, the host name if one was given, and everything else that was checked.
    /// </summary>
    public bool IsTrusted => VerifyErrors.Count == 0;

    /// <summary>The certificate that was judged.</summary>
    internal X509Certificate2 Certificate => Path[0];

    /// <summary>Whose it is.</summary>
    public string Subject => HarmlessText.Of(Certificate.Subject);

    /// <summary>The path that was built, the certificate first, the anchor last if one was reached.</summary>
    internal IReadOnlyList<X509Certificate2> Path { get; }

    /// <summary>Every fault, with its depth in the path, its certificate and the rule behind it; those of no certificate last.</summary>
    public SslList<SslVerifyError> VerifyErrors { get; }

    /// <summary>Whether it is for the host that was given; null if no name was compared.</summary>
    public bool? HostnameMatch { get; internal init; }

    /// <summary>The host that it was compared with; null if none was.</summary>
    public string? HostName { get; internal init; }

    /// <summary>What OCSP says of it; null without a response.</summary>
    internal SslOcspResponse? OcspResponse { get; init; }

    /// <summary>What it was judged for.</summary>
    internal SslCertificatePurpose Purpose { get; init; }

    /// <summary>The time it was judged at, UTC.</summary>
    internal DateTime Time { get; init; }

    /// <summary>True if the rules of the web PKI were checked too.</summary>
    public bool Strict { get; internal init; }

    /// <summary>What was asked for, as the user gave it: a path, perhaps.</summary>
    internal object? Target { get; init; }

    /// <summary>In one word what is to be known first.</summary>
    internal SslCertificateStatus Status =>
        CertificateTerm.Status(_parsed.Value.NotBeforeOrNull?.Value, NotAfterUtc, Time, IsTrusted, HostnameMatch, VerifyErrors);

    /// <summary>Until when the certificate is valid, local time; null if that cannot be read.</summary>
    public DateTime? NotAfter => NotAfterUtc?.ToLocalTime();

    /// <summary>Whole days from the time it was judged at until it expires; negative once it has, null if that cannot be read.</summary>
    public int? DaysRemaining => NotAfterUtc is { } end ? CertificateTerm.Days(end, Time) : null;

    /// <summary>SHA-1 of the certificate in hex, as Windows names certificates.</summary>
    public string Thumbprint => Certificate.Thumbprint;

    /// <summary>The certificate that was judged, as the platform has it.</summary>
    public X509Certificate2 GetCertificate() => Certificate;

    /// <summary>The path that was built, the certificate first, the anchor last if one was reached.</summary>
    public X509Certificate2[] GetPath() => Path.ToArray();

    /// <summary>The same verdict on the same certificate, whenever it was given.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SslCertificateVerdict? other) => other is not null && ToString() == other.ToString() && HostName == other.HostName
        && (Purpose, Strict) == (other.Purpose, other.Strict) && Certificate.RawData.SequenceEqual(other.Certificate.RawData);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SslCertificateVerdict);

    /// <inheritdoc/>
    public override int GetHashCode() => ByteSequenceComparer.Instance.GetHashCode(Certificate.RawData);

    /// <inheritdoc/>
    public override string ToString() =>
        IsTrusted ? $"{Name}: trusted" : $"{Name}: {string.Join("; ", VerifyErrors.Select(e => e.ToString()))}";

    private string Name => CertificateName.Of(Subject, NotAfterUtc, Certificate.RawData);

    /// <remarks>The platform throws at a date that it cannot read.</remarks>
    private DateTime? NotAfterUtc => _parsed.Value.NotAfterOrNull?.Value;
}

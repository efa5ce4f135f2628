using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Net;
using PSSsl.Views;
using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>
/// The properties of results that the module's types file adds: words for enumerations, which serialisers would write as numbers, and what
/// is too heavy for them, or has no end, so that it is only there for who names it. It is PowerShell that calls these.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ResultMembers
{
#pragma warning disable CS1591 // Each gives the property of its name.
    public static object? Address(PSObject of) =>
        of?.BaseObject is SslSocket { Proxy: null } s ? (s.RemoteEndPoint as IPEndPoint)?.Address.ToString() : null;

    public static object? Authority(PSObject of) => (of?.BaseObject as SslCertificate)?.Authority;

    public static object? Can(PSObject of) => of?.BaseObject is SslCapability c ? CapabilityWords.Of(c, able: true) : null;

    public static object? CanNot(PSObject of) => of?.BaseObject is SslCapability c ? CapabilityWords.Of(c, able: false) : null;

    public static object? Certificate(PSObject of) => of?.BaseObject switch
    {
        PeerCertificate c => c.Certificate,
        SslCertificate c => c.Certificate,
        SslCertificateVerdict v => v.Certificate,
        SslVerifyError e => e.Certificate,
        SslVerifyElement e => e.Certificate,
        _ => null,
    };

    public static object? CertificateAuthority(PSObject of) => (of?.BaseObject as SslListener)?.CertificateAuthority;

    public static object? Certificates(PSObject of) => (of?.BaseObject as SslServerReport)?.Certificates;

    public static object? Chain(PSObject of) => of?.BaseObject switch
    {
        PeerCertificate c => c.Chain,
        SslCertificate c => c.Chain,
        _ => null,
    };

    public static object? CheckCommonName(PSObject of) => Word((of?.BaseObject as HostnameScheme)?.CheckCommonName);

    public static object? Cipher(PSObject of) => of?.BaseObject switch
    {
        SslSocket s => FactualText.Of(s.Cipher),
        SslSessionInfo i => FactualText.Of(i.Cipher),
        SslServerProtocol p => FactualText.Of(p.Cipher),
        SslServerSuite s => FactualText.Of(s.Cipher),
        SslClientSimulation c => FactualText.Of(c.Cipher),
        _ => null,
    };

    public static object? Ciphers(PSObject of) => of?.BaseObject switch
    {
        SslContext c => new ShownList<SslCipher>(c.Ciphers),
        SslListener l => new ShownList<SslCipher>(l.Context.Ciphers),
        SslCapability c => new ShownList<SslCipher>(c.Ciphers),
        _ => null,
    };

    public static object? ClientCertificate(PSObject of) => of?.BaseObject switch
    {
        SslListener l => Word(l.ClientCertificate),
        SslContext c => Word(c.ClientCertificate),
        _ => null,
    };

    public static object? Code(PSObject of) => Word((of?.BaseObject as SslVerifyError)?.Code);

    public static object? Context(PSObject of) => of?.BaseObject switch
    {
        SslSocket s => s.Context,
        SslListener l => l.Context,
        SslDefault d => d.Context,
        _ => null,
    };

    public static object? BytesReceived(PSObject of) => (of?.BaseObject as SslSocket)?.BytesReceived;

    public static object? BytesSent(PSObject of) => (of?.BaseObject as SslSocket)?.BytesSent;

    public static object? Created(PSObject of) => SavedTime.Of((of?.BaseObject as SslSessionInfo)?.Created);

    public static object? Date(PSObject of) => SavedTime.Of((of?.BaseObject as PeerCertificate)?.Date);

    public static object? DaysRemaining(PSObject of) => (of?.BaseObject as PeerCertificate)?.DaysRemaining;

    public static object? DefaultVersions(PSObject of) => Words((of?.BaseObject as SslCapability)?.DefaultVersions);

    public static object? Duration(PSObject of) => (of?.BaseObject as SslServerReport)?.Duration;

    public static object? DurationSeconds(PSObject of) => (of?.BaseObject as SslServerReport)?.Duration.TotalSeconds;

    public static object? Enc(PSObject of) => of?.BaseObject is SslCipher c ? Formatting.Encryption(c.Encryption, c.Bits) : null;

    public static object? ExcludedNames(PSObject of) => Shown((of?.BaseObject as PeerCertificate)?.ExcludedNames);

    public static object? Expires(PSObject of) => SavedTime.Of((of?.BaseObject as SslSessionInfo)?.Expires);

    public static object? Fixes(PSObject of) => (of?.BaseObject as SslFinding)?.Fixes;

    public static object? Groups(PSObject of) => Texts((of?.BaseObject as SslCapability)?.Groups);

    public static object? HandshakeTime(PSObject of) => (of?.BaseObject as SslSocket)?.HandshakeTime;

    public static object? HostnameMatch(PSObject of) => (of?.BaseObject as SslSocket)?.PeerCertificate?.HostnameMatch;

    public static object? HostnameSchemes(PSObject of) => Texts((of?.BaseObject as SslCapability)?.HostnameSchemes);

    public static object? IpInCommonName(PSObject of) => Word((of?.BaseObject as HostnameScheme)?.IpInCommonName);

    public static object? Key(PSObject of) => of?.BaseObject switch
    {
        PeerCertificate c => Formatting.Key(c.KeyAlgorithm, c.KeySize, c.KeyCurve),
        SslCertificate c => Formatting.Key(c.KeyAlgorithm, c.KeySize, c.KeyCurve),
        _ => null,
    };

    public static object? KeyUsage(PSObject of) => Word((of?.BaseObject as PeerCertificate)?.KeyUsage);

    public static object? Kind(PSObject of) => Word((of?.BaseObject as SslReportChange)?.Kind);

    public static object? LastError(PSObject of) => (of?.BaseObject as SslSocket)?.LastError;

    public static object? LocalCertificate(PSObject of) => (of?.BaseObject as SslSocket)?.LocalCertificate;

    public static object? LocalEndPoint(PSObject of) => of?.BaseObject switch
    {
        SslSocket s => FactualText.Of(s.LocalEndPoint),
        SslListener l => FactualText.Of(l.LocalEndPoint),
        _ => null,
    };

    public static object? Name(PSObject of) =>
        of?.BaseObject is PeerCertificate c ? c.CommonName ?? c.DnsNames.FirstOrDefault() ?? c.Subject : null;

    public static object? NextUpdate(PSObject of) => SavedTime.Of((of?.BaseObject as SslOcspResponse)?.NextUpdate);

    public static object? NotAfter(PSObject of) => SavedTime.Of(of?.BaseObject switch
    {
        PeerCertificate c => c.NotAfter,
        SslCertificate c => c.NotAfter,
        SslCertificateVerdict v => v.NotAfter,
        _ => null,
    });

    public static object? NotBefore(PSObject of) => SavedTime.Of(of?.BaseObject switch
    {
        PeerCertificate c => c.NotBefore,
        SslCertificate c => c.NotBefore,
        _ => null,
    });

    public static object? OcspResponse(PSObject of) => Whole(of?.BaseObject switch
    {
        SslSocket s => s.OcspResponse,
        SslCertificateVerdict v => v.OcspResponse,
        _ => null,
    });

    public static object? Path(PSObject of) => (of?.BaseObject as SslCertificateVerdict)?.Path;

    public static object? PermittedNames(PSObject of) => Shown((of?.BaseObject as PeerCertificate)?.PermittedNames);

    public static object? Peer(PSObject of) => of?.BaseObject switch
    {
        SslSocket s => s.PeerName,
        PeerCertificate c => c.Peer,
        _ => null,
    };

    public static object? PeerCertificate(PSObject of) => (of?.BaseObject as SslSocket)?.PeerCertificate;

    public static object? PeerCertificates(PSObject of) => (of?.BaseObject as SslSocket)?.PeerCertificates;

    public static object? Pending(PSObject of) => (of?.BaseObject as SslSocket)?.Pending;

    public static object? ProducedAt(PSObject of) => SavedTime.Of((of?.BaseObject as SslOcspResponse)?.ProducedAt);

    public static object? Protocol(PSObject of) => Word((of?.BaseObject as SslStartTls)?.Protocol);

    public static object? Purpose(PSObject of) => Word((of?.BaseObject as SslCertificateVerdict)?.Purpose);

    public static object? RawData(PSObject of) => of?.BaseObject switch
    {
        PeerCertificate c => c.RawData,
        SslOcspResponse r => r.RawData,
        _ => null,
    };

    public static object? RawValue(PSObject of) => (of?.BaseObject as SubjectAlternativeName)?.RawValue;

    public static object? RemoteEndPoint(PSObject of) => FactualText.Of((of?.BaseObject as SslSocket)?.RemoteEndPoint);

    public static object? References(PSObject of) => (of?.BaseObject as SslFinding)?.References;

    public static object? RevokedAt(PSObject of) => SavedTime.Of((of?.BaseObject as SslOcspResponse)?.RevokedAt);

    public static object? Role(PSObject of) =>
        of?.BaseObject is SslSocket s ? s.IsServer ? "Server" : s.Version is null ? null : "Client" : null;

    public static object? Scts(PSObject of) => (of?.BaseObject as PeerCertificate)?.Scts;

    public static object? SessionCache(PSObject of) => of?.BaseObject switch
    {
        SslContext c => c.SessionCache,
        SslDefault d => d.SessionCache,
        _ => null,
    };

    public static object? SignatureSchemes(PSObject of) => Texts((of?.BaseObject as SslCapability)?.SignatureSchemes);

    public static object? StartTls(PSObject of) => Whole((of?.BaseObject as SslSocket)?.StartTls);

    /// <summary>No word: -ge High must find what is Critical.</summary>
    public static object? Severity(PSObject of) => of?.BaseObject switch
    {
        SslFinding f => f.Severity,
        SslReportChange c => c.Severity,
        _ => null,
    };

    public static object? State(PSObject of) => Word(of?.BaseObject switch
    {
        SslSocket s => s.State,
        SslServerProtocol p => p.State,
        SslServerWeakness w => w.State,
        _ => (Enum?)null,
    });

    public static object? Sessions(PSObject of) => Shown((of?.BaseObject as SslSessionCache)?.Sessions);

    public static object? Subject(PSObject of) => (of?.BaseObject as PeerCertificate)?.Subject;

    public static object? Status(PSObject of) => of?.BaseObject switch
    {
        PeerCertificate c => Word(c.Status),
        SslCertificate { IsDisposed: false } c => Word(c.Status),
        SslCertificateVerdict v => Word(v.Status),
        SslOcspResponse r => Word(r.Status),
        SslSocket s => Word(s.PeerCertificate?.Status),
        _ => null,
    };

    public static object? Strength(PSObject of) => Word(of?.BaseObject switch
    {
        SslCipher c => c.Strength,
        SslServerSuite s => s.Strength,
        _ => (Enum?)null,
    });

    public static object? SubjectAlternativeNames(PSObject of) =>
        of?.BaseObject is PeerCertificate c ? new ShownList<SubjectAlternativeName>(c.SubjectAlternativeNames) : null;

    public static object? Target(PSObject of) => of?.BaseObject switch
    {
        PeerCertificate c => c.Target,
        SslCertificateVerdict v => v.Target,
        SslSocket s => s.Target,
        SslServerReport r => r.Target,
        _ => null,
    };

    public static object? ThisUpdate(PSObject of) => SavedTime.Of((of?.BaseObject as SslOcspResponse)?.ThisUpdate);

    public static object? Time(PSObject of) => SavedTime.Of(of?.BaseObject switch
    {
        SslCertificateVerdict v => v.Time,
        SslServerReport r => r.Time,
        _ => null,
    });

    public static object? Timeout(PSObject of) => of?.BaseObject switch
    {
        SslSocket s => s.Timeout,
        SslDefault d => d.Timeout,
        _ => null,
    };

    public static object? TimeoutSeconds(PSObject of) => (of?.BaseObject as SslDefault)?.Timeout?.TotalSeconds;

    public static object? Timestamp(PSObject of) => SavedTime.Of((of?.BaseObject as SignedCertificateTimestamp)?.Timestamp);

    public static void SetTimeout(PSObject of, object value)
    {
        if (of?.BaseObject is SslSocket socket)
            socket.Timeout = value is TimeSpan span ? span : TimeSpan.FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture));
    }

    public static object? Trusted(PSObject of) => (of?.BaseObject as SslSocket)?.PeerCertificate?.IsTrusted;

    public static object? Type(PSObject of) => Word((of?.BaseObject as SubjectAlternativeName)?.Type);

    public static object? Unknown(PSObject of) => (of?.BaseObject as SslPolicyResult)?.Unknown;

    public static object? Violations(PSObject of) => (of?.BaseObject as SslPolicyResult)?.Violations;

    public static object? VerifyCallback(PSObject of) => (of?.BaseObject as SslDefault)?.VerifyCallback;

    public static object? VerifyErrors(PSObject of) => Shown((of?.BaseObject as SslSocket)?.VerifyErrors);

    public static object? VerifyMode(PSObject of) => of?.BaseObject switch
    {
        SslContext c => Word(c.VerifyMode),
        SslDefault d => Word(d.VerifyMode),
        _ => null,
    };

    public static object? VerifyScheme(PSObject of) => of?.BaseObject switch
    {
        SslContext c => Whole(c.VerifyScheme),
        SslDefault d => Whole(d.VerifyScheme),
        _ => null,
    };

    public static object? Version(PSObject of) => of?.BaseObject switch
    {
        SslSocket s => Word(s.Version),
        SslSessionInfo i => Word(i.Version),
        SslDefault { Version: { } several } => new SslTextList(several.Select(v => v?.ToString() ?? string.Empty)),
        _ => null,
    };

    public static object? Versions(PSObject of) => Words(of?.BaseObject switch
    {
        SslContext c => c.Versions,
        SslListener l => l.Versions,
        SslCapability c => c.Versions,
        _ => null,
    });

    public static object? Way(PSObject of) => of?.BaseObject is SslMessage m ? m.Sent ? "sent" : "received" : null;

    public static object? WildcardsInAlt(PSObject of) => Word((of?.BaseObject as HostnameScheme)?.WildcardsInAlt);

    public static object? WildcardsInCommonName(PSObject of) => Word((of?.BaseObject as HostnameScheme)?.WildcardsInCommonName);
#pragma warning restore CS1591

    private static ShownList<T>? Shown<T>(IEnumerable<T>? elements)
        where T : class => elements is null ? null : new ShownList<T>(elements);

    private static string? Word(Enum? value) => value?.ToString();

    private static SslTextList? Words(IEnumerable<SslVersion>? values) => Texts(values?.Select(v => v.ToString()));

    private static SslTextList? Texts(IEnumerable<string>? texts) => texts is null ? null : new SslTextList(texts);

    /// <summary>An object within another one, so that what the types file adds to it is there as well.</summary>
    private static PSObject? Whole(object? value) => value is null ? null : PSObject.AsPSObject(value);
}

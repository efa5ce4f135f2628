using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Crypto;
using PSSsl.Engine.Guard;

namespace PSSsl.Engine.Protocol;

/// <summary>An engine's settings in the library's terms.</summary>
internal sealed class PeerSettings
{
    internal PeerSettings(TlsEngineSettings settings)
    {
        // TLS 1.3 has no anonymous suites: a server with neither certificate nor key would choose it and then have nothing to show.
        bool onlyAnonymous = settings.IsServer && settings.Identities.Count == 0 && settings.FindPreSharedKey is null
            && settings.SelectHost is null;
        Versions = settings.Versions.Where(v => !onlyAnonymous || v < 0x0304).Select(v => ProtocolVersion.Get(v >> 8, v & 0xFF)).ToArray();
        bool tls13 = settings.Versions.Contains(0x0304);
        Suites = settings.CipherSuites.Where(s => Versions.Any(v => TlsUtilities.IsValidVersionForCipherSuite(s, v))).ToArray();
        Groups = settings.Groups.Where(g => tls13 || !IsOfTls13(g)).ToList();
        Schemes = Named(settings.SignatureSchemes.Where(s => tls13 || SchemeRules.FitsTls12(s)));
        Schemes12 = Named(settings.SignatureSchemes.Where(SchemeRules.FitsTls12));
        Protocols = settings.ApplicationProtocols.Count == 0 ? null
            : settings.ApplicationProtocols.Select(ProtocolName.AsUtf8Encoding).ToList();
        AllowsLegacy = settings.AllowsUnsafeRenegotiation || settings.Versions.Any(v => v < 0x0303);
    }

    /// <summary>By their numbers, of which there are 65,536: they do not change, and each handshake needs a dozen.</summary>
    private static readonly ConcurrentDictionary<int, SignatureAndHashAlgorithm> s_schemes = new();

    internal ProtocolVersion[] Versions { get; }
    internal int[] Suites { get; }
    internal IList<int> Groups { get; }

    /// <summary>What a peer may sign with: its certificates, and the handshake in a version that the scheme is one of.</summary>
    internal IList<SignatureAndHashAlgorithm> Schemes { get; }

    /// <summary>Those of <see cref="Schemes"/> that old peers know: some end the connection at others.</summary>
    internal IList<SignatureAndHashAlgorithm> Schemes12 { get; }

    internal IList<ProtocolName>? Protocols { get; }

    /// <summary>True if versions before TLS 1.2 may be negotiated; such peers may lack RFC 5746 too.</summary>
    internal bool AllowsLegacy { get; }

    private static List<SignatureAndHashAlgorithm> Named(IEnumerable<int> schemes) =>
        schemes.Select(scheme => s_schemes.GetOrAdd(scheme, SignatureScheme.GetSignatureAndHashAlgorithm)).ToList();

    /// <summary>Key encapsulation, alone or beside a curve, came with TLS 1.3.</summary>
    private static bool IsOfTls13(int group) => NamedGroup.RefersToASpecificHybrid(group) || NamedGroup.RefersToASpecificKem(group);

    internal static IReadOnlyList<X509Certificate2> Platform(Certificate chain) =>
        chain.GetCertificateList().Select((c, depth) => ((PlatformCertificate)c).PlatformAt(depth)).ToArray();

    /// <summary>
    /// The OCSP response to a chain's first certificate: its own message in TLS 1.2, an extension of the entry in TLS 1.3.
    /// </summary>
    internal static byte[]? OcspOf(Certificate chain, CertificateStatus? status)
    {
        if (status is not null)
            return status.StatusType == CertificateStatusType.ocsp ? status.OcspResponse.GetEncoded() : null;
        if (chain.IsEmpty || chain.GetCertificateEntryAt(0).Extensions is not { } extensions
            || !extensions.TryGetValue(ExtensionType.status_request, out byte[]? data))
        {
            return null;
        }

        // RFC 6066, 8: CertificateStatusType, then the response with a length of three bytes.
        if (data.Length < 5 || data[0] != CertificateStatusType.ocsp || ((data[1] << 16) | (data[2] << 8) | data[3]) != data.Length - 4)
            throw new TlsFatalAlert(AlertDescription.decode_error, "The stapled response is empty, or is not as long as it says");
        byte[] response = data.Skip(4).ToArray();
        StapleRules.Check(response);
        return response;
    }
}

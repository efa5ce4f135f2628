using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Keys;

namespace PSSsl;

/// <content>Where one comes from: a socket's peer, a file or an object, another session, or another one.</content>
public sealed partial class PeerCertificate
{
    private PeerCertificate(PresentedChain shown, ShownBy by)
    {
        Presented = shown;
        _by = by;
        Target = by.Target;
        _parsed = shown.Parsed.Read(shown.Leaf);
        _extensions = new CertificateExtensions(_parsed);
        _names = CertificateNames.Of(_parsed);
        _key = KeyDescription.Of(_parsed);
    }

    /// <summary>What a socket's peer showed.</summary>
    internal static PeerCertificate Shown(PresentedChain chain, PeerVerdict? verdict, bool isProven, ShownBy by)
    {
        var shown = new PeerCertificate(chain, by) { IsProven = isProven };
        shown.Take(verdict);
        return shown;
    }

    /// <summary>A certificate that was not judged.</summary>
    internal static PeerCertificate Of(X509Certificate2 certificate, object? target) =>
        Of(new PresentedChain(certificate, new[] { certificate }), target);

    internal static PeerCertificate Of(PresentedChain chain, object? target) => new(chain, new ShownBy { Target = target });

    /// <summary>One that was described elsewhere, with what was found there.</summary>
    internal static PeerCertificate Rebuild(PresentedChain chain, DescribedElsewhere found) => new(chain, found.By)
    {
        IsTrusted = found.IsTrusted,
        HostnameMatch = found.HostnameMatch,
        VerifyErrors = new SslList<SslVerifyError>(found.VerifyErrors),
        Depth = found.Depth,
    };

    /// <summary>The same certificate with another verdict, or none.</summary>
    internal PeerCertificate With(PeerVerdict? verdict)
    {
        var copy = (PeerCertificate)MemberwiseClone();
        copy.Take(verdict);
        return copy;
    }

    /// <summary>
    /// All certificates of its chain as sent, each with its depth. The verdict is that on the first one; of the others only the faults at
    /// their places are known.
    /// </summary>
    internal IReadOnlyList<PeerCertificate> DescribeChain() =>
        Chain.Select((element, depth) => depth == 0 && element.RawData.SequenceEqual(RawData) ? First() : Other(element, depth)).ToArray();

    /// <summary>What is not proven is not trusted yet.</summary>
    private void Take(PeerVerdict? verdict)
    {
        Verdict = verdict;
        IsTrusted = IsProven || verdict?.IsTrusted == false ? verdict?.IsTrusted : null;
        HostnameMatch = verdict?.HostnameMatch;
        VerifyErrors = new SslList<SslVerifyError>(verdict?.Errors ?? Array.Empty<SslVerifyError>());
    }

    private PeerCertificate First()
    {
        var copy = (PeerCertificate)MemberwiseClone();
        copy.Depth = 0;
        return copy;
    }

    private PeerCertificate Other(X509Certificate2 element, int depth)
    {
        SslVerifyError[] own = VerifyErrors.Where(e => e.Certificate is not null && e.Certificate.RawData.SequenceEqual(element.RawData))
            .ToArray();
        return new PeerCertificate(new PresentedChain(element, new[] { element }),
            _by with { Target = Target, ClientCertificateRequested = null, ClientCertificateAuthorities = Array.Empty<string>() })
        {
            IsTrusted = own.Length > 0 ? false : null,
            VerifyErrors = new SslList<SslVerifyError>(own),
            Depth = depth,
        };
    }
}

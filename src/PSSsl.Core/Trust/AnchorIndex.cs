using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>Given anchors, each once, to be found by their bytes and by their names. Immutable.</summary>
internal sealed class AnchorIndex
{
    private readonly Dictionary<byte[], ParsedCertificate?> _byEncoding = new(ByteSequenceComparer.Instance);
    private readonly Dictionary<byte[], CertificateUses> _uses = new(ByteSequenceComparer.Instance);
    private readonly Dictionary<DistinguishedName, List<ParsedCertificate>> _bySubject = new();

    internal AnchorIndex(IEnumerable<CertificateWithUses> certificates)
    {
        var distinct = new List<X509Certificate2>();
        foreach ((X509Certificate2 certificate, CertificateUses? uses) in certificates)
        {
            byte[] encoding = certificate.RawData;
            if (uses is { Restricts: true })
                _uses[encoding] = _uses.TryGetValue(encoding, out CertificateUses? others) ? others.And(uses) : uses;
            if (_byEncoding.ContainsKey(encoding))
                continue;
            distinct.Add(certificate);
            ParsedCertificate? parsed = ParsedCertificate.TryOf(certificate);
            _byEncoding.Add(encoding, parsed);
            // One that cannot be read has no subject to be found by, and is the platform's to judge.
            if (parsed is null)
                continue;
            if (!_bySubject.TryGetValue(parsed.Subject, out List<ParsedCertificate>? named))
                _bySubject.Add(parsed.Subject, named = new List<ParsedCertificate>());
            named.Add(parsed);
        }

        Certificates = distinct;
    }

    internal IReadOnlyList<X509Certificate2> Certificates { get; }

    /// <summary>True if one of them is not to be trusted for everything.</summary>
    internal bool Restricts => _uses.Count > 0;

    /// <summary>What its file says that a certificate is to be trusted for; null if it says nothing, or the certificate is not
    /// given.</summary>
    internal CertificateUses? UsesOf(byte[] encoding) => _uses.TryGetValue(encoding, out CertificateUses? uses) ? uses : null;

    internal bool Contains(X509Certificate2 certificate) => _byEncoding.ContainsKey(certificate.RawData);

    /// <summary>Null for one that is not given, or cannot be read.</summary>
    internal ParsedCertificate? Find(byte[] encoding) => _byEncoding.TryGetValue(encoding, out ParsedCertificate? parsed) ? parsed : null;

    internal IReadOnlyList<ParsedCertificate> Named(DistinguishedName subject) =>
        _bySubject.TryGetValue(subject, out List<ParsedCertificate>? named) ? named : Array.Empty<ParsedCertificate>();
}

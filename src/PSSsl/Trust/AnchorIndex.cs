using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Trust;

/// <summary>Given anchors, each once, to be found by their bytes and by their names. Immutable.</summary>
internal sealed class AnchorIndex
{
    private readonly HashSet<byte[]> _encodings = new(ByteSequenceComparer.Instance);
    private readonly Dictionary<byte[], List<ParsedCertificate>> _bySubject = new(ByteSequenceComparer.Instance);

    internal AnchorIndex(IEnumerable<X509Certificate2> certificates)
    {
        var distinct = new List<X509Certificate2>();
        foreach (X509Certificate2 certificate in certificates)
        {
            if (!_encodings.Add(certificate.RawData))
                continue;
            distinct.Add(certificate);
            // One that cannot be read has no subject to be found by, and is the platform's to judge.
            if (ParsedCertificate.TryOf(certificate) is not { } parsed)
                continue;
            if (!_bySubject.TryGetValue(parsed.Subject, out List<ParsedCertificate>? named))
                _bySubject.Add(parsed.Subject, named = new List<ParsedCertificate>());
            named.Add(parsed);
        }

        Certificates = distinct;
    }

    internal IReadOnlyList<X509Certificate2> Certificates { get; }

    internal bool Contains(X509Certificate2 certificate) => _encodings.Contains(certificate.RawData);

    internal IReadOnlyList<ParsedCertificate> Named(byte[] subject) =>
        _bySubject.TryGetValue(subject, out List<ParsedCertificate>? named) ? named : Array.Empty<ParsedCertificate>();
}

using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;

namespace PSSsl.X509;

/// <summary>Certificates that belong together, each read once, however many want to know of it. Safe to use from several threads.</summary>
internal sealed class ParsedCertificates
{
    private readonly ParsedCertificates? _lasting;

    // Guarded by itself.
    private readonly List<(X509Certificate2 Certificate, ParsedCertificate Parsed)> _read = new();

    /// <param name="lasting">
    /// Those that were read before, and outlive these: each way that is tried makes objects of its own, which none of them keeps.
    /// </param>
    internal ParsedCertificates(ParsedCertificates? lasting = null) => _lasting = lasting;

    /// <summary>Whatever the bytes are.</summary>
    /// <param name="certificate">One of them.</param>
    /// <param name="known">Who may have read these bytes already.</param>
    internal ParsedCertificate Read(X509Certificate2 certificate, Func<byte[], ParsedCertificate?>? known = null)
    {
        lock (_read)
        {
            if ((_lasting?.Find(certificate) ?? Find(certificate)) is { } read)
                return read;
            byte[] encoded = certificate.RawData;
            ParsedCertificate parsed = (_lasting?.Find(encoded) ?? Find(encoded))?.For(certificate) ?? known?.Invoke(encoded)
                ?? ParsedCertificate.Read(certificate);
            _read.Add((certificate, parsed));
            return parsed;
        }
    }

    /// <summary>The same object has the same bytes, which .NET copies for everyone who asks.</summary>
    private ParsedCertificate? Find(X509Certificate2 certificate) => Find(one => ReferenceEquals(one.Certificate, certificate));

    private ParsedCertificate? Find(byte[] encoded) => Find(one => ByteSequenceComparer.Instance.Equals(one.Parsed.Encoded, encoded));

    private ParsedCertificate? Find(Predicate<(X509Certificate2 Certificate, ParsedCertificate Parsed)> fits)
    {
        lock (_read)
        {
            int at = _read.FindIndex(fits);
            return at < 0 ? null : _read[at].Parsed;
        }
    }
}

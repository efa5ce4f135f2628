using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.X509;

/// <summary>Certificates that belong together, each read once, however many want to know of it. Safe to use from several threads.</summary>
internal sealed class ParsedCertificates
{
    // Guarded by itself.
    private readonly List<(X509Certificate2 Certificate, ParsedCertificate Parsed)> _read = new();

    /// <summary>Whatever the bytes are.</summary>
    /// <param name="certificate">One of them.</param>
    /// <param name="known">Who may have read these bytes already.</param>
    internal ParsedCertificate Read(X509Certificate2 certificate, Func<byte[], ParsedCertificate?>? known = null)
    {
        lock (_read)
        {
            foreach ((X509Certificate2 Certificate, ParsedCertificate Parsed) one in _read)
            {
                // The same object has the same bytes, which .NET copies for everyone who asks.
                if (ReferenceEquals(one.Certificate, certificate))
                    return one.Parsed;
            }

            byte[] encoded = certificate.RawData;
            ParsedCertificate parsed = Find(encoded)?.For(certificate) ?? known?.Invoke(encoded) ?? ParsedCertificate.Read(certificate);
            _read.Add((certificate, parsed));
            return parsed;
        }
    }

    private ParsedCertificate? Find(byte[] encoded)
    {
        foreach ((X509Certificate2 Certificate, ParsedCertificate Parsed) one in _read)
        {
            if (ByteSequenceComparer.Instance.Equals(one.Parsed.Encoded, encoded))
                return one.Parsed;
        }

        return null;
    }
}

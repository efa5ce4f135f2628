using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Revocation;

namespace PSSsl.Trust.Revocation;

/// <summary>OCSP responses that a server was given; each goes with the certificate it is about.</summary>
internal sealed class GivenStatus
{
    private readonly (byte[] Response, IReadOnlyList<byte[]> SerialNumbers)[] _known;

    /// <param name="responses">Responses that can be read, DER.</param>
    internal GivenStatus(IEnumerable<byte[]> responses) =>
        _known = responses.Select(r =>
            (r, (IReadOnlyList<byte[]>)OcspAnswer.Of(r).Singles.Select(s => s.Certificate.SerialNumber).ToArray())).ToArray();

    internal byte[]? Find(X509Certificate2 certificate)
    {
        byte[]? own = ParsedCertificate.TryOf(certificate)?.SerialNumber;
        return own is null ? null
            : _known.Where(k => k.SerialNumbers.Contains(own, IntegerComparer.Instance)).Select(k => k.Response).FirstOrDefault();
    }
}

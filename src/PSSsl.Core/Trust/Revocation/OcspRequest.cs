using System;
using System.Security.Cryptography;
using PSSsl.Certificates;
using PSSsl.Trust.Fetching;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Revocation;

namespace PSSsl.Trust.Revocation;

/// <summary>
/// A question for one certificate's status (RFC 6960, 4.1), with a nonce (RFC 9654), so that an old answer is told from a new one where the
/// responder plays along.
/// </summary>
internal sealed class OcspRequest
{
    /// <summary>RFC 6960, A.1: longer ones go by POST.</summary>
    private const int LongestForGet = 255;

    private const int NonceBytes = 32;

    /// <summary>id-pkix-ocsp-nonce.</summary>
    private static readonly byte[] s_nonceOid = { 0x06, 0x09, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x02 };

    internal OcspRequest(ParsedCertificate certificate, ParsedCertificate issuer)
    {
        var nonce = new byte[NonceBytes];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
            random.GetBytes(nonce);
        Nonce = DerWriter.Element(DerReader.OctetString, nonce);
        byte[] request = DerWriter.Sequence(OcspCertificateId.Encode(certificate, issuer));
        byte[] extension = DerWriter.Sequence(s_nonceOid, DerWriter.Element(DerReader.OctetString, Nonce));
        Encoded = DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Sequence(request), DerWriter.Element(0xA2, DerWriter.Sequence(extension))));
    }

    internal byte[] Encoded { get; }

    /// <summary>The value of the extension that an answer must have too, if it has one.</summary>
    internal byte[] Nonce { get; }

    /// <summary>Asks a responder.</summary>
    /// <exception cref="FetchException">It gives no answer.</exception>
    internal byte[] Ask(string url, HttpFetcher fetcher, int mostBytes)
    {
        string inUrl = Uri.EscapeDataString(Convert.ToBase64String(Encoded));
        return inUrl.Length <= LongestForGet
            ? fetcher.Get((url.EndsWith("/", StringComparison.Ordinal) ? url : url + "/") + inUrl, mostBytes)
            : fetcher.Post(url, Encoded, "application/ocsp-request", mostBytes);
    }
}

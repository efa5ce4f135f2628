using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Keys;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Trust.Revocation;

/// <summary>
/// Judges an OCSP response (RFC 6960, 3.2): it must be about the certificate, timely, and signed by the certificate's issuer or by whom
/// that issuer itself has certified for it.
/// </summary>
internal static class OcspJudge
{
    /// <summary>How old a response may be that does not say when news comes.</summary>
    private static readonly TimeSpan s_oldest = TimeSpan.FromHours(24);

    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);

    private const string WrongSignature = "its signature is wrong";

    /// <param name="encoded">The response, DER.</param>
    /// <param name="stapled">Whether the server sent it.</param>
    /// <param name="certificate">Whose status was asked.</param>
    /// <param name="issuer">Its issuer in the path.</param>
    /// <param name="parsedIssuer">The same, read.</param>
    /// <param name="time">UTC.</param>
    /// <param name="nonce">What was sent along; null if nothing was.</param>
    internal static SslOcspResponse Judge(byte[] encoded, bool stapled, ParsedCertificate certificate, X509Certificate2 issuer,
        ParsedCertificate parsedIssuer, DateTime time, byte[]? nonce)
    {
        var response = new SslOcspResponse(encoded, stapled);
        try
        {
            OcspAnswer answer = OcspAnswer.Of(encoded);
            // Where there are several answers, the worst counts, wherever it stands.
            OcspSingle? single = answer.Singles.Where(s => s.Certificate.IsOf(certificate, parsedIssuer)).OrderBy(Badness).FirstOrDefault();
            response.Fault = Fault(answer, single, issuer, parsedIssuer, time, nonce, response);
            if (answer.Refusal is null)
                response.ProducedAt = answer.ProducedAt;
            response.ThisUpdate = single?.ThisUpdate;
            response.NextUpdate = single?.NextUpdate;
            if (response.Fault is null)
            {
                response.Status = single!.Status;
                response.RevokedAt = single.RevokedAt;
                response.Reason = single.Status == SslOcspStatus.Revoked ? RevocationReasons.Name(single.Reason) : null;
            }
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            response.Fault = "it cannot be read: " + e.Message.TrimEnd('.');
        }

        return response;
    }

    private static string? Fault(OcspAnswer answer, OcspSingle? single, X509Certificate2 issuer, ParsedCertificate parsedIssuer,
        DateTime time, byte[]? nonce, SslOcspResponse response)
    {
        if (answer.Refusal is { } refusal)
            return $"the responder refuses to answer: {refusal}";
        if (answer.UnknownCritical is { } oid)
            return $"it has the critical extension {oid}, which is not understood here";
        if (single is null)
            return "it is about other certificates";
        if (nonce is not null && answer.Nonce is not null && !ByteSequenceComparer.Instance.Equals(nonce, answer.Nonce))
            return "it answers another request: its nonce is not the one that was sent";
        if (single.UnknownCritical is { } ofSingle)
            return $"its answer has the critical extension {ofSingle}, which is not understood here";
        // Differences of times exist for all times, what is added to one may not.
        if (single.ThisUpdate - time > s_skew)
            return $"it is from the future: its status holds from {Date(single.ThisUpdate)} on (thisUpdate)";
        if (answer.ProducedAt - time > s_skew)
            return $"it is from the future: it says that it was made on {Date(answer.ProducedAt)} (producedAt)";
        if (single.NextUpdate is { } next ? time - next > s_skew : time - single.ThisUpdate > s_oldest)
            return $"it is stale: it was valid until {Date(single.NextUpdate ?? single.ThisUpdate + s_oldest)}";
        return SignatureFault(answer, issuer, parsedIssuer, time, response);
    }

    private static string? SignatureFault(OcspAnswer answer, X509Certificate2 issuer, ParsedCertificate parsedIssuer, DateTime time,
        SslOcspResponse response)
    {
        if (SignatureAlgorithms.FaultOf(AlgorithmIdentifier.Read(answer.SignatureAlgorithm)) is { } weakness)
            return $"it is signed {weakness}";
        string? fault = null;
        if (Is(answer, parsedIssuer))
        {
            response.Responder = issuer.Subject;
            if (SignedBy(issuer, answer))
                return null;
            fault = WrongSignature;
        }

        // A responder may have the name of its issuer, and its next certificate the name of its last one.
        foreach (byte[] der in answer.Certificates)
        {
            var parsed = ParsedCertificate.Read(der);
            // One that cannot be read, or that someone else has, is not a responder's.
            if (parsed.SubjectOrNull is null || parsed.KeyOrNull is null || !Is(answer, parsed))
                continue;
            if (DelegationFault(parsed.Whole(), issuer, parsedIssuer, time) is { } unfit)
            {
                fault ??= unfit;
                continue;
            }

            using X509Certificate2 delegated = CertificateBytes.Load(der);
            response.Responder = delegated.Subject;
            if (SignedBy(delegated, answer))
                return null;
            fault = WrongSignature;
        }

        return fault ?? "it is not signed by the certificate's issuer";
    }

    private static bool SignedBy(X509Certificate2 signer, OcspAnswer answer) =>
        SignatureCheck.Verify(signer, answer.SignatureAlgorithm, answer.SignedPart, answer.Signature);

    private static int Badness(OcspSingle single) => single.Status switch
    {
        SslOcspStatus.Revoked => 0,
        SslOcspStatus.Good => 2,
        _ => 1,
    };

    /// <summary>RFC 6960, 4.2.2.2: the issuer itself signed it, and for this purpose.</summary>
    private static string? DelegationFault(ParsedCertificate responder, X509Certificate2 issuer, ParsedCertificate parsedIssuer,
        DateTime time)
    {
        if (!responder.Issuer.Equals(parsedIssuer.Subject)
            || !SignatureCheck.Verify(issuer, responder.OuterSignature, responder.SignedPart, responder.Signature!))
            return "its signer was not certified by the certificate's issuer";
        if (UnderstoodExtensions.UnknownCritical(responder) is { } oid)
            return $"the certificate of its signer has the critical extension {oid}, which is not understood here";
        if (responder.ExtendedKeyUsage is not { } purposes || !purposes.Contains(Oids.OcspSigning))
            return "its signer was not certified for signing responses";
        if (time < responder.NotBefore || time - responder.NotAfter >= TimeSpan.FromSeconds(1))
            return "the certificate of its signer is not valid now";
        return WeakCryptography.Key(responder) is { } weakness ? $"its signer has {weakness}" : null;
    }

    private static bool Is(OcspAnswer answer, ParsedCertificate certificate) => answer.ResponderName is { } name
        ? name.Equals(certificate.Subject)
        : ByteSequenceComparer.Instance.Equals(answer.ResponderKeyHash!, OcspCertificateId.KeyHash("sha1", certificate));

    private static string Date(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

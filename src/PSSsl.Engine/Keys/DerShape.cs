using System.Linq;
using Org.BouncyCastle.Asn1;

namespace PSSsl.Engine.Keys;

/// <summary>What something in DER is, by the kinds of its first elements.</summary>
internal static class DerShape
{
    internal const string Certificate = "certificate", Pkcs7 = "PKCS#7", Pkcs12 = "PKCS#12", Pkcs8 = "PKCS#8",
        EncryptedPkcs8 = "encrypted PKCS#8", Pkcs1 = "PKCS#1", Sec1 = "SEC 1";

    /// <returns>One of the names above; for what holds neither certificate nor key words like "a public key".</returns>
    internal static string Of(Asn1Sequence s)
    {
        bool at<T>(int index) => s.Count > index && s[index] is T;
        if (at<DerObjectIdentifier>(0))
            return Pkcs7;
        if (s.Count == 3 && at<Asn1Sequence>(0) && at<Asn1Sequence>(1) && at<DerBitString>(2))
            return OfSigned((Asn1Sequence)s[0]);
        if (at<DerEnumerated>(0))
            return "an OCSP response";
        if (s.Count == 2 && at<Asn1Sequence>(0) && at<Asn1OctetString>(1))
            return EncryptedPkcs8;
        if (s.Count == 2 && at<Asn1Sequence>(0) && at<DerBitString>(1))
            return "a public key";
        if (at<DerInteger>(0) && ((DerInteger)s[0]).HasValue(3) && at<Asn1Sequence>(1))
            return Pkcs12;
        if (at<DerInteger>(0) && at<Asn1Sequence>(1) && at<Asn1OctetString>(2))
            return Pkcs8;
        if (at<DerInteger>(0) && at<Asn1OctetString>(1))
            return Sec1;
        return s.Count >= 9 && s.All(e => e is DerInteger) ? Pkcs1 : "something unknown in DER";
    }

    /// <summary>Certificates, lists and requests are signed in the same frame; of them only lists have dates by themselves.</summary>
    private static string OfSigned(Asn1Sequence signed) =>
        signed.Any(e => e is Asn1UtcTime or Asn1GeneralizedTime) ? "a revocation list" : signed.Count >= 6 ? Certificate
            : "a certificate request";
}

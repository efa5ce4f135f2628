using System.IO;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Protocol;

namespace PSSsl.Engine.Guard;

/// <summary>A stapled response must be one (RFC 6066, 8); what it says is judged elsewhere.</summary>
internal static class StapleRules
{
    private const string What = "The stapled response cannot be read";

    internal static void Check(byte[] response) => PeerFault.Guard(AlertDescription.bad_certificate_status_response, What,
        () => OcspResponse.GetInstance(Asn1Object.FromByteArray(response)).ResponseStatus.IntValueExact);

    /// <summary>Ours must be one too; who gave it is told if it is none.</summary>
    internal static void CheckOwn(byte[] response)
    {
        try
        {
            Check(response);
        }
        catch (TlsFatalAlert e)
        {
            throw OwnFault.Host("the response that is to be stapled cannot be read", e);
        }
    }

    /// <summary>A CertificateStatus of TLS 1.2: its type, then the response with a length of three bytes.</summary>
    internal static void CheckMessage(MemoryStream message)
    {
        long start = message.Position;
        if (message.ReadByte() == CertificateStatusType.ocsp)
            Check(PeerFault.Guard(AlertDescription.decode_error, What, () => TlsUtilities.ReadOpaque24(message, 1)));
        message.Position = start;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PSSsl.X509;
using PSSsl.X509.Der;

namespace PSSsl.Certificates;

/// <summary>Requests for certificates in files: PEM, with whatever stands beside them, or DER.</summary>
internal static class RequestFile
{
    private static readonly Regex s_pem = new(
        "-----BEGIN (?<new>NEW )?CERTIFICATE REQUEST-----(?<body>[^-]*)-----END (NEW )?CERTIFICATE REQUEST-----",
        RegexOptions.CultureInvariant);

    /// <param name="content">What a file has in it.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <returns>Empty if there is none.</returns>
    /// <exception cref="SslException">One cannot be read.</exception>
    internal static IReadOnlyList<CertificationRequest> ReadAll(byte[] content, string name)
    {
        string text = Encoding.ASCII.GetString(content);
        Match[] blocks = s_pem.Matches(text).Cast<Match>().ToArray();
        if (blocks.Length > 0)
            return blocks.Select(b => Parse(Decode(b.Groups["body"].Value, name), name)).ToArray();
        return LooksLikeDer(content) ? new[] { Parse(content.ToArray(), name) } : Array.Empty<CertificationRequest>();
    }

    private static byte[] Decode(string body, string name)
    {
        try
        {
            return Convert.FromBase64String(body);
        }
        catch (FormatException e)
        {
            throw Wrong(name, "it is not base64", e);
        }
    }

    private static CertificationRequest Parse(byte[] der, string name)
    {
        if (der.Length > CertificationRequest.Largest)
            throw Wrong(name, $"it has {der.Length} bytes, and more than {CertificationRequest.Largest} are not read", null);
        try
        {
            return CertificationRequest.Read(der);
        }
        catch (FormatException e)
        {
            throw Wrong(name, e.Message, e);
        }
    }

    /// <summary>A certificate begins with [0] or a serial number of its own, a request with version 0 and a name.</summary>
    private static bool LooksLikeDer(byte[] content)
    {
        try
        {
            DerReader info = DerReader.Only(content, DerReader.Sequence).Enter(DerReader.Sequence);
            return info.IntegerIs(new byte[] { 0 }) && info.TryEnter(DerReader.Sequence) is not null
                && info.TryEnter(DerReader.Sequence) is not null
                && info.NextTag is -1 or 0xA0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static SslException Wrong(string name, string why, Exception? inner) =>
        SslException.Configuration(SslErrorCode.FileContent, $"The certificate request in {name} cannot be read: {why}.",
            "Check that it is complete, or ask its sender for a new one.", inner);
}

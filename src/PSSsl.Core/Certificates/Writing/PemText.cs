using System;
using System.Text;

namespace PSSsl.Certificates.Writing;

/// <summary>PEM (RFC 7468): 64 characters a line.</summary>
internal static class PemText
{
    private const int LineLength = 64;

    internal static string Of(string label, byte[] der)
    {
        string base64 = Convert.ToBase64String(der);
        var text = new StringBuilder(base64.Length + (base64.Length / LineLength) + 80);
        text.Append("-----BEGIN ").Append(label).Append("-----\n");
        for (int at = 0; at < base64.Length; at += LineLength)
            text.Append(base64, at, Math.Min(LineLength, base64.Length - at)).Append('\n');
        return text.Append("-----END ").Append(label).Append("-----\n").ToString();
    }
}

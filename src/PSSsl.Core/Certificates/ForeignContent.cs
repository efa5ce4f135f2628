using System;
using System.Linq;
using System.Text;

namespace PSSsl.Certificates;

/// <summary>What people have where they wanted certificates or keys, by how it begins. Only asked when nothing of use was found.</summary>
internal static class ForeignContent
{
    private const int Looked = 4096;

    private static readonly (byte[] Begin, string What)[] s_binary =
    {
        (new byte[] { 0xFE, 0xED, 0xFE, 0xED }, "a Java key store (keytool -importkeystore -deststoretype PKCS12 converts it)"),
        (new byte[] { 0xCE, 0xCE, 0xCE, 0xCE }, "a Java key store (keytool -importkeystore -deststoretype PKCS12 converts it)"),
        (new byte[] { 0x50, 0x4B, 0x03, 0x04 }, "a zip archive"),
        (new byte[] { 0x1F, 0x8B }, "something compressed with gzip"),
        (new byte[] { 0x25, 0x50, 0x44, 0x46 }, "a PDF document"),
    };

    private static readonly (string Begin, string What)[] s_text =
    {
        ("<!DOCTYPE HTML", "an HTML page, so the download may have been an error page"),
        ("<HTML", "an HTML page, so the download may have been an error page"),
        ("<?XML", "an XML document"),
        ("SSH-", "an SSH public key"),
        ("ECDSA-SHA2-", "an SSH public key"),
        ("SK-SSH-", "an SSH public key"),
        ("---- BEGIN SSH2 PUBLIC KEY", "an SSH public key"),
        ("PUTTY-USER-KEY-FILE", "a PuTTY private key (puttygen converts it)"),
    };

    /// <returns>Words for it; null if it is unknown.</returns>
    internal static string? Recognize(byte[] content)
    {
        foreach ((byte[] begin, string what) in s_binary)
        {
            if (content.Length >= begin.Length && begin.SequenceEqual(content.Take(begin.Length)))
                return what;
        }

        string start = Encoding.ASCII.GetString(content, 0, Math.Min(content.Length, Looked));
        if (start.StartsWith("???", StringComparison.Ordinal))
            start = start.Substring(3); // the mark of UTF-8
        string text = start.TrimStart();
        foreach ((string begin, string what) in s_text)
        {
            if (text.StartsWith(begin, StringComparison.OrdinalIgnoreCase))
                return what;
        }

        if (text.Length == 0)
            return "nothing but blanks";
        if (text.StartsWith("{", StringComparison.Ordinal) && text.IndexOf('"') >= 0)
            return "JSON";
        if (text.StartsWith("MI", StringComparison.Ordinal) && text.Length >= 64 && text.All(IsBase64))
            return "base64 without the lines -----BEGIN and -----END that name its content";
        return text.All(c => !char.IsControl(c) || char.IsWhiteSpace(c)) && text.IndexOf('?') < 0 ? "only text that is not PEM" : null;
    }

    private static bool IsBase64(char c) =>
        c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/' or '=' || char.IsWhiteSpace(c);
}

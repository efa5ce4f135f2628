using System.Collections.Generic;
using System.Text;

namespace PSSsl.Contexts;

/// <summary>-Alpn: names of application protocols as the wire can carry them (RFC 7301, 3.1).</summary>
internal static class AlpnCheck
{
    private const int LongestName = 255, LongestList = 65535;

    private static readonly Encoding s_utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <exception cref="SslException">A name is empty, or too long.</exception>
    internal static void Check(IReadOnlyList<string>? names)
    {
        int all = 0;
        foreach (string? name in names ?? System.Array.Empty<string>())
        {
            if (string.IsNullOrEmpty(name))
                throw Wrong("a name is empty");
            int bytes = Bytes(name!);
            if (bytes > LongestName)
                throw Wrong($"'{name!.Substring(0, 20)}…' has {bytes} bytes");
            all += bytes + 1;
        }

        if (all > LongestList)
            throw Wrong("the names are too many for one message");
    }

    private static int Bytes(string name)
    {
        try
        {
            return s_utf8.GetByteCount(name);
        }
        catch (EncoderFallbackException)
        {
            throw Wrong("a name has half of a character that is written as two");
        }
    }

    private static SslException Wrong(string what) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-Alpn: {what}.")
    {
        RecommendedAction = $"Give names of 1 to {LongestName} bytes, for example h2 and http/1.1.",
    };
}

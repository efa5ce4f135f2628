using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Certificates.Making;

/// <summary>CRLReason (RFC 5280, 5.3.1) by name.</summary>
internal static class RevocationReasons
{
    internal const int Unspecified = 0;

    private const int RemoveFromCrl = 8;

    private static readonly (string Name, int Code, string Means)[] s_all =
    {
        ("unspecified", Unspecified, "no reason is given"),
        ("keyCompromise", 1, "somebody else has the private key"),
        ("cACompromise", 2, "somebody else has the authority's key"),
        ("affiliationChanged", 3, "names in it are not right any more"),
        ("superseded", 4, "another certificate stands in its place"),
        ("cessationOfOperation", 5, "what it was for is not there any more"),
        ("certificateHold", 6, "it is on hold"),
        ("privilegeWithdrawn", 9, "its owner may not have it any more"),
        ("aACompromise", 10, "the attribute authority's key is not its own any more"),
    };

    internal static IEnumerable<KeyValuePair<string, string>> Descriptions => s_all.Select(r => new KeyValuePair<string, string>(r.Name, r.Means));

    /// <exception cref="SslException">There is no such reason.</exception>
    internal static int Parse(string text)
    {
        foreach ((string name, int code, string _) in s_all)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase) || text == code.ToString(System.Globalization.CultureInfo.InvariantCulture))
                return code;
        }

        bool isDelta = string.Equals(text, "removeFromCRL", StringComparison.OrdinalIgnoreCase) || text == RemoveFromCrl.ToString(System.Globalization.CultureInfo.InvariantCulture);
        throw MakingFault.Option(isDelta ? "removeFromCRL is a reason of delta lists alone." : $"'{text}' is no reason of revocation.", $"Valid are {string.Join(", ", s_all.Select(r => r.Name))}.");
    }
}

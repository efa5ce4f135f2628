using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.X509.Revocation;

/// <summary>Why certificates are revoked (RFC 5280, 5.3.1), by number and name.</summary>
internal static class RevocationReasons
{
    internal const int Unspecified = 0;

    /// <summary>It takes a certificate off a delta list, and means nothing elsewhere.</summary>
    internal const int RemoveFromCrl = 8;

    /// <summary>In the order of their numbers, which is that of their flags (4.2.1.13) too; there is no 7.</summary>
    private static readonly (int Code, string Name, string Means, string OpenSsl)[] s_all =
    {
        (Unspecified, "unspecified", "no reason is given", "Unused"),
        (1, "keyCompromise", "the private key is compromised", "Key Compromise"),
        (2, "cACompromise", "the authority's key is compromised", "CA Compromise"),
        (3, "affiliationChanged", "names in it are not right any more", "Affiliation Changed"),
        (4, "superseded", "another certificate stands in its place", "Superseded"),
        (5, "cessationOfOperation", "what it was for is not there any more", "Cessation Of Operation"),
        (6, "certificateHold", "it is on hold", "Certificate Hold"),
        (RemoveFromCrl, "removeFromCRL", "it is taken off a delta list", string.Empty),
        (9, "privilegeWithdrawn", "its owner may not have it any more", "Privilege Withdrawn"),
        (10, "aACompromise", "the attribute authority's key is not its own any more", "AA Compromise"),
    };

    /// <summary>Those that a list of one's own may give, with what they mean.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Descriptions =>
        s_all.Where(r => r.Code != RemoveFromCrl).Select(r => new KeyValuePair<string, string>(r.Name, r.Means));

    /// <summary>As OpenSSL shows the flags, bit by bit.</summary>
    internal static string[] FlagNames { get; } = s_all.Where(r => r.OpenSsl.Length > 0).Select(r => r.OpenSsl).ToArray();

    internal static string Name(int? reason) => s_all.FirstOrDefault(r => r.Code == (reason ?? Unspecified)).Name ?? $"reason {reason}";

    /// <summary>By name or number; null if there is none such.</summary>
    internal static int? Find(string text)
    {
        foreach ((int code, string name, string _, string _) in s_all)
        {
            if (string.Equals(name, text, System.StringComparison.OrdinalIgnoreCase) || text == code.ToString(CultureInfo.InvariantCulture))
                return code;
        }

        return null;
    }
}

using System.Collections.Generic;

namespace PSSsl.X509;

/// <summary>Reasons of revocation by their numbers (RFC 5280, 5.3.1).</summary>
internal static class RevocationReason
{
    internal const int RemoveFromCrl = 8;

    private static readonly Dictionary<int, string> s_names = new()
    {
        [0] = "unspecified", [1] = "keyCompromise", [2] = "cACompromise", [3] = "affiliationChanged", [4] = "superseded", [5] = "cessationOfOperation", [6] = "certificateHold",
        [RemoveFromCrl] = "removeFromCRL", [9] = "privilegeWithdrawn", [10] = "aACompromise",
    };

    internal static string Name(int? reason) => reason is null ? "unspecified" : s_names.TryGetValue(reason.Value, out string? name) ? name : $"reason {reason}";
}

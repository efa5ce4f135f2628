using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using PSSsl.Certificates;
using PSSsl.Hostnames;
using PSSsl.Trust.Fetching;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Trust;

/// <summary>
/// A text that is the same for the same policy. It is made of every property that can be set, so that no option can be missing in it; one
/// of a kind that is not known here is an error.
/// </summary>
internal static class PolicyKey
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_parts = new();

    internal static string Of(object policy) =>
        string.Join("|", s_parts.GetOrAdd(policy.GetType(), Parts).Select(p => p.Name + "=" + Text(p.GetValue(policy))));

    private static PropertyInfo[] Parts(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(p => p.CanWrite).OrderBy(p => p.Name, StringComparer.Ordinal).ToArray();

    private static string Text(object? part) => part switch
    {
        null => "-",
        // How a list is fetched changes nothing of what it says.
        FetchWay => "any",
        TrustAnchors anchors => anchors.Digest,
        RevocationOptions revocation => Of(revocation),
        IReadOnlyList<Fingerprint> pins => string.Join(",", pins.Select(p => p.ToString())),
        IReadOnlyList<RevocationList> lists => string.Join(",", lists.Select(l => Sha256Digest.Of(l.SignedPart))),
        HostnameScheme { Name: not HostnameScheme.CustomName } scheme => scheme.Name,
        // What a person's own rule accepts cannot be compared, so its sessions stay where they were made.
        HostnameScheme or Delegate => Guid.NewGuid().ToString(),
        Enum or bool or int or DateTime => Convert.ToString(part, CultureInfo.InvariantCulture)!,
        _ => throw new NotSupportedException($"No key is known for {part.GetType().Name}."),
    };
}

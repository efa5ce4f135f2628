using System.Collections.Generic;
using System.Linq;
using PSSsl.Ciphers;

namespace PSSsl.Contexts;

/// <summary>The signature schemes of a context.</summary>
internal static class SignatureSelection
{
    internal static IReadOnlyList<int> For(IReadOnlyList<string>? names, IReadOnlyList<SslVersion> versions)
    {
        if (names is { Count: > 0 })
            return names.SelectMany(n => n.Split(':')).Select(SignatureSchemes.Parse).Distinct().ToArray();
        return versions.Any(v => v < SslVersion.TLSv1_2) ? SignatureSchemes.Legacy : SignatureSchemes.Default;
    }
}

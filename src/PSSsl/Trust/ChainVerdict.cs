using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Trust;

/// <summary>What a chain is for.</summary>
internal enum ChainPurpose
{
    None,
    ServerAuth,
    ClientAuth,
}

/// <summary>A chain to be judged.</summary>
internal sealed class ChainRequest
{
    internal ChainRequest(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent, TrustAnchors anchors)
    {
        Leaf = leaf;
        Sent = sent;
        Anchors = anchors;
    }

    internal X509Certificate2 Leaf { get; }

    internal IReadOnlyList<X509Certificate2> Sent { get; }

    internal TrustAnchors Anchors { get; }

    internal ChainPurpose Purpose { get; init; }

    internal bool AllowPartialChain { get; init; }

    internal System.DateTime Time { get; init; } = System.DateTime.Now;
}

/// <summary>The verdict on a chain, with every fault.</summary>
internal sealed class ChainVerdict
{
    internal ChainVerdict(IReadOnlyList<X509Certificate2> path, IReadOnlyList<SslVerifyError> errors)
    {
        Path = path;
        Errors = errors;
    }

    internal bool Trusted => Errors.Count == 0;

    /// <summary>The path that was built, the peer's own certificate first.</summary>
    internal IReadOnlyList<X509Certificate2> Path { get; }

    internal IReadOnlyList<SslVerifyError> Errors { get; }

    /// <summary>The path from root to leaf with what is wrong at each place.</summary>
    internal IReadOnlyList<SslVerifyElement> Elements(IEnumerable<SslVerifyError> errors)
    {
        ILookup<int, string> faults = errors.ToLookup(e => e.Depth, e => e.Message);
        var elements = new List<SslVerifyElement>(Path.Count);
        for (int depth = Path.Count - 1; depth >= 0; depth--)
            elements.Add(new SslVerifyElement(depth, Path[depth], faults.Contains(depth) ? string.Join("; ", faults[depth]) : null));
        return elements;
    }
}

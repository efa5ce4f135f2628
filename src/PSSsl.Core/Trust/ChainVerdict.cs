using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Trust;

/// <summary>The verdict on a chain, with every fault.</summary>
internal sealed class ChainVerdict
{
    internal ChainVerdict(IReadOnlyList<X509Certificate2> path, IReadOnlyList<SslVerifyError> errors)
    {
        Path = path;
        Errors = errors;
    }

    /// <summary>True if there is no fault at all.</summary>
    internal bool Trusted => Errors.Count == 0;

    /// <summary>
    /// The path that was built, the request's leaf first. The other certificates are objects of this verdict's own, so that nobody who gets
    /// hold of one can dispose an anchor that others use.
    /// </summary>
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

using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>
/// The hello that answers a HelloRetryRequest is the first one, but for what the request concerns (RFC 8446, 4.1.2). The order of its
/// extensions is not looked at.
/// </summary>
internal sealed class SameHello
{
    private static readonly int[] s_free =
    {
        ExtensionType.key_share, ExtensionType.early_data, ExtensionType.cookie, ExtensionType.pre_shared_key, ExtensionType.padding,
    };

    private readonly ClientHello _first;
    private readonly Dictionary<int, byte[]> _extensions;

    internal SameHello(ClientHello first)
    {
        _first = first;
        _extensions = Bound(first);
    }

    internal void Check(ClientHello second)
    {
        Dictionary<int, byte[]> extensions = Bound(second);
        bool isSame = second.Version.Equals(_first.Version) && second.Random.SequenceEqual(_first.Random)
            && second.SessionID.SequenceEqual(_first.SessionID)
            && second.CipherSuites.SequenceEqual(_first.CipherSuites) && extensions.Count == _extensions.Count
            && extensions.All(e => _extensions.TryGetValue(e.Key, out byte[]? before) && before.SequenceEqual(e.Value));
        if (!isSame)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "The client's second hello is another than its first");
    }

    private static Dictionary<int, byte[]> Bound(ClientHello hello) => (hello.Extensions ?? new Dictionary<int, byte[]>())
        .Where(e => !s_free.Contains(e.Key)).ToDictionary(e => e.Key, e => e.Value);
}

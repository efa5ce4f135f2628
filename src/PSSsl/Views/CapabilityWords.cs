using System.Linq;

namespace PSSsl.Views;

/// <summary>What this platform can do, or cannot, by name.</summary>
internal static class CapabilityWords
{
    internal static SslTextList Of(SslCapability of, bool able) => new(new[]
    {
        (nameof(of.ClientSni), of.ClientSni), (nameof(of.ServerSni), of.ServerSni), (nameof(of.Alpn), of.Alpn), (nameof(of.Npn), of.Npn),
            (nameof(of.Ecdh), of.Ecdh),
        (nameof(of.PostQuantum), of.PostQuantum), (nameof(of.IPv6), of.IPv6), (nameof(of.NestedTls), of.NestedTls),
        (nameof(of.PartialChain), of.PartialChain),
        (nameof(of.SessionResumption), of.SessionResumption), (nameof(of.Psk), of.Psk),
    }.Where(a => a.Item2 == able).Select(a => a.Item1));
}

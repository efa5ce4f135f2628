using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;

namespace PSSsl.Connecting.Proxies;

/// <summary>
/// The conversation with a proxy until it has connected to a host: within one deadline and bounded in size, for whatever it says is
/// nobody's word. What comes behind its consent is the host's, and stays in the socket.
/// </summary>
internal sealed class ProxyTalk
{
    /// <summary>All that a proxy may say; header fields of real ones stay below 8 KiB.</summary>
    private const int MostBytes = 64 * 1024;

    private static readonly byte[] s_lineFeed = { (byte)'\n' };

    private readonly PlainChannel _channel;

    /// <param name="socket">The plain socket that the proxy is to make one to the host.</param>
    /// <param name="proxy">Who is asked.</param>
    /// <param name="target">What for: an address, or a name in ASCII.</param>
    /// <param name="deadline">By when all must be over.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal ProxyTalk(SslSocket socket, ProxyAddress proxy, HostAndPort target, Deadline deadline, CancellationToken cancellationToken)
    {
        _channel = new PlainChannel(socket, MostBytes, deadline, cancellationToken);
        Proxy = proxy;
        Target = target;
    }

    internal ProxyAddress Proxy { get; }

    internal HostAndPort Target { get; }

    internal Deadline Deadline => _channel.Deadline;

    /// <summary>What the proxy said last, as it is to be quoted; null before its first words.</summary>
    internal string? LastHeard { get; private set; }

    /// <summary>Tells what is said; credentials are not.</summary>
    internal void Say(string what) => _channel.Trace($"{Proxy}: > {what}");

    /// <summary>Keeps what the proxy said, to be quoted.</summary>
    internal void Heard(string quote)
    {
        LastHeard = quote;
        _channel.Trace($"{Proxy}: < {quote}");
    }

    internal Task SendAsync(byte[] bytes) => Explained(async () =>
    {
        await _channel.SendAsync(bytes).ConfigureAwait(false);
        return true;
    });

    /// <summary>Waits for bytes and looks at them.</summary>
    internal Task<byte[]> PeekAsync() => Explained(() => _channel.PeekAsync(ServerText.LongestQuote));

    /// <summary>A line without its end.</summary>
    internal Task<string> ReadLineAsync() => Explained(async () =>
    {
        byte[] line = await _channel.ReadThroughAsync(s_lineFeed, MostBytes).ConfigureAwait(false);
        return Encoding.UTF8.GetString(line, 0, ServerText.LengthWithoutEnd(line));
    });

    /// <summary>Exactly so many bytes, a handful.</summary>
    internal Task<byte[]> ReadExactlyAsync(int count) => Explained(() => _channel.ReadExactlyAsync(count));

    /// <summary>Failures of the network get the proxy's name and its last words, which often are the reason.</summary>
    private async Task<T> Explained<T>(Func<Task<T>> step)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (SslException e)
        {
            throw e.Code == SslErrorCode.TooLong ? ProxyFaults.Endless(this, MostBytes, e) : ProxyFaults.Broken(this, e);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// A conversation in plain text before TLS, within one deadline and bounds of its own. What the server said last is kept, to be quoted if
/// the conversation fails.
/// </summary>
internal sealed class PlainTalk
{
    /// <summary>Longer than any protocol's line (RFC 5321, 4.5.3.1; RFC 9051, 4: 8,192 bytes).</summary>
    internal const int LongestLine = 16 * 1024;

    /// <summary>What a server may say in all before TLS; no greeting and list of capabilities comes near it.</summary>
    internal const int MostBytes = 128 * 1024;

    /// <summary>Lines of all answers together.</summary>
    internal const int MostLines = 1000;

    private static readonly byte[] s_lineFeed = { (byte)'\n' };

    private readonly PlainChannel _channel;
    private int _lines;
    private string? _last;
    private byte[]? _lastBytes;
    private List<byte>? _beginning;

    internal PlainTalk(SslSocket socket, SslStartTlsProtocol protocol, Deadline deadline, CancellationToken cancellationToken)
    {
        _channel = new PlainChannel(socket, MostBytes, deadline, cancellationToken);
        Protocol = protocol;
    }

    internal SslStartTlsProtocol Protocol { get; }

    /// <summary>What goes out together with the command for TLS.</summary>
    internal PipelinedCommand? Behind { get; init; }

    /// <summary>The server's first words, for the socket's <c>.StartTls</c>.</summary>
    internal string? Greeting { get; set; }

    /// <summary>What the server says it can do, for the socket's <c>.StartTls</c>.</summary>
    internal List<string> Capabilities { get; } = new();

    /// <summary>No more than lines: a list of one line can have many words.</summary>
    internal void LimitCapabilities()
    {
        if (Capabilities.Count > MostLines)
            throw StartTlsFaults.Endless(this, $"more than {MostLines} capabilities");
    }

    /// <summary>From here on the transport carries TLS's bytes in packets of the protocol's own.</summary>
    internal void WrapTransport(Func<Transport, Transport> wrap) => _channel.Wrap(wrap);

    /// <summary>Sends a line; CRLF is put behind it.</summary>
    internal Task SendLineAsync(string line)
    {
        if (Behind is { } behind && line == behind.Ask)
            line += "\r\n" + behind.Command;
        // A line can hold words of the server, which are said back to it.
        _channel.Trace($"{_channel.PeerName}: > {HarmlessText.WrittenOut(line)}");
        return SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"));
    }

    internal Task SendAsync(byte[] bytes) => Explained(async () =>
    {
        await _channel.SendAsync(bytes).ConfigureAwait(false);
        return true;
    });

    /// <summary>A line without its end. An end of the connection is an error.</summary>
    internal async Task<string> ReadLineAsync()
    {
        if (++_lines > MostLines)
            throw StartTlsFaults.Endless(this, $"more than {MostLines} lines");
        // What is not text has no lines: it is not waited for an end that does not come.
        byte[] first = await PeekAsync().ConfigureAwait(false);
        if (first[0] is < 0x20 and not ((byte)'\r' or (byte)'\n' or (byte)'\t'))
            throw Unexpected(first, "a line of text");
        byte[] line = await ReadThroughAsync(s_lineFeed, LongestLine).ConfigureAwait(false);
        string text = ServerText.Decode(line, ServerText.LengthWithoutEnd(line));
        Heard(text);
        return text;
    }

    /// <summary>Lines to one with nothing but a dot; a dot at a line's beginning is doubled (RFC 1939, 3; RFC 3977, 3.1.1).</summary>
    internal async Task ReadListAsync(List<string> lines)
    {
        string line;
        while ((line = await ReadLineAsync().ConfigureAwait(false)) != ".")
            lines.Add(line.StartsWith("..", StringComparison.Ordinal) ? line.Substring(1) : line);
    }

    /// <summary>Bytes up to and with a mark.</summary>
    internal Task<byte[]> ReadThroughAsync(byte[] mark, int longest) => Explained(() => _channel.ReadThroughAsync(mark, longest));

    /// <summary>Exactly so many bytes. An end of the connection before is an error.</summary>
    internal Task<byte[]> ReadExactlyAsync(int count) => Explained(async () =>
    {
        byte[] bytes = await _channel.ReadExactlyAsync(count).ConfigureAwait(false);
        if (_last is null && count > 0)
            _lastBytes = bytes;
        return bytes;
    });

    /// <summary>Waits for bytes and looks at them.</summary>
    internal Task<byte[]> PeekAsync() => Explained(() => _channel.PeekAsync(ServerText.LongestQuote));

    /// <summary>Keeps what the server said, to be quoted, and tells it to whoever follows.</summary>
    internal void Heard(string text)
    {
        _last = text;
        _channel.Trace($"{_channel.PeerName}: < {ServerText.Quote(text)}");
    }

    /// <summary>Has a line quoted as it is meanwhile, whose bytes are taken one by one.</summary>
    internal void Hears(List<byte> beginning) => _beginning = beginning;

    /// <summary>What the server said last, quoted, also the beginning of what it did not finish; null before its first words.</summary>
    internal string? LastQuote
    {
        get
        {
            byte[] unfinished = _channel.Unread(ServerText.LongestQuote);
            if (unfinished.Length == 0 && _beginning is { Count: > 0 })
                unfinished = _beginning.ToArray();
            if (unfinished.Length > 0)
                return ServerText.Quote(unfinished);
            return _last is not null ? ServerText.Quote(_last) : _lastBytes is not null ? ServerText.Quote(_lastBytes) : null;
        }
    }

    internal string PeerName => _channel.PeerName;

    /// <summary>Our address as mail writes it, for a client without a name (RFC 5321, 4.1.3).</summary>
    internal string AddressLiteral => (_channel.LocalEndPoint as IPEndPoint)?.Address switch
    {
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } six => $"[IPv6:{new IPAddress(six.GetAddressBytes())}]",
        { } four => $"[{four.MapToIPv4()}]",
        null => "[127.0.0.1]",
    };

    /// <summary>The server says that it has no TLS: not that it turns this client away, or cannot right now.</summary>
    internal SslException NotOffered(string answer, string? todo = null)
    {
        SslException error = Refused(answer, todo);
        error.SaysNoTls = true;
        return error;
    }

    /// <summary>A refusal after the server listed what it can do: if TLS is not on the list, it has none.</summary>
    /// <param name="answer">What it answered.</param>
    /// <param name="isListed">Whether a line of the list means TLS.</param>
    /// <param name="isUnknown">The answer itself says that it does not know what was asked.</param>
    internal SslException Refused(string answer, Func<string, bool> isListed, bool isUnknown) =>
        !Capabilities.Any(isListed) && (isUnknown || Capabilities.Count > 0) ? NotOffered(answer) : Refused(answer);

    /// <summary>The server does not offer TLS, or refuses it.</summary>
    internal SslException Refused(string answer, string? todo = null) => StartTlsFaults.Refused(this, answer, todo);

    /// <summary>The server answered what its protocol does not have.</summary>
    /// <param name="answer">What it answered.</param>
    /// <param name="expected">What was expected, "a 220 greeting".</param>
    internal SslException Unexpected(string answer, string expected) => StartTlsFaults.Unexpected(this, answer, expected);

    internal SslException Unexpected(byte[] answer, string expected) => StartTlsFaults.Unexpected(this, answer, expected);

    /// <summary>
    /// The same of a packet that is none from its first bytes on: what came with them is quoted too, since it usually says who is there.
    /// </summary>
    internal SslException NotSpoken(byte[] beginning, string expected) =>
        StartTlsFaults.Unexpected(this, beginning.Concat(_channel.Unread(ServerText.LongestQuote)).ToArray(), expected);

    /// <summary>
    /// Between its consent and our hello a server has nothing to say: bytes that are here already were put there by somebody else, who
    /// hopes that they are taken for the server's inside of TLS (CVE-2011-0411 and its kind).
    /// </summary>
    internal void RefuseInjection()
    {
        byte[] injected = _channel.Look(ServerText.LongestQuote);
        if (injected.Length > 0)
            throw HandshakeFaults.Injected(PeerName, injected);
    }

    /// <summary>Failures of the network get what the server said last, which often is the reason.</summary>
    private async Task<T> Explained<T>(Func<Task<T>> step)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (SslException e)
            when (e.Code is SslErrorCode.TimedOut or SslErrorCode.PeerVanished or SslErrorCode.Truncated or SslErrorCode.Network)
        {
            throw StartTlsFaults.Broken(this, e, _channel.Deadline);
        }
        catch (SslException e) when (e.Code == SslErrorCode.TooLong)
        {
            throw StartTlsFaults.Endless(this, e.Message, e);
        }
    }
}

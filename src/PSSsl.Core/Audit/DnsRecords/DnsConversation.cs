using System;
using System.Net;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Net;

namespace PSSsl.Audit.DnsRecords;

/// <summary>Questions to a resolver, one after the other on one connection (RFC 7766, RFC 7858).</summary>
internal sealed class DnsConversation : IDisposable
{
    private readonly DnsRoute _route;
    private readonly SslSocket _socket;
    private readonly Deadline _deadline;
    private readonly CancellationToken _stop;

    private DnsConversation(DnsRoute route, SslSocket socket, Deadline deadline, CancellationToken stop)
    {
        _route = route;
        _socket = socket;
        _deadline = deadline;
        _stop = stop;
    }

    /// <summary>
    /// True if the resolver's answers cannot be changed on the way: it runs on this machine, or TLS proved its identity
    /// (RFC 4035, 4.9.3).
    /// </summary>
    internal bool IsSafe => _route.Address.IsTls
        || (_route.Proxy is null && _socket.RemoteEndPoint is IPEndPoint end && IPAddress.IsLoopback(end.Address));

    /// <param name="route">The resolver.</param>
    /// <param name="timeout">What the whole conversation may take.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="SslException">It is not reached, or not the one that it should be.</exception>
    internal static async Task<DnsConversation> OpenAsync(DnsRoute route, TimeSpan timeout, CancellationToken stop)
    {
        Deadline deadline = Deadline.After(timeout);
        return new DnsConversation(route, await route.OpenAsync(timeout, stop).ConfigureAwait(false), deadline, stop);
    }

    /// <exception cref="SslException">It does not answer, or not with what it was asked for.</exception>
    internal async Task<DnsMessage> AskAsync(DnsName name, int type)
    {
        int id = NewId();
        byte[] question = DnsMessage.Ask(id, name, type);
        var framed = new byte[question.Length + 2];
        framed[0] = (byte)(question.Length >> 8);
        framed[1] = (byte)question.Length;
        Buffer.BlockCopy(question, 0, framed, 2, question.Length);
        for (int sent = 0; sent < framed.Length;)
            sent += await _socket.WriteAsync(framed, sent, framed.Length - sent, _deadline, _stop).ConfigureAwait(false);
        byte[] length = await ReadAsync(2).ConfigureAwait(false);
        byte[] answer = await ReadAsync((length[0] << 8) | length[1]).ConfigureAwait(false);
        DnsMessage read;
        try
        {
            read = DnsMessage.Read(answer, id, name, type);
        }
        catch (FormatException e)
        {
            throw Broken($"does not answer as a DNS server does: {Lower(e.Message)}", e);
        }

        return read.Failure is null ? read : throw Broken($"answers {read.Failure} for {name}{Hint(read.Failure)}", null);
    }

    public void Dispose() => _socket.Close(SslShutdown.Fast, CancellationToken.None);

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (int have = 0; have < count;)
        {
            int n = await _socket.ReadAsync(bytes, have, count - have, _deadline, _stop).ConfigureAwait(false);
            have += n > 0 ? n : throw Broken("closed the connection before it answered", null);
        }

        return bytes;
    }

    private static string Hint(string failure) =>
        failure == "SERVFAIL" ? ", which it also does where signatures of DNSSEC are wrong" : string.Empty;

    private SslException Broken(string what, Exception? cause) =>
        new(SslErrorCode.Network, SslPhase.Lookup, $"The DNS server {_route.Address} {what}.", cause)
        {
            RecommendedAction = "Check -Resolver, or name another DNS server.",
        };

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text.Substring(1).TrimEnd('.');

    private static int NewId()
    {
        var bytes = new byte[2];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return (bytes[0] << 8) | bytes[1];
    }
}

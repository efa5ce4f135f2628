using System;
using System.Linq;
using System.Text;
using PSSsl.Engine;
using PSSsl.Engine.Sessions;
using PSSsl.Sessions;

namespace PSSsl.Contexts;

/// <summary>The options of a context that concern sessions.</summary>
internal static class SessionOptions
{
    private const int LongestIdContext = 32;

    /// <exception cref="SslException">One is wrong.</exception>
    internal static void Check(SslContextOptions options)
    {
        if (options.SessionCache is not null && options.SessionCacheSize is not null)
            throw Wrong("-SessionCache and -SessionCacheSize exclude each other",
                "Give the cache, whose size New-SslSessionCache sets, or the size of a new one.");
        if (options.SessionCacheSize < 0)
            throw Wrong($"-SessionCacheSize {options.SessionCacheSize}: a size cannot be negative",
                "Give 0 to resume nothing, or how many sessions are kept.");
        if (options.SessionIdContext is { } mark && Encoding.UTF8.GetByteCount(mark) > LongestIdContext)
            throw Wrong($"-SessionIdContext '{mark}' has more than {LongestIdContext} bytes", "Give a short name of the service.");
        if (options.TicketKey?.FirstOrDefault(k => k.Length < TlsTicketKeys.ShortestKey) is { } tooShort)
        {
            throw Wrong($"-TicketKey: a key has {tooShort.Length} bytes, and {TlsTicketKeys.ShortestKey} is the least",
                "Make one with [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(32), and give the same to all processes.");
        }
    }

    internal static ServerSessionStore ForServer(SslContextOptions options, SslSessionCache? cache)
    {
        bool off = options.SessionCacheSize == 0;
        return new ServerSessionStore(
            off ? null : cache ?? new SslSessionCache(),
            options.TicketKey ?? (off ? Array.Empty<byte[]>() : null));
    }

    internal static byte[] IdContext(SslContextOptions options) => Encoding.UTF8.GetBytes(options.SessionIdContext ?? string.Empty);

    private static SslException Wrong(string message, string todo) =>
        SslException.Option(message + ".", todo);
}

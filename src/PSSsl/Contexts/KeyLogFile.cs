using System;
using System.Collections.Concurrent;
using System.IO;
using System.Text;

namespace PSSsl.Contexts;

/// <summary>
/// Keys of connections in NSS's key log format (draft-ietf-tls-keylogfile), which Wireshark reads. Written only where the user says so,
/// by -KeyLogFile or $env:SSLKEYLOGFILE; the file is readable by its owner alone.
/// </summary>
internal sealed class KeyLogFile
{
    private static readonly ConcurrentDictionary<string, KeyLogFile> s_open = new(StringComparer.Ordinal);

    private readonly object _lock = new();
    private readonly string _path;

    private KeyLogFile(string path) => _path = path;

    internal static KeyLogFile? For(string? path)
    {
        path = string.IsNullOrEmpty(path) ? Environment.GetEnvironmentVariable("SSLKEYLOGFILE") : path;
        return string.IsNullOrEmpty(path) ? null : s_open.GetOrAdd(Path.GetFullPath(path), p => new KeyLogFile(p));
    }

    /// <summary>Adds a line: label, client random, secret.</summary>
    /// <exception cref="SslException">The file cannot be written.</exception>
    internal void Write(string label, byte[] clientRandom, byte[] secret)
    {
        byte[] line = Encoding.ASCII.GetBytes($"{label} {Hex(clientRandom)} {Hex(secret)}\n");
        try
        {
            lock (_lock)
            {
                using FileStream file = Open();
                file.Write(line, 0, line.Length);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SslException(SslErrorCode.FileNotWritable, SslPhase.Handshake, $"The key log {_path} cannot be written: {e.Message}", e)
            {
                RecommendedAction = "Check -KeyLogFile and $env:SSLKEYLOGFILE.",
            };
        }
        finally
        {
            Array.Clear(line, 0, line.Length);
        }
    }

    private FileStream Open()
    {
#if NET
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(_path, options);
#else
        return new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
#endif
    }

    private static string Hex(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", string.Empty).ToLowerInvariant();
}

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Certificates.Writing;
using PSSsl.Net;

namespace PSSsl.Contexts;

/// <summary>
/// Keys of connections in NSS's key log format (draft-ietf-tls-keylogfile), which Wireshark reads. Written only where the user says so,
/// by -KeyLogFile or $env:SSLKEYLOGFILE; the file is readable by its owner alone.
/// </summary>
internal sealed class KeyLogFile
{
    /// <summary>One lock for each file: Windows and macOS find it under any spelling, and lines that overlap are lost.</summary>
    private static readonly ConcurrentDictionary<string, KeyLogFile> s_open = new(FileNames.Comparer);

    private readonly object _lock = new();
    private readonly string _path;

    private KeyLogFile(string path) => _path = path;

    /// <param name="path">Null for what the environment says, '' for none.</param>
    /// <exception cref="SslException">The file cannot be written: told before any handshake fails for it.</exception>
    internal static KeyLogFile? For(string? path)
    {
        path ??= Environment.GetEnvironmentVariable("SSLKEYLOGFILE");
        return string.IsNullOrEmpty(path) ? null : s_open.GetOrAdd(Full(path!), Begin);
    }

    private static string Full(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw NotWritable(path.Replace('\0', '\u2400'), SslPhase.Configuration, e);
        }
    }

    private static KeyLogFile Begin(string path)
    {
        var file = new KeyLogFile(path);
        try
        {
            OwnersFile.Keep(path);
            OwnersFile.Append(path).Dispose();
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw NotWritable(path, SslPhase.Configuration, e);
        }

        return file;
    }

    private static bool IsOfFiles(Exception e) => e is IOException or UnauthorizedAccessException;

    private static SslException NotWritable(string path, SslPhase phase, Exception e) =>
        new(SslErrorCode.FileNotWritable, phase, $"The key log {path} cannot be written: {e.Message.TrimEnd('.')}.", e)
        {
            RecommendedAction = FileCure.Of(e, "Check -KeyLogFile and $env:SSLKEYLOGFILE; -KeyLogFile '' logs nothing."),
        };

    /// <summary>Adds a line: label, client random, secret.</summary>
    /// <exception cref="SslException">The file cannot be written.</exception>
    internal void Write(string label, byte[] clientRandom, byte[] secret)
    {
        byte[] line = Encoding.ASCII.GetBytes($"{label} {Hex(clientRandom)} {Hex(secret)}\n");
        try
        {
            lock (_lock)
            {
                using FileStream file = OwnersFile.Append(_path);
                file.Write(line, 0, line.Length);
            }
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw NotWritable(_path, SslPhase.Handshake, e);
        }
        finally
        {
            Array.Clear(line, 0, line.Length);
        }
    }

    private static string Hex(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", string.Empty).ToLowerInvariant();
}

using System;
using System.IO;
using PSSsl.X509.Names;

namespace PSSsl.Net;

/// <summary>Reads a file that a user named, up to a size: what grows, or has no end like a device, is not read to its end.</summary>
internal static class BoundedFile
{
    /// <summary>Its bytes.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="named">How it is called in errors, with what named it.</param>
    /// <param name="most">Its size at most, in MiB.</param>
    /// <param name="what">What it is for, "a file of certificates".</param>
    /// <exception cref="SslException">It is not there, too large, or cannot be read.</exception>
    internal static byte[] Read(string path, string named, int most, string what)
    {
        if (path.IndexOf('\0') >= 0)
        {
            throw SslException.Configuration(SslErrorCode.FileNotReadable,
                $"{named.Replace('\0', '\u2400')} contains a NUL character, which file names cannot have.", "Check the path.");
        }

        try
        {
            if (Directory.Exists(path))
                throw SslException.Configuration(SslErrorCode.FileNotReadable, $"{named} is a directory, not a file.", "Name a file.");
            if (!File.Exists(path))
                throw SslException.Configuration(SslErrorCode.FileNotReadable, $"There is no file {named}.", "Check the path.");
            return Read(path, most * 1024L * 1024)
                ?? throw SslException.Configuration(SslErrorCode.FileContent, $"{named} is larger than {most} MiB: it is not {what}.",
                    "Name another file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException
            or System.Security.SecurityException)
        {
            throw SslException.Configuration(SslErrorCode.FileNotReadable, $"{named} cannot be read: {e.Message}",
                FileCure.Of(e, "Check its permissions."), e);
        }
    }

    private static byte[]? Read(string path, long most)
    {
        using FileStream stream = File.OpenRead(path);
        // Keys are read too: no copy of them is left behind.
        var content = new byte[Math.Min(stream.CanSeek ? stream.Length : 0, most) + 1];
        int have = 0;
        for (int n; (n = stream.Read(content, have, content.Length - have)) > 0;)
        {
            have += n;
            if (have > most)
                return Copy(content, -1);
            if (have == content.Length)
                content = Copy(content, (int)Math.Min(Math.Max(64 * 1024, 2L * have), most + 1))!;
        }

        return Copy(content, have);
    }

    /// <summary>As much of it as is wanted, null for nothing; the old one is cleared.</summary>
    private static byte[]? Copy(byte[] content, int count)
    {
        byte[]? copy = count < 0 ? null : new byte[count];
        if (copy is not null)
            Buffer.BlockCopy(content, 0, copy, 0, Math.Min(count, content.Length));
        Array.Clear(content, 0, content.Length);
        return copy;
    }
}

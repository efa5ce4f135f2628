using System;
using System.IO;
using PSSsl.Net;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Writing;

/// <summary>
/// A file that is there whole or not at all: it is written under another name in its directory, then moved, so that a failure leaves the
/// old one. One with a secret is its owner's alone. A link that stands at the path is replaced, not followed.
/// </summary>
internal sealed class StagedFile : IDisposable
{
    private readonly string _path;
    private readonly string _parameter;
    private readonly bool _force;
    private readonly string _staged;
    private bool _left;

    /// <param name="path">Where it is to be.</param>
    /// <param name="parameter">The option that names it.</param>
    /// <param name="force">Whether one that is there is replaced.</param>
    /// <exception cref="SslException">There is one already, or it cannot be there.</exception>
    internal StagedFile(string path, string parameter, bool force)
    {
        _path = path;
        _parameter = parameter;
        _force = force;
        CheckFree(path, parameter, force);
        // A name of its own: with the file's it might be longer than names can be.
        _staged = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.tmp");
    }

    /// <exception cref="SslException">There is one already, or it cannot be there.</exception>
    internal static void CheckFree(string path, string parameter, bool force)
    {
        if (FileNames.Impossible(path) is { } character)
            throw SslException.Configuration(SslErrorCode.FileNotWritable,
                $"{path} (-{parameter}) is not a valid file name here: '{character}' is not allowed.",
                "Choose another name.");
        string? directory = Path.GetDirectoryName(path);
        if (Directory.Exists(path) || string.IsNullOrEmpty(directory))
            throw SslException.Configuration(SslErrorCode.FileNotWritable, $"{path} (-{parameter}) is a directory, not a file.",
                "Name a file in it.");
        if (!Directory.Exists(directory))
            throw SslException.Configuration(SslErrorCode.FileNotWritable, $"There is no directory {directory} (-{parameter}).",
                "Make it first.");
        // Moving a file there would put it in the device's place.
        if (FileNames.IsDevice(path))
            throw SslException.Configuration(SslErrorCode.FileNotWritable, $"{path} (-{parameter}) is not a file.",
                "Use -AsText or -AsBytes.");
        if (!force && File.Exists(path))
            throw Exists(path, parameter, null);
    }

    /// <summary>Writes it under its passing name.</summary>
    /// <param name="content">What it holds.</param>
    /// <param name="isSecret">Whether its owner alone may read it.</param>
    /// <exception cref="SslException">It cannot be written.</exception>
    internal void Write(byte[] content, bool isSecret)
    {
        try
        {
            using FileStream stream = isSecret ? OwnersFile.Create(_staged)
                : new FileStream(_staged, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            _left = true;
            stream.Write(content, 0, content.Length);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SslException.Configuration(SslErrorCode.FileNotWritable, $"{_path} (-{_parameter}) cannot be written: {e.Message}",
                "Check the directory's permissions and the room on the disk.", e);
        }
    }

    /// <summary>Puts it in its place.</summary>
    /// <exception cref="SslException">Somebody else made one meanwhile, or it cannot be there.</exception>
    internal void Commit()
    {
        try
        {
#if NET
            File.Move(_staged, _path, _force);
#else
            if (_force && File.Exists(_path))
                File.Replace(_staged, _path, null);
            else
                File.Move(_staged, _path);
#endif
            _left = false;
        }
        catch (IOException e) when (!_force && File.Exists(_path))
        {
            throw Exists(_path, _parameter, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SslException.Configuration(SslErrorCode.FileNotWritable, $"{_path} (-{_parameter}) cannot be written: {e.Message}",
                FileCure.OfReplacing(e, "Check the permissions of the file and its directory."), e);
        }
    }

    /// <summary>Removes what was not put in its place.</summary>
    public void Dispose()
    {
        if (!_left)
            return;
        _left = false;
        File.Delete(_staged);
    }

    private static SslException Exists(string path, string parameter, Exception? inner) =>
        SslException.Configuration(SslErrorCode.FileExists, $"{path} (-{parameter}) already exists.", "Choose another file or use -Force.",
            inner);
}

using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Trust.Revocation;

/// <summary>Files of revocation lists: PEM with any number of them, or DER. The same content is parsed once per process.</summary>
internal static class RevocationListFile
{
    private const int MostFiles = 100;
    private const long MostBytes = 64 * 1024 * 1024;
    private const int MostLists = 100;

    private static readonly BoundedCache<string, IReadOnlyList<RevocationList>> s_parsed =
        new(MostFiles, MostBytes, StringComparer.Ordinal);

    /// <exception cref="SslException">It cannot be read, or contains no revocation list.</exception>
    internal static IReadOnlyList<RevocationList> Read(string path, string parameter)
    {
        byte[] content = KeyFile.ReadBytes(path, parameter);
        string digest = Sha256Digest.Of(content);
        if (s_parsed.Find(digest, DateTime.MinValue) is { } known)
            return known;
        IReadOnlyList<RevocationList> lists;
        try
        {
            lists = Parse(content);
        }
        catch (FormatException e)
        {
            throw SslException.Configuration(SslErrorCode.FileContent,
                $"{path} (-{parameter}) contains no revocation list that can be read: {e.Message}.",
                "Name a file with a CRL in PEM or DER.", e);
        }

        if (lists.Count == 0)
        {
            throw SslException.Configuration(SslErrorCode.FileContent,
                $"{path} (-{parameter}) contains no revocation list: "
                    + $"{KeyFile.Describe(KeyFile.Read(path, parameter, password: null), path, parameter)}.",
                        "Name a file with a CRL in PEM or DER.");
        }

        s_parsed.Add(digest, lists, content.Length, DateTime.MaxValue);
        return lists;
    }

    /// <summary>The lists in these bytes; none if they are something else in PEM, or no DER at all.</summary>
    /// <exception cref="FormatException">One is not encoded as it must be.</exception>
    internal static IReadOnlyList<RevocationList> Parse(byte[] content)
    {
        if (!PemBlocks.AreIn(content))
            return content.Length > 0 && content[0] == DerReader.Sequence ? new[] { RevocationList.Of(content) }
                : Array.Empty<RevocationList>();
        try
        {
            PemBlock[] blocks = PemBlocks.Of(content).Where(b => b.Label is "X509 CRL").ToArray();
            return blocks.Length <= MostLists ? blocks.Select(b => RevocationList.Of(b.Decode())).ToArray()
                : throw new FormatException($"there are more than {MostLists}");
        }
        catch (KeyMaterialException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}

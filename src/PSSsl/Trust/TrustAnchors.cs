using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Certificates;

namespace PSSsl.Trust;

/// <summary>
/// The certificates a chain may end at: the platform's, or given ones. Immutable, and safe to use from several threads.
/// </summary>
/// <remarks>
/// <para>
/// The platform's are read by .NET, once per process: on Windows and macOS the stores of the system and the user; on Linux the file and directory of
/// OpenSSL's build, in whose place .NET itself takes <c>SSL_CERT_FILE</c> and <c>SSL_CERT_DIR</c> where they are set, and the user's store in
/// <c>~/.dotnet/corefx/cryptography/x509stores/root</c>. Where none of these exists nothing is trusted.
/// </para>
/// <para>
/// A given certificate is an anchor if it is self-issued: a root, or a server's own self-signed certificate. Others that are given, intermediates
/// and leaves, help to build paths, and a chain ends at one of them only with <c>-AllowPartialChain</c>.
/// </para>
/// </remarks>
internal sealed class TrustAnchors
{
    private static readonly TrustAnchors s_system = new(null);

    private readonly HashSet<byte[]> _encodings = new(ByteSequenceComparer.Instance);
    private readonly Dictionary<byte[], List<ParsedCertificate>> _bySubject = new(ByteSequenceComparer.Instance);

    private string? _digest;

    private TrustAnchors(IReadOnlyList<X509Certificate2>? certificates)
    {
        if (certificates is null)
            return;
        var distinct = new List<X509Certificate2>(certificates.Count);
        foreach (X509Certificate2 certificate in certificates)
        {
            if (!_encodings.Add(certificate.RawData))
                continue;
            distinct.Add(certificate);
            // One that cannot be read has no subject to be found by, and is the platform's to judge.
            if (ParsedCertificate.TryOf(certificate) is not { } parsed)
                continue;
            if (!_bySubject.TryGetValue(parsed.Subject, out List<ParsedCertificate>? named))
                _bySubject.Add(parsed.Subject, named = new List<ParsedCertificate>());
            named.Add(parsed);
        }

        Certificates = distinct;
    }

    /// <summary>No authority is trusted.</summary>
    internal static TrustAnchors None { get; } = new(Array.Empty<X509Certificate2>());

    /// <summary>The given certificates, each once; null for the platform's own. Not to be disposed: others share them.</summary>
    internal IReadOnlyList<X509Certificate2>? Certificates { get; }

    /// <summary>A digest over all of them: the same for the same anchors, from wherever they were read.</summary>
    internal string Digest => _digest ??= MakeDigest();

    /// <summary>The platform's.</summary>
    internal static TrustAnchors System() => s_system;

    internal static TrustAnchors From(IReadOnlyList<X509Certificate2> certificates) => new(Copies(certificates));

    /// <summary>A file, a directory and certificates, as far as they are given; without any none.</summary>
    /// <exception cref="SslException">One cannot be read, or holds no certificate.</exception>
    internal static TrustAnchors From(string? file, string? directory, IReadOnlyList<X509Certificate2>? certificates = null)
    {
        var all = new List<X509Certificate2>(Copies(certificates ?? Array.Empty<X509Certificate2>()));
        if (file is not null)
            all.AddRange(AnchorFile.Read(file, "CAFile"));
        if (directory is not null)
            all.AddRange(AnchorDirectory.Read(directory, "CAPath"));
        return new TrustAnchors(all);
    }

    /// <summary>The order in a file says nothing.</summary>
    private string MakeDigest() => Certificates is null ? "platform"
        : Sha256Digest.Of(Encoding.ASCII.GetBytes(string.Concat(Certificates.Select(c => Sha256Digest.Of(c.RawData)).OrderBy(d => d, StringComparer.Ordinal))));

    /// <summary>Copies, so that what becomes of the originals is of no matter.</summary>
    private static X509Certificate2[] Copies(IReadOnlyList<X509Certificate2> certificates)
    {
        try
        {
            return certificates.Select(c => new X509Certificate2(c.RawData)).ToArray();
        }
        catch (CryptographicException e)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"A trusted certificate cannot be read: {e.Message}", e)
            {
                RecommendedAction = "Give a certificate that has not been disposed.",
            };
        }
    }

    /// <summary>Whether this very certificate, byte for byte, is given.</summary>
    internal bool Contains(X509Certificate2 certificate) => _encodings.Contains(certificate.RawData);

    /// <summary>The given certificates with this subject.</summary>
    internal IReadOnlyList<ParsedCertificate> Named(byte[] subject) =>
        _bySubject.TryGetValue(subject, out List<ParsedCertificate>? named) ? named : Array.Empty<ParsedCertificate>();
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>
/// The certificates a chain may end at: the platform's, or given ones. Immutable, and safe to use from several threads. A directory is
/// parsed when a chain is judged for the first time, not before.
/// </summary>
/// <remarks>
/// <para>
/// The platform's are read by .NET, once per process: on Windows and macOS the stores of the system and the user; on Linux the file and
/// directory of OpenSSL's build, and the user's store in <c>~/.dotnet/corefx/cryptography/x509stores/root</c>. Where none of these exists
/// nothing is trusted.
/// <c>SSL_CERT_FILE</c> and <c>SSL_CERT_DIR</c> take their place, see <see cref="EnvironmentAnchors"/>.
/// </para>
/// <para>
/// A given certificate is an anchor if it is self-issued: a root, or a server's own self-signed certificate. Others that are given,
/// intermediates and leaves, help to build paths, and a chain ends at one of them only with <c>-AllowPartialChain</c>.
/// </para>
/// </remarks>
internal sealed class TrustAnchors
{
    private static readonly TrustAnchors s_platform = new(null);

    private readonly Lazy<AnchorIndex>? _index;
    private readonly ConcurrentDictionary<ChainPurpose, TrustAnchors> _forPurpose = new();
    private string? _digest;

    private TrustAnchors(Lazy<AnchorIndex>? index) => _index = index;

    /// <summary>No authority is trusted.</summary>
    internal static TrustAnchors None { get; } = new(new Lazy<AnchorIndex>(() => new AnchorIndex(Array.Empty<CertificateWithUses>())));

    /// <summary>The given certificates, each once; null for the platform's own. Not to be disposed: others share them.</summary>
    internal IReadOnlyList<X509Certificate2>? Certificates => _index?.Value.Certificates;

    /// <summary>Whether it is the platform that knows them, and nobody else.</summary>
    internal bool ArePlatforms => _index is null;

    /// <summary>A digest over all of them: the same for the same anchors, from wherever they were read.</summary>
    internal string Digest => _digest ??= MakeDigest();

    /// <summary>The platform's, or those that the environment names in their place.</summary>
    internal static TrustAnchors System() => EnvironmentAnchors.Find() ?? s_platform;

    internal static TrustAnchors From(IReadOnlyList<X509Certificate2> certificates) => From(null, null, certificates);

    /// <summary>A file, a directory and certificates, as far as they are given; without any none.</summary>
    /// <exception cref="SslException">One cannot be read, or contains no certificate.</exception>
    internal static TrustAnchors From(string? file, string? directory, IReadOnlyList<X509Certificate2>? certificates = null) =>
        Of(file is null ? Array.Empty<string>() : new[] { file }, directory, certificates);

    /// <summary>Files, a directory and certificates, as far as they are given; without any none.</summary>
    /// <exception cref="SslException">One cannot be read, or contains no certificate.</exception>
    internal static TrustAnchors Of(IReadOnlyList<string> files, string? directory, IReadOnlyList<X509Certificate2>? certificates)
    {
        X509Certificate2[] copies = Copies(certificates ?? Array.Empty<X509Certificate2>());
        var known = new List<CertificateWithUses>(copies.Select(c => new CertificateWithUses(c)));
        foreach (string file in files)
            known.AddRange(AnchorFile.Read(file, "CAFile"));
        if (directory is not null)
        {
            AnchorDirectory opened = AnchorDirectory.Open(directory, "CAPath");
            return Later(() => known.Concat(opened.Read()).ToArray());
        }

        var index = new AnchorIndex(known);
        return new TrustAnchors(new Lazy<AnchorIndex>(() => index));
    }

    /// <summary>Anchors that are read when they are needed; what is wrong with them is thrown then.</summary>
    internal static TrustAnchors Later(Func<IReadOnlyList<CertificateWithUses>> read) =>
        new(new Lazy<AnchorIndex>(() => new AnchorIndex(read())));

    /// <summary>Whether this very certificate, byte for byte, is given.</summary>
    internal bool Contains(X509Certificate2 certificate) => _index?.Value.Contains(certificate) ?? false;

    /// <summary>A given certificate by its encoding, already read; null for others.</summary>
    internal ParsedCertificate? Find(byte[] encoding) => _index?.Value.Find(encoding);

    /// <summary>The given certificates with this subject.</summary>
    internal IReadOnlyList<ParsedCertificate> Named(DistinguishedName subject) =>
        _index?.Value.Named(subject) ?? Array.Empty<ParsedCertificate>();

    /// <summary>Those that their files let be trusted for a purpose, and which of them are not.</summary>
    internal TrustAnchors For(ChainPurpose purpose)
    {
        if (_index is null || !_index.Value.Restricts)
            return this;
        return _forPurpose.GetOrAdd(purpose, wanted =>
        {
            string? oid = wanted == ChainPurpose.None ? null : ChainFaults.PurposeOid(wanted);
            AnchorIndex all = _index.Value;
            ILookup<bool, X509Certificate2> allowed = all.Certificates.ToLookup(c => all.UsesOf(c.RawData)?.Allows(oid) ?? true);
            var index = new AnchorIndex(allowed[true].Select(c => new CertificateWithUses(c)));
            return new TrustAnchors(new Lazy<AnchorIndex>(() => index)) { Refused = allowed[false].ToArray() };
        });
    }

    /// <summary>Certificates that are given and, by their file's own words, not to be trusted for the purpose; neither as an anchor nor
    /// below one.</summary>
    internal IReadOnlyList<X509Certificate2> Refused { get; private init; } = Array.Empty<X509Certificate2>();

    /// <summary>The order in a file says nothing.</summary>
    private string MakeDigest() => Certificates is null ? "platform"
        : Sha256Digest.Of(Encoding.ASCII.GetBytes(string.Concat(Certificates.Select(DigestOf).OrderBy(d => d, StringComparer.Ordinal))));

    private string DigestOf(X509Certificate2 certificate) => Sha256Digest.Of(certificate.RawData)
        + _index?.Value.UsesOf(certificate.RawData);

    /// <summary>Copies, so that what becomes of the originals is of no matter.</summary>
    private static X509Certificate2[] Copies(IReadOnlyList<X509Certificate2> certificates)
    {
        try
        {
            return certificates.Select(c => CertificateBytes.Load(c.RawData)).ToArray();
        }
        catch (CryptographicException e)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"A trusted certificate cannot be read: {e.Message}",
                e)
            {
                RecommendedAction = "Give a certificate that has not been disposed.",
            };
        }
    }
}

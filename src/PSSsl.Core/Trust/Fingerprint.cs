using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>
/// A pin: <c>sha256$hex</c> of the certificate, <c>sha256$pub$hex</c> of its public key, hex alone by its length, or curl's
/// <c>sha256//base64</c> of the public key. Where pins are given one must fit, and then nothing else is asked: the pin is the identity.
/// </summary>
internal sealed class Fingerprint
{
    private const string CurlPrefix = "sha256//";
    private const int MostCharacters = 1000;

    private readonly string _algorithm;
    private readonly bool _ofKey;
    private readonly byte[] _digest;

    private Fingerprint(string algorithm, bool ofKey, byte[] digest)
    {
        _algorithm = algorithm;
        _ofKey = ofKey;
        _digest = digest;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_algorithm}${(_ofKey ? "pub$" : string.Empty)}{BitConverter.ToString(_digest)}";

    /// <exception cref="SslException">It is not a fingerprint.</exception>
    internal static Fingerprint Parse(string? given)
    {
        string text = given ?? string.Empty, rest = text.Trim();
        if (rest.Length > MostCharacters)
            throw Wrong(rest.Substring(0, 40) + "…", "it is too long");
        if (rest.StartsWith(CurlPrefix, StringComparison.OrdinalIgnoreCase))
            return new Fingerprint("sha256", true, FromBase64(text, rest.Substring(CurlPrefix.Length)));
        string[] parts = rest.Split('$');
        // The manual's successor: [algorithm$][pub$]hex.
        bool ofKey = parts.Length > 1 && string.Equals(parts[parts.Length - 2], "pub", StringComparison.OrdinalIgnoreCase);
        int named = parts.Length - (ofKey ? 2 : 1);
        if (named > 1)
            throw Wrong(text, "it has too many parts");
        string? algorithm = named == 1 ? parts[0].Replace("-", string.Empty).ToLowerInvariant() : null;
        byte[] digest = FromHex(text, parts[parts.Length - 1]);
        algorithm ??= Guess(text, digest.Length);
        int length = algorithm switch
        {
            "sha256" => 32,
            "sha384" => 48,
            "sha512" => 64,
            "sha1" => 20,
            "md5" => throw Wrong(text, "two certificates with one MD5 digest are easily made"),
            _ => throw Wrong(text, $"'{parts[0]}' is not a digest: valid are sha256, sha384, sha512 and sha1"),
        };
        return digest.Length == length ? new Fingerprint(algorithm, ofKey, digest)
            : throw Wrong(text, $"{algorithm} has {2 * length} digits, not {2 * digest.Length}");
    }

    internal bool IsOfCertificate => !_ofKey;

    /// <summary>
    /// The fault of a certificate that no pin fits, however good its chain is (SSL_force_fingerprint of the manual's successor, always).
    /// One that fits is enough, and then it is this certificate that was meant, whatever its chain, dates and names are.
    /// </summary>
    internal static SslVerifyError Mismatch(ParsedCertificate leaf) => new(SslErrorCode.FingerprintMismatch, 0, leaf.Certificate,
        $"{ChainFaults.Name(leaf.Certificate)} has none of the given fingerprints; "
        + $"it has sha256${Hex(Digest.Of("sha256", leaf.Encoded))}, its key sha256$pub${Hex(Digest.Of("sha256", PublicKeyInfo.Of(leaf)))}");

    /// <summary>
    /// Whether this certificate, or its public key, has the fingerprint. Takes the same time for each digest that does not.
    /// </summary>
    internal bool Matches(ParsedCertificate leaf)
    {
        if (!_ofKey)
            return IsSame(Digest.Of(_algorithm, leaf.Encoded));
        bool fits = IsSame(Digest.Of(_algorithm, PublicKeyInfo.Of(leaf)));
        return BareKey(leaf) is { } key ? fits | IsSame(Digest.Of(_algorithm, key)) : fits;
    }

    /// <summary>What fits a certificate, or its public key, as it is written.</summary>
    /// <param name="leaf">The certificate.</param>
    /// <param name="algorithm">sha256, sha384, sha512 or sha1.</param>
    /// <param name="of"><c>cert</c> or <c>pubkey</c>.</param>
    /// <exception cref="SslException">They are something else, or the key cannot be read.</exception>
    internal static string Of(ParsedCertificate leaf, string? algorithm, string? of)
    {
        string name = (algorithm ?? string.Empty).ToLowerInvariant();
        if (name is not ("sha256" or "sha384" or "sha512" or "sha1"))
            throw Unwritten($"'{algorithm}' is not a digest: valid are sha256, sha384, sha512 and sha1.");
        bool ofKey = of switch
        {
            "cert" => false,
            "pubkey" or "pub" => true,
            _ => throw Unwritten($"'{of}' has no fingerprint: valid are cert and pubkey."),
        };
        byte[] data = !ofKey ? leaf.Encoded
            : leaf.PublicKeyInfo ?? throw Unwritten("The public key of this certificate cannot be read: it has no fingerprint.",
                "Take the fingerprint of the certificate ('cert').");
        return $"{name}${(ofKey ? "pub$" : string.Empty)}{Hex(Digest.Of(name, data))}";
    }

    private static SslException Unwritten(string message, string todo = "Write one of them.") =>
        new(SslErrorCode.InvalidOption, SslPhase.None, message) { RecommendedAction = todo };

    internal static string Hex(byte[] bytes) => CertificateExtensions.Hex(bytes).ToLowerInvariant();

    private bool IsSame(byte[] actual)
    {
        int difference = actual.Length ^ _digest.Length;
        for (int i = 0; i < Math.Min(actual.Length, _digest.Length); i++)
            difference |= actual[i] ^ _digest[i];
        return difference == 0;
    }

    /// <summary>
    /// The public key without its algorithm. The manual's successor digests this and calls it <c>pub</c>, so its users' pins fit here too.
    /// Only where the key's bytes fix the key: never with a curve that the certificate itself defines.
    /// </summary>
    private static byte[]? BareKey(ParsedCertificate leaf)
    {
        if (leaf.WholeOrNull is not { } parsed || parsed.Key.Length < 2 || parsed.Key[0] != 0)
            return null;
        bool isFixed = parsed.KeyAlgorithm is Oids.Rsa or Oids.Ed25519 or Oids.Ed448
            || (parsed.KeyAlgorithm == Oids.Ec && parsed.KeyParameters is { } curve && curve[0] == DerReader.ObjectIdentifier);
        return isFixed ? parsed.KeyBytes : null;
    }

    private static string Guess(string text, int length) => length switch
    {
        32 => "sha256",
        48 => "sha384",
        64 => "sha512",
        20 => throw Wrong(text,
            "it looks like SHA-1, for which a second certificate can be made; if there is nothing better, say so and write sha1$ before "
                + "it"),
        16 => throw Wrong(text, "it looks like MD5, and two certificates with one MD5 digest are easily made"),
        _ => throw Wrong(text, $"{2 * length} digits are not a known digest"),
    };

    private static byte[] FromHex(string whole, string hex)
    {
        string digits = hex.Replace(":", string.Empty).Replace(" ", string.Empty);
        if (digits.Length == 0 || !digits.All(Uri.IsHexDigit))
            throw Wrong(whole, LooksLikeBase64(hex) ? "it looks like base64; if it is the SHA-256 of a public key, write sha256// before it"
                : "it is not hexadecimal");
        if (digits.Length % 2 != 0)
            throw Wrong(whole, "a digit is missing");
        var bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = Convert.ToByte(digits.Substring(2 * i, 2), 16);
        return bytes;
    }

    private static bool LooksLikeBase64(string text) =>
        text.Length % 4 == 0 && text.Length >= 24 && text.All(c => char.IsLetterOrDigit(c) || c is '+' or '/' or '=');

    private static byte[] FromBase64(string whole, string text)
    {
        try
        {
            byte[] bytes = Convert.FromBase64String(text);
            return bytes.Length == 32 ? bytes : throw Wrong(whole, $"SHA-256 has 32 bytes, not {bytes.Length}");
        }
        catch (FormatException)
        {
            throw Wrong(whole, "it is not base64");
        }
    }

    private static SslException Wrong(string text, string why) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"'{text}' is not a fingerprint: {why}.")
    {
        RecommendedAction =
            "Write sha256$hex of the certificate, sha256$pub$hex or sha256//base64 of its public key; Get-PeerCertificate shows both.",
    };
}

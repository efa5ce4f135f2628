using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;

namespace PSSsl.Trust;

/// <summary>
/// A pin: <c>sha256$hex</c> of the certificate, <c>sha256$pub$hex</c> of its public key, hex alone by its length, or curl's
/// <c>sha256//base64</c> of the public key. Where pins are given one must fit, and then nothing else is asked: the pin is the identity.
/// </summary>
internal sealed class Fingerprint
{
    private readonly string _algorithm;
    private readonly bool _ofKey;
    private readonly byte[] _digest;

    private Fingerprint(string algorithm, bool ofKey, byte[] digest)
    {
        _algorithm = algorithm;
        _ofKey = ofKey;
        _digest = digest;
    }

    /// <exception cref="SslException">It is no fingerprint.</exception>
    internal static Fingerprint Parse(string text)
    {
        string rest = text.Trim();
        if (rest.StartsWith("sha256//", StringComparison.OrdinalIgnoreCase))
            return new Fingerprint("sha256", true, FromBase64(text, rest.Substring(8)));
        string[] parts = rest.Split('$');
        bool ofKey = parts.Length > 1 && parts.Take(parts.Length - 1).Contains("pub");
        string? algorithm = parts.Take(parts.Length - 1).FirstOrDefault(p => p != "pub")?.ToLowerInvariant();
        if (parts.Length > 3 || parts.Length - 1 > (ofKey ? 1 : 0) + (algorithm is null ? 0 : 1))
            throw Wrong(text, "it has too many parts");
        byte[] digest = FromHex(text, parts[parts.Length - 1]);
        algorithm ??= digest.Length switch
        {
            32 => "sha256",
            48 => "sha384",
            64 => "sha512",
            20 => throw Wrong(text, "it looks like SHA-1, which can be forged; write sha1$… if there is nothing better"),
            16 => throw Wrong(text, "it looks like MD5, which can be forged"),
            _ => throw Wrong(text, $"{digest.Length} bytes are no known digest"),
        };
        int length = algorithm switch
        {
            "sha256" => 32,
            "sha384" => 48,
            "sha512" => 64,
            "sha1" => 20,
            "md5" => throw Wrong(text, "MD5 can be forged"),
            _ => throw Wrong(text, $"'{algorithm}' is no digest: valid are sha256, sha384, sha512 and sha1"),
        };
        return digest.Length == length ? new Fingerprint(algorithm, ofKey, digest) : throw Wrong(text, $"{algorithm} has {length} bytes, not {digest.Length}");
    }

    /// <returns>Null if one of them fits.</returns>
    internal static SslVerifyError? Check(IReadOnlyList<Fingerprint> pins, X509Certificate2 leaf)
    {
        bool fits = false;
        foreach (Fingerprint pin in pins)
            fits |= pin.Fits(leaf);
        return fits ? null : new SslVerifyError(SslErrorCode.FingerprintMismatch, 0, leaf,
            $"{ChainFaults.Name(leaf.Subject)} has none of the fingerprints that were asked for; it has sha256${Hex(Digest("sha256", leaf.RawData))}, its key sha256$pub${Hex(Digest("sha256", PublicKeyInfo.Of(leaf)))}");
    }

    internal static byte[] Digest(string algorithm, byte[] data)
    {
        using HashAlgorithm hash = algorithm switch
        {
            "sha1" => SHA1.Create(),
            "sha384" => SHA384.Create(),
            "sha512" => SHA512.Create(),
            "md5" => MD5.Create(),
            _ => SHA256.Create(),
        };
        return hash.ComputeHash(data);
    }

    internal static string Hex(byte[] bytes) => CertificateExtensions.Hex(bytes).ToLowerInvariant();

    private bool Fits(X509Certificate2 leaf)
    {
        byte[] actual = Digest(_algorithm, _ofKey ? PublicKeyInfo.Of(leaf) : leaf.RawData);
        int difference = actual.Length ^ _digest.Length;
        for (int i = 0; i < Math.Min(actual.Length, _digest.Length); i++)
            difference |= actual[i] ^ _digest[i];
        return difference == 0;
    }

    private static byte[] FromHex(string whole, string hex)
    {
        string digits = hex.Replace(":", string.Empty).Replace(" ", string.Empty);
        if (digits.Length == 0 || digits.Length % 2 != 0 || !digits.All(Uri.IsHexDigit))
            throw Wrong(whole, "it is not hexadecimal");
        var bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = Convert.ToByte(digits.Substring(2 * i, 2), 16);
        return bytes;
    }

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

    private static SslException Wrong(string text, string why) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"'{text}' is no fingerprint: {why}.")
    {
        RecommendedAction = "Write sha256$hex of the certificate, sha256$pub$hex or sha256//base64 of its public key; Get-PeerCertificate shows both.",
    };
}

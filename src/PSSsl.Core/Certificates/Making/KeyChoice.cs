using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;
using PSSsl.Engine.Keys;

namespace PSSsl.Certificates.Making;

/// <summary>Kinds of new keys by name.</summary>
internal static class KeyChoice
{
    internal const string DefaultCurve = "P-256";
    private const int DefaultRsaBits = 3072, SmallestRsaBits = 2048, LargestRsaBits = 8192;

    internal static IReadOnlyDictionary<string, string> Algorithms { get; } = new Dictionary<string, string>
    {
        ["ECDSA"] = "small and fast, the default; -Curve P-256, P-384 or P-521",
        ["RSA"] = "for peers that know nothing else; -KeySize 2048, 3072 or 4096",
        ["Ed25519"] = "Edwards curve of 128 bits' strength (RFC 8410); browsers do not support it",
        ["Ed448"] = "Edwards curve of 224 bits' strength (RFC 8410)",
        ["ML-DSA-44"] = "against quantum computers (RFC 9881), TLS 1.3 alone",
        ["ML-DSA-65"] = "against quantum computers (RFC 9881), TLS 1.3 alone",
        ["ML-DSA-87"] = "against quantum computers (RFC 9881), TLS 1.3 alone",
    };

    internal static IReadOnlyDictionary<string, string> Curves { get; } = new Dictionary<string, string>
    {
        ["P-256"] = "secp256r1, NIST, 128 bits' strength, the default", ["P-384"] = "secp384r1, NIST, 192 bits' strength",
            ["P-521"] = "secp521r1, NIST, 256 bits' strength",
    };

    internal static IReadOnlyDictionary<string, string> Sizes { get; } = new Dictionary<string, string>
    {
        ["3072"] = "RSA of 128 bits' strength, the default", ["2048"] = "the smallest that is accepted; fast, 112 bits' strength",
            ["4096"] = "slower: about 140 bits' strength",
        ["8192"] = "very slow, and not accepted everywhere",
    };

    internal static IReadOnlyDictionary<string, string> Hashes { get; } = new Dictionary<string, string>
    {
        ["SHA256"] = "the default for RSA and P-256", ["SHA384"] = "the default for P-384", ["SHA512"] = "the default for P-521",
    };

    /// <param name="algorithm">Null for the one that the others imply.</param>
    /// <param name="bits">Null for the default.</param>
    /// <param name="curve">Null for the default.</param>
    /// <exception cref="SslException">There is no such kind.</exception>
    internal static TlsPrivateKey Make(string? algorithm, int? bits, string? curve)
    {
        string name = algorithm is null ? bits is null ? "ECDSA" : "RSA"
            : string.Equals(algorithm, "EC", StringComparison.OrdinalIgnoreCase) ? "ECDSA"
            : Find(algorithm, Algorithms.Keys, "-KeyAlgorithm");
        if (bits is not null && name != "RSA")
            throw SslException.Option($"-KeySize is for RSA; {name} has {(name == "ECDSA" ? "a -Curve" : "one size")}.", "Leave it out.");
        if (curve is not null && name != "ECDSA")
            throw SslException.Option($"-Curve is for ECDSA, not for {name}.", "Leave it out.");
        return name switch
        {
            "RSA" => TlsKeyGenerator.Rsa(CheckRsa(bits ?? DefaultRsaBits)),
            "ECDSA" => TlsKeyGenerator.Ec(Find(curve ?? DefaultCurve, Curves.Keys, "-Curve")),
            _ => TlsKeyGenerator.Other(name),
        };
    }

    /// <exception cref="SslException">There is no such hash.</exception>
    internal static string? Hash(string? name) => name is null ? null : Find(name, Hashes.Keys, "-HashAlgorithm");

    private static string Find(string name, IEnumerable<string> valid, string parameter) =>
        valid.FirstOrDefault(v => Plain(v) == Plain(name))
            ?? throw SslException.Option($"{parameter} '{name}' is not supported.", $"Valid are {string.Join(", ", valid)}.");

    private static string Plain(string name) => name.Replace("-", string.Empty).ToUpperInvariant();

    private static int CheckRsa(int bits) => bits is >= SmallestRsaBits and <= LargestRsaBits && bits % 1024 == 0 ? bits
        : throw SslException.Option($"-KeySize {bits} is not a size for an RSA key.", bits < SmallestRsaBits
            ? "2048 bits are the smallest size that is accepted." : "Take 2048, 3072 or 4096, or other multiples of 1024 up to 8192.");
}

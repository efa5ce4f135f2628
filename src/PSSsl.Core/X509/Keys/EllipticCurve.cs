using System;
using System.Collections.Generic;
using PSSsl.X509.Names;

namespace PSSsl.X509.Keys;

/// <summary>Curves by their object identifiers (SEC 2, RFC 5480, RFC 5639).</summary>
/// <param name="Name">As OpenSSL writes it.</param>
/// <param name="Nist">FIPS 186's name, if it has one.</param>
/// <param name="Bits">Of the order.</param>
/// <param name="FieldBytes">Of one coordinate.</param>
internal sealed record EllipticCurve(string Name, string? Nist, int Bits, int FieldBytes)
{
    private static readonly Dictionary<string, EllipticCurve> s_curves = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.1"] = new("prime192v1", "P-192", 192, 24),
        ["1.2.840.10045.3.1.7"] = new("prime256v1", "P-256", 256, 32),
        ["1.3.132.0.33"] = new("secp224r1", "P-224", 224, 28),
        ["1.3.132.0.34"] = new("secp384r1", "P-384", 384, 48),
        ["1.3.132.0.35"] = new("secp521r1", "P-521", 521, 66),
        ["1.3.132.0.9"] = new("secp160k1", null, 161, 20),
        ["1.3.132.0.8"] = new("secp160r1", null, 161, 20),
        ["1.3.132.0.30"] = new("secp160r2", null, 161, 20),
        ["1.3.132.0.31"] = new("secp192k1", null, 192, 24),
        ["1.3.132.0.32"] = new("secp224k1", null, 225, 28),
        ["1.3.132.0.10"] = new("secp256k1", null, 256, 32),
        ["1.3.132.0.1"] = new("sect163k1", "K-163", 163, 21),
        ["1.3.132.0.15"] = new("sect163r2", "B-163", 163, 21),
        ["1.3.132.0.26"] = new("sect233k1", "K-233", 232, 30),
        ["1.3.132.0.27"] = new("sect233r1", "B-233", 233, 30),
        ["1.3.132.0.16"] = new("sect283k1", "K-283", 281, 36),
        ["1.3.132.0.17"] = new("sect283r1", "B-283", 282, 36),
        ["1.3.132.0.36"] = new("sect409k1", "K-409", 407, 52),
        ["1.3.132.0.37"] = new("sect409r1", "B-409", 409, 52),
        ["1.3.132.0.38"] = new("sect571k1", "K-571", 570, 72),
        ["1.3.132.0.39"] = new("sect571r1", "B-571", 570, 72),
        ["1.3.36.3.3.2.8.1.1.1"] = new("brainpoolP160r1", null, 160, 20),
        ["1.3.36.3.3.2.8.1.1.3"] = new("brainpoolP192r1", null, 192, 24),
        ["1.3.36.3.3.2.8.1.1.5"] = new("brainpoolP224r1", null, 224, 28),
        ["1.3.36.3.3.2.8.1.1.7"] = new("brainpoolP256r1", null, 256, 32),
        ["1.3.36.3.3.2.8.1.1.9"] = new("brainpoolP320r1", null, 320, 40),
        ["1.3.36.3.3.2.8.1.1.11"] = new("brainpoolP384r1", null, 384, 48),
        ["1.3.36.3.3.2.8.1.1.13"] = new("brainpoolP512r1", null, 512, 64),
        ["1.2.156.10197.1.301"] = new("SM2", null, 256, 32),
    };

    internal static EllipticCurve? Find(string oid) => s_curves.TryGetValue(oid, out EllipticCurve? curve) ? curve : null;
}

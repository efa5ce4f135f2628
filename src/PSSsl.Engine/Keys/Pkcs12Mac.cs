using System;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities;

namespace PSSsl.Engine.Keys;

/// <summary>A store's integrity under its password: by PKCS#12's own derivation (RFC 7292, 4), or by PBMAC1 (RFC 9579).</summary>
internal sealed class Pkcs12Mac
{
    private const string Pbmac1 = "1.2.840.113549.1.5.14";

    private readonly byte[] _digest;
    private readonly Func<char[], bool, byte[], byte[]> _compute;

    private Pkcs12Mac(byte[] digest, Func<char[], bool, byte[], byte[]> compute)
    {
        _digest = digest;
        _compute = compute;
    }

    /// <exception cref="KeyMaterialException">It is made in a way that is not known here, or costs too much.</exception>
    internal static Pkcs12Mac Of(MacData data, PasswordEffort effort)
    {
        AlgorithmIdentifier algorithm = data.Mac.DigestAlgorithm;
        byte[] digest = data.Mac.Digest.GetOctets();
        if (algorithm.Algorithm.Id == Pbmac1)
            return new Pkcs12Mac(digest, ByPbmac1(algorithm.Parameters, effort));
        try
        {
            _ = DigestUtilities.GetDigest(algorithm.Algorithm);
        }
        catch (SecurityUtilityException e)
        {
            throw new KeyMaterialException(KeyMaterialFault.Unknown,
                $"it is a PKCS#12 store whose integrity is kept in a way that is not known here ({algorithm.Algorithm})", e);
        }

        byte[] salt = data.MacSalt.GetOctets();
        // Looked at now, paid for with each try.
        new PasswordEffort().Spend(data.Iterations.Value);
        return new Pkcs12Mac(digest, (password, zero, content) =>
            ByStore(DigestUtilities.GetDigest(algorithm.Algorithm), DigestUtilities.GetDigest(algorithm.Algorithm), salt,
                effort.Spend(data.Iterations.Value), password, zero, content));
    }

    /// <summary>Whether the password is the one that the store was sealed with.</summary>
    /// <param name="content">What is sealed.</param>
    /// <param name="password">It.</param>
    /// <param name="zero">How an empty password is written: as two zeros (true), or as nothing.</param>
    internal bool Fits(byte[] content, char[] password, bool zero) => Arrays.FixedTimeEquals(_compute(password, zero, content), _digest);

    private static byte[] ByStore(IDigest derivation, IDigest digest, byte[] salt, int iterations, char[] password, bool zero,
        byte[] content)
    {
        var generator = new Pkcs12ParametersGenerator(derivation);
        byte[] text = PbeParametersGenerator.Pkcs12PasswordToBytes(password, zero);
        try
        {
            generator.Init(text, salt, iterations);
            var hmac = new HMac(digest);
            hmac.Init(generator.GenerateDerivedMacParameters(digest.GetDigestSize() * 8));
            return MacUtilities.DoFinal(hmac, content);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>RFC 8018, 7.1 with RFC 9579: the password is UTF-8, and the key's length must be told.</summary>
    private static Func<char[], bool, byte[], byte[]> ByPbmac1(Asn1Encodable? parameters, PasswordEffort effort)
    {
        if (parameters?.ToAsn1Object() is not Asn1Sequence { Count: 2 } both)
            throw new KeyMaterialException(KeyMaterialFault.Malformed,
                "it is a PKCS#12 store whose integrity is kept by PBMAC1, and the parameters of that are missing");
        AlgorithmIdentifier derivation = AlgorithmIdentifier.GetInstance(both[0]), mac = AlgorithmIdentifier.GetInstance(both[1]);
        if (!PkcsObjectIdentifiers.IdPbkdf2.Equals(derivation.Algorithm))
            throw new KeyMaterialException(KeyMaterialFault.Unknown,
                $"its password is used in a way that is not known here ({derivation.Algorithm})");
        _ = PasswordHashes.Hmac(mac);
        Pbkdf2Params numbers = Pbkdf2Params.GetInstance(derivation.Parameters);
        PasswordHashes.Pbkdf2(numbers, null, new PasswordEffort());
        return (password, _, content) =>
        {
            byte[] key = PasswordHashes.Pbkdf2(numbers, null, effort)(password);
            try
            {
                var hmac = new HMac(PasswordHashes.Hmac(mac));
                hmac.Init(new KeyParameter(key));
                return MacUtilities.DoFinal(hmac, content);
            }
            finally
            {
                Array.Clear(key, 0, key.Length);
            }
        };
    }
}

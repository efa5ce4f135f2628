using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Oiw;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Security;

namespace PSSsl.Engine.Keys;

/// <summary>
/// What protects a PKCS#12 store under a password: PBES2 with AES-256 and an HMAC-SHA-256, or triple DES and SHA-1 (RFC 7292, appendix C),
/// which is all that Windows Server 2016 and other programs of its time read.
/// </summary>
internal sealed class StoreProtection
{
    private const int SaltBytes = 16, TripleDesBits = 192, BlockBits = 64;

    private readonly char[] _password;
    private readonly int _iterations;
    private readonly bool _isOld;

    /// <param name="password">Under which everything is.</param>
    /// <param name="iterations">How often it is hashed for each use: what guessing it costs.</param>
    /// <param name="isOld">Triple DES and SHA-1.</param>
    internal StoreProtection(char[] password, int iterations, bool isOld)
    {
        _password = password;
        _iterations = iterations;
        _isOld = isOld;
    }

    /// <summary>The scheme and what is encrypted with it.</summary>
    internal (AlgorithmIdentifier Algorithm, byte[] Encrypted) Encrypt(byte[] content)
    {
        if (!_isOld)
            return Pbes2.Encrypt(content, _password, _iterations);
        (Pkcs12ParametersGenerator generator, byte[] salt) = Derivation(new Sha1Digest());
        ICipherParameters key = generator.GenerateDerivedParameters("DESEDE", TripleDesBits, BlockBits);
        var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(new DesEdeEngine()), new Pkcs7Padding());
        cipher.Init(forEncryption: true, key);
        var algorithm =
            new AlgorithmIdentifier(PkcsObjectIdentifiers.PbeWithShaAnd3KeyTripleDesCbc, new Pkcs12PbeParams(salt, _iterations));
        return (algorithm, cipher.DoFinal(content));
    }

    /// <summary>What tells a store that was changed.</summary>
    internal MacData Mac(byte[] content)
    {
        IDigest digest() => _isOld ? new Sha1Digest() : new Sha256Digest();
        (Pkcs12ParametersGenerator generator, byte[] salt) = Derivation(digest());
        var mac = new HMac(digest());
        mac.Init(generator.GenerateDerivedMacParameters(mac.GetMacSize() * 8));
        var algorithm = new AlgorithmIdentifier(_isOld ? OiwObjectIdentifiers.IdSha1 : NistObjectIdentifiers.IdSha256, DerNull.Instance);
        return new MacData(new DigestInfo(algorithm, MacUtilities.DoFinal(mac, content)), salt, _iterations);
    }

    private (Pkcs12ParametersGenerator Generator, byte[] Salt) Derivation(IDigest digest)
    {
        var salt = new byte[SaltBytes];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
            random.GetBytes(salt);
        var generator = new Pkcs12ParametersGenerator(digest);
        generator.Init(PbeParametersGenerator.Pkcs12PasswordToBytes(_password), salt, _iterations);
        return (generator, salt);
    }
}

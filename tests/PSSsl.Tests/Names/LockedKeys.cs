using System.Security.Cryptography;

namespace PSSsl.Tests.Names;

/// <summary>An RSA key that signs and never leaves its holder, as one of a card or an HSM.</summary>
internal sealed class LockedRsa : RSA
{
    private readonly RSA _key = Create(2048);

    internal bool Broken { get; set; }

    public override int KeySize => _key.KeySize;

    public override RSAParameters ExportParameters(bool includePrivateParameters) =>
        includePrivateParameters ? throw new CryptographicException("The key cannot be exported.") : _key.ExportParameters(false);

    public override void ImportParameters(RSAParameters parameters) => throw new CryptographicException("The key cannot be replaced.");

    public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding) =>
        Broken ? throw new CryptographicException("The card was pulled.") : _key.SignHash(hash, hashAlgorithm, padding);

    protected override void Dispose(bool disposing)
    {
        _key.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>An EC key that signs and never leaves its holder.</summary>
internal sealed class LockedEcdsa : ECDsa
{
    private readonly ECDsa _key = Create(ECCurve.NamedCurves.nistP256);

    internal bool Broken { get; set; }

    public override int KeySize => _key.KeySize;

    public override ECParameters ExportParameters(bool includePrivateParameters) =>
        includePrivateParameters ? throw new CryptographicException("The key cannot be exported.") : _key.ExportParameters(false);

    public override void ImportParameters(ECParameters parameters) => throw new CryptographicException("The key cannot be replaced.");

    public override byte[] SignHash(byte[] hash) => Broken ? throw new CryptographicException("The card was pulled.") : _key.SignHash(hash);

    public override bool VerifyHash(byte[] hash, byte[] signature) => _key.VerifyHash(hash, signature);

    protected override void Dispose(bool disposing)
    {
        _key.Dispose();
        base.Dispose(disposing);
    }
}

using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Der;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>Signatures of lists, responses and requests, bit by bit.</summary>
public class SignatureCheckTests
{
    private static readonly byte[] s_data = [1, 2, 3];

    [Theory]
    [InlineData("RSA", "1.2.840.113549.1.1.11")]
    [InlineData("EC", "1.2.840.10045.4.3.2")]
    public void OneThatIsRightIsTakenAndNoOther(string kind, string algorithm)
    {
        using AsymmetricAlgorithm key = kind == "RSA" ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 signer = CertificateLab.SelfSigned("CN=signer", key);
        using X509Certificate2 other = CertificateLab.SelfSigned("CN=signer");
        byte[] identifier = DerWriter.Oid(algorithm);
        byte[] bits = [0, .. Sign(key)];
        Assert.True(SignatureCheck.Verify(signer, identifier, s_data, bits));
        Assert.False(SignatureCheck.Verify(other, identifier, s_data, bits));
        Assert.False(SignatureCheck.Verify(signer, identifier, [1, 2, 4], bits));
        bits[^1] ^= 1;
        Assert.False(SignatureCheck.Verify(signer, identifier, s_data, bits));
        bits[^1] ^= 1;
        // Bits that are not used, of which a signature has none.
        bits[0] = 1;
        Assert.False(SignatureCheck.Verify(signer, identifier, s_data, bits));
        Assert.False(SignatureCheck.Verify(signer, identifier, s_data, [0]));
        Assert.False(SignatureCheck.Verify(signer, identifier, s_data, []));
    }

    [Fact]
    public void ARequestProvesItsKeyByASignatureThatCannotBeForged()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=www.example.org", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        byte[] encoded = request.CreateSigningRequest();
        Assert.True(RequestSignature.IsValid(CertificationRequest.Read(encoded)));
        encoded[^1] ^= 1;
        Assert.False(RequestSignature.IsValid(CertificationRequest.Read(encoded)));
        request = new CertificateRequest("CN=www.example.org", key, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
        Assert.False(RequestSignature.IsValid(CertificationRequest.Read(request.CreateSigningRequest(new Sha1Generator(key)))));
    }

    private static byte[] Sign(AsymmetricAlgorithm key) => key is RSA rsa
        ? rsa.SignData(s_data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : ((ECDsa)key).SignData(s_data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>The platform makes no such signatures any more.</summary>
    private sealed class Sha1Generator(RSA key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            Convert.FromHexString("300D06092A864886F70D0101050500");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}

using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Tests.Engine;
using PSSsl.Tests.Making;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using Xunit;

namespace PSSsl.Tests.Reading;

/// <summary>
/// A PKCS#12 store where a certificate is meant. The platform's constructor would open it, at the cost that its sender set, and take the
/// key that is in it.
/// </summary>
public sealed class StoreForCertificateTests : IDisposable
{
    private readonly SslCertificate _root = Made.Root("ECDSA P-256");
    private readonly byte[] _store;

    public StoreForCertificateTests()
    {
        using SslCertificate leaf = Made.Server(_root, "ECDSA P-256");
        _store = leaf.Certificate.ExportPkcs12(new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10), null);
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public void IsNoCertificate()
    {
        Assert.Throws<CryptographicException>(() => CertificateBytes.Load(_store));
        // What it guards against.
#pragma warning disable SYSLIB0057
        using var guessed = new X509Certificate2(_store);
#pragma warning restore SYSLIB0057
        Assert.True(guessed.HasPrivateKey);
    }

    [Theory]
    [InlineData("store")]
    [InlineData("pem")]
    [InlineData("pkcs7")]
    [InlineData("byte after")]
    [InlineData("byte less")]
    [InlineData("request")]
    [InlineData("nothing")]
    public void NothingElseIsOneEither(string what)
    {
        byte[] der = _root.Certificate.RawData;
        byte[] given = what switch
        {
            "store" => _store,
            "pem" => System.Text.Encoding.ASCII.GetBytes(_root.Certificate.ExportCertificatePem()),
            "pkcs7" => new X509Certificate2Collection(_root.Certificate).Export(X509ContentType.Pkcs7)!,
            "byte after" => [.. der, 0],
            "byte less" => der[..^1],
            "request" => new CertificateRequest("CN=a", ECDsa.Create(), HashAlgorithmName.SHA256).CreateSigningRequest(),
            _ => [],
        };
        Assert.Throws<CryptographicException>(() => CertificateBytes.Load(given));
    }

    [Fact]
    public void IsNoPeersCertificate() =>
        Assert.Equal(42,
            Assert.Throws<Org.BouncyCastle.Tls.TlsFatalAlert>(() =>
            new PSSsl.Engine.Crypto.PlatformCertificate(_store).Platform).AlertDescription);

    [Theory]
    [InlineData(0x0303)]
    [InlineData(0x0304)]
    public void InAPeersChainItEndsTheHandshakeAsUndecodable(int version)
    {
        using ECDsa key = _root.Certificate.GetECDsaPrivateKey()!;
        var identity = new TlsIdentity([_root.Certificate.RawData, _store], null, key, null);
        using var pair = new EnginePair(EnginePair.ClientSettings(version), EnginePair.ServerSettings(identity, version));
        TlsEngineException e = Assert.Throws<TlsEngineException>(pair.Handshake);
        Assert.Equal((TlsFailure.AlertSent, 42), (e.Failure, e.Alert));
    }

    [Fact]
    public void IsNoResponder()
    {
        byte[] response = Response(_store);
        ParsedCertificate issuer = ParsedCertificate.Of(_root.Certificate);
        SslOcspResponse judged = OcspJudge.Judge(response, stapled: true, issuer, _root.Certificate, issuer, DateTime.UtcNow, nonce: null);
        Assert.Equal(SslOcspStatus.None, judged.Status);
        Assert.NotNull(judged.Fault);
    }

    [Fact]
    public void IsNotOpenedWhenItWasFetched() =>
        Assert.Equal((0, "PKCS#12"), KeyMaterialReader.ReadCertificates(_store) is var read ? (read.Certificates.Count, read.Others[0])
            : default);

    [Fact]
    public void IsNoAuthority()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, PemEncoding.WriteString("CERTIFICATE", _store));
        SslException e = Assert.Throws<SslException>(() => CertificateFile.ReadAuthorities(file, "CAFile"));
        File.Delete(file);
        Assert.Equal(SslErrorCode.FileContent, e.Code);
        Assert.Contains("PKCS#12", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A response of whom nobody knows, with this among its certificates; its signature need not hold.</summary>
    private byte[] Response(byte[] certificate)
    {
        var data = new AsnWriter(AsnEncodingRules.DER);
        using (data.PushSequence())
        {
            using (data.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
                data.WriteOctetString(new byte[20]);
            data.WriteGeneralizedTime(DateTimeOffset.UtcNow, omitFractionalSeconds: true);
            using (data.PushSequence())
                WriteGood(data);
        }

        var basic = new AsnWriter(AsnEncodingRules.DER);
        using (basic.PushSequence())
        {
            basic.WriteEncodedValue(data.Encode());
            using (basic.PushSequence())
                basic.WriteObjectIdentifier("1.2.840.10045.4.3.2");
            basic.WriteBitString(new byte[64]);
            using (basic.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (basic.PushSequence())
                basic.WriteEncodedValue(certificate);
        }

        var whole = new AsnWriter(AsnEncodingRules.DER);
        using (whole.PushSequence())
        {
            whole.WriteEnumeratedValue(Status.Successful);
            using (whole.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (whole.PushSequence())
            {
                whole.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                whole.WriteOctetString(basic.Encode());
            }
        }

        return whole.Encode();
    }

    /// <summary>That the root's own certificate is good.</summary>
    private void WriteGood(AsnWriter data)
    {
        X509Certificate2 root = _root.Certificate;
        using (data.PushSequence())
        {
            using (data.PushSequence())
            {
                using (data.PushSequence())
                    data.WriteObjectIdentifier("1.3.14.3.2.26");
                data.WriteOctetString(SHA1.HashData(root.SubjectName.RawData));
                data.WriteOctetString(SHA1.HashData(root.PublicKey.EncodedKeyValue.RawData));
                data.WriteIntegerUnsigned(root.SerialNumberBytes.Span);
            }

            data.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 0));
            data.WriteGeneralizedTime(DateTimeOffset.UtcNow, omitFractionalSeconds: true);
        }
    }

    private enum Status
    {
        Successful,
    }
}

using System;
using System.Collections.Generic;
using System.Net;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Extension;

namespace PSSsl.Engine;

/// <summary>Makes throw-away certificates (RFC 5280) with P-256 keys: an authority, and servers' certificates that it signs.</summary>
public sealed class CertificateMaker
{
    private static readonly SecureRandom s_random = new(new CryptoApiRandomGenerator());

    private readonly AsymmetricCipherKeyPair _authorityKey = NewKey();
    private readonly X509Certificate _authority;
    private readonly DateTime _notBefore;
    private readonly DateTime _notAfter;

    /// <summary>Makes an authority.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="lifetime">How long it and its certificates live; they begin an hour ago, for clocks that are late.</param>
    public CertificateMaker(string name, TimeSpan lifetime)
    {
        _notBefore = DateTime.UtcNow.AddHours(-1);
        _notAfter = DateTime.UtcNow + lifetime;
        X509V3CertificateGenerator generator = Generator(new X509Name("CN=" + name), new X509Name("CN=" + name), _authorityKey.Public);
        generator.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(0));
        generator.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(KeyUsage.KeyCertSign | KeyUsage.CrlSign));
        _authority = generator.Generate(Signer());
    }

    /// <summary>The authority's certificate (DER).</summary>
    public byte[] Authority => _authority.GetEncoded();

    /// <summary>Makes a certificate for a server with these names and addresses.</summary>
    public TlsIdentity MakeServer(IReadOnlyList<string> names)
    {
        AsymmetricCipherKeyPair key = NewKey();
        X509V3CertificateGenerator generator = Generator(new X509Name("CN=" + names[0]), _authority.SubjectDN, key.Public);
        generator.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(false));
        generator.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(KeyUsage.DigitalSignature));
        generator.AddExtension(X509Extensions.ExtendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeID.id_kp_serverAuth));
        generator.AddExtension(X509Extensions.AuthorityKeyIdentifier, false, X509ExtensionUtilities.CreateAuthorityKeyIdentifier(_authority));
        var alternatives = new List<GeneralName>();
        foreach (string name in names)
            alternatives.Add(new GeneralName(IPAddress.TryParse(name, out _) ? GeneralName.IPAddress : GeneralName.DnsName, name));
        generator.AddExtension(X509Extensions.SubjectAlternativeName, false, new GeneralNames(alternatives.ToArray()));
        byte[] certificate = generator.Generate(Signer()).GetEncoded();
        return TlsIdentity.Pair(new[] { certificate, Authority }, new TlsPrivateKey(key.Private))
            ?? throw new InvalidOperationException("A new key does not fit its new certificate.");
    }

    private X509V3CertificateGenerator Generator(X509Name subject, X509Name issuer, AsymmetricKeyParameter key)
    {
        var generator = new X509V3CertificateGenerator();
        generator.SetSerialNumber(new BigInteger(1, SecureRandom.GetNextBytes(s_random, 16)).SetBit(120));
        generator.SetIssuerDN(issuer);
        generator.SetSubjectDN(subject);
        generator.SetNotBefore(_notBefore);
        generator.SetNotAfter(_notAfter);
        generator.SetPublicKey(key);
        generator.AddExtension(X509Extensions.SubjectKeyIdentifier, false, X509ExtensionUtilities.CreateSubjectKeyIdentifier(key));
        return generator;
    }

    private Asn1SignatureFactory Signer() => new("SHA256WITHECDSA", _authorityKey.Private, s_random);

    private static AsymmetricCipherKeyPair NewKey()
    {
        var generator = new ECKeyPairGenerator("ECDSA");
        generator.Init(new ECKeyGenerationParameters(ECNamedDomainParameters.LookupName("secp256r1"), s_random));
        return generator.GenerateKeyPair();
    }
}

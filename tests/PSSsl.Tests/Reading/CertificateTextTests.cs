using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using PSSsl.Tests.Names;
using Xunit;

namespace PSSsl.Tests.Reading;

/// <summary>What -AsText shows is compared line by line with <c>openssl x509 -text</c>; nothing is normalised.</summary>
public sealed class CertificateTextTests : IDisposable
{
    private const string Config = """
        [req]
        distinguished_name = dn
        prompt = no
        string_mask = utf8only
        utf8 = yes
        [dn]
        C = DE
        ST = Bayern
        L = München
        O = Beispiel, Inc. + Co\\x
        OU = a;b<c>=d/e
        CN = www.example.org
        emailAddress = a@example.org
        serialNumber = 123
        DC = example
        [all]
        basicConstraints = critical,CA:TRUE,pathlen:3
        keyUsage = critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,keyCertSign,cRLSign,encipherOnly,decipherOnly
        extendedKeyUsage = serverAuth,clientAuth,codeSigning,emailProtection,timeStamping,OCSPSigning,msSGC,nsSGC,anyExtendedKeyUsage,1.2.3.4.5,ipsecIKE,msSmartcardLogin
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid:always,issuer:always
        subjectAltName = @san
        issuerAltName = DNS:issuer.example,URI:http://x/
        authorityInfoAccess = OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/a.crt,1.2.3.4;DNS:x.example
        subjectInfoAccess = caRepository;URI:http://repo.example/
        crlDistributionPoints = cdp1,cdp2,cdp3
        freshestCRL = URI:http://delta.example/d.crl
        certificatePolicies = critical,1.2.3.4,2.23.140.1.2.1,@policy
        policyMappings = 1.2.3.4:1.2.3.5,anyPolicy:2.5.29.32.1
        policyConstraints = requireExplicitPolicy:3,inhibitPolicyMapping:1
        inhibitAnyPolicy = 2
        nameConstraints = critical,permitted;DNS:.example.org,permitted;IP:10.0.0.0/255.0.0.0,permitted;IP:2001:db8::/ffff:ffff::,excluded;email:evil.example,excluded;dirName:dn2,excluded;URI:.bad.example
        tlsfeature = status_request,status_request_v2
        noCheck = ignored
        nsComment = "A comment"
        nsCertType = client,server,sslCA
        nsBaseUrl = http://base/
        1.2.3.4.5.6 = DER:30:03:02:01:05
        1.3.6.1.4.1.99999.1 = critical,ASN1:UTF8String:hello
        2.5.29.16 = ASN1:SEQUENCE:period
        proxyCertInfo = language:id-ppl-anyLanguage,pathlen:1
        1.3.6.1.4.1.11129.2.4.2 = ASN1:FORMAT:HEX,OCT:00D4007600303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F000001929F803CC4000004030047304502200123456789AB23456789AB23456789AB23456789AB23456789AB23456789ABCD022100FEDCBA987654DCBA987654DCBA987654DCBA987654DCBA987654DCBA98765421005A00303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F00000174876E80010003010203040100286465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B
        1.3.6.1.4.1.11129.2.4.3 = critical,ASN1:NULL
        [period]
        a = IMPLICIT:0,GENERALIZEDTIME:20200101000000Z
        b = IMPLICIT:1,GENERALIZEDTIME:20300101000000Z
        [cdp1]
        fullname = URI:http://crl.example/a.crl,URI:ldap://crl.example/b
        CRLissuer = dirName:dn2
        reasons = keyCompromise,CACompromise
        [cdp2]
        relativename = relative
        [cdp3]
        fullname = URI:http://crl.example/c.crl
        [relative]
        CN = rel
        [dn2]
        C = US
        O = Bad
        [policy]
        policyIdentifier = 1.3.5.8
        CPS.1 = http://cps.example/
        userNotice.1 = @notice
        [notice]
        explicitText = Explicit text
        organization = Org
        noticeNumbers = 1,2,3
        [san]
        DNS.1 = www.example.org
        DNS.2 = *.example.org
        DNS.3 = xn--bcher-kva.example
        email.1 = a@b.example
        URI.1 = https://example.org/x
        IP.1 = 192.0.2.1
        IP.2 = 2001:db8::1
        RID.1 = 1.2.3.4
        dirName.1 = dn
        otherName.1 = 1.3.6.1.4.1.311.20.2.3;UTF8:user@domain.example
        otherName.2 = 1.3.6.1.5.5.7.8.9;UTF8:u@example.org
        otherName.3 = 1.2.3.4.9;OCTETSTRING:abc
        otherName.4 = 1.2.3.4.9;UTF8:text
        [leaf]
        basicConstraints = CA:FALSE
        keyUsage = digitalSignature
        extendedKeyUsage = serverAuth
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        subjectAltName = DNS:example.org
        crlDistributionPoints = URI:http://crl.example/c.crl
        authorityInfoAccess = OCSP;URI:http://ocsp.example/
        certificatePolicies = 2.5.29.32.0
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("psssl-text-").FullName;

    public static TheoryData<string, string, string> Kinds => new()
    {
        // genpkey's arguments, extensions, req's arguments
        { "RSA -pkeyopt rsa_keygen_bits:2048", "all", "-days 365 -set_serial 0x0123456789abcdef0123" },
        { "RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:4294967297", "leaf", "-days 30000 -set_serial 127" },
        { "RSA -pkeyopt rsa_keygen_bits:1024", "leaf", "-days 2 -set_serial -5 -sha1" },
        { "RSA -pkeyopt rsa_keygen_bits:2048", "leaf", "-days 2 -set_serial 0x7fffffffffffffff -sigopt rsa_padding_mode:pss -sha512" },
        { "RSA -pkeyopt rsa_keygen_bits:2048", "leaf",
            "-days 2 -set_serial 0x8000000000000000 -sigopt rsa_padding_mode:pss -sha1 -sigopt rsa_pss_saltlen:20" },
        { "RSA-PSS", "leaf", "-days 2 -set_serial 1" },
        { "RSA-PSS -pkeyopt rsa_pss_keygen_md:sha384 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:20", "leaf",
            "-days 2 -set_serial -0x7123456789abcdef0123 -sha384" },
        { "EC -pkeyopt ec_paramgen_curve:P-256", "all", "-days 1" },
        { "EC -pkeyopt ec_paramgen_curve:P-384", "leaf", "-days 1 -sha384" },
        { "EC -pkeyopt ec_paramgen_curve:P-521", "leaf", "-days 1 -sha512" },
        { "EC -pkeyopt ec_paramgen_curve:secp256k1", "leaf", "-days 1" },
        { "EC -pkeyopt ec_paramgen_curve:brainpoolP384r1", "leaf", "-days 1" },
        { "EC -pkeyopt ec_paramgen_curve:sect283k1", "leaf", "-days 1" },
        { "EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit", "leaf", "-days 1" },
        { "ED25519", "leaf", "-days 1" },
        { "ED448", "leaf", "-days 1" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ReadsLikeOpenSsl(string key, string extensions, string more)
    {
        string certificate = Make(key, extensions, more);
        Compare(certificate);
    }

    [Fact]
    public void ReadsDsaLikeOpenSsl()
    {
        string parameters = Path.Combine(_folder, "dsa.pem");
        OpenSsl.Run("genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:1024", "-out", parameters);
        Compare(Make($"-paramfile {parameters}", "leaf", "-days 1"));
    }

    [Fact]
    public void ReadsTheMachinesAuthoritiesLikeOpenSsl()
    {
        const string bundle = "/etc/ssl/certs/ca-certificates.crt";
        Assert.SkipUnless(File.Exists(bundle), $"there is no {bundle}");
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(bundle);
        // A third of them is enough. One has an extension that nobody can read, with a line feed in it, which OpenSSL prints as one; here
        // it cannot begin a line.
        Assert.All(authorities.Where((authority, i) => i % 3 == 0 && authority.Extensions["2.23.42.7.0"] is null), authority =>
        {
            string file = Path.Combine(_folder, "authority.der");
            File.WriteAllBytes(file, authority.RawData);
            Compare(file);
        });
    }

    [Theory]
    [InlineData("sha256", "RSA -pkeyopt rsa_keygen_bits:2048")]
    [InlineData("sha512", "EC -pkeyopt ec_paramgen_curve:P-256")]
    [InlineData("sha1", "ED25519")]
    public void FingerprintsAreOpenSsls(string algorithm, string key)
    {
        string file = Make(key, "leaf", "-days 1");
        PeerCertificate described = PeerCertificate.Of(X509CertificateLoader.LoadCertificateFromFile(file), null);
        string certificate = OpenSsl.Run("x509", "-in", file, "-noout", "-fingerprint", "-" + algorithm).Split('=')[1].Trim()
            .Replace(":", string.Empty, StringComparison.Ordinal);
        Assert.Equal($"{algorithm}${certificate.ToLowerInvariant()}", described.GetFingerprint(algorithm));

        string publicKey = Path.Combine(_folder, "public.pem"), der = Path.Combine(_folder, "public.der");
        File.WriteAllText(publicKey, OpenSsl.Run("x509", "-in", file, "-noout", "-pubkey"));
        OpenSsl.Run("pkey", "-pubin", "-in", publicKey, "-outform", "DER", "-out", der);
        string digest = OpenSsl.Run("dgst", "-" + algorithm, "-r", der).Split(' ')[0];
        Assert.Equal($"{algorithm}$pub${digest}", described.GetFingerprint(algorithm, "pubkey"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Compare(string file)
    {
        string theirs = OpenSsl.Run("x509", "-in", file, "-noout", "-text")
            .TrimEnd('\n'), ours = Ours(X509CertificateLoader.LoadCertificateFromFile(file));
        // A notice in two-byte characters ends for OpenSSL at the first zero byte; here it can be read.
        if (theirs.Contains("Explicit Text: \n", StringComparison.Ordinal))
            ours = Regex.Replace(ours, "Explicit Text: .*\n", "Explicit Text: \n");
        Assert.Equal(theirs, ours);
    }

    private static string Ours(X509Certificate2 certificate)
    {
        string text = PeerCertificate.Of(certificate, null).ToText().ReplaceLineEndings("\n");
        return text[..text.IndexOf("\nDescription:\n", StringComparison.Ordinal)];
    }

    private string Make(string key, string extensions, string more)
    {
        string keyFile = Path.Combine(_folder, "key.pem"), config = Path.Combine(_folder, "req.cnf"),
            file = Path.Combine(_folder, "certificate.pem");
        File.WriteAllText(config, Config);
        List<string> make =
            ["genpkey", .. key.StartsWith('-') ? Array.Empty<string>() : ["-algorithm"], .. key.Split(' '), "-out", keyFile];
        OpenSsl.Run([.. make]);
        OpenSsl.Run(["req", "-new", "-x509", "-config", config, "-extensions", extensions, "-key", keyFile, "-out", file,
            .. more.Split(' ')]);
        return file;
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities.IO.Pem;
using PSSsl.Engine.Keys;
using ContentInfo = Org.BouncyCastle.Asn1.Cms.ContentInfo;
using SignedData = Org.BouncyCastle.Asn1.Cms.SignedData;

namespace PSSsl.Engine;

/// <summary>
/// Reads certificates and private keys by what they are, not by a file's name: PEM with any number of blocks, DER, PKCS#12, PKCS#7;
/// keys as PKCS#8 plain or encrypted, PKCS#1, SEC 1, and OpenSSL's old encryption.
/// </summary>
public static class KeyMaterialReader
{
    private const int MostCertificates = 1000;

    /// <summary>Reads it.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="password">Asked at most once, when something is encrypted; null says there is none.</param>
    /// <exception cref="KeyMaterialException">It cannot be used.</exception>
    public static KeyMaterial Read(byte[] content, Func<char[]?>? password)
    {
        var collector = new Collector(password);
        byte[] given = content;
        try
        {
            content = TextEncodings.ToAscii(content);
            if (LooksLikePem(content))
                ReadPem(content, collector);
            else if (content.Length > 0 && content[0] == 0x30)
                ReadDer(content, collector);
            return collector.Result();
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidCastException or InvalidOperationException or SecurityUtilityException or FormatException)
        {
            throw new KeyMaterialException(KeyMaterialFault.Malformed, e.Message, e);
        }
        finally
        {
            collector.Forget();
            if (content != given)
                Array.Clear(content, 0, content.Length);
        }
    }

    private static bool LooksLikePem(byte[] content)
    {
        string start = Encoding.ASCII.GetString(content, 0, Math.Min(content.Length, 64 * 1024));
        return start.Contains("-----BEGIN ");
    }

    private static void ReadPem(byte[] content, Collector into)
    {
        using var text = new StringReader(Encoding.ASCII.GetString(content));
        var reader = new PemReader(text);
        while (reader.ReadPemObject() is { } block)
        {
            switch (block.Type)
            {
                case "CERTIFICATE" or "X509 CERTIFICATE":
                    into.AddCertificate(block.Content);
                    break;
                case "TRUSTED CERTIFICATE":
                    // OpenSSL's own form: the certificate, then what it is trusted for.
                    into.AddCertificate(FirstElement(block.Content));
                    break;
                case "PRIVATE KEY":
                    into.AddKey(PrivateKeyFactory.CreateKey(block.Content));
                    break;
                case "ENCRYPTED PRIVATE KEY":
                    into.AddEncrypted(block.Content);
                    break;
                case "RSA PRIVATE KEY" or "EC PRIVATE KEY" or "DSA PRIVATE KEY":
                    into.AddTraditional(block);
                    break;
                case "PKCS7" or "CMS":
                    AddPkcs7(Asn1Sequence.GetInstance(block.Content), into);
                    break;
                case "EC PARAMETERS":
                    // The curve's name; the key that follows repeats it.
                    break;
                default:
                    into.AddOther(Describe(block.Type));
                    break;
            }
        }
    }

    private static void ReadDer(byte[] content, Collector into)
    {
        Asn1Sequence sequence = Asn1Sequence.GetInstance(content);
        switch (Shape(sequence))
        {
            case "certificate":
                // The caller clears what it read once it is read, keys might be in it.
                into.AddCertificate((byte[])content.Clone());
                break;
            case "PKCS#12":
                into.AddPkcs12(content);
                break;
            case "PKCS#7":
                AddPkcs7(sequence, into);
                break;
            case "PKCS#8":
                into.AddKey(PrivateKeyFactory.CreateKey(content));
                break;
            case "encrypted PKCS#8":
                into.AddEncrypted(content);
                break;
            case "PKCS#1":
                into.AddKey(RsaKey(RsaPrivateKeyStructure.GetInstance(sequence)));
                break;
            case "SEC 1":
                ECPrivateKeyStructure ec = ECPrivateKeyStructure.GetInstance(sequence);
                var algorithm = new AlgorithmIdentifier(Org.BouncyCastle.Asn1.X9.X9ObjectIdentifiers.IdECPublicKey, ec.Parameters);
                into.AddKey(PrivateKeyFactory.CreateKey(new PrivateKeyInfo(algorithm, ec.ToAsn1Object())));
                break;
            case { } other:
                into.AddOther(other);
                break;
        }
    }

    private static string Shape(Asn1Sequence s)
    {
        bool at<T>(int index) => s.Count > index && s[index] is T;
        if (at<DerObjectIdentifier>(0))
            return "PKCS#7";
        if (s.Count == 3 && at<Asn1Sequence>(0) && at<Asn1Sequence>(1) && at<DerBitString>(2))
            return ShapeOfSigned((Asn1Sequence)s[0]);
        if (at<DerEnumerated>(0))
            return "an OCSP response";
        if (s.Count == 2 && at<Asn1Sequence>(0) && at<Asn1OctetString>(1))
            return "encrypted PKCS#8";
        if (s.Count == 2 && at<Asn1Sequence>(0) && at<DerBitString>(1))
            return "a public key";
        if (at<DerInteger>(0) && ((DerInteger)s[0]).HasValue(3) && at<Asn1Sequence>(1))
            return "PKCS#12";
        if (at<DerInteger>(0) && at<Asn1Sequence>(1) && at<Asn1OctetString>(2))
            return "PKCS#8";
        if (at<DerInteger>(0) && at<Asn1OctetString>(1))
            return "SEC 1";
        return s.Count >= 9 && s.All(e => e is DerInteger) ? "PKCS#1" : "something unknown in DER";
    }

    /// <summary>Certificates, lists and requests are signed in the same frame; of them only lists have dates by themselves.</summary>
    private static string ShapeOfSigned(Asn1Sequence signed) =>
        signed.Any(e => e is Asn1UtcTime or Asn1GeneralizedTime) ? "a revocation list" : signed.Count >= 6 ? "certificate" : "a certificate request";

    private static RsaPrivateCrtKeyParameters RsaKey(RsaPrivateKeyStructure s) =>
        new(s.Modulus, s.PublicExponent, s.PrivateExponent, s.Prime1, s.Prime2, s.Exponent1, s.Exponent2, s.Coefficient);

    private static void AddPkcs7(Asn1Sequence sequence, Collector into)
    {
        ContentInfo info = ContentInfo.GetInstance(sequence);
        if (!CmsObjectIdentifiers.SignedData.Equals(info.ContentType))
        {
            into.AddOther("a CMS message without certificates");
            return;
        }

        Asn1Set? certificates = SignedData.GetInstance(info.Content).Certificates;
        foreach (Asn1Encodable certificate in certificates ?? (IEnumerable<Asn1Encodable>)Array.Empty<Asn1Encodable>())
            into.AddCertificate(certificate.GetEncoded(Asn1Encodable.Der));
    }

    private static byte[] FirstElement(byte[] content)
    {
        using var stream = new Asn1InputStream(content);
        return stream.ReadObject().GetEncoded(Asn1Encodable.Der);
    }

    private static string Describe(string pemType) => pemType switch
    {
        "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => "a certificate request",
        "PUBLIC KEY" or "RSA PUBLIC KEY" => "a public key",
        "DH PARAMETERS" or "X9.42 DH PARAMETERS" => "DH parameters",
        "X509 CRL" => "a revocation list",
        "SSH2 PUBLIC KEY" => "an SSH public key",
        _ when pemType.StartsWith("PGP ", StringComparison.Ordinal) => $"an OpenPGP {pemType.Substring(4).ToLowerInvariant()}",
        "OPENSSH PRIVATE KEY" => "an OpenSSH private key (ssh-keygen -p -m PEM converts it)",
        _ => $"a {pemType}",
    };

    /// <summary>Gathers what is found; asks for the password once.</summary>
    private sealed class Collector
    {
        private readonly List<byte[]> _certificates = new();
        private readonly List<TlsPrivateKey> _keys = new();
        private readonly List<string> _others = new();
        private readonly PasswordEffort _effort = new();
        private readonly Func<char[]?>? _ask;
        private char[]? _password;
        private bool _asked;

        internal Collector(Func<char[]?>? ask) => _ask = ask;

        internal KeyMaterial Result() => new(_certificates, _keys, _others);

        internal void Forget()
        {
            if (_password is not null)
                Array.Clear(_password, 0, _password.Length);
        }

        internal void AddCertificate(byte[] der)
        {
            if (_certificates.Count >= MostCertificates)
                throw new KeyMaterialException(KeyMaterialFault.Malformed, $"there are more than {MostCertificates} certificates");
            _certificates.Add(der);
        }

        internal void AddOther(string what) => _others.Add(what);

        internal void AddKey(AsymmetricKeyParameter key) => _keys.Add(new TlsPrivateKey(key));

        internal void AddEncrypted(byte[] der) => Opening(password => AddKey(EncryptedPrivateKey.Decrypt(der, password, _effort)));

        internal void AddTraditional(PemObject block)
        {
            using var text = new StringWriter();
            using (var writer = new PemWriter(text))
                writer.WriteObject(block);
            if (block.Headers.Count == 0)
                AddKey(PrivatePart(new Org.BouncyCastle.OpenSsl.PemReader(new StringReader(text.ToString())).ReadObject()));
            else
                Opening(password => AddKey(PrivatePart(new Org.BouncyCastle.OpenSsl.PemReader(new StringReader(text.ToString()), new Given(password)).ReadObject())));
        }

        internal void AddPkcs12(byte[] content)
        {
            var store = new Pkcs12Reader(content, _effort);
            // Stores without a password are read as such; asking for one that is not there would annoy.
            if (store.IsOpen || (store.HasMac && store.Fits(Array.Empty<char>())))
            {
                AddStore(store, Array.Empty<char>());
                return;
            }

            Opening(password =>
            {
                if (store.HasMac && !store.Fits(password))
                    throw new InvalidCipherTextException("The store's MAC is another one.");
                AddStore(store, password);
            });
        }

        private void AddStore(Pkcs12Reader store, char[] password)
        {
            store.Read(password);
            foreach (byte[] certificate in store.Certificates)
                AddCertificate(certificate);
            foreach (AsymmetricKeyParameter key in store.Keys)
                AddKey(key);
            _others.AddRange(store.Others);
        }

        private void Opening(Action<char[]> open)
        {
            if (!_asked)
            {
                _asked = true;
                _password = _ask?.Invoke();
            }

            if (_password is null)
                throw new KeyMaterialException(KeyMaterialFault.PasswordMissing, "it is encrypted");
            try
            {
                open(_password);
            }
            catch (Exception e) when (e is InvalidCipherTextException or IOException or ArgumentException or SecurityUtilityException or InvalidOperationException or InvalidCastException)
            {
                // Garbage that comes of a wrong key looks like any malformed thing; the likely cause is told.
                throw new KeyMaterialException(KeyMaterialFault.PasswordWrong, "the password does not open it", e);
            }
        }

        private static AsymmetricKeyParameter PrivatePart(object? read) => read switch
        {
            AsymmetricCipherKeyPair pair => pair.Private,
            AsymmetricKeyParameter { IsPrivate: true } key => key,
            _ => throw new FormatException("there is no private key in it"),
        };

        private sealed class Given : Org.BouncyCastle.OpenSsl.IPasswordFinder
        {
            private readonly char[] _password;

            internal Given(char[] password) => _password = password;

            public char[] GetPassword() => (char[])_password.Clone();
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Der;

namespace PSSsl.Certificates.Writing;

/// <summary>Certificates and keys in the forms that files have.</summary>
internal sealed class CertificateExport
{
    private const string SignedDataOid = "1.2.840.113549.1.7.2", DataOid = "1.2.840.113549.1.7.1";

    private readonly IReadOnlyList<SslCertificate> _certificates;
    private readonly bool _withChain;
    private readonly Func<char[]?> _password;

    /// <param name="certificates">What is written.</param>
    /// <param name="withChain">Whether those above them are too.</param>
    /// <param name="password">For keys; null leaves them open. It is cleared after each use.</param>
    internal CertificateExport(IReadOnlyList<SslCertificate> certificates, bool withChain, Func<char[]?> password)
    {
        _certificates = certificates;
        _withChain = withChain;
        _password = password;
    }

    internal string Pem(bool withKeys) =>
        string.Concat(_certificates.Select(c => c.Certificate.RawData).Concat(Issuers()).Select(der => PemText.Of("CERTIFICATE", der)))
        + (withKeys ? string.Concat(_certificates.Where(c => c.Key is not null).Select(c => KeyPem(c.Key!))) : string.Empty);

    internal byte[] Der() => _certificates[0].Certificate.RawData;

    /// <summary>SignedData that signs nothing, as bundles of certificates are (RFC 5652, 5.1), in our order.</summary>
    internal byte[] Pkcs7()
    {
        byte[] certificates = DerWriter.Constructed(0, All().ToArray());
        byte[] signed = DerWriter.Sequence(DerWriter.Integer(1), DerWriter.SetOf(Array.Empty<byte[]>()),
            DerWriter.Sequence(DerWriter.Oid(DataOid)), certificates, DerWriter.SetOf(Array.Empty<byte[]>()));
        return DerWriter.Sequence(DerWriter.Oid(SignedDataOid), DerWriter.Constructed(0, signed));
    }

    internal string Pkcs7Pem() => PemText.Of("PKCS7", Pkcs7());

    internal byte[] Pkcs12() => UnderPassword(password => TlsKeyStore.WritePkcs12(All().ToArray(), Keys(), password));

    /// <summary>For programs that read no other; without a password there would be nothing old in it.</summary>
    internal byte[] OldPkcs12() => UnderPassword(password => TlsKeyStore.WriteOldPkcs12(All().ToArray(), Keys(), password!));

    private TlsPrivateKey[] Keys() => _certificates.Select(c => c.Key).OfType<TlsPrivateKey>().ToArray();

    internal byte[] Pkcs8() => KeyDer(_certificates[0].Key!);

    internal string Pkcs8Pem() => KeyPem(_certificates[0].Key!);

    /// <summary>A key in PKCS#8, under the password if there is one.</summary>
    internal string KeyPem(TlsPrivateKey key)
    {
        bool open = false;
        byte[] der = UnderPassword(password =>
        {
            open = password is null;
            return KeyDer(key, password);
        });
        try
        {
            return PemText.Of(open ? "PRIVATE KEY" : "ENCRYPTED PRIVATE KEY", der);
        }
        finally
        {
            Array.Clear(der, 0, der.Length);
        }
    }

    private byte[] KeyDer(TlsPrivateKey key) => UnderPassword(password => KeyDer(key, password));

    private static byte[] KeyDer(TlsPrivateKey key, char[]? password) =>
        password is null ? key.ExportPkcs8() : TlsKeyStore.EncryptKey(key, password);

    private T UnderPassword<T>(Func<char[]?, T> write)
    {
        char[]? password = _password();
        try
        {
            return write(password);
        }
        catch (KeyMaterialException e)
        {
            throw SslException.Configuration(SslErrorCode.KeyUnusable, $"A private key cannot be exported: {e.Message.TrimEnd('.')}.",
                "Its provider does not export it; export the certificate without it.", e);
        }
        finally
        {
            if (password is not null)
                Array.Clear(password, 0, password.Length);
        }
    }

    /// <summary>All certificates, each once.</summary>
    private IEnumerable<byte[]> All() => _certificates.Select(c => c.Certificate.RawData).Concat(Issuers());

    private IEnumerable<byte[]> Issuers()
    {
        if (!_withChain)
            yield break;
        var seen = new HashSet<byte[]>(_certificates.Select(c => c.Certificate.RawData), ByteSequenceComparer.Instance);
        foreach (X509Certificate2 issuer in _certificates.SelectMany(c => c.Chain))
        {
            if (seen.Add(issuer.RawData))
                yield return issuer.RawData;
        }
    }
}

using System;
using System.Collections.Generic;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using ContentInfo = Org.BouncyCastle.Asn1.Cms.ContentInfo;
using SignedData = Org.BouncyCastle.Asn1.Cms.SignedData;

namespace PSSsl.Engine.Keys;

/// <summary>Gathers what is found; asks for the password once.</summary>
internal sealed class KeyMaterialCollector
{
    private const int MostCertificates = 1000, MostKeys = 1000;

    private readonly List<byte[]> _certificates = new();
    private readonly List<CertificateUses?> _uses = new();
    private readonly List<TlsPrivateKey> _keys = new();
    private readonly List<string> _others = new();
    private readonly PasswordEffort _effort;
    private readonly Func<char[]?>? _ask;
    private char[]? _password;
    private bool _asked;

    internal KeyMaterialCollector(Func<char[]?>? ask, PasswordEffort effort)
    {
        _ask = ask;
        _effort = effort;
    }

    /// <summary>True while the caller's code runs, and after it threw.</summary>
    internal bool IsAsking { get; private set; }

    internal KeyMaterial Result() => new(_certificates, _uses, _keys, _others);

    internal void Forget()
    {
        if (_password is not null)
            Array.Clear(_password, 0, _password.Length);
    }

    internal void AddCertificate(byte[] der, CertificateUses? uses = null)
    {
        if (_certificates.Count >= MostCertificates)
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"there are more than {MostCertificates} certificates");
        _certificates.Add(der);
        _uses.Add(uses);
    }

    internal void AddOther(string what) => _others.Add(what);

    internal void AddKey(AsymmetricKeyParameter key)
    {
        if (_keys.Count >= MostKeys)
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"there are more than {MostKeys} private keys");
        _keys.Add(new TlsPrivateKey(key));
    }

    internal void AddEncrypted(byte[] der)
    {
        EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.GetInstance(Asn1Sequence.GetInstance(der));
        Func<byte[], char[], bool, byte[]> open = EncryptedPrivateKey.Decryption(info.EncryptionAlgorithm, _effort);
        AddKey(EncryptedPrivateKey.ReadOpened(open(info.GetEncryptedData(), Password(), false), PrivateKeys.FromPkcs8));
    }

    internal void AddTraditional(PemBlock block, Func<byte[], AsymmetricKeyParameter> read)
    {
        byte[] content = block.Decode();
        AddKey(TraditionalEncryption.Of(block) is { } encryption
            ? EncryptedPrivateKey.ReadOpened(encryption.Decrypt(content, Password()), read) : read(content));
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

        char[] password = Password();
        if (store.HasMac && !store.Fits(password))
            throw new KeyMaterialException(KeyMaterialFault.PasswordWrong, "the password does not open it");
        AddStore(store, password);
    }

    internal void AddPkcs7(byte[] content)
    {
        ContentInfo info = ContentInfo.GetInstance(Asn1Sequence.GetInstance(content));
        if (!CmsObjectIdentifiers.SignedData.Equals(info.ContentType))
        {
            AddOther("a CMS message without certificates");
            return;
        }

        SignedData signed = SignedData.GetInstance(info.Content);
        foreach (Asn1Encodable certificate in signed.Certificates ?? (IEnumerable<Asn1Encodable>)Array.Empty<Asn1Encodable>())
        {
            if (certificate.ToAsn1Object() is Asn1Sequence)
                AddCertificate(certificate.GetEncoded(Asn1Encodable.Der));
            else
                AddOther("a certificate of attributes");
        }

        if (signed.CRLs is { Count: > 0 })
            AddOther("a revocation list");
    }

    private void AddStore(Pkcs12Reader store, char[] password)
    {
        store.Read(password);
        for (int i = 0; i < store.Certificates.Count; i++)
            AddCertificate(store.Certificates[i], store.Uses[i]);
        foreach (AsymmetricKeyParameter key in store.Keys)
            AddKey(key);
        _others.AddRange(store.Others);
    }

    private char[] Password()
    {
        if (!_asked)
        {
            _asked = true;
            IsAsking = true;
            _password = _ask?.Invoke();
            IsAsking = false;
        }

        return _password ?? throw new KeyMaterialException(KeyMaterialFault.PasswordMissing, "it is encrypted");
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Utilities;

namespace PSSsl.Engine.Keys;

/// <summary>
/// PKCS#12 (RFC 7292): certificates and keys in the file's order. Integrity is by password; stores signed with a public key are not in use.
/// </summary>
internal sealed class Pkcs12Reader
{
    private const string JavaTrust = "2.16.840.1.113894.746875.1.1";
    private const int MostBags = 2000, DeepestBag = 4;

    private readonly Pfx _store;
    private readonly byte[] _authenticated;
    private readonly PasswordEffort _effort;
    private readonly Pkcs12Mac? _mac;
    private readonly List<byte[]> _certificates = new();
    private readonly List<CertificateUses?> _uses = new();
    private readonly List<AsymmetricKeyParameter> _keys = new();
    private readonly List<string> _others = new();
    private bool _emptyIsZero;
    private int _bags;

    internal Pkcs12Reader(byte[] content, PasswordEffort effort)
    {
        _store = Pfx.GetInstance(content);
        _effort = effort;
        if (!PkcsObjectIdentifiers.Data.Equals(_store.AuthSafe.ContentType))
            throw new KeyMaterialException(KeyMaterialFault.Malformed, "it is a PKCS#12 store that is signed, not under a password");
        _authenticated = Asn1OctetString.GetInstance(_store.AuthSafe.Content).GetOctets();
        if (_store.MacData is { } mac)
            _mac = Pkcs12Mac.Of(mac, effort);
    }

    internal IReadOnlyList<byte[]> Certificates => _certificates;

    /// <summary>What the store says that each of the certificates is to be trusted for; null where it says nothing.</summary>
    internal IReadOnlyList<CertificateUses?> Uses => _uses;

    internal IReadOnlyList<AsymmetricKeyParameter> Keys => _keys;

    /// <summary>What else is in it, in words.</summary>
    internal IReadOnlyList<string> Others => _others;

    /// <summary>True if a password can be told right from wrong before anything is opened.</summary>
    internal bool HasMac => _store.MacData is not null;

    /// <summary>True if nothing in it is encrypted and nothing needs a password.</summary>
    internal bool IsOpen => !HasMac && Parts().All(IsPlain);

    /// <summary>Whether the password is the one that the store was sealed with.</summary>
    internal bool Fits(char[] password)
    {
        if (password.Length > 0)
            return Verify(password, zero: false);
        // An empty password is written in two ways, as an end of text and as nothing at all.
        _emptyIsZero = true;
        if (Verify(password, zero: true))
            return true;
        _emptyIsZero = false;
        return Verify(password, zero: false);
    }

    /// <exception cref="KeyMaterialException">The password does not open it, or something in it is not known here.</exception>
    internal void Read(char[] password)
    {
        foreach (ContentInfo part in Parts())
        {
            if (PkcsObjectIdentifiers.Data.Equals(part.ContentType))
            {
                ReadBags(Octets(part), password, 0);
            }
            else if (PkcsObjectIdentifiers.EncryptedData.Equals(part.ContentType))
            {
                EncryptedData encrypted = EncryptedData.GetInstance(part.Content);
                byte[] opened = EncryptedPrivateKey.Decryption(encrypted.EncryptionAlgorithm, _effort)(encrypted.Content.GetOctets(),
                    password, _emptyIsZero);
                // Without a MAC a wrong password is told by what came out alone.
                if (!HasMac && DerFrame.At(opened, 0, opened.Length) is not { Tag: 0x30 })
                    throw new KeyMaterialException(KeyMaterialFault.PasswordWrong, "the password does not open it");
                ReadBags(opened, password, 0);
            }
            else
            {
                _others.Add("a part that is encrypted for a certificate's owner");
            }
        }
    }

    private void ReadBags(byte[] contents, char[] password, int depth)
    {
        if (depth > DeepestBag)
            throw new KeyMaterialException(KeyMaterialFault.Malformed, "its bags are nested too deeply");
        foreach (Asn1Encodable element in Asn1Sequence.GetInstance(contents))
        {
            if (++_bags > MostBags)
                throw new KeyMaterialException(KeyMaterialFault.Malformed, $"there are more than {MostBags} bags in it");
            SafeBag bag = SafeBag.GetInstance(element);
            if (PkcsObjectIdentifiers.CertBag.Equals(bag.BagID))
                AddCertificate(CertBag.GetInstance(bag.BagValueEncodable), TrustedUses(bag.BagAttributes));
            else if (PkcsObjectIdentifiers.KeyBag.Equals(bag.BagID))
                _keys.Add(PrivateKeys.FromPkcs8(PrivateKeyInfo.GetInstance(bag.BagValueEncodable)));
            else if (PkcsObjectIdentifiers.Pkcs8ShroudedKeyBag.Equals(bag.BagID))
                AddShrouded(EncryptedPrivateKeyInfo.GetInstance(bag.BagValueEncodable), password);
            else if (PkcsObjectIdentifiers.SafeContentsBag.Equals(bag.BagID))
                ReadBags(bag.BagValueEncodable.GetEncoded(), password, depth + 1);
            else
                _others.Add(PkcsObjectIdentifiers.CrlBag.Equals(bag.BagID) ? "a revocation list" : "a secret of another kind");
        }
    }

    private void AddCertificate(CertBag bag, CertificateUses? uses)
    {
        if (!PkcsObjectIdentifiers.X509Certificate.Equals(bag.CertID))
        {
            _others.Add("a certificate that is not X.509");
            return;
        }

        byte[] der = Asn1OctetString.GetInstance(bag.CertValueEncodable).GetOctets();
        int known = _certificates.FindIndex(c => Arrays.AreEqual(c, der));
        if (known < 0)
        {
            _certificates.Add(der);
            _uses.Add(uses);
        }
        else if (uses is not null)
        {
            _uses[known] = _uses[known]?.And(uses) ?? uses;
        }
    }

    /// <summary>Java marks the authorities of its stores by what they are trusted for (OpenSSL: pkcs12 -jdktrust).</summary>
    private static CertificateUses? TrustedUses(Asn1Set? attributes)
    {
        const string any = "2.5.29.37.0";
        foreach (Asn1Encodable element in attributes ?? (IEnumerable<Asn1Encodable>)Array.Empty<Asn1Encodable>())
        {
            Asn1Sequence attribute = Asn1Sequence.GetInstance(element);
            if (attribute.Count != 2 || attribute[0] is not DerObjectIdentifier { Id: JavaTrust })
                continue;
            string[] uses = Asn1Set.GetInstance(attribute[1]).Select(u => DerObjectIdentifier.GetInstance(u).Id).ToArray();
            return uses.Contains(any) ? null : new CertificateUses(uses, Array.Empty<string>());
        }

        return null;
    }

    private void AddShrouded(EncryptedPrivateKeyInfo info, char[] password)
    {
        byte[] plain = EncryptedPrivateKey.Decryption(info.EncryptionAlgorithm, _effort)(info.GetEncryptedData(), password, _emptyIsZero);
        _keys.Add(EncryptedPrivateKey.ReadOpened(plain, PrivateKeys.FromPkcs8));
    }

    private bool Verify(char[] password, bool zero) => _mac!.Fits(_authenticated, password, zero);

    private ContentInfo[] Parts() => AuthenticatedSafe.GetInstance(_authenticated).GetContentInfo();

    private static bool IsPlain(ContentInfo part) => PkcsObjectIdentifiers.Data.Equals(part.ContentType)
        && Asn1Sequence.GetInstance(Octets(part))
            .All(bag => !PkcsObjectIdentifiers.Pkcs8ShroudedKeyBag.Equals(SafeBag.GetInstance(bag).BagID));

    private static byte[] Octets(ContentInfo info) => Asn1OctetString.GetInstance(info.Content).GetOctets();
}

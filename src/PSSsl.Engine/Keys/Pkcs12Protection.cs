using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;

namespace PSSsl.Engine.Keys;

/// <summary>Whether and how a PKCS#12 store is protected (RFC 7292, 4), before a password is tried.</summary>
internal static class Pkcs12Protection
{
    /// <summary>True if nothing in it needs a password: the library takes none for such a store, not even an empty one.</summary>
    internal static bool IsNone(byte[] content)
    {
        Pfx store = Pfx.GetInstance(content);
        if (store.MacData is { } mac)
        {
            EncryptedPrivateKey.CheckIterations(mac.Iterations.Value);
            return false;
        }

        return PkcsObjectIdentifiers.Data.Equals(store.AuthSafe.ContentType) && AuthenticatedSafe.GetInstance(Octets(store.AuthSafe)).GetContentInfo().All(IsOpen);
    }

    private static bool IsOpen(ContentInfo part) => PkcsObjectIdentifiers.Data.Equals(part.ContentType)
        && Asn1Sequence.GetInstance(Octets(part)).All(bag => !PkcsObjectIdentifiers.Pkcs8ShroudedKeyBag.Equals(SafeBag.GetInstance(bag).BagID));

    private static byte[] Octets(ContentInfo info) => Asn1OctetString.GetInstance(info.Content).GetOctets();
}

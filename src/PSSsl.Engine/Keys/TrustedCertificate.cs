using System.Collections.Generic;
using Org.BouncyCastle.Asn1;

namespace PSSsl.Engine.Keys;

/// <summary>A block TRUSTED CERTIFICATE: a certificate, and behind it what it is trusted for (OpenSSL's X509_CERT_AUX,
/// i2d_X509_AUX).</summary>
internal static class TrustedCertificate
{
    private const int Sequence = 0x30, RejectTag = 0xA0, OidTag = 0x06;
    private const int MostUses = 100;

    /// <exception cref="KeyMaterialException">It is not in this form.</exception>
    internal static (byte[] Certificate, CertificateUses? Uses) Read(byte[] content, string name)
    {
        if (DerFrame.At(content, 0, content.Length) is not { } certificate)
            throw Wrong(name);
        byte[] der = certificate.ToArray();
        if (certificate.End == content.Length)
            return (der, null);
        if (DerFrame.At(content, certificate.End, content.Length) is not { Tag: Sequence } notes || notes.End != content.Length)
            throw Wrong(name);
        List<string>? trusted = null;
        var rejected = new List<string>();
        int end = notes.Content;
        for (DerFrame? part = notes.First; part is not null; part = part.Next(notes))
        {
            if (part.Tag == Sequence)
                trusted = Uses(content, part, name);
            else if (part.Tag == RejectTag)
                rejected = Uses(content, part, name);
            end = part.End;
        }

        // An alias, a key's identifier and what else may follow restrict nothing.
        return end == notes.End ? (der, new CertificateUses(trusted, rejected)) : throw Wrong(name);
    }

    private static List<string> Uses(byte[] content, DerFrame list, string name)
    {
        var uses = new List<string>();
        int end = list.Content;
        for (DerFrame? use = list.First; use is not null; use = use.Next(list))
        {
            if (use.Tag != OidTag || uses.Count == MostUses || Asn1Object.FromByteArray(use.ToArray()) is not DerObjectIdentifier oid)
                throw Wrong(name);
            uses.Add(oid.Id);
            end = use.End;
        }

        return end == list.End ? uses : throw Wrong(name);
    }

    private static KeyMaterialException Wrong(string name) =>
        new(KeyMaterialFault.Malformed, $"the block {name} is not a certificate with what it is trusted for behind it");
}

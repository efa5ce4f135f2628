using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.X509.Revocation;

/// <summary>How OCSP calls a certificate (RFC 6960, 4.1.1): digests of its issuer's name and key, and its serial number.</summary>
internal sealed class OcspCertificateId
{
    private static readonly Dictionary<string, string> s_digests = new(StringComparer.Ordinal)
    {
        [Oids.Sha1] = "sha1",
        [Oids.Sha256] = "sha256",
        [Oids.Sha384] = "sha384",
        [Oids.Sha512] = "sha512",
    };

    private readonly string _algorithm;
    private readonly byte[] _nameHash;
    private readonly byte[] _keyHash;

    private OcspCertificateId(string algorithm, byte[] nameHash, byte[] keyHash, byte[] serialNumber)
    {
        _algorithm = algorithm;
        _nameHash = nameHash;
        _keyHash = keyHash;
        SerialNumber = serialNumber;
    }

    internal byte[] SerialNumber { get; }

    /// <exception cref="FormatException">It is not encoded as it must be.</exception>
    internal static OcspCertificateId Read(DerReader certId)
    {
        string algorithm = certId.Enter(DerReader.Sequence).Oid();
        var id = new OcspCertificateId(algorithm, certId.Content(DerReader.OctetString), certId.Content(DerReader.OctetString),
            certId.Content(DerReader.Integer));
        certId.End();
        return id;
    }

    /// <summary>With SHA-1, which every responder knows; it names here and secures nothing (RFC 5019, 2.1.1).</summary>
    internal static byte[] Encode(ParsedCertificate certificate, ParsedCertificate issuer)
    {
        byte[] sha1 = { 0x30, 0x09, 0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A, 0x05, 0x00 };
        return DerWriter.Sequence(sha1, DerWriter.Element(DerReader.OctetString, Digest.Of("sha1", NameOf(certificate.Issuer))),
            DerWriter.Element(DerReader.OctetString, KeyHash("sha1", issuer)),
            DerWriter.Element(DerReader.Integer, certificate.SerialNumber));
    }

    /// <summary>Whether it means this certificate of this issuer.</summary>
    internal bool IsOf(ParsedCertificate certificate, ParsedCertificate issuer) => s_digests.TryGetValue(_algorithm, out string? digest)
        && IntegerComparer.Instance.Equals(SerialNumber, certificate.SerialNumber)
        // The name is digested as it is written, here or there.
        && (IsDigestOf(digest, issuer.Subject) || IsDigestOf(digest, certificate.Issuer))
        && ByteSequenceComparer.Instance.Equals(_keyHash, KeyHash(digest, issuer));

    /// <summary>Digest of the key's bits, without the count of unused ones.</summary>
    internal static byte[] KeyHash(string digest, ParsedCertificate certificate) =>
        Digest.Of(digest, certificate.KeyBytes);

    private bool IsDigestOf(string digest, DistinguishedName name) =>
        ByteSequenceComparer.Instance.Equals(_nameHash, Digest.Of(digest, NameOf(name)));

    private static byte[] NameOf(DistinguishedName name) => DerWriter.Element(DerReader.Sequence, name.Encoded);
}

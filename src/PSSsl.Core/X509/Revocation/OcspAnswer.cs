using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.X509.Revocation;

/// <summary>An OCSP response as it is encoded (RFC 6960, 4.2.1); nothing in it is believed yet.</summary>
internal sealed class OcspAnswer
{
    private const int MostSingles = 100;
    private const int MostCertificates = 10;

    private static readonly Dictionary<int, string> s_refusals = new()
        { [1] = "malformedRequest", [2] = "internalError", [3] = "tryLater", [5] = "sigRequired", [6] = "unauthorized" };

    private OcspAnswer(byte[] der)
    {
        DerReader response = DerReader.Only(der, DerReader.Sequence);
        byte[] status = response.Content(DerReader.Enumerated);
        if (status.Length != 1 || status[0] != 0)
        {
            Refusal = status.Length == 1 && s_refusals.TryGetValue(status[0], out string? name) ? name : "an unknown error";
            return;
        }

        DerReader bytes = response.TryUnwrap(0xA0, DerReader.Sequence) ?? throw new FormatException("a response without an answer");
        response.End();
        if (bytes.Oid() != Oids.OcspBasic)
            throw new FormatException("a response of an unknown kind");
        DerReader basic = DerReader.Only(bytes.Content(DerReader.OctetString), DerReader.Sequence);
        bytes.End();
        SignedPart = basic.Element(DerReader.Sequence);
        SignatureAlgorithm = basic.Content(DerReader.Sequence);
        Signature = basic.Content(DerReader.BitString);
        DerReader? certificates = basic.TryUnwrap(0xA0, DerReader.Sequence);
        basic.End();
        while (certificates is { HasMore: true })
        {
            if (Certificates.Count == MostCertificates)
                throw new FormatException($"more than {MostCertificates} certificates");
            Certificates.Add(certificates.Element(DerReader.Sequence));
        }

        ReadData(DerReader.Only(SignedPart, DerReader.Sequence));
    }

    /// <summary>Why the responder gives no answer; null if it does.</summary>
    internal string? Refusal { get; }

    internal byte[] SignedPart { get; } = Array.Empty<byte>();

    internal byte[] SignatureAlgorithm { get; } = Array.Empty<byte>();

    internal byte[] Signature { get; } = Array.Empty<byte>();

    /// <summary>Certificates that came along, DER.</summary>
    internal List<byte[]> Certificates { get; } = new();

    /// <summary>The responder's name; null if it goes by its key.</summary>
    internal DistinguishedName? ResponderName { get; private set; }

    /// <summary>SHA-1 of the responder's key; null if it goes by its name.</summary>
    internal byte[]? ResponderKeyHash { get; private set; }

    internal DateTime ProducedAt { get; private set; }

    internal List<OcspSingle> Singles { get; } = new();

    /// <summary>The value of the nonce's extension, or null.</summary>
    internal byte[]? Nonce { get; private set; }

    internal string? UnknownCritical { get; private set; }

    /// <exception cref="FormatException">It is not an OCSP response.</exception>
    internal static OcspAnswer Of(byte[] der) => new(der);

    private void ReadData(DerReader data)
    {
        if (data.TryUnwrap(0xA0, DerReader.Integer) is { } version && !IntegerComparer.Instance.Equals(version.Rest(), new byte[] { 0 }))
            throw new FormatException("a response of an unknown version");
        if (data.TryUnwrap(0xA1, DerReader.Sequence) is { } name)
            ResponderName = DistinguishedName.Read(name.Rest());
        else
            ResponderKeyHash = data.TryUnwrap(0xA2, DerReader.OctetString)?.Rest() ?? throw new FormatException("no responder");
        ProducedAt = DerTime.Read(data);
        DerReader responses = data.Enter(DerReader.Sequence);
        while (responses.HasMore)
        {
            if (Singles.Count == MostSingles)
                throw new FormatException($"more than {MostSingles} answers");
            Singles.Add(OcspSingle.Read(responses.Enter(DerReader.Sequence)));
        }

        DerReader? extensions = data.TryUnwrap(0xA1, DerReader.Sequence);
        if (data.HasMore)
            throw new FormatException("something follows the answers");
        if (extensions is null)
            return;
        IReadOnlyList<ParsedExtension> all = ParsedExtension.ReadAll(extensions);
        Nonce = all.FirstOrDefault(e => e.Oid == Oids.OcspNonce)?.Value;
        UnknownCritical = ParsedExtension.UnknownCritical(all, Oids.OcspNonce);
    }
}

/// <summary>The answer for one certificate.</summary>
internal sealed class OcspSingle
{
    private const int Good = 0x80;
    private const int Revoked = 0xA1;
    private const int Unknown = 0x82;

    private OcspSingle(OcspCertificateId certificate, SslOcspStatus status)
    {
        Certificate = certificate;
        Status = status;
    }

    internal OcspCertificateId Certificate { get; }

    internal SslOcspStatus Status { get; }

    internal DateTime? RevokedAt { get; private set; }

    internal int? Reason { get; private set; }

    internal DateTime ThisUpdate { get; private set; }

    internal DateTime? NextUpdate { get; private set; }

    /// <summary>A critical extension of this answer that is not understood (RFC 6960, 4.4); null if there is none.</summary>
    internal string? UnknownCritical { get; private set; }

    internal static OcspSingle Read(DerReader single)
    {
        OcspCertificateId id = OcspCertificateId.Read(single.Enter(DerReader.Sequence));
        int tag = single.NextTag;
        DerReader status = single.Enter(tag);
        var read = new OcspSingle(id, tag switch
        {
            Good => SslOcspStatus.Good,
            Revoked => SslOcspStatus.Revoked,
            Unknown => SslOcspStatus.Unknown,
            _ => throw new FormatException("a status that is not known"),
        });
        if (tag == Revoked)
        {
            read.RevokedAt = DerTime.Read(status);
            if (status.TryUnwrap(0xA0, DerReader.Enumerated) is { } reason)
                read.Reason = reason.Rest() is { Length: 1 } code ? code[0] : null;
        }

        status.End();

        read.ThisUpdate = DerTime.Read(single);
        if (single.TryEnter(0xA0) is { } next)
        {
            read.NextUpdate = DerTime.Read(next);
            next.End();
        }

        if (single.TryUnwrap(0xA1, DerReader.Sequence) is { } extensions)
            read.UnknownCritical = ParsedExtension.UnknownCritical(ParsedExtension.ReadAll(extensions));
        return single.HasMore ? throw new FormatException("something follows an answer") : read;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.X509;

/// <summary>
/// The parts of a certificate (RFC 5280, 4.1), for showing it. Whatever the bytes are: what can be read is there, what cannot is null and
/// is named in <see cref="Faults"/>. Reading never throws, and takes time in proportion to the size at most.
/// </summary>
internal sealed class CertificateStructure
{
    /// <summary>Larger ones are described by their digest alone: a certificate of use has a hundredth of it.</summary>
    internal const int Largest = 1024 * 1024;

    private const int MostExtensions = 100;

    private readonly List<string> _faults = new();

    private CertificateStructure(byte[] encoded) => Encoded = encoded;

    internal byte[] Encoded { get; }

    /// <summary>As X.509 counts: 1, 2, 3; null if it cannot be read.</summary>
    internal int? Version { get; private set; }

    /// <summary>Content of the integer.</summary>
    internal byte[]? SerialNumber { get; private set; }

    /// <summary>The algorithm that the signed part names.</summary>
    internal AlgorithmIdentifier? SignedSignature { get; private set; }

    internal DistinguishedName? Issuer { get; private set; }

    internal CertificateTime? NotBefore { get; private set; }

    internal CertificateTime? NotAfter { get; private set; }

    internal DistinguishedName? Subject { get; private set; }

    /// <summary>SubjectPublicKeyInfo with tag and length, as it is.</summary>
    internal byte[]? PublicKeyInfo { get; private set; }

    internal AlgorithmIdentifier? KeyAlgorithm { get; private set; }

    /// <summary>The bits of the key, its first byte the count of unused ones.</summary>
    internal byte[]? Key { get; private set; }

    internal byte[]? IssuerUniqueId { get; private set; }

    internal byte[]? SubjectUniqueId { get; private set; }

    internal IReadOnlyList<ParsedExtension> Extensions { get; private set; } = Array.Empty<ParsedExtension>();

    /// <summary>The algorithm beside the signature.</summary>
    internal AlgorithmIdentifier? Signature { get; private set; }

    /// <summary>The signature, without the count of unused bits.</summary>
    internal byte[]? SignatureValue { get; private set; }

    internal IReadOnlyList<string> Faults => _faults;

    internal static CertificateStructure Of(byte[] encoded)
    {
        var structure = new CertificateStructure(encoded);
        if (encoded.Length > Largest)
        {
            structure._faults.Add($"it has {encoded.Length} bytes: more than {Largest} are not read");
            return structure;
        }

        structure.Read();
        return structure;
    }

    internal ParsedExtension? Extension(string oid) => Extensions.FirstOrDefault(e => e.Oid == oid);

    private void Read()
    {
        DerReader? signature = null;
        string part = "outermost frame";
        try
        {
            var file = new DerReader(Encoded);
            DerReader whole = file.Enter(DerReader.Sequence);
            if (file.HasMore)
                _faults.Add("there are bytes after its end (RFC 5280, 4.1)");
            DerReader tbs = whole.Enter(DerReader.Sequence);
            signature = whole;
            ReadSigned(tbs, ref part);
        }
        catch (FormatException e)
        {
            _faults.Add($"its {part} cannot be read, nor what follows: {e.Message} (RFC 5280, 4.1)");
        }

        try
        {
            if (signature is null)
                return;
            Signature = AlgorithmIdentifier.Read(signature.Enter(DerReader.Sequence));
            byte[] bits = signature.Content(DerReader.BitString);
            if (bits.Length == 0 || bits[0] != 0)
                throw new FormatException("a row of bits that is none of bytes");
            SignatureValue = bits.Skip(1).ToArray();
            if (signature.HasMore)
                _faults.Add("there is something after its signature (RFC 5280, 4.1)");
        }
        catch (FormatException e)
        {
            _faults.Add($"its signature cannot be read: {e.Message} (RFC 5280, 4.1.1)");
        }
    }

    private void ReadSigned(DerReader tbs, ref string part)
    {
        part = "version";
        Version = tbs.TryEnter(0xA0) is { } version ? ReadVersion(version.Content(DerReader.Integer)) : 1;
        part = "serial number";
        SerialNumber = tbs.Content(DerReader.Integer);
        part = "signature algorithm";
        SignedSignature = AlgorithmIdentifier.Read(tbs.Enter(DerReader.Sequence));
        part = "issuer";
        Issuer = Name(part, tbs.Content(DerReader.Sequence));
        part = "validity";
        DerReader validity = tbs.Enter(DerReader.Sequence);
        NotBefore = CertificateTime.Read(validity);
        NotAfter = CertificateTime.Read(validity);
        part = "subject";
        Subject = Name(part, tbs.Content(DerReader.Sequence));
        part = "public key";
        PublicKeyInfo = tbs.Element();
        DerReader key = new DerReader(PublicKeyInfo).Enter(DerReader.Sequence);
        KeyAlgorithm = AlgorithmIdentifier.Read(key.Enter(DerReader.Sequence));
        Key = key.Content(DerReader.BitString);
        part = "unique identifiers";
        IssuerUniqueId = tbs.TryEnter(0x81)?.Rest();
        SubjectUniqueId = tbs.TryEnter(0x82)?.Rest();
        part = "extensions";
        if (tbs.TryEnter(0xA3) is { } extensions)
            ReadExtensions(extensions.Enter(DerReader.Sequence));
        if (tbs.HasMore)
            _faults.Add("there is something after its extensions (RFC 5280, 4.1)");
    }

    private void ReadExtensions(DerReader list)
    {
        var extensions = new List<ParsedExtension>();
        Extensions = extensions;
        if (!list.HasMore)
            _faults.Add("its list of extensions is empty (RFC 5280, 4.1.2.9)");
        while (list.HasMore)
        {
            if (extensions.Count == MostExtensions)
                throw new FormatException($"more than {MostExtensions} of them");
            DerReader extension = list.Enter(DerReader.Sequence);
            string oid = extension.Oid();
            bool critical = extension.TryEnter(DerReader.Boolean)?.Rest().Any(b => b != 0) ?? false;
            extensions.Add(new ParsedExtension(oid, critical, extension.Content(DerReader.OctetString)));
            if (extension.HasMore)
                _faults.Add($"there is something after the value of the extension {ObjectIdentifiers.LongName(oid)} (RFC 5280, 4.1)");
        }
    }

    /// <summary>A name of a person's or a host's that cannot be read does not hide the rest.</summary>
    private DistinguishedName? Name(string part, byte[] content)
    {
        try
        {
            return DistinguishedName.Read(content);
        }
        catch (FormatException e)
        {
            _faults.Add($"its {part} cannot be read: {e.Message} (RFC 5280, 4.1.2.4)");
            return null;
        }
    }

    private int? ReadVersion(byte[] number)
    {
        if (number.Length == 1 && number[0] <= 2)
        {
            if (number[0] == 0)
                _faults.Add("it says that it is of version 1, which must not be said (RFC 5280, 4.1)");
            return number[0] + 1;
        }

        _faults.Add("its version is unknown (RFC 5280, 4.1.2.1)");
        return null;
    }
}

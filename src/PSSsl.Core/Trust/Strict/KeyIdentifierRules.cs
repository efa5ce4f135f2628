using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Trust.Strict;

/// <summary>The identifiers by which paths are built (RFC 5280, 4.2.1.1 and 4.2.1.2; CA/B Baseline Requirements, 7.1.2.11.1).</summary>
internal static class KeyIdentifierRules
{
    private const string Authority = "RFC 5280, 4.2.1.1, keyIdentifier";
    private const int KeyIdentifier = 0x80;

    internal static void Check(ParsedCertificate certificate, int depth, StrictPath path)
    {
        ChainFindings findings = path.Findings;
        string name = findings.Name(depth);
        if (certificate.IsAuthority == true && certificate.SubjectKeyId is null)
            findings.Add(depth, $"{name} is an authority without a subject key identifier", "RFC 5280, 4.2.1.2, absent");
        if (certificate.SubjectKeyId is { Length: 0 })
            findings.Add(depth, $"{name} has an empty subject key identifier", "RFC 5280, 4.2.1.2, empty");
        if (certificate.Extension(Oids.AuthorityKey) is not { } extension)
        {
            // Who signed an anchor is of no matter: the path ends there.
            if (!path.IsAnchor)
                findings.Add(depth, $"{name} has no authority key identifier", Authority);
            return;
        }

        if (path.IsAnchor && certificate.IsSelfIssued && certificate.AuthorityKeyId is { } id
            && !ByteSequenceComparer.Instance.Equals(id, certificate.SubjectKeyId))
            findings.Add(depth, $"the authority key identifier of {name}, which is a root, is not its own subject key identifier",
                "CA/B BR, 7.1.2.1.3");
        DerReader fields = DerReader.Only(extension.Value, DerReader.Sequence);
        if (fields.TryEnter(KeyIdentifier) is null)
            findings.Add(depth, $"the authority key identifier of {name} does not identify a key", Authority);
        if (fields.HasMore)
            findings.Add(depth,
                $"the authority key identifier of {name} names the authority's certificate, which must not be: there may be several",
                "CA/B BR, 7.1.2.11.1");
    }
}

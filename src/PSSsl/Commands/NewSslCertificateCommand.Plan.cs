using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates.Making;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Trust;
using PSSsl.X509;

namespace PSSsl.Commands;

/// <content>Reads the parameters.</content>
public sealed partial class NewSslCertificateCommand
{
    /// <summary>X.520's bound for a common name.</summary>
    private const int LongestCommonName = 64;

    private SslCertificateKind KindOption => Choice.Of<SslCertificateKind>(Kind) ?? SslCertificateKind.Server;

    private CertificatePlan ReadPlan()
    {
        if (NotAfter is not null && ValidDays is not null)
            throw SslException.Option("-NotAfter and -ValidDays both say when it expires.", "Leave one out.");
        if (KindOption == SslCertificateKind.Intermediate && Issuer is null)
            throw SslException.Option("An intermediate authority needs one above it.",
                "Give it with -Issuer, or make a root with -Kind CA.");
        if (Issuer is { IsDisposed: true })
            throw SslException.Option("The certificate of -Issuer was disposed.", "Import it again.");
        if (Issuer is not null && NotAfter > Issuer.NotAfter)
            WriteWarning(
                $"The certificate outlives its issuer, which is valid until {Formatting.Time(Issuer.NotAfter)}; from then on it is not "
                    + $"accepted.");
        if (Request)
            RefuseIssuersOptions();
        if (FromRequest is not null)
            CheckRequest();
        List<byte[]> names = AlternativeNames();
        if (names.Count == 0 && FromRequest is not null)
            names.AddRange(FromRequest.Request.Names.Select(n => NameForms.Again(n)));
        SubjectName subject = FromRequest is not null && Subject is null ? SubjectName.Of(FromRequest.Request.Subject) : ReadSubject(names);
        if (KindOption == SslCertificateKind.Server && names.Count == 0)
            throw SslException.Option(
                "A server's certificate needs the server's name or address; clients ignore the common name (RFC 9525).",
                "Give -DnsName or -IpAddress, or make it -Kind Client or CA.");
        return new CertificatePlan
        {
            Kind = KindOption,
            Subject = subject,
            AlternativeNames = names,
            KeyUsage = Choice.Of<X509KeyUsageFlags>(KeyUsage),
            Purposes = ExtendedKeyUsage?.Select(KeyPurposes.Parse).Distinct(StringComparer.Ordinal).ToArray(),
            PathLength = PathLength ?? (KindOption == SslCertificateKind.Intermediate ? 0 : null),
            Permitted = PermittedName.Select(NameForms.Subtree).ToArray(),
            Excluded = ExcludedName.Select(NameForms.Subtree).ToArray(),
            CrlUrls = CrlUrl.Select(NameForms.Absolute).ToArray(),
            OcspUrls = OcspUrl.Select(NameForms.Absolute).ToArray(),
            CaIssuersUrls = CaIssuersUrl.Select(NameForms.Absolute).ToArray(),
            MustStaple = MustStaple,
            Extensions = ExtensionArgument.Read(Extension),
            NotBefore = NotBefore,
            NotAfter = NotAfter,
            Lifetime = ValidDays is { } days ? TimeSpan.FromDays(days) : null,
            SerialNumber = SerialNumber is null ? null : CertificateMaker.ParseSerial(SerialNumber),
            Hash = KeyChoice.Hash(HashAlgorithm),
        };
    }

    private List<byte[]> AlternativeNames()
    {
        var names = new List<byte[]>();
        IEnumerable<byte[]> all = DnsName.Select(NameForms.Host).Concat(IpAddress.Select(NameForms.Address))
            .Concat(EmailAddress.Select(NameForms.Email))
            .Concat(Uri.Select(NameForms.Link)).Concat(SubjectAlternativeName.Select(NameForms.Any));
        foreach (byte[] name in all)
            AddOnce(names, name);
        return names;
    }

    /// <summary>
    /// The subject; a server's common name that is a host's name becomes an alternative name too, since only those count.
    /// </summary>
    private SubjectName ReadSubject(List<byte[]> names)
    {
        if (Subject is null)
        {
            string? first = DnsName.Concat(IpAddress).Select(NameForms.HostText).FirstOrDefault();
            return first is { Length: <= LongestCommonName } && KindOption is SslCertificateKind.Server or SslCertificateKind.Client
                ? SubjectName.Common(first) : SubjectName.Empty;
        }

        bool isPlainName = Subject.IndexOf('=') < 0 && Subject.Trim().Length > 0;
        if (KindOption == SslCertificateKind.Server && isPlainName && (names.Count == 0 || IsHostName(Subject)))
        {
            // Without any other name it must be a host's; what is wrong with it is said here then.
            AddOnce(names, NameForms.Host(Subject.Trim()));
            string host = NameForms.HostText(Subject.Trim());
            return host.Length > LongestCommonName ? SubjectName.Empty : SubjectName.Common(host);
        }

        SubjectName subject = SubjectName.Parse(Subject);
        if (KindOption == SslCertificateKind.Server)
        {
            foreach (string name in subject.CommonNames.Where(IsHostName))
                AddOnce(names, NameForms.Host(name));
        }

        return subject;
    }

    /// <summary>Whether a common name is meant as a host's: an address, localhost, or labels with a dot between them.</summary>
    private static bool IsHostName(string name)
    {
        if (NameForms.AddressOf(name) is not null || string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        if (name.IndexOf('.') <= 0 || name.Any(char.IsWhiteSpace))
            return false;
        try
        {
            _ = NameForms.Dns(name);
            return true;
        }
        catch (SslException)
        {
            // "Example Inc." and the like: a name of something else.
            return false;
        }
    }

    private static void AddOnce(List<byte[]> names, byte[] name)
    {
        if (!names.Any(n => n.SequenceEqual(name)))
            names.Add(name);
    }

    private TlsPrivateKey ReadKey()
    {
        if (Key is null)
            return KeyChoice.Make(KeyAlgorithm, KeySize, Curve);
        if (KeyAlgorithm is not null || KeySize is not null || Curve is not null)
            throw SslException.Option("-Key gives a key, so no new one is made.", "Leave -KeyAlgorithm, -KeySize and -Curve out.");
        return KeyArgument.Read(Key is PSObject wrapped ? wrapped.BaseObject : Key, this, PasswordSource.From(Password, this));
    }

    private SslCertificateRequest MakeRequest(CertificatePlan plan)
    {
        TlsPrivateKey key = ReadKey();
        try
        {
            return RequestMaker.Make(plan, key, RequestSignature.IsValid);
        }
        catch (SslException)
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>What the authority alone decides would be lost in a request.</summary>
    private void RefuseIssuersOptions()
    {
        string[] names = { nameof(NotBefore), nameof(NotAfter), nameof(ValidDays), nameof(SerialNumber), nameof(CrlUrl), nameof(OcspUrl),
            nameof(CaIssuersUrl) };
        string[] given = names.Where(MyInvocation.BoundParameters.ContainsKey).Select(n => "-" + n).ToArray();
        if (given.Length > 0)
            throw SslException.Option($"{string.Join(", ", given)} cannot be part of a request: the authority that signs it decides.",
                "Leave it out.");
    }

    /// <summary>
    /// Whoever cannot sign with the key must not get a certificate for it; and what is not taken over of a request is said.
    /// </summary>
    private void CheckRequest()
    {
        string[] ofKeys = { nameof(Key), nameof(KeyAlgorithm), nameof(KeySize), nameof(Curve) };
        if (ofKeys.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey) is { } given)
            throw SslException.Option($"-{given} contradicts -FromRequest, which brings the key.", "Leave it out.");
        if (!FromRequest!.IsSignatureValid)
        {
            throw new SslException(SslErrorCode.CertificateInvalid, SslPhase.Configuration,
                $"The signature of the {FromRequest} is not valid: nothing proves that its sender has the private key.")
            {
                RecommendedAction = "Ask its sender for a new request.",
            };
        }

        string[] taken = { Oids.AlternativeName };
        string[] left = FromRequest.Request.Extensions.Where(e => !taken.Contains(e.Oid)).Select(e => ObjectIdentifiers.LongName(e.Oid))
            .ToArray();
        if (left.Length > 0)
            WriteFlow($"The names and the key are taken from the request; by -Kind and the other options, and not by the request, are "
                + $"decided: {string.Join(", ", left)}.");
    }
}

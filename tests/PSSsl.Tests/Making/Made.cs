using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSSsl.Certificates.Making;
using PSSsl.Certificates.Writing;
using PSSsl.Engine;
using PSSsl.Engine.Keys;

namespace PSSsl.Tests.Making;

/// <summary>Certificates of each kind, made by us.</summary>
internal static class Made
{
    /// <summary>Kinds of keys that OpenSSL 3.0 has too.</summary>
    internal static readonly string[] Classic = ["RSA 2048", "RSA 3072", "ECDSA P-256", "ECDSA P-384", "ECDSA P-521", "Ed25519", "Ed448"];

    internal static readonly string[] PostQuantum = ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

    internal static TlsPrivateKey Key(string kind)
    {
        string[] words = kind.Split(' ');
        return words[0] == "RSA" ? KeyChoice.Make("RSA", int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), null)
            : KeyChoice.Make(words[0], null, words.ElementAtOrDefault(1));
    }

    internal static SslCertificate Root(string kind, CertificatePlan? plan = null) =>
        CertificateMaker.SelfSign(plan ?? new CertificatePlan
            { Kind = SslCertificateKind.CA, Subject = SubjectName.Parse("CN=Root,O=Example,C=DE") }, Key(kind));

    internal static SslCertificate Intermediate(SslCertificate root, string kind) =>
        CertificateMaker.Issue(new CertificatePlan
            { Kind = SslCertificateKind.Intermediate, PathLength = 0, Subject = SubjectName.Parse("CN=Intermediate,O=Example,C=DE") },
                Key(kind), root);

    internal static SslCertificate Server(SslCertificate issuer, string kind, params string[] names)
    {
        string[] all = names.Length > 0 ? names : ["localhost", "127.0.0.1"];
        return CertificateMaker.Issue(new CertificatePlan
            { Subject = SubjectName.Common(all[0]), AlternativeNames = all.Select(NameForms.Host).ToArray() }, Key(kind), issuer);
    }

    /// <summary>A leaf below an intermediate below a root.</summary>
    internal static SslCertificate Chain(string kind)
    {
        SslCertificate root = Root(kind);
        return Server(Intermediate(root, kind), kind);
    }

    internal static CertificateExport Export(SslCertificate certificate, string? password = null, bool withChain = true) =>
        new([certificate], withChain, () => password?.ToCharArray());

    internal static string Save(this DirectoryInfo folder, string name, byte[] content)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    internal static string Save(this DirectoryInfo folder, string name, string content) =>
        folder.Save(name, Encoding.ASCII.GetBytes(content));

    internal static string Pem(this System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) =>
        PemText.Of("CERTIFICATE", certificate.RawData);

    internal static IReadOnlyList<SslCertificate> Import(string path, string? password = null) => PSSsl.Certificates.CertificateImport.Join(
        PSSsl.Certificates.KeyFile.Read(path, "Path", _ => password?.ToCharArray()), null, path, path);
}

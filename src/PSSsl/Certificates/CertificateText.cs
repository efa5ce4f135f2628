using System.Globalization;
using System.Linq;
using System.Text;

namespace PSSsl.Certificates;

/// <summary>A certificate in lines: what readers of <c>openssl x509 -text</c> look for, then what verification found.</summary>
internal static class CertificateText
{
    internal static string Write(PeerCertificate c)
    {
        var text = new StringBuilder();
        void line(string name, object? value)
        {
            if (value is not null && value.ToString() is { Length: > 0 } shown)
                text.Append(name.PadRight(22)).Append(": ").AppendLine(shown);
        }

        line("Subject", c.Subject);
        line("Issuer", c.Issuer);
        line("Serial Number", c.SerialNumber);
        line("Not Before", c.NotBefore.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        line("Not After", c.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) + $" ({c.DaysRemaining} days)");
        line("Signature Algorithm", c.SignatureAlgorithm);
        line("Public Key", c.KeySize > 0 ? $"{c.KeyAlgorithm} {c.KeySize} bit" : c.KeyAlgorithm);
        line("Alternative Names", string.Join(", ", c.SubjectAlternativeNames.Select(n => $"{n.Type}:{n.Value}")));
        line("Key Usage", c.KeyUsage);
        line("Extended Key Usage", string.Join(", ", c.ExtendedKeyUsage));
        line("Basic Constraints", c.IsCA ? "CA:TRUE" : "CA:FALSE");
        line("Subject Key Id", c.SubjectKeyId);
        line("Authority Key Id", c.AuthorityKeyId);
        line("OCSP", string.Join(" ", c.OcspUrls));
        line("CA Issuers", string.Join(" ", c.CaIssuersUrls));
        line("CRL", string.Join(" ", c.CrlUrls));
        line("SCTs", c.SctCount > 0 ? c.SctCount : null);
        line("Must Staple", c.MustStaple ? "yes" : null);
        line("SHA-1", c.Thumbprint);
        line("SHA-256", c.Sha256);
        line("Public Key Pin", c.PublicKeyPin);
        line("Trusted", c.IsTrusted);
        line("Hostname Match", c.HostnameMatch);
        foreach (SslVerifyError error in c.VerifyErrors)
            line("Fault", error);
        foreach (string fault in c.Faults)
            line("Fault", fault);
        return text.ToString();
    }
}

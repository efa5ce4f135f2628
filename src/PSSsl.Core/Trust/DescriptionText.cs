using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Certificates.Text;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>A described certificate in lines: as OpenSSL has it, then what OpenSSL does not tell, and what verification found.</summary>
internal static class DescriptionText
{
    internal static string Write(PeerCertificate c, ParsedCertificate structure)
    {
        var text = new StringBuilder();
        CertificateText.WriteCertificate(text, structure);
        WriteOurs(text, c);
        return text.Replace("\n", Environment.NewLine).ToString();
    }

    private static void WriteOurs(StringBuilder text, PeerCertificate c)
    {
        void line(string name, object? value)
        {
            if (value is not null && value.ToString() is { Length: > 0 } shown)
                text.Append("    ").Append(name).Append(": ").Append(shown).Append('\n');
        }

        void lines(string name, IEnumerable<object> values)
        {
            object[] all = values.Take(100).ToArray();
            if (all.Length == 0)
                return;
            text.Append("    ").Append(name).Append(":\n");
            foreach (object value in all)
                text.Append("        ").Append(value).Append('\n');
        }

        text.Append("Description:\n");
        line("SHA-1", c.Thumbprint);
        line("SHA-256", c.Sha256);
        line("Public Key Pin", c.PublicKeyPin);
        line("Expires", c.DaysRemaining is null ? null : c.IsExpired == true ? $"has expired, {-c.DaysRemaining} days ago"
            : $"in {c.DaysRemaining} days");
        lines("International Names", c.SubjectAlternativeNames.Take(1000).Where(n => n.UnicodeValue is not null)
            .Select(n => $"{n.Value} = {n.UnicodeValue}"));
        line("Must Staple", c.MustStaple ? "yes" : null);
        lines("Malformed", c.Faults);
        if (c.IsTrusted is null && c.HostnameMatch is null && c.VerifyErrors.Count == 0)
            return;
        text.Append("Verification:\n");
        line("Trusted", c.IsTrusted);
        line("Hostname Match", c.HostnameMatch);
        lines("Faults", c.VerifyErrors);
    }
}

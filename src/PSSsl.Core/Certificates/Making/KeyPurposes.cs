using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Making;

/// <summary>Purposes of extended key usage (RFC 5280, 4.2.1.12, and others in use) by name.</summary>
internal static class KeyPurposes
{
    private static readonly (string Name, string Oid, string Means)[] s_all =
    {
        ("serverAuth", Oids.ServerAuth, "a TLS server"),
        ("clientAuth", Oids.ClientAuth, "a TLS client"),
        ("codeSigning", "1.3.6.1.5.5.7.3.3", "signs programs"),
        ("emailProtection", "1.3.6.1.5.5.7.3.4", "S/MIME"),
        ("timeStamping", "1.3.6.1.5.5.7.3.8", "a time stamping authority (RFC 3161)"),
        ("OCSPSigning", Oids.OcspSigning, "an OCSP responder"),
        ("ipsecIKE", "1.3.6.1.5.5.7.3.17", "IPsec (RFC 4945)"),
        ("documentSigning", "1.3.6.1.5.5.7.3.36", "signs documents (RFC 9336)"),
        ("smartcardLogon", "1.3.6.1.4.1.311.20.2.2", "logs on to Windows"),
        ("remoteDesktop", Oids.RemoteDesktop, "a remote desktop's server (Windows)"),
        ("kdc", "1.3.6.1.5.2.3.5", "a Kerberos key distribution centre"),
        ("anyExtendedKeyUsage", Oids.AnyPurpose, "everything"),
    };

    internal static IEnumerable<KeyValuePair<string, string>> Descriptions =>
        s_all.Select(p => new KeyValuePair<string, string>(p.Name, p.Means));

    /// <exception cref="SslException">There is no such purpose.</exception>
    internal static string Parse(string text)
    {
        string? known = s_all.Where(p => string.Equals(p.Name, text, StringComparison.OrdinalIgnoreCase)).Select(p => p.Oid)
            .FirstOrDefault();
        if (known is not null)
            return known;
        try
        {
            _ = DerWriter.Oid(text);
            return text;
        }
        catch (FormatException e)
        {
            throw SslException.Option($"'{text}' is not an extended key usage.",
                $"Valid are {string.Join(", ", s_all.Select(p => p.Name))}, and object identifiers in dots.", e);
        }
    }

    /// <summary>A purpose's name, or its identifier.</summary>
    internal static string Describe(string oid) => s_all.Where(p => p.Oid == oid).Select(p => p.Name).FirstOrDefault() ?? oid;
}

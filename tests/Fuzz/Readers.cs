using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Audit.DnsRecords;
using PSSsl.Audit.Hello;
using PSSsl.Audit.Policies;
using PSSsl.Audit.Report;
using PSSsl.Certificates;
using PSSsl.Ciphers;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Fuzz;

/// <summary>The product's readers, and which errors of theirs are the ones that they are to give. What this folder knows of the product
/// is here and in <see cref="Conversations"/>.</summary>
internal static class Readers
{
    private const string Name = "input";

    /// <summary>Of passwords a file says itself how often they are hashed; what a user may wait for is not what one input may take
    /// here.</summary>
    private static PasswordEffort Effort => new(20_000, 4 * 1024 * 1024);

    private static readonly DateTime s_time = new(2027, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Lazy<IReadOnlyList<X509Certificate2>> s_authorities = new(() =>
        Folders.Seeds(["certificate"]).Select(Certificate).OfType<X509Certificate2>().Where(c => c.Subject == c.Issuer).ToArray());

    private static readonly Lazy<X509Certificate2> s_leaf = new(() =>
        Folders.Seeds(["certificate"]).Select(Certificate).OfType<X509Certificate2>().First(c =>
            c.Issuer.Contains("Fuzz Root", StringComparison.Ordinal) && c.Subject != c.Issuer));

    internal static string Describe(byte[] input) =>
        Told<SslException>(() => string.Join("\n", CertificateFile.ReadAll(input, Name, Name, password: null).Select(Describe)));

    internal static string Judge(byte[] input) => Told<SslException>(() =>
    {
        IReadOnlyList<X509Certificate2> read = CertificateFile.ReadAll(input, Name, Name, password: null);
        X509Certificate2[] sent = [read[0], .. Folders.Seeds(["certificate"]).Select(Certificate).OfType<X509Certificate2>()];
        var request = new ChainRequest(read[0], sent, TrustAnchors.From(s_authorities.Value)) 
        {
            Purpose = ChainPurpose.ServerAuth,
            Strict = true,
            Time = s_time,
        };
        return string.Join("\n", ChainVerifier.Verify(request).Errors);
    });

    internal static string RevocationList(byte[] input) => Told<FormatException>(() =>
    {
        RevocationList[] lists = RevocationListFile.Parse(input).ToArray();
        return string.Join("\n",
            lists.Select(l => $"{l.ThisUpdate:O} {l.NextUpdate:O} {l.UnknownCritical} {l.Scope} {l.Find([1])} {l.Find([0x10, 0x01])}"));
    });

    internal static string OcspResponse(byte[] input) => Told<FormatException>(() =>
    {
        X509Certificate2 issuer = s_authorities.Value.First(c => c.Subject.Contains("Fuzz Root", StringComparison.Ordinal)),
            leaf = s_leaf.Value;
        SslOcspResponse response = OcspJudge.Judge(input, stapled: true, ParsedCertificate.Of(leaf), issuer, ParsedCertificate.Of(issuer),
            s_time, nonce: null);
        return $"{response} {response.Responder} {response.ProducedAt:O} {response.NextUpdate:O}";
    });

    internal static string KeyFile(byte[] input) => Told<KeyMaterialException>(() =>
    {
        KeyMaterial material = KeyMaterialReader.Read(input, () => "secret".ToCharArray(), Effort);
        string keys = string.Join(" ", material.Keys.Select(k => k.Algorithm)), uses = string.Join(" ", material.Uses);
        return $"{material.Certificates.Count} {uses} {keys} {string.Join(" ", material.Others)}";
    });

    internal static string DhParameters(byte[] input) => Told<KeyMaterialException>(() => $"{TlsDhGroup.Read(input).Bits}");

    internal static string HostName(byte[] input)
    {
        // Two names in one input: what is presented, and the host.
        string[] names = Encoding.UTF8.GetString(input).Split('|', 2);
        var presented = new CertificateNames(names[0], [CertificateNames.Dns(names[0]), CertificateNames.Dns("*." + names[0])]);
        return Told<SslException>(() =>
            string.Join("\n", HostnameSchemes.Names.Take(4)
                .Select(s => HostnameVerifier.Verify(presented, names[^1], HostnameSchemes.Find(s) ?? HostnameScheme.Default))
                .Select(r => $"{r.Match} {r.Reason}")));
    }

    /// <summary>A server's first flight, in two pieces: whatever comes, it ends, and does not throw.</summary>
    internal static string Flight(byte[] input)
    {
        var reader = new FlightReader(wantsAll: true);
        int half = input.Length / 2;
        reader.Add(input, 0, half);
        reader.Add(input, half, input.Length - half);
        reader.Finish(FlightEnd.Closed);
        ServerFlight flight = reader.Flight;
        return $"{flight.End} {flight.Told} {flight.Hello?.Suite} {flight.Certificates?.Count} {flight.Keys?.Bits} {flight.Wish?.Authorities.Count} {flight.Ssl2?.Kinds.Count}";
    }

    /// <summary>A resolver's answer to the question that the seeds answer.</summary>
    internal static string DnsAnswer(byte[] input) => Told<FormatException>(() =>
    {
        DnsMessage answer = DnsMessage.Read(input, 0x1234, DnsName.Of("_443._tcp.www.example.org")!, DnsType.Tlsa);
        string records = string.Join(", ", answer.Of(DnsType.Tlsa).Select(r => TlsaRecord.Read(r.Data)));
        string limits = string.Join(", ", answer.Of(DnsType.Caa).Select(r => CaaRecord.Read(r.Data)));
        return $"{answer.Failure} {answer.IsAuthenticated} {answer.Final} {records} {limits}";
    });

    internal static string Policy(byte[] input) => Told<FormatException>(() =>
        AuditPolicyFile.Of(JsonText.Parse(Encoding.UTF8.GetString(input)) as Dictionary<string, object?> ?? [], Name).ToString());

    internal static string Ciphers(byte[] input) =>
        Told<SslException>(() => CipherString.Parse(Encoding.UTF8.GetString(input)).ToString()!);

    private static string Describe(X509Certificate2 certificate)
    {
        PeerCertificate described = PeerCertificate.Of(certificate, null);
        using var ours = new SslCertificate(certificate);
        string text = described.ToText();
        return $"{described.Subject} {described.NotAfter:O} {string.Join(" ", described.DnsNames)} {string.Join("; ", described.Faults)} "
            + $"{ours.IsCA} {ours.KeyAlgorithm} {ours.KeySize} {ours.KeyCurve} {ours.Subject} {ours.NotBefore:O} "
            + $"{ours.SerialNumber} {ours.Authority?.Subject} {string.Join(" ", ours.DnsNames.Concat(ours.IpAddresses))} {text}";
    }

    private static X509Certificate2? Certificate(byte[] der)
    {
        try
        {
            return CertificateBytes.Load(der);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    internal static string Told<T>(Func<string> read) where T : Exception
    {
        try
        {
            return read();
        }
        catch (T e)
        {
            // What a user is shown is bounded too.
            return e.Message.Length <= 2000 ? $"{e.GetType().Name}: {e.Message}"
                : throw new InvalidOperationException($"a message of {e.Message.Length} characters", e);
        }
    }
}

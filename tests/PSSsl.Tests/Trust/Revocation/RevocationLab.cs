using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Tests.Interop;
using PSSsl.Trust;

namespace PSSsl.Tests.Trust.Revocation;

/// <summary>
/// An authority that OpenSSL keeps the books of: certificates, revocations, lists and responses are all made by its program.
/// </summary>
internal sealed class RevocationLab : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("psssl-revocation-").FullName;

    internal RevocationLab(string key = "EC")
    {
        OcspPort = PeerPorts.Next();
        WebPort = PeerPorts.Next();
        File.WriteAllText(Path("index.txt"), string.Empty);
        File.WriteAllText(Path("serial"), "1001\n");
        File.WriteAllText(Path("crlnumber"), "01\n");
        File.WriteAllText(Path("ca.cnf"), $"""
            [ca]
            default_ca = lab
            [lab]
            database = {Path("index.txt")}
            serial = {Path("serial")}
            crlnumber = {Path("crlnumber")}
            new_certs_dir = {_folder}
            certificate = {Path("root.pem")}
            private_key = {Path("root.key")}
            default_md = sha256
            default_days = 30
            default_crl_days = 7
            policy = any
            unique_subject = no
            [any]
            commonName = supplied
            [root]
            basicConstraints = critical,CA:TRUE
            keyUsage = critical,keyCertSign,cRLSign
            subjectKeyIdentifier = hash
            [leaf]
            basicConstraints = CA:FALSE
            subjectAltName = DNS:server.example,DNS:localhost
            extendedKeyUsage = serverAuth
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            authorityInfoAccess = OCSP;URI:http://127.0.0.1:{OcspPort},caIssuers;URI:http://127.0.0.1:{WebPort}/middle.der
            crlDistributionPoints = URI:http://127.0.0.1:{WebPort}/root.crl
            [staple]
            basicConstraints = CA:FALSE
            subjectAltName = DNS:server.example,DNS:localhost
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            tlsfeature = status_request
            [responder]
            basicConstraints = CA:FALSE
            extendedKeyUsage = OCSPSigning
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            [middle]
            basicConstraints = critical,CA:TRUE
            keyUsage = critical,keyCertSign,cRLSign
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            """);
        MakeKey("root.key", key);
        Peer.Run("openssl", "req", "-x509", "-new", "-key", Path("root.key"), "-subj", "/CN=Lab root", "-days", "60", "-config",
            "/dev/null", "-out", Path("root.pem"),
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-addext",
            "subjectKeyIdentifier=hash");
        Root = X509Certificate2.CreateFromPem(File.ReadAllText(Path("root.pem")));
        Anchors = TrustAnchors.From([Root]);
    }

    internal int OcspPort { get; }

    internal int WebPort { get; }

    internal X509Certificate2 Root { get; }

    internal TrustAnchors Anchors { get; }

    internal string Path(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>A certificate of this profile, with its key beside it.</summary>
    internal X509Certificate2 Issue(string name, string profile = "leaf", string key = "EC")
    {
        MakeKey(name + ".key", key);
        Peer.Run("openssl", "req", "-new", "-key", Path(name + ".key"), "-subj", "/CN=" + name, "-config", "/dev/null", "-out",
            Path(name + ".csr"));
        Peer.Run("openssl", "ca", "-batch", "-notext", "-config", Path("ca.cnf"), "-extensions", profile, "-in", Path(name + ".csr"),
            "-out", Path(name + ".pem"));
        return X509Certificate2.CreateFromPem(File.ReadAllText(Path(name + ".pem")));
    }

    internal void Revoke(string name, string reason = "keyCompromise") =>
        Peer.Run("openssl", "ca", "-config", Path("ca.cnf"), "-revoke", Path(name + ".pem"), "-crl_reason", reason);

    /// <summary>The list of now, PEM.</summary>
    internal string List(string name = "list.pem", params string[] options)
    {
        Peer.Run("openssl", ["ca", "-gencrl", "-config", Path("ca.cnf"), "-out", Path(name), .. options]);
        return Path(name);
    }

    /// <summary>A response of the authority itself, or of whom it delegated to, DER.</summary>
    internal byte[] Respond(string name, string signer = "root", params string[] options)
    {
        string response = Path(name + ".ocsp");
        Peer.Run("openssl",
            ["ocsp", "-index", Path("index.txt"), "-CA", Path("root.pem"), "-rsigner", Path(signer + ".pem"), "-rkey",
                Path(signer + ".key"),
            "-issuer", Path("root.pem"), "-cert", Path(name + ".pem"), "-no_nonce", "-noverify", "-respout", response,
            .. options.Length == 0 ? ["-ndays", "1"] : options]);
        return File.ReadAllBytes(response);
    }

    /// <summary>A response for another lab's certificate, as if this one were its authority.</summary>
    internal byte[] RespondFor(RevocationLab other, string name)
    {
        File.Copy(other.Path("index.txt"), Path("index.txt"), overwrite: true);
        File.Copy(other.Path(name + ".pem"), Path(name + ".pem"), overwrite: true);
        return Respond(name);
    }

    /// <summary>The responder: OpenSSL answers, and listens through us, since by itself it does so on all addresses.</summary>
    internal OddWeb StartResponder() => new(OcspPort, request =>
    {
        string line = request[..request.IndexOf('\r', StringComparison.Ordinal)];
        byte[] question = line.StartsWith("GET ", StringComparison.Ordinal)
            ? Convert.FromBase64String(Uri.UnescapeDataString(line.Split(' ')[1].TrimStart('/')))
            : System.Text.Encoding.Latin1.GetBytes(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        string name = Guid.NewGuid().ToString("N");
        File.WriteAllBytes(Path(name + ".req"), question);
        Peer.Run("openssl", "ocsp", "-index", Path("index.txt"), "-CA", Path("root.pem"), "-rsigner", Path("root.pem"), "-rkey",
            Path("root.key"), "-ndays", "1",
            "-reqin", Path(name + ".req"), "-respout", Path(name + ".resp"));
        return File.ReadAllBytes(Path(name + ".resp"));
    });

    internal ChainRequest Request(X509Certificate2 leaf, params X509Certificate2[] more) =>
        new(leaf, [leaf, .. more], Anchors) { Purpose = ChainPurpose.ServerAuth };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void MakeKey(string name, string kind)
    {
        string[] how = kind switch
        {
            "RSA" => ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
            "PSS" => ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
            "ED25519" => ["-algorithm", "ED25519"],
            _ => ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        };
        Peer.Run("openssl", ["genpkey", .. how, "-out", Path(name)]);
    }
}

namespace PSSsl.Tests.Interop.Peers;

/// <summary>What a peer is to negotiate: one version alone, ALPN's http/1.1 where the version has extensions for it.</summary>
/// <param name="Pki">Authority and certificates.</param>
/// <param name="Version">The only version.</param>
/// <param name="Key">Kind of the server's key: RSA or EC. A client's certificate has the other kind.</param>
/// <param name="ClientCertificate">Whether the client must show a certificate.</param>
internal sealed record PeerRequest(TestPki Pki, SslVersion Version, string Key, bool ClientCertificate)
{
    internal const string ApplicationProtocol = "http/1.1";

    internal bool HasAlpn => Version >= SslVersion.TLSv1_2;

    internal string CertificateFile => Pki.CertificateFile(Key);

    internal string KeyFile => Pki.KeyFile(Key);

    internal string ClientCertificateFile => Pki.CertificateFile(ClientKey, "client");

    internal string ClientKeyFile => Pki.KeyFile(ClientKey, "client");

    private string ClientKey => Key == "RSA" ? "EC" : "RSA";

    /// <summary>The command line that the echo programs of this folder have in common.</summary>
    internal string[] EchoArguments(string role, int port)
    {
        string[] common = [role, $"{port}", $"{Version}", Pki.CAFile];
        if (role == "server")
            return [.. common, CertificateFile, KeyFile, ClientCertificate ? "require" : "none"];
        return ClientCertificate ? [.. common, ClientCertificateFile, ClientKeyFile] : common;
    }
}

using System;
using System.Globalization;
using System.IO;

namespace PSSsl.Framework;

/// <summary>One end is a program that is not ours.</summary>
internal static class WithPeer
{
    /// <summary>Connects, says hello and shows the answer.</summary>
    internal static void Connect(string port, string fingerprint, string version)
    {
        using SslSocket client = Lab.Connect(int.Parse(port, CultureInfo.InvariantCulture), new SslContextOptions
            { Fingerprint = new[] { fingerprint }, Version = new object[] { version } });
        client.WriteLine("hello");
        Console.WriteLine($"{client.Version} {client.Group} {client.ReadLine()}");
    }

    /// <summary>
    /// Serves with a certificate that it makes, writes the authority's to a file, and sends back what the first client says.
    /// </summary>
    internal static void Serve(string kind, string authorityFile)
    {
        using SslCertificate root = Lab.Root(), server = Lab.Server(root, kind);
        File.WriteAllText(authorityFile, Certificates.Writing.PemText.Of("CERTIFICATE", root.Certificate.RawData));
        using SslListener listener = Lab.Listen(server);
        Console.WriteLine(listener.Port);
        using SslSocket client = Lab.Accept(listener);
        client.WriteLine($"{client.ReadLine()} to you, {client.Version}");
    }
}

// PSSsl.Core from C#: listen, connect, verify. Without arguments both ends are here; with a host, a port and perhaps a protocol it looks at
// that one: dotnet run --project examples/library -- mail.example.org 25 Smtp
using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using PSSsl;

using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
if (args.Length > 1)
{
    SslStartTlsProtocol? startTls = args.Length > 2 ? Enum.Parse<SslStartTlsProtocol>(args[2], ignoreCase: true) : null;
    await LookAtAsync(args[0], int.Parse(args[1], CultureInfo.InvariantCulture), startTls, patience.Token);
    return;
}

using SslCertificate own = SslCertificate.ForTesting("localhost");
using SslListener listener = SslListener.Listen(0, new SslContext(new SslContextOptions { Certificates = [own] }));
Task served = AnswerAsync(listener, patience.Token);

var trusting = new SslContext(new SslContextOptions { Authorities = [own.GetAuthority()!] });
using (SslSocket client = await SslSocket.ConnectAsync("localhost", listener.Port, trusting, cancellationToken: patience.Token))
{
    client.WriteLine("hello");
    Console.WriteLine($"{client.GetVersion()}: {client.ReadLine()}");
    Console.WriteLine($"{client.GetPeerCertificate()!.Subject} is trusted: {client.GetPeerCertificate()!.IsTrusted}");
}

await served;

// A server that is not trusted is refused, and the exception says why and what to do.
_ = AnswerAsync(listener, patience.Token);
try
{
    using SslSocket refused = await SslSocket.ConnectAsync("localhost", listener.Port, cancellationToken: patience.Token);
}
catch (SslException e)
{
    Console.WriteLine($"{e.Code}: {e.Message} {e.RecommendedAction}");
}

// The same verdict without a connection.
SslCertificateVerdict verdict = SslCertificateVerdict.Of(
    [own.GetCertificate()], "www.example.org", new SslTrustOptions { Authorities = [own.GetAuthority()!] });
Console.WriteLine($"trusted for www.example.org: {verdict.IsTrusted}");

static async Task AnswerAsync(SslListener listener, CancellationToken cancellationToken)
{
    try
    {
        using SslSocket connection = await listener.AcceptAsync(failed: null, cancellationToken);
        using Stream stream = connection.GetStream();
        using var reader = new StreamReader(stream);
        byte[] answer = System.Text.Encoding.UTF8.GetBytes($"you said {await reader.ReadLineAsync(cancellationToken)}\r\n");
        await stream.WriteAsync(answer, cancellationToken);
    }
    catch (ObjectDisposedException)
    {
        // The listener was closed: no client comes any more.
    }
}

static async Task LookAtAsync(string host, int port, SslStartTlsProtocol? startTls, CancellationToken cancellationToken)
{
    var options = new SslConnectOptions { StartTls = startTls };
    using SslSocket socket = await SslSocket.ConnectAsync(host, port, options: options, cancellationToken: cancellationToken);
    PeerCertificate certificate = socket.GetPeerCertificate()!;
    Console.WriteLine($"{certificate.Subject}, {certificate.DaysRemaining} days left, over {socket.GetVersion()}");
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Ciphers;
using PSSsl.Connecting.Proxies;
using PSSsl.Expectations;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Expectations;

/// <summary>A server whose only suite of TLS 1.0 is RC4's has TLS 1.0.</summary>
public class UnspokenSuitesTests
{
    private const int Rc4 = 0x0005;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void HaveThoseThatAreNotSafeAtAll() =>
        Assert.Subset(OtherCipherSuites.UpToTls12.ToHashSet(), new HashSet<int> { 0x0003, 0x0004, Rc4, 0x0009, 0x0064, 0xC007, 0xC011 });

    [Theory]
    [InlineData("RC4")]
    [InlineData("RC4-SHA")]
    public async Task AreFoundByTheirWord(string word)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        ExpectationSubject subject =
            ExpectationSubject.Of(new HostAndPort("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port), null, null);
        foreach (bool negate in new[] { true, false })
        {
            Task<bool> serving = ServeAsync(listener, SslVersion.TLSv1_2);
            ExpectationResult outcome = await new CipherExpectation([word]).JudgeAsync(subject, negate, new HostProbe(ProxySelection.None)
                { Cancellation = Cancel });
            Assert.True(await serving.WaitAsync(TimeSpan.FromSeconds(60), Cancel));
            // It is there, and whether it works nobody knows.
            Assert.False(outcome.IsMet);
            Assert.Contains("took", outcome.Seen, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(SslVersion.TLSv1_2)]
    [InlineData(SslVersion.TLSv1)]
    [InlineData(SslVersion.SSLv3)]
    public async Task AreTakenUpByAServerThatHasNothingElse(SslVersion version)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task<bool> serving = ServeAsync(listener, version);
        ExpectationSubject subject = ExpectationSubject.Of(new HostAndPort("127.0.0.1", port), null, null);
        ProbeAnswer answer = await new HostProbe(ProxySelection.None)
            { Cancellation = Cancel }.AskUnspokenAsync(subject, version, OtherCipherSuites.UpToTls12);
        Assert.True(await serving.WaitAsync(TimeSpan.FromSeconds(60), Cancel));
        Assert.True(answer.TookUp);
        Assert.False(answer.Declined);
        Assert.False(answer.Agreed);
    }

    /// <summary>Answers a hello that offers the suite with a server's hello that takes it (RFC 5246, 7.4.1.3).</summary>
    private static async Task<bool> ServeAsync(TcpListener listener, SslVersion version)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Cancel);
        NetworkStream stream = client.GetStream();
        var header = new byte[5];
        await stream.ReadExactlyAsync(header, Cancel);
        var hello = new byte[(header[3] << 8) | header[4]];
        await stream.ReadExactlyAsync(hello, Cancel);
        int suites = 39 + hello[38];
        int length = (hello[suites] << 8) | hello[suites + 1];
        bool offered = Enumerable.Range(0, length / 2).Any(i => ((hello[suites + 2 + (2 * i)] << 8) | hello[suites + 3 + (2 * i)]) == Rc4);
        byte minor = version == SslVersion.SSLv3 ? (byte)0 : version == SslVersion.TLSv1 ? (byte)1 : (byte)3;
        byte[] answer = [22, 3, minor, 0, 42, 2, 0, 0, 38, 3, minor, .. new byte[32], 0, 0, Rc4, 0];
        await stream.WriteAsync(answer, Cancel);
        return offered;
    }
}

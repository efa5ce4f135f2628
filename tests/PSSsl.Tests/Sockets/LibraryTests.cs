using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Tests.Framework;
using PSSsl.Tests.Interop;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>The library as a C# program uses it, without PowerShell: what it connects to, listens with and judges by.</summary>
public sealed class LibraryTests : IDisposable
{
    private readonly SslCertificate _own = SslCertificate.ForTesting("localhost");
    private readonly SslListener _listener;

    public LibraryTests() => _listener = SslListener.Listen(0, new SslContext(new SslContextOptions { Certificates = [_own] }));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SslContext Trusting => new(new SslContextOptions { Authorities = [_own.GetAuthority()!] });

    public void Dispose()
    {
        _listener.Dispose();
        _own.Dispose();
    }

    [Fact]
    public void TheExampleRunsWithoutPowerShell()
    {
        string folder = FrameworkBuild.Told("LibraryExample");
        Assert.False(File.Exists(Path.Combine(folder, "System.Management.Automation.dll")));
        using Peer program = Peer.Start("dotnet", [Path.Combine(folder, "Library.dll")]);
        program.Input.Close();
        string said = new StreamReader(program.Output).ReadToEnd();
        Assert.True(program.WaitForExit() && program.ExitCode == 0, said + program.Errors);
        Assert.Equal(
            ["TLSv1_3: you said hello", "CN=localhost is trusted: True", "CertificateUntrusted", "trusted for www.example.org: False"],
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.StartsWith("CertificateUntrusted:", StringComparison.Ordinal) ? l.Split(':')[0] : l.Trim()));
    }

    [Fact]
    public async Task AClientThatFailsIsToldAndTheNextOneIsTaken()
    {
        SslException? told = null;
        Task<SslSocket> taken = _listener.AcceptAsync(e => told = e, Cancel);
        await Assert.ThrowsAsync<SslException>(() => SslSocket.ConnectAsync("localhost", _listener.Port, cancellationToken: Cancel));
        using SslSocket client = await SslSocket.ConnectAsync("localhost", _listener.Port, Trusting, cancellationToken: Cancel);
        using SslSocket server = await taken;
        Assert.Equal(SslErrorCode.CertificateRefusedByPeer, told?.Code);
        Assert.True(server.IsServer);
    }

    [Fact]
    public async Task AWrongNameIsRefused()
    {
        SslException error = await Assert.ThrowsAsync<SslException>(() => SslSocket.ConnectAsync(
            "localhost", _listener.Port, Trusting, new SslConnectOptions { VerifyName = "www.example.org" }, Cancel));
        Assert.Equal(SslErrorCode.HostnameMismatch, error.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public async Task AWrongPortIsRefused(int port) => Assert.Equal(
        SslErrorCode.InvalidOption,
        (await Assert.ThrowsAsync<SslException>(() => SslSocket.ConnectAsync("localhost", port, cancellationToken: Cancel))).Code);

    [Fact]
    public async Task AcceptingEndsWithTheListenerAndWithTheToken()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<SslSocket> cancelled = _listener.AcceptAsync(cancellationToken: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Task<SslSocket> closed = _listener.AcceptAsync(cancellationToken: Cancel);
        _listener.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed);
    }

    [Fact]
    public void AVerdictHoldsNameAndChain()
    {
        var trust = new SslTrustOptions { Authorities = [_own.GetAuthority()!] };
        X509Certificate2[] presented = [_own.GetCertificate()];
        Assert.True(SslCertificateVerdict.Of(presented, "localhost", trust, cancellationToken: Cancel).IsTrusted);
        Assert.False(SslCertificateVerdict.Of(presented, "www.example.org", trust, cancellationToken: Cancel).IsTrusted);
        Assert.False(SslCertificateVerdict.Of(presented, "localhost", cancellationToken: Cancel).IsTrusted);
        Assert.False(SslCertificateVerdict.Of(presented, null, trust, SslCertificatePurpose.Client, Cancel).IsTrusted);
        Assert.Throws<ArgumentException>(() => SslCertificateVerdict.Of([], "localhost", cancellationToken: Cancel));
    }

    [Fact]
    public void ATakenPortIsRefused() => Assert.Equal(
        SslErrorCode.AddressInUse,
        Assert.Throws<SslException>(() =>
            SslListener.Listen(_listener.Port, new SslContext(new SslContextOptions { Certificates = [_own] }), IPAddress.Loopback)).Code);
}

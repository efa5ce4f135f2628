using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>One of this folder's echo programs, run for one connection; it must end well.</summary>
internal sealed class EchoProgram : RunningPeer
{
    private readonly Peer _process;

    private EchoProgram(Peer process) => _process = process;

    internal static string Source(string name) => Path.Combine(Repository.Root, "tests", "PSSsl.Tests", "Interop", "Peers", name);

    internal static EchoProgram StartServer(PeerRequest request, string program, params string[] arguments)
    {
        int port = PeerPorts.Next();
        return new EchoProgram(Peer.StartServer(port, program, [.. arguments, .. request.EchoArguments("server", port)])) { Port = port };
    }

    internal static EchoProgram StartClient(PeerRequest request, int port, string program, params string[] arguments) =>
        new(Peer.Start(program, [.. arguments, .. request.EchoArguments("client", port)]));

    internal override async Task TalkAsync(SslSocket socket, CancellationToken cancel)
    {
        await base.TalkAsync(socket, cancel);
        Assert.True(_process.WaitForExit());
        Assert.True(_process.ExitCode == 0, _process.Errors);
    }

    public override void Dispose() => _process.Dispose();
}

using System.Text;

namespace PSSsl.Tests.Sockets;

internal static class TestReading
{
    /// <summary>What is there, as text.</summary>
    internal static string ReadLineOrRest(this SslSocket socket) => Encoding.UTF8.GetString(socket.Read(4096) ?? []);
}

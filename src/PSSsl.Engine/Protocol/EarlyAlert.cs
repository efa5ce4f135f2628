using Org.BouncyCastle.Tls;
using PSSsl.Engine.Buffers;

namespace PSSsl.Engine.Protocol;

/// <summary>An alert before any version is agreed on, in plain text (RFC 8446, 5.1).</summary>
internal static class EarlyAlert
{
    internal static void Write(OutputBuffer output, short alert) =>
        output.Write(new byte[] { (byte)ContentType.alert, 3, 3, 0, 2, (byte)AlertLevel.fatal, (byte)alert }, 0, 7);
}

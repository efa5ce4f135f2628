namespace PSSsl.Engine.Guard;

/// <summary>
/// A hello in the format of SSL 2.0, which clients of TLS 1.0 sent too (RFC 5246, E.2). It is not taken, but those clients understand an
/// alert.
/// </summary>
internal static class OldHello
{
    /// <summary>The first bit of its length is set.</summary>
    internal const byte FirstByte = 0x80;

    /// <summary>So many bytes tell: the length, the kind of message, and the version that is offered.</summary>
    internal const int Told = 5;

    private const byte ClientHello = 1;

    internal static bool Is(byte[] bytes) => bytes.Length >= Told && bytes[0] >= FirstByte && bytes[2] == ClientHello
        && (bytes[3], bytes[4]) is (3, _) or (0, 2);
}

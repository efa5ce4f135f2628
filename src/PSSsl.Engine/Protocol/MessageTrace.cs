using System;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Protocol;

/// <summary>Tells a listener of messages as they pass.</summary>
internal static class MessageTrace
{
    internal static void Report(Action<bool, int, int, int>? listener, bool sent, int contentType, int first, int second, int length)
    {
        if (listener is null)
            return;
        int detail = contentType switch
        {
            ContentType.handshake => first,
            ContentType.alert => second,
            _ => -1,
        };
        listener(sent, contentType, detail, length);
    }
}

using System.Collections.Generic;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Protocol;

/// <summary>The name in a client's hello.</summary>
internal static class ServerNames
{
    /// <summary>RFC 6066, 3: ASCII without a trailing dot. Anything else names no host of ours.</summary>
    internal static string? Of(IDictionary<int, byte[]> extensions) =>
        TlsExtensionsUtilities.GetServerNameExtensionClient(extensions)?.FirstOrDefault(n => n.NameType == NameType.host_name) is { } name
            ? Read(name.NameData) : null;

    private static string? Read(byte[] name)
    {
        foreach (byte b in name)
        {
            if (b is <= 0x20 or >= 0x7F)
                return null;
        }

        return Encoding.ASCII.GetString(name);
    }
}

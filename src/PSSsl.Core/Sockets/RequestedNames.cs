using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Sockets;

/// <summary>The authorities that a server names when it asks for a certificate (RFC 8446, 4.2.4), as text.</summary>
internal static class RequestedNames
{
    internal static IReadOnlyList<string> Read(IReadOnlyList<byte[]>? names) => names?.Select(Read).ToArray() ?? Array.Empty<string>();

    /// <summary>A name that cannot be read is shown by its bytes: it was sent all the same.</summary>
    private static string Read(byte[] name)
    {
        try
        {
            return DistinguishedName.Read(new DerReader(name).Content(DerReader.Sequence)).ToRfc4514();
        }
        catch (FormatException)
        {
            return "#" + CertificateExtensions.Hex(name);
        }
    }
}

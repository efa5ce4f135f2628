using System;
using System.Collections.Generic;

namespace PSSsl.Audit.Hello;

/// <summary>CertificateRequest up to TLS 1.2: a server wants a certificate from its client, of these kinds and authorities.</summary>
internal sealed class CertificateWish
{
    private const int MostNames = 1000;

    internal byte[] Types { get; private set; } = Array.Empty<byte>();

    internal IReadOnlyList<int> SignatureSchemes { get; private set; } = Array.Empty<int>();

    /// <summary>Names of authorities, DER.</summary>
    internal IReadOnlyList<byte[]> Authorities { get; private set; } = Array.Empty<byte[]>();

    /// <exception cref="FormatException">It cannot be read.</exception>
    internal static CertificateWish Read(byte[] body, int version)
    {
        var reader = new WireReader(body);
        var wish = new CertificateWish { Types = reader.Vector8() };
        if (version == 0x0303)
            wish.SignatureSchemes = reader.Part(reader.U16()).Numbers();
        if (reader.Left == 0)
            return wish;
        WireReader list = reader.Part(reader.U16());
        var names = new List<byte[]>();
        while (list.Left > 0 && names.Count < MostNames)
            names.Add(list.Vector16());
        wish.Authorities = names;
        return wish;
    }
}

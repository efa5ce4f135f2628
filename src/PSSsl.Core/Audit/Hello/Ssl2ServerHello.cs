using System;
using System.Collections.Generic;

namespace PSSsl.Audit.Hello;

/// <summary>The answer of SSL 2.0 (draft-hickman-netscape-ssl-00, 2.6).</summary>
internal sealed class Ssl2ServerHello
{
    private Ssl2ServerHello(byte[] certificate, IReadOnlyList<int> kinds)
    {
        Certificate = certificate;
        Kinds = kinds;
    }

    internal byte[] Certificate { get; }

    /// <summary>The kinds of ciphers that both have. It may be empty: then SSL 2.0 is there, and no cipher of it.</summary>
    internal IReadOnlyList<int> Kinds { get; }

    /// <param name="message">Without the record's header.</param>
    /// <exception cref="FormatException">It cannot be read.</exception>
    internal static Ssl2ServerHello Read(byte[] message)
    {
        var reader = new WireReader(message);
        if (reader.U8() != 4)
            throw new FormatException("It is not the hello of an SSL 2.0 server.");
        _ = reader.U8();
        _ = reader.U8();
        int version = reader.U16(), certificate = reader.U16(), kinds = reader.U16();
        _ = reader.U16();
        if (version != 2)
            throw new FormatException($"It is of version {version}.");
        byte[] der = reader.Bytes(certificate);
        WireReader list = reader.Part(kinds);
        var numbers = new List<int>();
        while (list.Left > 0)
            numbers.Add(list.U24());
        return new Ssl2ServerHello(der, numbers);
    }
}

using System;
using PSSsl.Ciphers;

namespace PSSsl.Audit.Hello;

/// <summary>ServerKeyExchange up to TLS 1.2: the group or prime of a server's ephemeral key, and how it is signed.</summary>
internal sealed class ServerKeys
{
    /// <summary>The named group; 0 for a prime, or for a curve that is spelled out.</summary>
    internal int Group { get; private set; }

    /// <summary>The prime of Diffie-Hellman, or the modulus of an ephemeral RSA key; null for curves.</summary>
    internal byte[]? Prime { get; private set; }

    internal byte[]? Generator { get; private set; }

    /// <summary>The server's public value, to see whether it is used again.</summary>
    internal byte[] Public { get; private set; } = Array.Empty<byte>();

    /// <summary>0 before TLS 1.2, and where nothing is signed.</summary>
    internal int SignatureScheme { get; private set; }

    /// <summary>True for an RSA key of the export kind.</summary>
    internal bool IsRsa { get; private set; }

    internal int Bits => Prime is null ? 0 : CountBits(Prime);

    /// <summary>Null where the suite has no such message that is understood here.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    internal static ServerKeys? Read(byte[] body, SslCipher suite, int version)
    {
        var reader = new WireReader(body);
        var keys = new ServerKeys();
        if (suite.KeyExchange is "DHEPSK" or "ECDHEPSK")
            _ = reader.Vector16();
        if (suite.KeyExchange is "ECDH" or "ECDHEPSK")
        {
            // A curve that is spelled out (RFC 4492, 5.4) was never used by anybody.
            if (reader.U8() != 3)
                return keys;
            keys.Group = reader.U16();
            keys.Public = reader.Vector8();
        }
        else if (suite.KeyExchange is "DH" or "DHEPSK" || suite.KeyExchange.StartsWith("DH(", StringComparison.Ordinal))
        {
            keys.Prime = reader.Vector16();
            keys.Generator = reader.Vector16();
            keys.Public = reader.Vector16();
        }
        else if (suite.KeyExchange.StartsWith("RSA(", StringComparison.Ordinal))
        {
            keys.IsRsa = true;
            keys.Prime = reader.Vector16();
            keys.Generator = reader.Vector16();
        }
        else
        {
            return null;
        }

        bool isSigned = suite.Authentication is "RSA" or "ECDSA" or "DSS" && !suite.KeyExchange.EndsWith("PSK", StringComparison.Ordinal);
        if (isSigned && version == 0x0303)
            keys.SignatureScheme = reader.U16();
        return keys;
    }

    private static int CountBits(byte[] number)
    {
        int at = 0;
        while (at < number.Length && number[at] == 0)
            at++;
        if (at == number.Length)
            return 0;
        int bits = (number.Length - at) * 8;
        for (int top = number[at]; (top & 0x80) == 0; top <<= 1)
            bits--;
        return bits;
    }
}

using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Keys;

namespace PSSsl.Engine.Protocol;

/// <summary>
/// What a client takes of a server's own Diffie-Hellman group. Whether its modulus is a prime is not tested, as nobody does in a handshake:
/// a server that wants its connections read needs no such trick. Size is, both ways: a huge one would keep us busy.
/// </summary>
internal sealed class ServersDhGroup : TlsDHGroupVerifier
{
    private readonly int _leastBits;

    internal ServersDhGroup(int leastBits) => _leastBits = leastBits;

    public bool Accept(DHGroup dhGroup)
    {
        int bits = dhGroup.P.BitLength;
        if (bits < _leastBits || bits > TlsDhGroup.MostBits)
            throw NamedAlert.GroupRefused(
                $"The server's Diffie-Hellman group has {bits} bits; {_leastBits} to {TlsDhGroup.MostBits} are allowed.");
        if (!dhGroup.P.TestBit(0) || dhGroup.G.CompareTo(BigInteger.Two) < 0 || dhGroup.G.CompareTo(dhGroup.P.Subtract(BigInteger.Two)) > 0)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter,
                "The server's Diffie-Hellman group is not valid: its modulus is even, or its generator out of range.");
        return true;
    }
}

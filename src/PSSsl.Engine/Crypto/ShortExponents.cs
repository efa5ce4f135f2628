using Org.BouncyCastle.Tls.Crypto;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// A group that a server made up says nothing of its exponents, and as long as its prime they take a second each at 8192 bits, in which no
/// deadline is looked at. Twice what the greatest strength needs (RFC 7919, 5.2; NIST SP 800-56A, 5.6.1) is enough in any group of an
/// honest server, and takes a tenth of that.
/// </summary>
internal static class ShortExponents
{
    private const int Bits = 1024;

    internal static TlsDHConfig For(TlsDHConfig config)
    {
        DHGroup? own = config.ExplicitGroup;
        if (own is null || own.Q is not null || own.L > 0 || own.P.BitLength <= Bits)
            return config;
        return new TlsDHConfig(new DHGroup(own.P, null, own.G, Bits));
    }
}

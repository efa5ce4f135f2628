namespace PSSsl.Ciphers;

/// <summary>What OpenSSL's security levels say of cipher suites (SSL_CTX_set_security_level(3)).</summary>
internal static class SecurityLevel
{
    /// <summary>80 bits, and nobody anonymous: OpenSSL's own default.</summary>
    internal const int Default = 1;

    private static readonly int[] s_leastBits = { 0, 80, 112, 128, 192, 256 };

    /// <summary>Bits of security that a level asks for.</summary>
    internal static int LeastBits(int level) => s_leastBits[level];

    internal static bool Allows(int level, CipherTraits suite)
    {
        if (level == 0)
            return true;
        return suite.SecurityBits >= s_leastBits[level]
            && suite.Authentication != CipherAuthentication.Anonymous
            && suite.Mac != CipherMac.Md5
            && (s_leastBits[level] <= 160 || suite.Mac != CipherMac.Sha1)
            && (level < 3 || suite.Cipher.ForwardSecrecy);
    }
}

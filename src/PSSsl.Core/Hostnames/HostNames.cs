using System;
using PSSsl.X509.Names;

namespace PSSsl.Hostnames;

/// <summary>Host names as they are looked up and sent: the same reading of a string that verification has.</summary>
internal static class HostNames
{
    private const int LongestName = 253;

    /// <summary>The name in A-labels; addresses stay as they are.</summary>
    /// <exception cref="SslException">It is neither a name nor an address.</exception>
    internal static string ToAscii(string host)
    {
        HostIdentity identity = Read(host, SslErrorCode.NameNotFound, SslPhase.Lookup);
        // The root's dot keeps a resolver from trying its search list.
        return identity.Address is null && host.EndsWith(".", StringComparison.Ordinal) ? identity.Name + "." : identity.Name;
    }

    /// <summary>What SNI takes (RFC 6066, 3): a name in A-labels without the root's dot; '' sends none.</summary>
    /// <exception cref="SslException">It is not a name that could be sent.</exception>
    internal static string ForSni(string name)
    {
        if (name.Length == 0)
            return name;
        HostIdentity identity = Read(name, SslErrorCode.InvalidOption, SslPhase.Configuration);
        if (identity.Name.Length > LongestName)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"-ServerName has {identity.Name.Length} characters, and a host's name has at most {LongestName} (RFC 1035, 2.3.4).")
            {
                RecommendedAction = "Give the server's name, or -ServerName '' to send none.",
            };
        }

        return identity.Address is null ? identity.Name : throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
            $"-ServerName '{name}' is an address, and addresses are never sent by SNI (RFC 6066, 3).")
        {
            RecommendedAction = "Give a name, or -ServerName '' to send none.",
        };
    }

    internal static HostIdentity Read(string host, SslErrorCode code, SslPhase phase) =>
        HostIdentity.TryRead(host, acceptsBrackets: false, out HostIdentity identity, out string why) ? identity
        : throw new SslException(code, phase, why)
            { RecommendedAction = "Check the spelling; international names may be given in their ASCII form (xn--…)." };
}

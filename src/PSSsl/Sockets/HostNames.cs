using System;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.X509;

namespace PSSsl.Sockets;

/// <summary>International host names as the wire has them (RFC 5890: A-labels).</summary>
internal static class HostNames
{
    /// <exception cref="SslException">The name cannot be written so.</exception>
    internal static string ToAscii(string host)
    {
        try
        {
            return InternationalName.ToAscii(host);
        }
        catch (ArgumentException e)
        {
            throw new SslException(SslErrorCode.NameNotFound, SslPhase.Lookup, $"'{host}' is no international domain name: {e.Message}", e)
            {
                RecommendedAction = "Check the spelling, or give the name in its ASCII form (xn--…).",
            };
        }
    }
}

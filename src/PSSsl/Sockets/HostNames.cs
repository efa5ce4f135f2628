using System;
using System.Globalization;
using System.Linq;

namespace PSSsl.Sockets;

/// <summary>International host names as the wire has them (RFC 5890: A-labels).</summary>
internal static class HostNames
{
    private static readonly IdnMapping s_idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    /// <exception cref="SslException">The name cannot be written so.</exception>
    internal static string ToAscii(string host)
    {
        if (host.All(c => c < 0x80))
            return host;
        try
        {
            return s_idn.GetAscii(host);
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

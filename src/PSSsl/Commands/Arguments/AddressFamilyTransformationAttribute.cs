using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Net.Sockets;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Takes IPv4 and IPv6, and the manual's inet4, for the names .NET has. The parameter is text, because PowerShell completes enumerations by
/// itself, here with dozens of names that are never meant.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressFamilyTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData?.ToString()?.ToUpperInvariant() switch
        {
            "IPV4" or "INET4" or "AF_INET" or "INTERNETWORK" => nameof(AddressFamily.InterNetwork),
            "IPV6" or "INET6" or "AF_INET6" or "INTERNETWORKV6" => nameof(AddressFamily.InterNetworkV6),
            "ANY" or "UNSPECIFIED" => nameof(AddressFamily.Unspecified),
            _ => throw new ArgumentTransformationMetadataException(
                $"'{inputData}' is not an address family: valid are IPv4, IPv6 and Any."),
        };
}

/// <summary>Completes -AddressFamily.</summary>
internal sealed class AddressFamilyCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["IPv4"] = "IPv4 addresses only",
        ["IPv6"] = "IPv6 addresses only",
        ["Any"] = "both, raced as RFC 8305 says",
    };
}

using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Net.Sockets;

namespace PSSsl.Commands;

/// <summary>Takes IPv4 and IPv6, and the manual's inet4, for the names .NET has.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AddressFamilyTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData?.ToString()?.ToUpperInvariant() switch
        {
            "IPV4" or "INET4" or "AF_INET" or "INTERNETWORK" => AddressFamily.InterNetwork,
            "IPV6" or "INET6" or "AF_INET6" or "INTERNETWORKV6" => AddressFamily.InterNetworkV6,
            "ANY" or "UNSPECIFIED" => AddressFamily.Unspecified,
            _ => throw new ArgumentTransformationMetadataException($"'{inputData}' is no address family: valid are IPv4, IPv6 and Any."),
        };
}

/// <summary>Completes -AddressFamily.</summary>
public sealed class AddressFamilyCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["IPv4"] = "IPv4 addresses only",
        ["IPv6"] = "IPv6 addresses only",
        ["Any"] = "both, raced as RFC 8305 says",
    };
}

/// <summary>Completes -Port with the services that speak TLS.</summary>
public sealed class PortCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["https"] = "443", ["imaps"] = "993", ["pop3s"] = "995", ["submissions"] = "465", ["ldaps"] = "636", ["ftps"] = "990",
        ["nntps"] = "563", ["ircs-u"] = "6697", ["domain-s"] = "853, DNS over TLS", ["secure-mqtt"] = "8883", ["amqps"] = "5671",
        ["sips"] = "5061", ["syslog-tls"] = "6514", ["winrm"] = "5986, WinRM over HTTPS",
    };
}

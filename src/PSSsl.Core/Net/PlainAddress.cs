using System.Net;

namespace PSSsl.Net;

/// <summary>
/// Addresses as people write them: on a socket for both families an IPv4 address looks like one of IPv6 (RFC 4291, 2.5.5.2).
/// </summary>
internal static class PlainAddress
{
    internal static IPAddress Of(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    internal static EndPoint? Of(EndPoint? end) => end is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(Of(mapped.Address), mapped.Port) : end;
}

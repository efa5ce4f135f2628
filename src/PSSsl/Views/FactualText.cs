using System.Management.Automation;
using System.Net;

namespace PSSsl.Views;

/// <summary>A text, which serialisers take for no more than that, with the facts of what it names.</summary>
internal static class FactualText
{
    internal static PSObject? Of(SslCipher? cipher) => cipher is null ? null : Of(
        cipher.Name,
        (nameof(cipher.Name), cipher.Name),
        (nameof(cipher.StandardName), cipher.StandardName),
        (nameof(cipher.Id), cipher.Id),
        (nameof(cipher.IdText), cipher.IdText),
        (nameof(cipher.Protocol), cipher.Protocol),
        (nameof(cipher.KeyExchange), cipher.KeyExchange),
        (nameof(cipher.Authentication), cipher.Authentication),
        (nameof(cipher.Encryption), cipher.Encryption),
        (nameof(cipher.Bits), cipher.Bits),
        (nameof(cipher.Mac), cipher.Mac),
        (nameof(cipher.ForwardSecrecy), cipher.ForwardSecrecy),
        (nameof(cipher.Strength), cipher.Strength.ToString()));

    internal static PSObject? Of(EndPoint? place) =>
        place is not IPEndPoint ip ? place is null ? null : new PSObject(place.ToString()) : Of(
        ip.ToString(),
        (nameof(ip.Address), ip.Address.ToString()),
        (nameof(ip.Port), ip.Port),
        (nameof(ip.AddressFamily), ip.AddressFamily.ToString()));

    private static PSObject Of(string text, params (string Name, object Value)[] facts)
    {
        var named = new PSObject(text);
        foreach ((string name, object value) in facts)
            named.Properties.Add(new PSNoteProperty(name, value));
        return named;
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PSSsl.Shim;

/// <summary>Reads the runner's arguments: options of the first connection, of resumptions, or of both.</summary>
internal sealed class OptionReader
{
    /// <summary>What is the same for an engine without sockets and callbacks, or is its only way.</summary>
    private static readonly HashSet<string> s_alike =
    [
        "implicit-handshake", "partial-write", "no-op-extra-handshake", "handshake-twice", "use-early-callback", "use-ticket-callback",
        "use-old-client-cert-callback", "install-ddos-callback", "cbc-record-splitting", "use-ticket-aead-callback",
        "forbid-renegotiation-after-handshake", "allow-hint-mismatch",
    ];

    /// <summary>What the engine does not tell, so that it is not looked at.</summary>
    private static readonly HashSet<string> s_untold =
    [
        "expect-secure-renegotiation", "expect-no-secure-renegotiation", "expect-verify-result",
    ];

    private static readonly HashSet<string> s_untoldValues = ["trust-cert", "expect-advertised-alpn", "expect-total-renegotiations"];

    private readonly Queue<string> _rest;

    internal OptionReader(string[] arguments)
    {
        _rest = new Queue<string>(arguments);
        while (_rest.TryDequeue(out string? argument))
            Read(argument.TrimStart('-'));
    }

    internal ShimOptions Initial { get; } = new();

    internal ShimOptions Resume { get; } = new();

    private void Read(string argument)
    {
        string name = argument.StartsWith("on-shim-", StringComparison.Ordinal) ? argument["on-shim-".Length..] : argument;
        if (Remainder(name, "on-initial-") is { } initial)
            ReadFor(initial, [Initial]);
        else if (Remainder(name, "on-resume-") is { } resume)
            ReadFor(resume, [Resume]);
        else
            ReadFor(name, [Initial, Resume]);
    }

    private static string? Remainder(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;

    private void ReadFor(string name, ShimOptions[] targets)
    {
        if (s_alike.Contains(name) || s_untold.Contains(name))
            return;
        if (s_untoldValues.Contains(name))
        {
            _rest.Dequeue();
            return;
        }

        if (OptionTable.Switches.TryGetValue(name, out Action<ShimOptions>? set))
        {
            Array.ForEach(targets, set);
        }
        else if (OptionTable.Values.TryGetValue(name, out Action<ShimOptions, string>? take))
        {
            string value = _rest.Dequeue();
            Array.ForEach(targets, t => take(t, value));
        }
        else
        {
            throw new NoCounterpartException("-" + name);
        }
    }

    internal static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    /// <summary>Names of protocols, each behind its length.</summary>
    internal static IEnumerable<string> ProtocolList(string value)
    {
        for (int at = 0; at < value.Length; at += 1 + value[at])
            yield return value.Substring(at + 1, value[at]);
    }

    /// <summary>Names of authorities, in hex.</summary>
    internal static IReadOnlyList<byte[]> Authorities(string value) =>
        value is "<EMPTY>" or "<NULL>" ? [] : value.Split(',').Select(Convert.FromHexString).ToArray();

    internal static byte[] Ascii(string value) => Encoding.ASCII.GetBytes(value);
}

using System;
using System.Collections.Generic;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Fuzz;

/// <summary>Something that reads what others wrote.</summary>
internal sealed class FuzzTarget
{
    private FuzzTarget(string name, bool isText, string[] seeds, Func<byte[], string> read)
    {
        Name = name;
        IsText = isText;
        Seeds = seeds;
        Read = read;
    }

    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("certificate", false, ["certificate"], Readers.Describe),
        new("judge", false, ["certificate"], Readers.Judge),
        new("crl", false, ["crl"], Readers.RevocationList),
        new("ocsp", false, ["ocsp"], Readers.OcspResponse),
        new("signed", false, ["tbscertificate"], Signed.Certificate),
        new("signedlist", false, ["tbslist"], Signed.List),
        new("signedresponse", false, ["tbsresponse"], Signed.Response),
        new("pkcs12", false, ["pkcs12"], Readers.KeyFile),
        new("pkcs8", false, ["pkcs8"], Readers.KeyFile),
        new("pem", true, ["pem"], Readers.KeyFile),
        new("dh", true, ["dh"], Readers.DhParameters),
        new("server", false, ["hello"], Handshakes.Server),
        new("client", false, ["answer"], Handshakes.Client),
        new("open", false, ["records", "hello", "answer"], Handshakes.Open),
        new("hostname", true, ["hostname"], Readers.HostName),
        new("flight", false, ["flight"], Readers.Flight),
        new("dns", false, ["dns"], Readers.DnsAnswer),
        new("policy", true, ["policy"], Readers.Policy),
        new("ciphers", true, ["ciphers"], Readers.Ciphers),
        new("dialogue", true, ["dialogue"], Conversations.Dialogue),
        new("hand", false, ["hand"], Conversations.Hand),
        new("proxy", true, ["proxy"], Conversations.Proxy),
    ];

    internal string Name { get; }

    /// <summary>Text is changed by characters and words, all else by its elements.</summary>
    internal bool IsText { get; }

    /// <summary>The kinds of seeds that it begins with.</summary>
    internal IReadOnlyList<string> Seeds { get; }

    /// <summary>Reads, and tells in words what was read; typed errors are told too, others are thrown.</summary>
    internal Func<byte[], string> Read { get; }
}

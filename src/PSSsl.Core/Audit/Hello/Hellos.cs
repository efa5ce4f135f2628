using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSSsl.Ciphers;

namespace PSSsl.Audit.Hello;

/// <summary>
/// The hellos that questions begin with: all that a version has, and nothing that takes up more of the answer than it must.
/// </summary>
internal sealed class Hellos
{
    internal const int Ssl3 = 0x0300, Tls10 = 0x0301, Tls12 = 0x0303, Tls13 = 0x0304;

    /// <summary>
    /// Suites that servers of any age have one of: enough to see whether a version is there, and no longer than old servers stand.
    /// </summary>
    private static readonly int[] s_usual =
    {
        0xC02F, 0xC02B, 0xC030, 0xC02C, 0xCCA8, 0xCCA9, 0x009E, 0x009F, 0xC013, 0xC014, 0xC009, 0xC00A, 0xC027, 0xC023, 0xC028, 0xC024,
            0x0033, 0x0039, 0x0067,
        0x006B, 0x009C, 0x009D, 0x003C, 0x003D, 0x002F, 0x0035, 0x0041, 0x0084, 0xC012, 0xC008, 0x0016, 0x000A, 0x0005, 0x0004, 0xC011,
        0xC007, 0x0009, 0x0015,
    };

    private static readonly int[] s_curves = NamedGroups.Registered.Where(g => !NamedGroups.IsHybrid(g) && g < 512).ToArray();

    internal static readonly byte[] P256Generator = Hex("046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
        + "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5");

    private readonly string _serverName;

    internal Hellos(string serverName) => _serverName = serverName;

    /// <summary>True for a server that has TLS 1.3 and does not ask for another share of a key: it gets some at once.</summary>
    internal bool NeedsShares { get; set; }

    internal static IReadOnlyList<int> Usual => s_usual;

    internal static IReadOnlyList<int> Unusual { get; } = SuiteRegistry.UpToTls12.Except(s_usual).ToArray();

    /// <summary>Groups up to TLS 1.2.</summary>
    internal static IReadOnlyList<int> Curves => s_curves;

    /// <summary>One version alone.</summary>
    internal ClientHello Of(int version, IReadOnlyList<int>? suites = null) => version < Tls13 ? UpTo12(version, suites ?? s_usual)
        : NeedsShares ? Tls13WithShares(suites) : OfTls13(suites);

    /// <summary>
    /// TLS 1.3 with shares that are right, although their secrets are not known here: any 32 bytes for x25519, and the generator of P-256
    /// (SEC 2, 2.4.2).
    /// </summary>
    internal ClientHello Tls13WithShares(IReadOnlyList<int>? suites = null) =>
        OfTls13(suites).With(HelloExtension.KeyShares((29, ClientHello.RandomBytes(32)), (23, P256Generator)));

    /// <summary>What a client of today offers: TLS 1.3 and all before.</summary>
    internal ClientHello Modern()
    {
        ClientHello hello = OfTls13(SuiteRegistry.Tls13.Concat(s_usual).ToArray());
        return hello.With(HelloExtension.Versions(0x0304, 0x0303, 0x0302, 0x0301)).With(HelloExtension.RenegotiationInfo())
            .With(HelloExtension.PointFormats()).With(HelloExtension.Empty(ExtensionType.ExtendedMasterSecret));
    }

    /// <summary>Without any share of a key: the server says in its HelloRetryRequest what it would take, and computes nothing.</summary>
    private ClientHello OfTls13(IReadOnlyList<int>? suites) => new()
    {
        Version = Tls12,
        SessionId = ClientHello.RandomBytes(32),
        Suites = suites ?? SuiteRegistry.Tls13,
        Extensions = Named(new[]
        {
            HelloExtension.Groups(NamedGroups.Registered),
            HelloExtension.SignatureSchemes(SignatureSchemes.Registered),
            HelloExtension.Versions(Tls13),
            HelloExtension.PskModes(),
            HelloExtension.KeyShares(),
        }),
    };

    private ClientHello UpTo12(int version, IReadOnlyList<int> suites)
    {
        if (version <= Ssl3)
            return new ClientHello
                { RecordVersion = Ssl3, Version = version, Suites = suites.Concat(new[] { SuiteRegistry.RenegotiationInfo }).ToArray() };
        var extensions = new List<HelloExtension>
        {
            HelloExtension.Groups(s_curves), HelloExtension.PointFormats(), HelloExtension.RenegotiationInfo(),
        };
        if (version >= Tls12)
            extensions.Add(HelloExtension.SignatureSchemes(SignatureSchemes.Registered));
        return new ClientHello { Version = version, Suites = suites, Extensions = Named(extensions) };
    }

    private static byte[] Hex(string text) =>
        Enumerable.Range(0, text.Length / 2)
            .Select(i => byte.Parse(text.Substring(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();

    private HelloExtension[] Named(IEnumerable<HelloExtension> extensions) =>
        _serverName.Length == 0 ? extensions.ToArray() : new[] { HelloExtension.ServerName(_serverName) }.Concat(extensions).ToArray();
}

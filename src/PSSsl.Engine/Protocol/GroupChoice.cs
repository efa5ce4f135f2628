using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace PSSsl.Engine.Protocol;

/// <summary>A server's choice of a group up to TLS 1.2: one of ours that the client takes.</summary>
internal readonly struct GroupChoice
{
    private readonly IList<int> _own;
    private readonly int[]? _offered;
    private readonly TlsEngineSettings _settings;

    /// <param name="own">Our groups, in our order.</param>
    /// <param name="offered">The client's; null if it names none.</param>
    /// <param name="settings">Whose order counts, and whether there is a group of our own making.</param>
    internal GroupChoice(IList<int> own, int[]? offered, TlsEngineSettings settings)
    {
        _own = own;
        _offered = offered;
        _settings = settings;
    }

    /// <summary>Whether there is one for the key exchange of a suite, if it needs one.</summary>
    internal bool IsThereFor(int keyExchange, int selectedSuite)
    {
        if (TlsEccUtilities.IsEccCipherSuite(selectedSuite) || keyExchange is KeyExchangeAlgorithm.ECDHE_RSA
            or KeyExchangeAlgorithm.ECDHE_ECDSA or KeyExchangeAlgorithm.ECDHE_PSK or KeyExchangeAlgorithm.ECDH_anon)
        {
            return Find(IsCurve) >= 0;
        }

        return keyExchange is not (KeyExchangeAlgorithm.DHE_RSA or KeyExchangeAlgorithm.DHE_PSK or KeyExchangeAlgorithm.DH_anon)
            || OwnDhGroup is not null || Find(NamedGroup.RefersToASpecificFiniteField) >= 0;
    }

    /// <summary>The curve in common.</summary>
    internal TlsECConfig Ecdh() => new(Common(IsCurve));

    /// <summary>The group in common, or one of our own making.</summary>
    internal TlsDHConfig Dh(TlsContext context) => OwnDhGroup is { } own ? new TlsDHConfig(own)
        : TlsDHUtilities.CreateNamedDHConfig(context, Common(NamedGroup.RefersToASpecificFiniteField));

    /// <summary>A group of our own is for clients that name none; one that names some must not be given another (RFC 7919, 4).</summary>
    private DHGroup? OwnDhGroup =>
        _offered?.Any(NamedGroup.RefersToASpecificFiniteField) == true ? null : _settings.DhGroup?.Group;

    private int Common(Func<int, bool> kind)
    {
        int group = Find(kind);
        return group >= 0 ? group : throw NamedAlert.NothingInCommon("There is no group in common.");
    }

    /// <summary>
    /// A client that names none of the kind leaves the choice to us (RFC 8422, 4; RFC 7919, 4); it is older than x25519, and secp256r1 is
    /// what such clients know.
    /// </summary>
    /// <returns>-1 if there is none.</returns>
    private int Find(Func<int, bool> kind)
    {
        int[] own = _own.Where(kind).ToArray();
        int[]? offered = _offered;
        if (offered is null
            || (own.Length > 0 && NamedGroup.RefersToASpecificFiniteField(own[0]) && !offered.Any(NamedGroup.RefersToASpecificFiniteField)))
            return own.Contains(NamedGroup.secp256r1) ? NamedGroup.secp256r1 : own.DefaultIfEmpty(-1).First();
        IEnumerable<int> common = _settings.HonorCipherOrder ? own.Where(offered.Contains) : offered.Where(own.Contains);
        return common.DefaultIfEmpty(-1).First();
    }

    private static bool IsCurve(int group) => NamedGroup.RefersToASpecificCurve(group) && !NamedGroup.RefersToASpecificHybrid(group);
}

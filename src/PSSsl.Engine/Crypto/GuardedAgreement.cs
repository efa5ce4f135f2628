using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using PSSsl.Engine.Protocol;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// A key exchange whose peer's value may be anything: off the curve, of low order, out of range, not reduced. It is then illegal (RFC 8446,
/// 4.2.8 and 7.4; RFC 7748, 6).
/// </summary>
internal sealed class GuardedAgreement : TlsAgreement, TlsECDomain, TlsDHDomain, TlsKemDomain
{
    private const string What = "The peer's key share is not valid";

    private readonly BcTlsCrypto _crypto;
    private readonly System.Func<TlsAgreement> _make;
    private TlsAgreement? _agreement;
    private bool _hasPeerValue;

    internal GuardedAgreement(BcTlsCrypto crypto, System.Func<TlsAgreement> make)
    {
        _crypto = crypto;
        _make = make;
    }

    private TlsAgreement Agreement => _agreement ??= _make();

    public TlsAgreement CreateECDH() => new GuardedAgreement(_crypto, _make);

    public TlsAgreement CreateDH() => new GuardedAgreement(_crypto, _make);

    public TlsAgreement CreateKem() => new GuardedAgreement(_crypto, _make);

    /// <summary>A server's answer to an ML-KEM key is made from that key.</summary>
    public byte[] GenerateEphemeral() => _hasPeerValue
        ? PeerFault.Guard(AlertDescription.illegal_parameter, What, () => Agreement.GenerateEphemeral())
        : OwnFault.OfEngine(() => Agreement.GenerateEphemeral());

    public void ReceivePeerValue(byte[] peerValue) => PeerFault.Guard<object?>(AlertDescription.illegal_parameter, What, () =>
    {
        _hasPeerValue = true;
        Agreement.ReceivePeerValue(peerValue);
        return null;
    });

    /// <summary>What all later secrets are derived from is one of ours, so that they are too.</summary>
    public TlsSecret CalculateSecret() => PeerFault.Guard(AlertDescription.illegal_parameter, What,
        () => EngineSecret.Of(_crypto, Agreement.CalculateSecret()));
}

using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls;
using CertificateRequest = Org.BouncyCastle.Tls.CertificateRequest;

namespace PSSsl.Engine.Protocol;

/// <summary>Whether a server asks clients for a certificate, and whether one that is demanded came.</summary>
internal sealed class ClientCertificateDemand
{
    private readonly EngineHost _host;

    internal ClientCertificateDemand(EngineHost host) => _host = host;

    /// <summary>True if a client without one is refused.</summary>
    internal bool IsMade => _host.Settings.ClientCertificate == TlsClientCertificate.Require;

    /// <summary>True if a certificate was demanded and none came.</summary>
    internal bool IsUnmet { get; private set; }

    /// <summary>The message that asks for one; null if none is wanted.</summary>
    internal CertificateRequest? Request(TlsContext context, PeerSettings settings)
    {
        if (_host.Settings.ClientCertificate == TlsClientCertificate.None)
            return null;
        IList<X509Name>? authorities = _host.Settings.ClientAuthorities.Count == 0 ? null
            : _host.Settings.ClientAuthorities.Select(der => X509Name.GetInstance(der)).ToList();
        if (TlsUtilities.IsTlsV13(context))
            return new CertificateRequest(TlsUtilities.EmptyBytes, settings.Schemes, null, authorities);
        short[] types = { ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign };
        return new CertificateRequest(types, TlsUtilities.IsTlsV12(context) ? settings.Schemes12 : null, authorities);
    }

    /// <summary>Has the client's answer judged.</summary>
    internal void Answered(Certificate chain, TlsContext context)
    {
        if (!chain.IsEmpty)
            _host.JudgePeer(PeerSettings.Platform(chain), ocspResponse: null, X509KeyUsageFlags.DigitalSignature);
        else if (IsMade)
            throw Unmet(context);
    }

    /// <summary>
    /// Whatever way the handshake took, a client without the demanded certificate is refused. A session had it when it began.
    /// </summary>
    internal void CheckMet(TlsContext context, bool isResumed)
    {
        if (IsMade && !isResumed && context.SecurityParameters.PeerCertificate is not { IsEmpty: false })
            throw Unmet(context);
    }

    /// <summary>RFC 8446, 4.4.2.4; RFC 5246, 7.4.6.</summary>
    private TlsFatalAlert Unmet(TlsContext context)
    {
        IsUnmet = true;
        return new TlsFatalAlert(TlsUtilities.IsTlsV13(context) ? AlertDescription.certificate_required
            : AlertDescription.handshake_failure, "The client sent no certificate.");
    }
}

using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PSSsl.Connecting.StartTls;
using PSSsl.Engine;
using PSSsl.X509.Names;

namespace PSSsl.Sockets;

/// <summary>The ends that TLS connections come to, in words that say what to do.</summary>
internal static class HandshakeFaults
{
    internal static SslException Explain(TlsEngineException e, SslSocket socket, string peer, bool isAnswered = true)
    {
        SslException error = e.Failure switch
        {
            TlsFailure.NotTls => PlainText(e.FirstBytes, socket),
            TlsFailure.ChainRefused when e.InnerException is SslException verdict => verdict,
            // A key log that cannot be written, a user's callback.
            TlsFailure.HostFailed => e.InnerException as SslException ?? OwnFailure(e, peer),
            TlsFailure.EngineFailed => OwnFailure(e, peer),
            TlsFailure.KeyFailed => KeyUnusable(e, peer),
            TlsFailure.AlertReceived when e.Alert == (int)SslAlert.close_notify => Left(e, socket, peer),
            TlsFailure.AlertReceived => Received(e, socket, peer),
            _ => Sent(e, socket, peer),
        };
        if (e.AlertPassed && isAnswered)
        {
            error.Alert = (SslAlert)e.Alert;
            error.AlertFromPeer = e.Failure == TlsFailure.AlertReceived;
        }

        return error;
    }

    private static SslException KeyUnusable(TlsEngineException e, string peer) =>
        new(SslErrorCode.KeyUnusable, SslPhase.Handshake, $"The handshake with {peer} ended because our own key failed{Detail(e)}.", e)
        {
            RecommendedAction = "Check that the card, store or module with the key is there, and that it can be used without a prompt.",
        };

    private static SslException OwnFailure(TlsEngineException e, string peer) =>
        new(SslErrorCode.Internal, SslPhase.Handshake, $"The handshake with {peer} ended because of an error on this end{Detail(e)}.", e)
            { RecommendedAction = "Please report it." };

    /// <summary>The peer's first bytes are not TLS record: they are quoted, since they usually say what the port is.</summary>
    internal static SslException PlainText(byte[] bytes, SslSocket socket)
    {
        if (socket.Core.HasConsent)
            return Injected(socket.PeerName, bytes);
        string quote = Quote(bytes);
        string what, todo;
        if (socket.IsServer)
        {
            (what, todo) = OldFormat(bytes) is { } offered
                ? ($"sent its hello in the format of SSL 2.0, and offers {offered} in it",
                    "That format is not accepted (RFC 6176). Turn SSL 2.0 off in the client: -no_ssl2 for OpenSSL, https.protocols=TLSv1 "
                        + "for Java 6; or use a newer one.")
                : ($"did not begin with TLS but with {quote}",
                    "The client talks plain text to a TLS port: it should use TLS, for example https:// instead of http://.");
        }
        else
        {
            what = $"does not speak TLS on this port: it answered {quote}";
            todo = LooksLike(bytes, "HTTP/") ? "This is a plain HTTP port: use the port of HTTPS, usually 443."
                : LooksLike(bytes, "220") || LooksLike(bytes, "* OK") || LooksLike(bytes, "+OK")
                    ? "This server begins in plain text: it wants STARTTLS, or use its port for TLS from the start (465, 993, 995, 990)."
                : LooksLike(bytes, "SSH-") ? "This is an SSH server."
                : "Check the port: this one is not for TLS.";
        }

        return new SslException(SslErrorCode.PeerNotTls, SslPhase.Handshake, $"{socket.PeerName} {what}.")
        {
            RecommendedAction = todo,
            SaysNoTls = !socket.IsServer && IsText(bytes) && !MayUpgrade(bytes),
        };
    }

    /// <summary>What a server, or whoever stands on the way, put behind its consent to begin TLS.</summary>
    internal static SslException Injected(string peer, byte[] bytes) => new(SslErrorCode.StartTlsInjected, SslPhase.StartTls,
        $"{peer} sent unexpected data ({ServerText.Quote(bytes)}) after accepting STARTTLS: an attacker on the way may have inserted it "
            + $"(CVE-2011-0411).")
    {
        RecommendedAction =
            "Don't trust this connection. If the server itself is at fault, renew its software, or use its port for TLS from the start.",
    };

    /// <summary>
    /// What a hello in the format of SSL 2.0 offers (RFC 5246, E.2), which clients of TLS 1.0 sent too; null for other bytes.
    /// </summary>
    private static string? OldFormat(byte[] bytes)
    {
        if (bytes.Length < 5 || (bytes[0] & 0x80) == 0 || bytes[2] != 1)
            return null;
        return (bytes[3], bytes[4]) switch
        {
            (3, 0) => "SSL 3.0",
            (3, 1) => "TLS 1.0",
            (3, 2) => "TLS 1.1",
            (3, >= 3) => "TLS 1.2",
            (0, 2) => "SSL 2.0 alone",
            _ => null,
        };
    }

    /// <summary>The beginnings of protocols that go over to TLS later: numbered replies, IMAP, POP3, ManageSieve, XMPP, IRC.</summary>
    private static bool MayUpgrade(byte[] bytes)
    {
        bool isNumbered = bytes.Length >= 3 && bytes.Take(3).All(b => b is >= (byte)'0' and <= (byte)'9');
        return isNumbered || bytes[0] is (byte)'*' or (byte)'+' or (byte)'"' or (byte)'<' or (byte)':' || LooksLike(bytes, "NOTICE")
            || LooksLike(bytes, "ERROR");
    }

    internal static SslException Ended(string peer, long received, bool asServer, bool noCertificateGiven) =>
        new(SslErrorCode.PeerVanished, SslPhase.Handshake,
        noCertificateGiven ? $"{peer} asked for a client certificate, was given none, and closed the connection during the TLS handshake."
        : received == 0 ? $"{peer} closed the connection during the TLS handshake without sending an alert."
        : $"{peer} closed the connection in the middle of the TLS handshake.")
    {
        RecommendedAction = asServer
            ? "The client gave up: it may distrust the certificate, or only have looked whether the port is open."
            : noCertificateGiven
            ? "Give a certificate with -CertificateFile and -KeyFile, or -Certificate; look into the server's log if it should not need "
                + "one."
            : "Typical causes: unsupported version, unknown server name, or a blocked client. Try -Version and -ServerName, and look "
                + "into the server's log.",
    };

    /// <summary>The peer said goodbye in the handshake.</summary>
    private static SslException Left(TlsEngineException e, SslSocket socket, string peer)
    {
        SslException ended = Ended(peer, received: 1, socket.IsServer, e.NoCertificateGiven);
        return new SslException(ended.Code, ended.Phase,
            $"{peer} ended the connection in the TLS handshake: it sent the alert {Name(SslAlert.close_notify)}.", e)
        {
            RecommendedAction = ended.RecommendedAction,
        };
    }

    private static SslException Received(TlsEngineException e, SslSocket socket, string peer)
    {
        var alert = (SslAlert)e.Alert;
        string offered = Offered(socket);
        SslPhase phase = e.AfterHandshake ? SslPhase.Read : SslPhase.Handshake;
        (SslErrorCode code, string what, string todo) = alert switch
        {
            SslAlert.protocol_version =>
                (SslErrorCode.NoCommonVersion, $"knows none of the protocol versions {offered}",
                    "Offer others with -Version, or renew the peer's software."),
            SslAlert.certificate_required => CertificateRequired,
            // Servers say it in many ways: Go and the JDK call an empty certificate a bad one.
            SslAlert.handshake_failure or SslAlert.no_certificate or SslAlert.bad_certificate or SslAlert.unsupported_certificate
                or SslAlert.certificate_revoked or SslAlert.certificate_expired
                or SslAlert.certificate_unknown or SslAlert.unknown_ca or SslAlert.access_denied when e.NoCertificateGiven =>
                    CertificateRequired,
            // So do servers that have keys and no certificate, when they do not know the key's identity.
            SslAlert.handshake_failure when socket.Context?.KnowsKeys == true && !socket.IsServer && !e.AfterHandshake =>
                (SslErrorCode.NoCommonCipher,
                $"found no pre-shared key, cipher suite or group in common ({offered})",
                $"Check the identity '{socket.Context.Psk}' in -Psk, which it may not know; or offer other suites and groups with "
                    + $"-CipherList, -CipherSuite or -Group."),
            SslAlert.handshake_failure or SslAlert.insufficient_security =>
                (SslErrorCode.NoCommonCipher, $"found no cipher suite, group or signature scheme in common ({offered})",
                "Offer others with -CipherList, -CipherSuite, -Group or -SignatureScheme; servers also answer like this when they want a "
                    + "client certificate."),
            SslAlert.unrecognized_name =>
                (SslErrorCode.NameNotServed, $"does not serve the name '{socket.NameToSend ?? socket.Judge?.VerifyName}'",
                    "Check the host name, or give another one with -ServerName."),
            SslAlert.missing_extension when !socket.IsServer && string.IsNullOrEmpty(socket.NameToSend) =>
                (SslErrorCode.NameNotServed, "wants to be told a host's name (SNI)",
                    "Give it with -ServerName, or connect to the host by its name."),
            SslAlert.no_application_protocol =>
                (SslErrorCode.NoCommonProtocol, "speaks none of the application protocols that were offered", "Offer others with -Alpn."),
            SslAlert.unknown_ca when e.CertificateMatters =>
                (SslErrorCode.CertificateRefusedByPeer, "does not trust the authority of our certificate",
                    "Give the peer the authority's certificate, or use a certificate of an authority it trusts; send intermediates along."),
            SslAlert.bad_certificate or SslAlert.unsupported_certificate or SslAlert.certificate_revoked or SslAlert.certificate_expired
                or SslAlert.certificate_unknown or SslAlert.access_denied or SslAlert.no_certificate when e.CertificateMatters =>
                (SslErrorCode.CertificateRefusedByPeer, "refuses our certificate",
                    "Look at its validity, its names and its issuer, and into the peer's log."),
            SslAlert.unknown_psk_identity =>
                (SslErrorCode.PskIdentityUnknown, $"does not know the identity of our pre-shared key, '{socket.Context?.Psk}'",
                    "Check the identity in -Psk; the key was not looked at."),
            // OpenSSL calls a key's proof that does not fit an illegal parameter.
            SslAlert.decrypt_error or SslAlert.bad_record_mac or SslAlert.illegal_parameter when socket.Context?.KnowsKeys == true
                && !e.AfterHandshake =>
                (SslErrorCode.PskWrong, $"has another pre-shared key under the identity '{socket.Context.Psk}'",
                    "Check the key in -Psk: both ends must have the same bytes; in TLS 1.3 they must also agree on its hash."),
            SslAlert.decrypt_error or SslAlert.bad_record_mac =>
                (SslErrorCode.AlertReceived, "could not verify or decrypt what we sent",
                    "With pre-shared keys this means a wrong key; otherwise something on the way changes data."),
            _ => (SslErrorCode.AlertReceived, "ended the connection", "Look into the peer's log."),
        };
        return new SslException(code, phase, $"{peer} {what}: it sent the alert {Name(alert)}.", e) { RecommendedAction = todo };
    }

    private static (SslErrorCode, string, string) CertificateRequired =>
        (SslErrorCode.ClientCertificateRequired, "demands a client certificate and was given none",
            "Give one with -CertificateFile and -KeyFile, or -Certificate.");

    private static SslException Sent(TlsEngineException e, SslSocket socket, string peer)
    {
        (SslErrorCode code, string what, string todo) = Named(e, Offered(socket)) ?? ByAlert(e, Offered(socket));
        return new SslException(code, e.AfterHandshake ? SslPhase.Read : SslPhase.Handshake, $"{peer} {what}.", e)
            { RecommendedAction = todo };
    }

    /// <summary>What the engine says by name; null where the alert says it.</summary>
    private static (SslErrorCode Code, string What, string Todo)? Named(TlsEngineException e, string offered) => e.Failure switch
    {
        _ when e.NoCertificateCame =>
            (SslErrorCode.CertificateMissing, "sent no certificate", "The client must have one: this end demands it."),
        _ when e.NameNotServed =>
            (SslErrorCode.NameNotServed, $"asks for a name that is not served{Detail(e)}",
                "Add the name to -CertificateMap, or a default ('')."),
        TlsFailure.GroupRefused => (SslErrorCode.NoCommonCipher, $"offers a Diffie-Hellman group that is not allowed{Detail(e)}",
            "The peer should use a group of 2048 bits or more, or elliptic curves; leave DHE out with -CipherList."),
        TlsFailure.UnsafeRenegotiation => (SslErrorCode.UnsafeRenegotiation,
            "does not support secure renegotiation (RFC 5746): an attacker on the way could insert data before yours",
            "Renew the server's TLS, which is from before 2010. Where that cannot be, -Version TLSv1_2, TLSv1_1 connects to servers "
                + "as old as that; Get-PeerCertificate shows what this one has."),
        TlsFailure.NothingInCommon => (SslErrorCode.NoCommonCipher, $"and this end have nothing in common ({offered}){Detail(e)}",
            "Allow others with -CipherList, -CipherSuite, -Group or -SignatureScheme, or use another kind of certificate."),
        TlsFailure.WrongPreSharedKey => (SslErrorCode.PskWrong, "uses another pre-shared key than this end has under the same identity",
            "Both ends must have the same bytes; if they have, something between them changes data."),
        _ => null,
    };

    private static (SslErrorCode Code, string What, string Todo) ByAlert(TlsEngineException e, string offered)
    {
        var alert = (SslAlert)e.Alert;
        return alert switch
        {
            SslAlert.protocol_version => (SslErrorCode.NoCommonVersion,
                $"and this end have no protocol version in common ({offered} allowed)",
                "Allow others with -Version, or renew the peer's software."),
            SslAlert.no_application_protocol =>
                (SslErrorCode.NoCommonProtocol, "offers none of our application protocols", "Allow others with -Alpn."),
            SslAlert.bad_certificate or SslAlert.unsupported_certificate or SslAlert.certificate_unknown =>
                (SslErrorCode.CertificateInvalid, $"sent a certificate that cannot be used{Detail(e)}", "Renew the peer's certificate."),
            SslAlert.unknown_psk_identity => (SslErrorCode.PskIdentityUnknown,
                "offers no pre-shared key with an identity that is known here",
                "Add the client's identity to -Psk, or give the client one that is there."),
            SslAlert.bad_record_mac =>
                (SslErrorCode.ProtocolViolation, "sent a record that was changed on the way, or was encrypted with another key",
                "Something between both ends changes data, or the peer is broken."),
            SslAlert.decrypt_error => (SslErrorCode.ProtocolViolation, "sent a signature or checksum that is wrong",
                "The peer does not have the key to its certificate, or something between both ends changes data."),
            _ => (SslErrorCode.ProtocolViolation, $"broke the protocol ({Name(alert)}){Detail(e)}",
                "The peer's TLS is faulty, or something between both ends changes data."),
        };
    }

    private static string Detail(TlsEngineException e) => e.Detail.Length == 0 ? string.Empty : ": " + e.Detail;

    private static string Offered(SslSocket socket) =>
        socket.Context is null ? string.Empty : string.Join(", ", socket.Context.Versions.Select(v => v.ToString()));

    private static string Name(SslAlert alert) =>
        Enum.IsDefined(typeof(SslAlert), alert) ? $"{alert} ({(int)alert})" : ((int)alert).ToString(CultureInfo.InvariantCulture);

    private static bool LooksLike(byte[] bytes, string start) =>
        bytes.Length >= start.Length && Encoding.ASCII.GetString(bytes, 0, start.Length) == start;

    /// <summary>The first line as text if it is text, bytes in hex otherwise; control characters never reach a terminal.</summary>
    private static string Quote(byte[] bytes)
    {
        return IsText(bytes) ? "\"" + Encoding.ASCII.GetString(bytes, 0, FirstLine(bytes)) + "\""
            : "the bytes " + BitConverter.ToString(bytes, 0, Math.Min(bytes.Length, 16));
    }

    private static bool IsText(byte[] bytes) =>
        FirstLine(bytes) is > 0 and var length && bytes.Take(length).All(b => b is >= 0x20 and < 0x7F or (byte)'\t');

    private static int FirstLine(byte[] bytes)
    {
        int length = Array.FindIndex(bytes, b => b is (byte)'\r' or (byte)'\n');
        return Math.Min(length < 0 ? bytes.Length : length, 120);
    }
}

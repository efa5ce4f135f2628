using System;
using System.Collections.Generic;
using System.Linq;
using static PSSsl.SslAlert;
using static PSSsl.SslErrorCode;
using static PSSsl.Tests.Hostile.Bytes;

namespace PSSsl.Tests.Hostile;

/// <summary>Clients of TLS 1.2.</summary>
internal static class Clients12
{
    private const int Handshake = 22, Data = 23, AlertRecord = 21, ChangeCipher = 20;

    private static Scenario S(string name, SslErrorCode code, SslAlert? alert, Action<HandClient12> play, bool sent = true,
        Func<SslContextOptions, SslContextOptions>? options = null) =>
        Scenarios.Client12(name, code, alert, play, options, sent);

    private static Scenario Bad(string name, SslAlert alert, Action<HandClient12> play,
        Func<SslContextOptions, SslContextOptions>? options = null) =>
        S(name, ProtocolViolation, alert, play, options: options);

    private static SslContextOptions Asking(SslContextOptions options) =>
        options with { ClientCertificate = SslClientCertificate.Require, Authorities = [HandKeys.EcCertificate, HandKeys.RsaCertificate],
            VerifyCallback = _ => true };

    private static SslContextOptions Transports(SslContextOptions options) =>
        options with { Identities = [HandKeys.RsaIdentity], CipherList = "AES128-GCM-SHA256" };

    private static void Shown(HandClient12 client, Func<byte[]> verify)
    {
        client.Begin().ReadFlight().Send(Handshake, client.Certificate(HandKeys.EcCertificate.RawData));
        client.Send(Handshake, client.KeyExchange());
        client.Send(Handshake, verify());
    }

    internal static IEnumerable<Scenario> All =>
    [
        S("does all well", None, null, p => p.Open().TlsShutdown()),
        S("cuts its messages into bytes", None, null,
            p => { foreach (byte b in p.Noted(p.Hello())) p.Plain(Handshake,
                b); p.ReadFlight(); foreach (byte b in p.KeyExchange()) p.Plain(Handshake, b); p.ChangeCipher()
                    .Send(Handshake, p.Finished()); p.TlsShutdown(); }),
        S("has a version 0x0304", None, null,
            p => { p.Begin(p.Hello(version: 0x0304)).ReadFlight().Send(Handshake, p.KeyExchange()); p.ChangeCipher()
                .Send(Handshake, p.Finished()); p.TlsShutdown(); }),
        S("has a version 0x0400", None, null,
            p => { p.Begin(p.Hello(version: 0x0400)).ReadFlight().Send(Handshake, p.KeyExchange()); p.ChangeCipher()
                .Send(Handshake, p.Finished()); p.TlsShutdown(); }),
        S("has a version 0x1234, and repeats it in the secret", None, null, p => p.Transport(0x1234, 0x1234).TlsShutdown(),
            options: Transports),
        Bad("has another version in the secret than in its hello", bad_record_mac, p => p.Transport(0x1234, 0x0303), Transports),
        S("names no groups", None, null,
            p => { p.Begin(p.Hello(Cat(HandClient12.Schemes, HandClient12.Renegotiation))).ReadFlight()
                .Send(Handshake, p.KeyExchange()); p.ChangeCipher().Send(Handshake, p.Finished()); p.TlsShutdown(); }),
        S("offers compression", None, null,
            p => { p.Begin(p.Hello(compressions: [1, 0])).ReadFlight().Send(Handshake, p.KeyExchange()); p.ChangeCipher()
                .Send(Handshake, p.Finished()); p.TlsShutdown(); }),
        S("asks for renegotiation and takes no for an answer", None, null, p => { p.Open().Send(Handshake, p.Hello()); p.TlsShutdown(); }),
        S("shows its certificate", None, null,
            p => { Shown(p, () => p.Verify()); p.ChangeCipher().Send(Handshake, p.Finished()); p.TlsShutdown(); }, options: Asking),
        S("has a ticket of no meaning and no id", None, null,
            p => { p.Begin(p.Hello(HandClient12.Extensions(Ext(35, new byte[100])))).ReadFlight()
                .Send(Handshake, p.KeyExchange()); p.ChangeCipher().Send(Handshake, p.Finished()); p.TlsShutdown(); }),

        // Out of place.
        Bad("sends its key exchange in its hello's record", unexpected_message, p => p.Plain(Handshake, Cat(p.Hello(), Msg(16, 1, 1)))),
        Bad("begins a message in its hello's record", unexpected_message, p => p.Plain(Handshake, Cat(p.Hello(), 16))),
        Bad("changes keys first", unexpected_message, p => p.Plain(ChangeCipher, 1)),
        Bad("changes keys before its key exchange", unexpected_message, p => p.Begin().ReadFlight().Plain(ChangeCipher, 1)),
        Bad("changes keys twice", unexpected_message, p => p.UpToKeys().ChangeCipher().Send(ChangeCipher, 1)),
        Bad("changes keys in the middle of a message", unexpected_message,
            p => { p.UpToKeys().Plain(Handshake, 20, 0); p.Plain(ChangeCipher, 1); }),
        Bad("sends Finished in plain text", unexpected_message, p => p.UpToKeys().Plain(Handshake, p.Finished())),
        Bad("sends Finished with its key exchange", unexpected_message, p => p.Begin().ReadFlight()
            .Plain(Handshake, Cat(p.KeyExchange(), p.Finished()))),
        Bad("sends data in the handshake", unexpected_message, p => p.UpToKeys().ChangeCipher().Send(Data, 1)),
        Bad("sends data in plain text", unexpected_message, p => p.Begin().Plain(Data, 1)),
        Bad("sends its hello twice", unexpected_message, p => p.Begin().ReadFlight().Plain(Handshake, p.Hello())),
        Bad("exchanges keys twice", unexpected_message, p => p.UpToKeys().Plain(Handshake, p.KeyExchange())),
        Bad("signs where no certificate was shown", unexpected_message, p => p.UpToKeys().Plain(Handshake, p.Verify())),
        Bad("shows a certificate where none was asked for", unexpected_message, p => p.Begin().ReadFlight()
            .Plain(Handshake, p.Certificate(HandKeys.EcCertificate.RawData))),
        Bad("finishes wrongly", decrypt_error, p => p.UpToKeys().ChangeCipher().Send(Handshake, Changed(p.Finished(), -1))),
        Bad("finishes shortly", decode_error, p => p.UpToKeys().ChangeCipher().Send(Handshake, Msg(20, 1, 2))),
        Bad("sends a HelloRequest", unexpected_message, p => p.Begin().ReadFlight().Plain(Handshake, Msg(0))),
        Bad("sends a KeyUpdate", unexpected_message, p => p.Open().Send(Handshake, Msg(24, 0))),

        // Certificates and keys.
        S("shows nothing where a certificate is demanded", CertificateMissing, handshake_failure, p => p.Begin().ReadFlight()
            .Send(Handshake, p.Certificate()), options: Asking),
        Bad("leaves its certificate out", unexpected_message, p => p.Begin().ReadFlight().Send(Handshake, p.KeyExchange()), Asking),
        Bad("shows and does not sign", unexpected_message,
            p => { p.Begin().ReadFlight()
                .Send(Handshake, p.Certificate(HandKeys.EcCertificate.RawData)); p.Send(Handshake, p.KeyExchange()); p.ChangeCipher()
                .Send(Handshake, p.Finished()); }, Asking),
        Bad("signs something else", decrypt_error, p => Shown(p, () => p.Verify(sign: d => HandKeys.SignEc(Changed(d, 0)))), Asking),
        Bad("signs with a scheme that was not offered", illegal_parameter, p => Shown(p, () => p.Verify(0x0101)), Asking),
        Bad("signs with ML-DSA", illegal_parameter, p => Shown(p, () => p.Verify(0x0905)), Asking),
        S("shows a certificate that is none", CertificateInvalid, bad_certificate, p => p.Begin().ReadFlight()
            .Send(Handshake, p.Certificate([0x30, 3, 1, 1, 1])), options: Asking),
        Bad("shows 33 certificates", illegal_parameter, p => p.Begin().ReadFlight()
            .Send(Handshake, p.Certificate([.. Enumerable.Repeat(HandKeys.EcCertificate.RawData, 33)])), Asking),
        Bad("sends no point", illegal_parameter, p => p.Begin().ReadFlight().Send(Handshake, p.KeyExchange(Cat(4, new byte[64])))),
        Bad("sends an empty point", decode_error, p => p.Begin().ReadFlight().Send(Handshake, p.KeyExchange([]))),
        Bad("has a byte behind its key exchange", decode_error, p => p.Begin().ReadFlight().Send(Handshake, Msg(16, Cat(V8(p.Share), 0)))),

        // The hello.
        S("offers no suite in common", NoCommonCipher, handshake_failure, p => p.Plain(Handshake, p.Hello(suites: [0, 5]))),
        S("offers TLS 1.0", NoCommonVersion, protocol_version, p => p.Plain(Handshake, p.Hello(version: 0x0301))),
        Bad("does not offer to leave uncompressed", illegal_parameter, p => p.Plain(Handshake, p.Hello(compressions: [1]))),
        Bad("offers no compression at all", decode_error, p => p.Plain(Handshake, p.Hello(compressions: []))),
        Bad("offers no suite at all", decode_error, p => p.Plain(Handshake, p.Hello(suites: []))),
        Bad("offers half a suite", decode_error, p => p.Plain(Handshake, p.Hello(suites: [0xC0]))),
        Bad("has a session id of 33 bytes", decode_error, p => p.Plain(Handshake, p.Hello(sessionId: new byte[33]))),
        Bad("says extended_master_secret at length", decode_error, p => p.Plain(Handshake, p.Hello(HandClient12.Extensions(Ext(23, 0))))),
        Bad("says encrypt_then_mac at length", decode_error, p => p.Plain(Handshake, p.Hello(HandClient12.Extensions(Ext(22, 0))))),
        Bad("begins with a renegotiation of something", handshake_failure,
            p => p.Plain(Handshake, p.Hello(Cat(HandClient12.Groups, HandClient12.Schemes, Ext(0xFF01, 1, 7))))),
        Bad("has half an extension", decode_error, p => p.Plain(Handshake, p.Hello([0, 10, 0]))),
        Bad("has an extension twice", illegal_parameter, p => p.Plain(Handshake, p.Hello(HandClient12.Extensions(HandClient12.Groups)))),
        Bad("has no schemes in their list", decode_error,
            p => p.Plain(Handshake, p.Hello(Cat(HandClient12.Groups, Ext(13, 0, 0), HandClient12.Renegotiation)))),
        Bad("has no point formats in their list", decode_error, p => p.Plain(Handshake, p.Hello(HandClient12.Extensions(Ext(11, 0))))),
        S("has a version 0xFEFE", None, null,
            p => { p.Begin(p.Hello(version: 0xFEFE)).ReadFlight().Send(Handshake, p.KeyExchange()); p.ChangeCipher()
                .Send(Handshake, p.Finished()); p.TlsShutdown(); }),
        Bad("has point formats without the one there is", illegal_parameter,
            p => p.Plain(Handshake, p.Hello(HandClient12.Extensions(Ext(11, V8(1)))))),
        S("falls back from what both can do", ProtocolViolation, inappropriate_fallback,
            p => p.Plain(Handshake, p.Hello(suites: [0xC0, 0x2B, 0x56, 0]))),

        // What brings nobody on.
        Bad("floods empty records", decode_error, p => p.Open().Flood(20000, Data)),
        Bad("floods warnings", decode_error, p => p.Open().Flood(20000, AlertRecord, 1, 90)),
        Bad("floods warnings before its hello", decode_error, p => p.Raw(Repeat(20000, Rec(AlertRecord, 1, 90)))),
        Bad("keeps asking for renegotiation", no_renegotiation, p => p.Open().Flood(2000, Handshake, p.Hello())),

        // Records and alerts.
        Bad("changes a record", bad_record_mac, p => p.UpToKeys().ChangeCipher().Raw(Changed(p.Writes!.Seal(Handshake, p.Finished()), -1))),
        Bad("sends a record too short to decrypt", bad_record_mac, p => p.Open().Raw(Rec(Data, 1, 2, 3))),
        Bad("sends an empty handshake record", unexpected_message, p => p.Open().Send(Handshake)),
        Bad("sends a record of 16385 bytes", record_overflow, p => p.Open().Send(Data, new byte[16385])),
        S("says bad_certificate", CertificateRefusedByPeer, bad_certificate, p => { p.Begin().ReadFlight(); p.Plain(AlertRecord, 2, 42); },
            sent: false),
        S("says close_notify in the handshake", PeerVanished, close_notify, p => { p.Begin().ReadFlight(); p.Plain(AlertRecord, 1, 0); },
            sent: false),
        S("says no_renegotiation", AlertReceived, no_renegotiation, p => p.Open().Send(AlertRecord, 1, 100), sent: false),
        S("hangs up in the handshake", PeerVanished, null, p => p.Begin().ReadFlight()),
    ];
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using static PSSsl.SslAlert;
using static PSSsl.SslErrorCode;
using static PSSsl.Tests.Hostile.Bytes;

namespace PSSsl.Tests.Hostile;

/// <summary>Servers of TLS 1.2.</summary>
internal static class Servers12
{
    private const int Handshake = 22, Data = 23, AlertRecord = 21, ChangeCipher = 20;

    private static Scenario S(string name, SslErrorCode code, SslAlert? alert, Action<HandServer12> play, bool sent = true,
        Func<SslContextOptions, SslContextOptions>? options = null) =>
        Scenarios.Server12(name, code, alert, play, options, sent);

    private static Scenario Bad(string name, SslAlert alert, Action<HandServer12> play,
        Func<SslContextOptions, SslContextOptions>? options = null) =>
        S(name, ProtocolViolation, alert, play, options: options);

    private static SslContextOptions Only12(SslContextOptions options) => options with { Version = [SslVersion.TLSv1_2] };

    private static byte[] Marked(HandServer12 peer, byte last)
    {
        byte[] random = peer.Random;
        Cat(Encoding.ASCII.GetBytes("DOWNGRD"), last).CopyTo(random, 24);
        return random;
    }

    internal static IEnumerable<Scenario> All =>
    [
        S("does all well", None, null, p => p.Open().TlsShutdown()),
        S("sends its flight in one record", None, null,
            p => { p.ReadHello().Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(), p.Done())); p.ReadAnswer()
                .ChangeCipher().Send(Handshake, p.Finished()); p.TlsShutdown(); }),
        S("cuts its flight into bytes", None, null,
            p => { p.ReadHello(); foreach (byte b in Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(), p.Done())) p.Send(Handshake, b);
                p.ReadAnswer().ChangeCipher().Send(Handshake, p.Finished()); p.TlsShutdown(); }),
        S("requests a certificate", None, null,
            p => { p.ReadHello()
                .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(), p.Request(), p.Done())); p.ReadAnswer()
                .ChangeCipher().Send(Handshake, p.Finished()); p.TlsShutdown(); }),
        S("asks for renegotiation and takes no for an answer", None, null, p => { p.Open().Send(Handshake, Msg(0)); p.TlsShutdown(); }),
        S("warns of the name and goes on", None, null,
            p => { p.ReadHello().Plain(AlertRecord, 1, 112); p.Flight().ReadAnswer().ChangeCipher()
                .Send(Handshake, p.Finished()); p.TlsShutdown(); }),
        S("sends a HelloRequest in the handshake", None, null,
            p => { p.ReadHello().Plain(Handshake, Msg(0)); p.Flight().ReadAnswer().ChangeCipher()
                .Send(Handshake, p.Finished()); p.TlsShutdown(); }),

        Bad("marks a downgrade from TLS 1.3", illegal_parameter, p => { p.ReadHello(); Marked(p, 1); p.Flight(); }),
        Bad("marks a downgrade from TLS 1.2", illegal_parameter, p => { p.ReadHello(); Marked(p, 0); p.Flight(); }),
        S("marks a downgrade where nothing later was offered", None, null,
            p => { p.ReadHello(); Marked(p, 1); p.Flight().ReadAnswer().ChangeCipher().Send(Handshake, p.Finished()); p.TlsShutdown(); },
            options: Only12),

        // Out of place.
        Bad("begins Finished in ServerHelloDone's record", unexpected_message,
            p => { p.ReadHello().Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(), p.Done(), 20)); p.ReadAnswer(); }),
        Bad("sends a ticket in ServerHelloDone's record", unexpected_message,
            p => { p.ReadHello()
                .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(), p.Done(), Msg(4, new byte[6]))); p.ReadAnswer(); }),
        Bad("sends Finished in plain text", unexpected_message, p => p.UpToKeys().Plain(Handshake, p.Finished())),
        Bad("changes keys before its hello", unexpected_message, p => p.ReadHello().Plain(ChangeCipher, 1)),
        Bad("changes keys in its flight", unexpected_message,
            p => { p.ReadHello().Send(Handshake, Cat(p.ServerHello(), p.Certificate())); p.Plain(ChangeCipher, 1); }),
        Bad("changes keys twice", unexpected_message, p => p.UpToKeys().ChangeCipher().Send(ChangeCipher, 1)),
        Bad("changes keys in the middle of a message", unexpected_message,
            p => { p.UpToKeys().Plain(Handshake, 20, 0); p.Plain(ChangeCipher, 1); }),
        Bad("changes keys with two bytes", unexpected_message, p => p.UpToKeys().Plain(ChangeCipher, 1, 1)),
        Bad("changes keys with another byte", decode_error, p => p.UpToKeys().Plain(ChangeCipher, 2)),
        Bad("changes keys with nothing", unexpected_message, p => p.UpToKeys().Plain(ChangeCipher)),
        Bad("sends data in the handshake", unexpected_message, p => p.UpToKeys().ChangeCipher().Send(Data, 1)),
        Bad("sends a ticket that was not announced", unexpected_message, p => p.UpToKeys().Plain(Handshake, Msg(4, new byte[6]))),
        Bad("sends a KeyUpdate", unexpected_message, p => p.Open().Send(Handshake, Msg(24, 0))),
        Bad("sends data between pieces of a message", unexpected_message, p => { p.Open().Send(Handshake, 0, 0); p.Send(Data, 1); }),
        Bad("leaves its certificate out", unexpected_message, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.KeyExchange(), p.Done()))),
        Bad("leaves its key exchange out", unexpected_message, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.Done()))),
        Bad("shows its certificate twice", unexpected_message, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.Certificate()))),
        Bad("exchanges keys twice", unexpected_message, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(), p.KeyExchange()))),
        Bad("finishes wrongly", decrypt_error, p => p.UpToKeys().ChangeCipher().Send(Handshake, Changed(p.Finished(), -1))),
        Bad("finishes shortly", decode_error, p => p.UpToKeys().ChangeCipher().Send(Handshake, Msg(20, 1, 2))),
        Bad("has a byte in ServerHelloDone", decode_error, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(), Msg(14, 0)))),

        // ServerHello.
        Bad("has an extension that was not requested", unsupported_extension, p => p.ReadHello().Flight(Ext(0xABCD))),
        Bad("has an extension twice", illegal_parameter, p => p.ReadHello().Flight(HandServer12.Renegotiation)),
        Bad("answers the server name with something", decode_error, p => p.ReadHello().Flight(Ext(0, 1))),
        Bad("chooses an application protocol that was not offered", illegal_parameter, p => p.ReadHello().Flight(Ext(16, V16(V8(1)))),
            o => o with { Alpn = ["h2"] }),
        Bad("chooses no application protocol", decode_error, p => p.ReadHello().Flight(Ext(16, 0, 0)), o => o with { Alpn = ["h2"] }),
        Bad("chooses a suite of TLS 1.3", illegal_parameter, p => p.ReadHello().Send(Handshake, p.ServerHello(suite: 0x1301))),
        Bad("chooses a suite that was not offered", illegal_parameter, p => p.ReadHello().Send(Handshake, p.ServerHello(suite: 0x0005))),
        Bad("compresses", illegal_parameter, p => p.ReadHello().Send(Handshake, p.ServerHello(compression: 1))),
        Bad("answers point formats without the one there is", illegal_parameter, p => p.ReadHello().Flight(Ext(11, 1, 1))),
        Bad("answers extended_master_secret at length", decode_error, p => p.ReadHello().Flight(Ext(23, 0))),
        Bad("answers with a renegotiation of something", handshake_failure,
            p => p.ReadHello().Send(Handshake, p.ServerHello(extensions: Ext(0xFF01, 1, 7)))),
        Bad("signs something else where a pre-shared key is known", decrypt_error, p =>
        {
            p.ReadHello().Send(Handshake, Cat(p.ServerHello(), p.Certificate()));
            p.Send(Handshake, p.KeyExchange(sign: d => HandKeys.SignEc(Changed(d, 40))));
        }, o => o with
        {
            Psk = new SslPreSharedKey("somebody", new byte[32]), CipherList = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-PSK-AES128-CBC-SHA256",
        }),
        Bad("resumes what was not offered", illegal_parameter,
            p => p.ReadHello().Send(Handshake, p.ServerHello(sessionId: p.Hello.SessionId))),
        S("has a key for RSA-PSS alone where it has to decrypt", CertificateInvalid, unsupported_certificate, p =>
        {
            p.ReadHello().Send(Handshake, p.ServerHello(suite: 0x009C));
            p.Send(Handshake, Cat(p.Certificate(HandKeys.PssCertificate.RawData), p.Done()));
        }, options: o => o with { CipherList = "AES128-GCM-SHA256", VerifyMode = SslVerifyMode.None }),
        S("does not know RFC 5746", UnsafeRenegotiation, handshake_failure, p => p.ReadHello()
            .Send(Handshake, p.ServerHello(extensions: []))),
        S("chooses TLS 1.1", NoCommonVersion, protocol_version, p => p.ReadHello()
            .Send(Handshake, p.ServerHello(version: 0x0302, suite: 0xC009))),

        // Keys.
        Bad("sends no point", illegal_parameter, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(Cat(3, 0, 23, V8(Cat(4, new byte[64])))), p.Done()))),
        Bad("sends an empty point", decode_error, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange([3, 0, 23, 0])))),
        Bad("uses a group that was not offered", illegal_parameter, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(Cat(3, 0, 25, V8(p.Share)))))),
        Bad("uses a curve of its own", illegal_parameter, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(Cat(1, 0, 23, V8(p.Share)))))),
        Bad("signs its key exchange wrongly", decrypt_error, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(sign: d => HandKeys.SignEc(Changed(d, 0)))))),
        Bad("signs with a scheme that was not offered", illegal_parameter, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(scheme: 0x0101)))),
        Bad("signs with ML-DSA", illegal_parameter, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(scheme: 0x0905)))),
        Bad("signs with a scheme of another key", illegal_parameter, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(scheme: 0x0401)))),
        Bad("signs with SHA-1", illegal_parameter, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(scheme: 0x0203, sign: HandKeys.SignEcSha1)))),
        Bad("has a byte behind its key exchange", decode_error, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), Msg(12, Cat(p.KeyExchange()[4..], 0))))),

        // Certificates.
        S("shows a certificate that is none", CertificateInvalid, bad_certificate, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate([0x30, 3, 1, 1, 1]), p.KeyExchange()))),
        Bad("shows an empty chain", decode_error, p => p.ReadHello().Send(Handshake, Cat(p.ServerHello(), Msg(11, 0, 0, 0)))),
        Bad("shows 33 certificates", illegal_parameter, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate([.. Enumerable.Repeat(HandKeys.EcCertificate.RawData, 33)])))),
        Bad("announces a message of a megabyte", illegal_parameter,
            p => { p.ReadHello().Send(Handshake, p.ServerHello()); p.Send(Handshake, 11, 0x10, 0, 0); }),
        Bad("staples garbage", bad_certificate_status_response, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(Ext(5)), p.Certificate(), Msg(22, Cat(1, V24(1, 2, 3)))))),
        Bad("staples what was not announced", unexpected_message, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), Msg(22, Cat(1, V24(1, 2, 3)))))),
        Bad("requests a certificate twice", unexpected_message, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(), p.Request(), p.Request()))),
        Bad("requests a certificate of no type", decode_error, p => p.ReadHello()
            .Send(Handshake, Cat(p.ServerHello(), p.Certificate(), p.KeyExchange(), p.Request(types: [])))),

        // What brings nobody on.
        Bad("floods empty records", decode_error, p => p.Open().Flood(20000, Data)),
        Bad("floods warnings", decode_error, p => p.Open().Flood(20000, AlertRecord, 1, 112)),
        Bad("floods HelloRequests in the handshake", unexpected_message, p => p.ReadHello().Plain(Handshake, Repeat(3000, Msg(0)))),
        Bad("keeps asking for renegotiation", no_renegotiation, p => p.Open().Flood(20000, Handshake, Msg(0))),

        // Records.
        Bad("changes a record", bad_record_mac, p => p.UpToKeys().ChangeCipher().Raw(Changed(p.Writes!.Seal(Handshake, p.Finished()), -1))),
        Bad("changes a record of data", bad_record_mac, p => p.Open().Raw(Changed(p.Writes!.Seal(Data, [1, 2]), 14))),
        Bad("sends a record too short to decrypt", bad_record_mac, p => p.Open().Raw(Rec(Data, 1, 2, 3))),
        Bad("sends an empty handshake record", unexpected_message, p => p.ReadHello().Plain(Handshake)),
        Bad("sends an empty encrypted handshake record", unexpected_message, p => p.Open().Send(Handshake)),
        Bad("sends an empty alert", unexpected_message, p => p.Open().Send(AlertRecord)),
        Bad("sends a record of no type", unexpected_message, p => p.Open().Raw(99, 3, 3, 0, 1, 1)),
        Bad("sends a record of 16385 bytes", record_overflow, p => p.Open().Send(Data, new byte[16385])),

        // Alerts.
        S("says no_renegotiation", AlertReceived, no_renegotiation, p => p.Open().Send(AlertRecord, 1, 100), sent: false),
        Bad("says an alert at no level", illegal_parameter, p => p.Open().Send(AlertRecord, 9, 80)),
        S("says close_notify in place of a hello", PeerVanished, close_notify, p => p.ReadHello().Plain(AlertRecord, 1, 0), sent: false),
        S("says close_notify in the handshake", PeerVanished, close_notify, p => p.UpToKeys().Plain(AlertRecord, 1, 0), sent: false),
        S("says internal_error", AlertReceived, internal_error, p => p.Open().Send(AlertRecord, 2, 80), sent: false),
        S("hangs up in the handshake", PeerVanished, null, p => p.ReadHello().Flight()),
        S("hangs up in the middle of data", Truncated, null, p => p.Open().Send(Data, 1)),
    ];
}

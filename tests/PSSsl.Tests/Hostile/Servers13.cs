using System;
using System.Collections.Generic;
using static PSSsl.SslAlert;
using static PSSsl.SslErrorCode;
using static PSSsl.Tests.Hostile.Bytes;

namespace PSSsl.Tests.Hostile;

/// <summary>Servers of TLS 1.3.</summary>
internal static class Servers13
{
    private const int Handshake = 22, Data = 23, AlertRecord = 21, ChangeCipher = 20;

    private static Scenario S(string name, SslErrorCode code, SslAlert? alert, Action<HandServer13> play, bool sent = true,
        Func<SslContextOptions, SslContextOptions>? options = null) =>
        Scenarios.Server13(name, code, alert, play, options, sent);

    private static Scenario Bad(string name, SslAlert alert, Action<HandServer13> play,
        Func<SslContextOptions, SslContextOptions>? options = null) =>
        S(name, ProtocolViolation, alert, play, options: options);

    private static SslContextOptions Rsa(SslContextOptions options) =>
        options with { Version = [SslVersion.TLSv1_3, SslVersion.TLSv1_2, SslVersion.TLSv1_1] };

    internal static IEnumerable<Scenario> All =>
    [
        S("does all well", None, null, p => p.Open().TlsShutdown()),
        S("sends its flight in one record", None, null,
            p => { p.Begin().Send(Handshake, Cat(p.Encrypted(), p.Certificate(), p.Verify(), p.Finished())); p.Complete(); }),
        S("cuts its flight into bytes", None, null,
            p => { p.Begin(); foreach (byte b in Cat(p.Encrypted(), p.Certificate(), p.Verify(), p.Finished())) p.Send(Handshake, b);
                p.Complete(); }),
        S("sends ChangeCipherSpec", None, null, p => { p.Begin().Plain(ChangeCipher, 1); p.Flight(); p.Complete(); }),
        S("pads its records", None, null,
            p => { p.Begin(); p.Raw(p.Writes!.Seal(Handshake, p.Encrypted(), padding: 100));
                p.Send(Handshake, Cat(p.Certificate(), p.Verify(), p.Finished())); p.Complete(); }),
        S("retries for a cookie alone", None, null,
            p => { p.ReadHello(); byte[] share = p.Hello.Extensions[51]; p.Retries(Ext(44, V16(1, 2, 3))); Same(share,
                p.Hello.Extensions[51]); p.Answer().Flight(); p.Complete(); }),
        S("updates its keys", None, null, p => { p.Open().Send(Handshake, Msg(24, 0)); p.Writes!.Update(); p.TlsShutdown(); }),
        S("asks for an update of keys", None, null, p => { p.Open().Send(Handshake, Msg(24, 1)); p.Writes!.Update(); p.TlsShutdown(); }),
        S("sends 32 empty records in a row", None, null, p => { p.Open().Flood(32, Data); p.TlsShutdown(); }),
        S("sends ChangeCipherSpec, and later 32 empty records", None, null, p =>
        {
            p.Begin().Plain(ChangeCipher, 1);
            p.Flight();
            p.Application();
            p.ReadFinished();
            p.Flood(32, Data);
            p.TlsShutdown();
        }),
        S("sends a ticket", None, null, p => { p.Open().Send(Handshake, HandServer13.Ticket()); p.TlsShutdown(); }),
        S("says user_canceled and goes on", None, null, p => { p.Open().Send(AlertRecord, 1, 90); p.TlsShutdown(); }),
        S("says close_notify at level fatal", None, null, p => { p.Open().Send(Data, 1); p.Send(AlertRecord, 2, 0); }),

        // Messages end where keys change.
        Bad("sends its flight in plain text, in ServerHello's record", unexpected_message,
            p => { p.ReadHello(); byte[] hello = p.ServerHello(); p.Keys(hello); p.Plain(Handshake,
                Cat(hello, p.Encrypted(), p.Certificate(), p.Verify(), p.Finished())); }),
        Bad("begins EncryptedExtensions in ServerHello's record", unexpected_message,
            p => { p.ReadHello(); byte[] hello = p.ServerHello(); p.Keys(hello); p.Plain(Handshake, Cat(hello, 8, 0)); }),
        Bad("sends EncryptedExtensions in plain text", unexpected_message, p => p.Begin().Plain(Handshake, p.Encrypted())),
        Bad("sends a ticket behind Finished in one record", unexpected_message,
            p => { p.Begin()
                .Send(Handshake, Cat(p.Encrypted(), p.Certificate(), p.Verify(), p.Finished(), HandServer13.Ticket())); p.Application(); }),
        Bad("begins a message behind Finished in one record", unexpected_message,
            p => { p.Begin().Send(Handshake, Cat(p.Encrypted(), p.Certificate(), p.Verify(), p.Finished(), 4)); p.Application(); }),
        Bad("updates its keys twice in one record", unexpected_message, p => p.Open().Send(Handshake, Cat(Msg(24, 0), Msg(24, 0)))),
        Bad("begins a message behind KeyUpdate in one record", unexpected_message, p => p.Open().Send(Handshake, Cat(Msg(24, 0), 24))),
        Bad("sends data between pieces of a ticket", unexpected_message, p => { p.Open().Send(Handshake, 4, 0); p.Send(Data, 1, 2); }),
        Bad("sends an empty record between pieces of a ticket", unexpected_message, p => { p.Open().Send(Handshake, 4, 0); p.Send(Data); }),
        Bad("sends ChangeCipherSpec between pieces of a message", unexpected_message,
            p => { p.Begin().Send(Handshake, 8, 0); p.Plain(ChangeCipher, 1); }),
        Bad("sends two ServerHellos in one record after a retry", unexpected_message,
            p => { p.ReadHello(); p.Plain(Handshake, Cat(p.Retry(Ext(44, V16(1))), p.ServerHello())); }),

        // What brings nobody on.
        Bad("floods empty records", decode_error, p => p.Open().Flood(20000, Data)),
        Bad("sends 33 empty records in a row", decode_error, p => { p.Open().Flood(33, Data); p.TlsShutdown(); }),
        Bad("floods user_canceled", decode_error, p => p.Open().Flood(20000, AlertRecord, 1, 90)),
        Bad("floods KeyUpdates", unexpected_message,
            p => { p.Open(); for (int i = 0; i < 40; i++) { p.Send(Handshake, Msg(24, 0)); p.Writes!.Update(); } }),
        Bad("floods tickets", unexpected_message, p => p.Open().Flood(20000, Handshake, HandServer13.Ticket())),
        Bad("floods tickets in few records", unexpected_message, p => p.Open().Flood(40, Handshake, Repeat(200, HandServer13.Ticket()))),
        Bad("floods ChangeCipherSpec", decode_error, p => { p.Begin().Raw(Repeat(20000, Rec(ChangeCipher, 1))); }),
        Bad("floods HelloRequests before its hello", unexpected_message, p => p.Plain(Handshake, Repeat(3000, Msg(0)))),
        Bad("floods warnings before its hello", decode_error, p => p.Raw(Repeat(20000, Rec(AlertRecord, 1, 112)))),

        // Signatures.
        Bad("signs with rsa_pkcs1_sha256", illegal_parameter,
            p => { p.Begin()
                .Send(Handshake, Cat(p.Encrypted(), p.Certificate(p.Entry(HandKeys.RsaCertificate.RawData))));
                    p.Send(Handshake, p.Verify(0x0401, HandKeys.SignPkcs1)); }),
        Bad("signs with rsa_pkcs1_sha1", illegal_parameter,
            p => { p.Begin()
                .Send(Handshake, Cat(p.Encrypted(), p.Certificate(p.Entry(HandKeys.RsaCertificate.RawData))));
                    p.Send(Handshake, p.Verify(0x0201, HandKeys.SignSha1)); }, Rsa),
        Bad("signs with ecdsa_sha1", illegal_parameter,
            p => { p.Begin()
                .Send(Handshake, Cat(p.Encrypted(), p.Certificate())); p.Send(Handshake, p.Verify(0x0203, HandKeys.SignEcSha1)); }, Rsa),
        S("signs with rsa_pss_rsae_sha256", None, null,
            p => { p.Begin()
                .Send(Handshake, Cat(p.Encrypted(), p.Certificate(p.Entry(HandKeys.RsaCertificate.RawData))));
                    p.Send(Handshake, p.Verify(0x0804, HandKeys.SignPss)); p.Send(Handshake, p.Finished()); p.Complete(); }),
        Bad("signs with a scheme of another curve", illegal_parameter,
            p => { p.Begin().Send(Handshake, Cat(p.Encrypted(), p.Certificate())); p.Send(Handshake, p.Verify(0x0503)); }),
        Bad("signs with a scheme of another key", illegal_parameter,
            p => { p.Begin().Send(Handshake, Cat(p.Encrypted(), p.Certificate())); p.Send(Handshake, p.Verify(0x0804)); }),
        Bad("signs with a scheme that does not exist", illegal_parameter,
            p => { p.Begin().Send(Handshake, Cat(p.Encrypted(), p.Certificate())); p.Send(Handshake, p.Verify(0xFEFE)); }),
        Bad("signs something else", decrypt_error,
            p => { p.Begin()
                .Send(Handshake, Cat(p.Encrypted(), p.Certificate()));
                    p.Send(Handshake, p.Verify(0x0403, d => HandKeys.SignEc(Changed(d, 100)))); }),
        Bad("signs with an empty signature", decrypt_error,
            p => { p.Begin().Send(Handshake, Cat(p.Encrypted(), p.Certificate())); p.Send(Handshake, p.Verify(0x0403, _ => [])); }),
        Bad("has a byte behind its signature", decode_error,
            p => { p.Begin().Send(Handshake, Cat(p.Encrypted(), p.Certificate())); p.Send(Handshake, Msg(15, 4, 3, 0, 1, 0, 0)); }),
        Bad("signs nothing", unexpected_message,
            p => { p.Begin().Send(Handshake, Cat(p.Encrypted(), p.Certificate())); p.Send(Handshake, p.Finished()); }),
        Bad("shows nothing", unexpected_message, p => p.Begin().Send(Handshake, Cat(p.Encrypted(), p.Finished()))),
        Bad("signs before it shows", unexpected_message, p => p.Begin().Send(Handshake, Cat(p.Encrypted(), p.Verify()))),
        Bad("finishes wrongly", decrypt_error, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), p.Certificate(), p.Verify(), Changed(p.Finished(), -1)))),
        Bad("finishes shortly", decode_error, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), p.Certificate(), p.Verify(), Msg(20, 1, 2, 3)))),

        // Records.
        Bad("changes a record", bad_record_mac, p => p.Begin().Raw(Changed(p.Writes!.Seal(Handshake, p.Encrypted()), -1))),
        Bad("changes a record of data", bad_record_mac, p => p.Open().Raw(Changed(p.Writes!.Seal(Data, [1, 2]), 7))),
        Bad("sends a record too short to decrypt", bad_record_mac, p => p.Begin().Raw(Rec(Data, 1, 2, 3))),
        Bad("sends an empty encrypted record", bad_record_mac, p => p.Begin().Raw(Rec(Data))),
        Bad("sends an empty handshake record", unexpected_message, p => p.Begin().Send(Handshake)),
        Bad("sends an empty alert record", unexpected_message, p => p.Open().Send(AlertRecord)),
        Bad("sends an alert of one byte", decode_error, p => p.Open().Send(AlertRecord, 1)),
        Bad("sends two alerts in one record", decode_error, p => p.Open().Send(AlertRecord, 1, 90, 1, 0)),
        Bad("sends a record of zeros", unexpected_message, p => p.Open().Raw(p.Writes!.Seal(0, new byte[20]))),
        Bad("sends an encrypted ChangeCipherSpec", unexpected_message, p => p.Open().Send(ChangeCipher, 1)),
        Bad("sends an encrypted record of no type", unexpected_message, p => p.Open().Send(99, 1)),
        Bad("sends ChangeCipherSpec behind the handshake", unexpected_message, p => p.Open().Plain(ChangeCipher, 1)),
        Bad("sends a ChangeCipherSpec of two bytes", unexpected_message, p => p.Begin().Plain(ChangeCipher, 1, 1)),
        Bad("sends plain text behind the handshake", unexpected_message, p => p.Open().Plain(Data + 1, 1)),
        Bad("sends a record of 16385 bytes", record_overflow, p => p.Open().Send(Data, new byte[16385])),
        Bad("sends a header of too long a record", record_overflow, p => p.Open().Raw(23, 3, 3, 0xFF, 0xFF)),
        Bad("sends data in the handshake", unexpected_message, p => p.Begin().Send(Data, 1)),
        Bad("sends data in plain text before its hello", unexpected_message, p => { p.ReadHello(); p.Plain(Data, 1); }),

        // ServerHello.
        Bad("has an extension in ServerHello that was not asked for", unsupported_extension, p => p.Begin(Ext(0xABCD))),
        Bad("has ALPN in ServerHello", illegal_parameter, p => p.Begin(Ext(16, V16(V8(1)))), o => o with { Alpn = ["h2"] }),
        Bad("has an extension twice in ServerHello", illegal_parameter, p => p.Begin(HandServer13.Version13)),
        Bad("has no key share", illegal_parameter,
            p => { p.ReadHello(); p.Plain(Handshake, p.ServerHello(extensions: HandServer13.Version13)); }),
        Bad("has a key share of no point", illegal_parameter,
            p => { p.ReadHello(); p.Plain(Handshake,
                p.ServerHello(extensions: Cat(HandServer13.Version13, Ext(51, Cat(0, 23, V16(Cat(4, new byte[64]))))))); }),
        Bad("has a short key share", illegal_parameter,
            p => { p.ReadHello(); p.Plain(Handshake, p.ServerHello(extensions: Cat(HandServer13.Version13, Ext(51, 0, 23, 0, 1, 4)))); }),
        Bad("has a share of a group without share", illegal_parameter,
            p => { p.ReadHello();
                p.Plain(Handshake, p.ServerHello(extensions: Cat(HandServer13.Version13, Ext(51, Cat(0, 24, V16(new byte[97])))))); }),
        Bad("chooses a suite that was not offered", illegal_parameter,
            p => { p.ReadHello(); p.Plain(Handshake, p.ServerHello(suite: 0x1305)); }),
        Bad("chooses a suite of TLS 1.2", illegal_parameter, p => { p.ReadHello(); p.Plain(Handshake, p.ServerHello(suite: 0xC02B)); }),
        Bad("has another session id", illegal_parameter,
            p => { p.ReadHello(); p.Plain(Handshake, p.ServerHello(sessionId: new byte[32])); }),
        Bad("has no session id", illegal_parameter, p => { p.ReadHello(); p.Plain(Handshake, p.ServerHello(sessionId: [])); }),
        Bad("compresses", illegal_parameter, p => { p.ReadHello(); p.Plain(Handshake, p.ServerHello(compression: 1)); }),
        Bad("has a legacy version of TLS 1.3", illegal_parameter,
            p => { p.ReadHello(); p.Plain(Handshake, p.ServerHello(version: 0x0304)); }),
        Bad("chooses a pre-shared key where none was offered", unsupported_extension, p => p.Begin(Ext(41, 0, 0))),
        Bad("sends its hello twice", unexpected_message, p => p.Begin().Send(Handshake, p.ServerHello())),
        Bad("sends a hello that ends early", decode_error, p => { p.ReadHello(); p.Plain(Handshake, Msg(2, 3, 3, 1)); }),
        S("chooses a version that was not offered", NoCommonVersion, protocol_version,
            p => { p.ReadHello(); p.Plain(Handshake, p.ServerHello(extensions: [], version: 0x0302, suite: 0xC013)); }),

        // HelloRetryRequest.
        Bad("retries with nothing", illegal_parameter, p => { p.ReadHello(); p.Plain(Handshake, p.Retry()); }),
        Bad("retries for a share that is there", illegal_parameter, p => { p.ReadHello(); p.Plain(Handshake, p.Retry(Ext(51, 0, 23))); }),
        Bad("retries for a group that was not offered", illegal_parameter,
            p => { p.ReadHello(); p.Plain(Handshake, p.Retry(Ext(51, 0, 25))); }),
        Bad("retries with an extension that was not asked for", unsupported_extension,
            p => { p.ReadHello(); p.Plain(Handshake, p.Retry(Cat(Ext(0xABCD), Ext(44, V16(1))))); }),
        Bad("retries with an empty cookie", decode_error, p => { p.ReadHello(); p.Plain(Handshake, p.Retry(Ext(44, 0, 0))); }),
        Bad("retries twice", unexpected_message,
            p => { p.ReadHello(); p.Retries(Ext(44, V16(1))); p.Plain(Handshake, p.Retry(Ext(44, V16(2)))); }),
        Bad("retries, and changes the suite", illegal_parameter,
            p => { p.ReadHello(); p.Retries(Ext(44, V16(1))); p.Plain(Handshake, p.ServerHello(suite: 0x1303)); }),

        // EncryptedExtensions, certificates.
        Bad("has an extension in EncryptedExtensions that was not asked for", unsupported_extension, p => p.Begin()
            .Send(Handshake, p.Encrypted(Ext(0xABCD)))),
        Bad("has a key share in EncryptedExtensions", illegal_parameter, p => p.Begin().Send(Handshake, p.Encrypted(p.KeyShare))),
        Bad("answers the server name with something", decode_error, p => p.Begin().Send(Handshake, p.Encrypted(Ext(0, 1)))),
        Bad("chooses an application protocol that was not offered", illegal_parameter, p => p.Begin()
            .Send(Handshake, p.Encrypted(Ext(16, V16(V8(1))))), o => o with { Alpn = ["h2"] }),
        Bad("chooses two application protocols", decode_error, p => p.Begin()
            .Send(Handshake, p.Encrypted(Ext(16, V16(Cat(V8(104, 50), V8(104, 50)))))), o => o with { Alpn = ["h2"] }),
        Bad("chooses no application protocol", decode_error, p => p.Begin().Send(Handshake, p.Encrypted(Ext(16, 0, 0))),
            o => o with { Alpn = ["h2"] }),
        Bad("has a byte behind EncryptedExtensions", decode_error, p => p.Begin().Send(Handshake, Msg(8, 0, 0, 0))),
        Bad("has an extension in a certificate that was not asked for", unsupported_extension, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), p.Certificate(p.Entry(extensions: Ext(0xABCD)))))),
        Bad("has timestamps in a certificate that were not asked for", unsupported_extension, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), p.Certificate(p.Entry(extensions: Ext(18, V16(V16(1)))))))),
        Bad("has an empty list of timestamps", unsupported_extension, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), p.Certificate(p.Entry(extensions: Ext(18, 0, 0)))))),
        Bad("staples garbage", bad_certificate_status_response, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), p.Certificate(p.Entry(extensions: Ext(5, Cat(1, V24(1, 2, 3)))))))),
        Bad("staples nothing", decode_error, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), p.Certificate(p.Entry(extensions: Ext(5, Cat(1, V24()))))))),
        Bad("shows an empty chain", decode_error, p => p.Begin().Send(Handshake, Cat(p.Encrypted(), Msg(11, 0, 0, 0, 0)))),
        Bad("has a context in its chain", illegal_parameter, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), Msg(11, Cat(1, 1, V24(p.Entry())))))),
        S("shows a certificate that is none", CertificateInvalid, bad_certificate, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), p.Certificate(p.Entry([0x30, 3, 1, 1, 1]))))),
        S("shows a certificate that nobody trusts", CertificateSelfSigned, unknown_ca, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), p.Certificate())), options: o => o with { Authorities = null, NoAuthorities = true }),
        Bad("shows 33 certificates", illegal_parameter, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), p.Certificate(Repeat(33, p.Entry()))))),
        Bad("announces a message of a megabyte", illegal_parameter,
            p => { p.Begin().Send(Handshake, p.Encrypted()); p.Send(Handshake, 11, 0x10, 0, 0); }),
        Bad("requests a certificate of no authority", decode_error, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), Msg(13, Cat(0, V16(Cat(HandClient13.Schemes, Ext(47, 0, 0)))))))),
        Bad("requests a certificate without schemes", missing_extension, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), Msg(13, Cat(0, V16()))))),
        Bad("requests a certificate twice", unexpected_message, p => p.Begin()
            .Send(Handshake, Cat(p.Encrypted(), Msg(13, Cat(0, V16(HandClient13.Schemes))), Msg(13, Cat(0, V16(HandClient13.Schemes)))))),
        Bad("requests a certificate behind the handshake", unexpected_message, p => p.Open()
            .Send(Handshake, Msg(13, Cat(0, V16(HandClient13.Schemes))))),

        // Messages out of place.
        Bad("sends Finished first", unexpected_message, p => { p.ReadHello(); p.Plain(Handshake, Msg(20, new byte[12])); }),
        Bad("sends a ClientHello", unexpected_message, p => { p.ReadHello(); p.Plain(Handshake, Msg(1, new byte[50])); }),
        Bad("sends a message of no type", unexpected_message, p => p.Begin().Send(Handshake, Msg(99, 1))),
        Bad("sends a ticket in the handshake", unexpected_message, p => p.Begin().Send(Handshake, HandServer13.Ticket())),
        Bad("updates its keys in the handshake", unexpected_message, p => p.Begin().Send(Handshake, Msg(24, 0))),
        Bad("sends a HelloRequest behind its hello", unexpected_message, p => p.Begin().Send(Handshake, Msg(0))),
        Bad("sends EndOfEarlyData", unexpected_message, p => p.Begin().Send(Handshake, Msg(5))),
        Bad("finishes twice", unexpected_message, p => p.Open().Send(Handshake, Msg(20, new byte[32]))),
        Bad("updates its keys in no known way", illegal_parameter, p => p.Open().Send(Handshake, Msg(24, 2))),
        Bad("updates its keys at length", decode_error, p => p.Open().Send(Handshake, Msg(24, 0, 0))),
        Bad("sends a ticket without a ticket", decode_error, p => p.Open().Send(Handshake, Msg(4, Cat(new byte[8], V8(1), V16(), V16())))),
        Bad("sends a ticket that ends early", decode_error, p => p.Open().Send(Handshake, Msg(4, 0, 0, 0))),
        Bad("sends a ticket with half an extension", decode_error, p => p.Open().Send(Handshake, HandServer13.Ticket(0, 42, 0))),

        // Alerts.
        S("says access_denied as a warning, in the handshake", AlertReceived, access_denied, p => p.Begin().Send(AlertRecord, 1, 49),
            sent: false),
        S("says internal_error as a warning, behind the handshake", AlertReceived, internal_error, p => p.Open().Send(AlertRecord, 1, 80),
            sent: false),
        S("says handshake_failure at no known level", NoCommonCipher, handshake_failure, p => p.Begin().Send(AlertRecord, 9, 40),
            sent: false),
        S("says an alert of no name", AlertReceived, (SslAlert)200, p => p.Open().Send(AlertRecord, 1, 200), sent: false),
        S("says close_notify in place of a hello", PeerVanished, close_notify, p => { p.ReadHello(); p.Plain(AlertRecord, 1, 0); },
            sent: false),
        S("says close_notify in the handshake", PeerVanished, close_notify, p => p.Begin().Send(AlertRecord, 1, 0), sent: false),
        S("says handshake_failure in plain text", NoCommonCipher, handshake_failure, p => { p.ReadHello(); p.Plain(AlertRecord, 2, 40); },
            sent: false),
        S("hangs up in place of a hello", PeerVanished, null, p => p.ReadHello()),
        S("hangs up in the handshake", PeerVanished, null, p => p.Begin()),
        S("hangs up in the middle of data", Truncated, null, p => p.Open().Send(Data, 1)),
    ];

    private static void Same(byte[] one, byte[] other) => Xunit.Assert.Equal(one, other);
}

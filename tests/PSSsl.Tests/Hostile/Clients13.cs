using System;
using System.Collections.Generic;
using PSSsl.X509.Names;
using static PSSsl.SslAlert;
using static PSSsl.SslErrorCode;
using static PSSsl.Tests.Hostile.Bytes;

namespace PSSsl.Tests.Hostile;

/// <summary>Clients of TLS 1.3.</summary>
internal static class Clients13
{
    private const int Handshake = 22, Data = 23, AlertRecord = 21, ChangeCipher = 20;

    private static readonly byte[] s_early = Ext(42);

    private static Scenario S(string name, SslErrorCode code, SslAlert? alert, Action<HandClient13> play, bool sent = true,
        Func<SslContextOptions, SslContextOptions>? options = null) =>
        Scenarios.Client13(name, code, alert, play, options, sent);

    private static Scenario Bad(string name, SslAlert alert, Action<HandClient13> play,
        Func<SslContextOptions, SslContextOptions>? options = null) =>
        S(name, ProtocolViolation, alert, play, options: options);

    private static SslContextOptions Asking(SslContextOptions options) =>
        options with { ClientCertificate = SslClientCertificate.Require, Authorities = [HandKeys.EcCertificate, HandKeys.RsaCertificate],
            VerifyCallback = _ => true };

    /// <summary>A hello whose shares lead to a retry.</summary>
    private static byte[] WithoutShare(HandClient13 client, params byte[] more) =>
        client.Hello(Cat(HandClient13.Groups, HandClient13.Schemes, HandClient13.Versions, Ext(51, 0, 0), more));

    private static byte[] Keys(params byte[] binders) => Cat(Ext(45, 1, 1), Ext(41, Cat(V16(Cat(V16(1, 2, 3), 0, 0, 0, 0)), V16(binders))));

    internal static IEnumerable<Scenario> All =>
    [
        S("does all well", None, null, p => p.Open().TlsShutdown()),
        S("cuts its hello into bytes", None, null,
            p => { foreach (byte b in p.Noted(p.Hello())) p.Plain(Handshake, b); p.Keys().ReadFlight().Finish().TlsShutdown(); }),
        S("sends ChangeCipherSpec", None, null, p => { p.Begin().Plain(ChangeCipher, 1); p.ReadFlight().Finish().TlsShutdown(); }),
        S("answers a retry", None, null,
            p => { byte[] cookie = p.BeginRetry(WithoutShare(p)); p.Begin(p.Hello(p.Extensions(cookie))).ReadFlight().Finish()
                .TlsShutdown(); }),
        S("has a legacy version 0x0400", None, null, p => p.Begin(p.Hello(version: 0x0400)).ReadFlight().Finish().TlsShutdown()),
        S("has a legacy version 0x0304", None, null, p => p.Begin(p.Hello(version: 0x0304)).ReadFlight().Finish().TlsShutdown()),
        S("has a legacy version 0xFFFF", None, null, p => p.Begin(p.Hello(version: 0xFFFF)).ReadFlight().Finish().TlsShutdown()),
        S("has a legacy version 0xFEFE", None, null, p => p.Begin(p.Hello(version: 0xFEFE)).ReadFlight().Finish().TlsShutdown()),
        S("has a legacy version 0x0200", NoCommonVersion, protocol_version, p => p.Plain(Handshake, p.Hello(version: 0x0200))),
        S("names TLS 1.2 before TLS 1.3", None, null,
            p => p.Begin(p.Hello(Cat(HandClient13.Groups, HandClient13.Schemes, Ext(43, V8(3, 3, 3, 4)), p.KeyShare))).ReadFlight().Finish()
                .TlsShutdown()),
        S("has point formats without the one there is", None, null, p => p.Begin(p.Hello(p.Extensions(Ext(11, V8(1))))).ReadFlight()
            .Finish().TlsShutdown()),
        S("has extensions of no meaning", None, null, p => p.Begin(p.Hello(p.Extensions(Cat(Ext(0xABCD, 1, 2), Ext(0x0A0A))))).ReadFlight()
            .Finish().TlsShutdown()),
        S("sends early data that cannot be read", None, null,
            p => { p.Begin(p.Hello(p.Extensions(s_early))).Raw(Repeat(5, Rec(Data, new byte[200]))); p.ReadFlight().Finish()
                .TlsShutdown(); }),
        S("sends early data as its first flight", None, null,
            p => { p.Plain(Handshake, p.Noted(p.Hello(p.Extensions(s_early)))); p.Raw(Repeat(3, Rec(Data, new byte[5000]))); p.Keys()
                .ReadFlight().Finish().TlsShutdown(); }),
        S("sends early data before a retry", None, null,
            p => { byte[] first =
                WithoutShare(p, s_early); p.Raw(Cat(Rec(Handshake, first), Repeat(5, Rec(Data, new byte[100])))); Retry(p, first); }),
        S("updates its keys", None, null, p => { p.Open().Send(Handshake, Msg(24, 0)); p.Writes!.Update(); p.TlsShutdown(); }),
        S("says close_notify at level fatal", None, null, p => p.Open().Send(AlertRecord, 2, 0)),
        S("shows its certificate", None, null,
            p => { p.Begin().ReadFlight().Send(Handshake, Cat(p.Certificate(p.Entry()), p.Verify())); p.Finish().TlsShutdown(); },
            options: Asking),

        // Early data.
        Bad("sends too much early data", bad_record_mac, p => p.Begin(p.Hello(p.Extensions(s_early)))
            .Raw(Repeat(12, Rec(Data, new byte[16000])))),
        Bad("sends early data in tiny records without end", bad_record_mac, p => p.Begin(p.Hello(p.Extensions(s_early)))
            .Raw(Repeat(140000, Rec(Data, 1)))),
        Bad("sends too much early data before a retry", bad_record_mac,
            p => { p.BeginRetry(WithoutShare(p, s_early)); p.Raw(Repeat(12, Rec(Data, new byte[16000]))); }),
        Bad("sends early data that it did not announce", bad_record_mac, p => p.Begin().Raw(Rec(Data, new byte[200]))),
        Bad("sends what cannot be read behind what can", bad_record_mac,
            p => { p.Begin(p.Hello(p.Extensions(s_early))).ReadFlight()
                .Send(Handshake, p.Finished()[..10]); p.Raw(Rec(Data, new byte[200])); }),
        Bad("announces early data again behind a retry", illegal_parameter,
            p => { byte[] cookie = p.BeginRetry(WithoutShare(p)); p.Plain(Handshake, p.Hello(p.Extensions(Cat(cookie, s_early)))); }),
        Bad("ends early data that there was not", unexpected_message, p => p.Begin().ReadFlight().Send(Handshake, Msg(5))),

        // Messages end where keys change.
        Bad("sends Finished in its hello's record", unexpected_message,
            p => p.Plain(Handshake, Cat(p.Noted(p.Hello()), Msg(20, new byte[32])))),
        Bad("begins a message in its hello's record", unexpected_message, p => p.Plain(Handshake, Cat(p.Noted(p.Hello()), 20))),
        Bad("sends its second hello in the first's record", unexpected_message, p => p.Plain(Handshake, Cat(WithoutShare(p), p.Hello()))),
        Bad("begins its second hello in the first's record", unexpected_message, p => p.Plain(Handshake, Cat(WithoutShare(p), 1, 0))),
        Bad("updates its keys in Finished's record", unexpected_message, p => p.Begin().ReadFlight()
            .Send(Handshake, Cat(p.Finished(), Msg(24, 0)))),
        Bad("begins a message in Finished's record", unexpected_message, p => p.Begin().ReadFlight()
            .Send(Handshake, Cat(p.Finished(), 24))),
        Bad("updates its keys twice in one record", unexpected_message, p => p.Open().Send(Handshake, Cat(Msg(24, 0), Msg(24, 0)))),
        Bad("sends data between pieces of a message", unexpected_message, p => { p.Open().Send(Handshake, 24, 0); p.Send(Data, 1); }),
        Bad("sends ChangeCipherSpec between pieces of its hello", unexpected_message,
            p => { p.Plain(Handshake, 1, 0); p.Plain(ChangeCipher, 1); }),
        Bad("sends Finished in plain text", unexpected_message, p => p.Begin().ReadFlight().Plain(Handshake, p.Finished())),

        // What brings nobody on.
        Bad("floods empty records", decode_error, p => p.Open().Flood(20000, Data)),
        Bad("floods user_canceled", decode_error, p => p.Open().Flood(20000, AlertRecord, 1, 90)),
        Bad("floods KeyUpdates", unexpected_message,
            p => { p.Open(); for (int i = 0; i < 40; i++) { p.Send(Handshake, Msg(24, 0)); p.Writes!.Update(); } }),
        Bad("floods KeyUpdates that ask for one", unexpected_message,
            p => { p.Open(); for (int i = 0; i < 40; i++) { p.Send(Handshake, Msg(24, 1)); p.Writes!.Update(); } }),
        Bad("floods ChangeCipherSpec", decode_error, p => p.Begin().Raw(Repeat(20000, Rec(ChangeCipher, 1)))),

        // The hello.
        S("has a legacy version of SSL 3.0", NoCommonVersion, protocol_version, p => p.Plain(Handshake, p.Hello(version: 0x0300))),
        Bad("has groups without shares", missing_extension,
            p => p.Plain(Handshake, p.Hello(Cat(HandClient13.Groups, HandClient13.Schemes, HandClient13.Versions)))),
        Bad("has shares without groups", missing_extension,
            p => p.Plain(Handshake, p.Hello(Cat(HandClient13.Schemes, HandClient13.Versions, p.KeyShare)))),
        Bad("has no signature schemes", missing_extension,
            p => p.Plain(Handshake, p.Hello(Cat(HandClient13.Groups, HandClient13.Versions, p.KeyShare)))),
        Bad("offers compression", illegal_parameter, p => p.Plain(Handshake, p.Hello(compressions: [0, 1]))),
        Bad("offers compression twice", illegal_parameter, p => p.Plain(Handshake, p.Hello(compressions: [0, 0]))),
        Bad("offers no application protocol", decode_error, p => p.Plain(Handshake, p.Hello(p.Extensions(Ext(16, 0, 0)))),
            o => o with { Alpn = ["h2"] }),
        Bad("offers an empty application protocol", decode_error, p => p.Plain(Handshake, p.Hello(p.Extensions(Ext(16, V16(0))))),
            o => o with { Alpn = ["h2"] }),
        Bad("has an empty list of names", decode_error, p => p.Plain(Handshake, p.Hello(p.Extensions(Ext(0, 0, 0))))),
        Bad("has a byte behind the list of names", decode_error,
            p => p.Plain(Handshake, p.Hello(p.Extensions(Changed(Cat(p.Name, 0), 3))))),
        Bad("has an extension twice", illegal_parameter, p => p.Plain(Handshake, p.Hello(p.Extensions(HandClient13.Versions)))),
        Bad("has a share of no point", illegal_parameter,
            p => p.Plain(Handshake,
                p.Hello(Cat(HandClient13.Groups, HandClient13.Schemes, HandClient13.Versions,
                    Ext(51, V16(Cat(0, 23, V16(Cat(4, new byte[64]))))))))),
        Bad("has an empty share", illegal_parameter,
            p => p.Plain(Handshake,
                p.Hello(Cat(HandClient13.Groups, HandClient13.Schemes, HandClient13.Versions, Ext(51, V16(0, 23, 0, 0)))))),
        Bad("has two shares of one group", illegal_parameter,
            p => p.Plain(Handshake, p.Hello(Cat(HandClient13.Groups, HandClient13.Schemes, HandClient13.Versions,
                Ext(51, V16(Repeat(2, Cat(0, 23, V16(p.Share))))))))),
        Bad("has a share of a group that it does not offer", illegal_parameter,
            p => p.Plain(Handshake, p.Hello(Cat(Ext(10, V16(0, 24)), HandClient13.Schemes, HandClient13.Versions, p.KeyShare)))),
        Bad("has keys and no binder", decode_error, p => p.Plain(Handshake, p.Hello(p.Extensions(Keys())))),
        Bad("has more binders than keys", illegal_parameter,
            p => p.Plain(Handshake, p.Hello(p.Extensions(Keys(Cat(V8(new byte[32]), V8(new byte[32]))))))),
        Bad("has keys without modes", missing_extension, p => p.Plain(Handshake, p.Hello(p.Extensions(Keys(V8(new byte[32]))[6..])))),
        Bad("has keys that are not last", illegal_parameter,
            p => p.Plain(Handshake, p.Hello(p.Extensions(Cat(Keys(V8(new byte[32])), p.Name))))),
        Bad("has a length of schemes that is too big", decode_error,
            p => p.Plain(Handshake, p.Hello(Cat(HandClient13.Groups, Ext(13, 0, 40, 4, 3), HandClient13.Versions, p.KeyShare)))),
        Bad("has an empty list of versions", decode_error,
            p => p.Plain(Handshake, p.Hello(Cat(HandClient13.Groups, HandClient13.Schemes, Ext(43, 0), p.KeyShare)))),
        Bad("has a byte behind its extensions", decode_error,
            p => { byte[] hello = p.Hello(); p.Plain(Handshake, Msg(1, Cat(hello[4..], 0))); }),
        S("offers no suite in common", NoCommonCipher, handshake_failure, p => p.Plain(Handshake, p.Hello(suites: [0x13, 0x05]))),
        S("offers no scheme in common", NoCommonCipher, handshake_failure,
            p => p.Plain(Handshake, p.Hello(Cat(HandClient13.Groups, Ext(13, V16(8, 7)), HandClient13.Versions, p.KeyShare)))),
        S("offers no version in common", NoCommonVersion, protocol_version,
            p => p.Plain(Handshake, p.Hello(Cat(HandClient13.Groups, HandClient13.Schemes, Ext(43, V8(3, 2)), p.KeyShare)))),

        // Behind a retry.
        Bad("has another cookie", illegal_parameter,
            p => { byte[] cookie = p.BeginRetry(WithoutShare(p)); p.Plain(Handshake, p.Hello(p.Extensions(Changed(cookie, -1)))); }),
        Bad("has no cookie", illegal_parameter, p => { p.BeginRetry(WithoutShare(p)); p.Plain(Handshake, p.Hello()); }),
        Bad("has no share again", illegal_parameter,
            p => { byte[] cookie = p.BeginRetry(WithoutShare(p)); p.Plain(Handshake, WithoutShare(p, cookie)); }),
        Bad("offers other suites behind a retry", illegal_parameter,
            p => { byte[] cookie =
                p.BeginRetry(WithoutShare(p)); p.Plain(Handshake, p.Hello(p.Extensions(cookie), suites: [0x13, 1, 0x13, 3])); }),
        Bad("has another extension behind a retry", illegal_parameter,
            p => { byte[] cookie = p.BeginRetry(WithoutShare(p)); p.Plain(Handshake, p.Hello(p.Extensions(Cat(cookie, Ext(0xABCD))))); }),
        Bad("names another host", illegal_parameter,
            p => { byte[] cookie = p.BeginRetry(WithoutShare(p)); p.Plain(Handshake, p.Hello(p.Extensions(Cat(p.Name, cookie)))); }),
        Bad("offers compression behind a retry", illegal_parameter,
            p => { byte[] cookie =
                p.BeginRetry(WithoutShare(p)); p.Plain(Handshake, p.Hello(p.Extensions(cookie), compressions: [0, 1])); }),

        // Certificates.
        S("shows nothing where a certificate is demanded", CertificateMissing, certificate_required, p => p.Begin().ReadFlight()
            .Send(Handshake, p.Certificate()), options: Asking),
        Bad("leaves its certificate out", unexpected_message, p => p.Begin().ReadFlight().Send(Handshake, p.Finished()), Asking),
        Bad("shows and does not sign", unexpected_message, p => p.Begin().ReadFlight()
            .Send(Handshake, Cat(p.Certificate(p.Entry()), p.Finished())), Asking),
        Bad("shows a certificate where none was asked for", unexpected_message, p => p.Begin().ReadFlight()
            .Send(Handshake, p.Certificate(p.Entry()))),
        Bad("signs with rsa_pkcs1_sha256", illegal_parameter, p => p.Begin().ReadFlight()
            .Send(Handshake, Cat(p.Certificate(p.Entry(HandKeys.RsaCertificate.RawData)), p.Verify(0x0401, HandKeys.SignPkcs1))), Asking),
        Bad("signs something else", decrypt_error, p => p.Begin().ReadFlight()
            .Send(Handshake, Cat(p.Certificate(p.Entry()), p.Verify(sign: d => HandKeys.SignEc(Changed(d, 100))))), Asking),
        Bad("has an extension in its certificate", unsupported_extension, p => p.Begin().ReadFlight()
            .Send(Handshake, p.Certificate(p.Entry(extensions: Ext(5, Cat(1, V24(1)))))), Asking),
        S("shows a certificate that is none", CertificateInvalid, bad_certificate, p => p.Begin().ReadFlight()
            .Send(Handshake, p.Certificate(p.Entry([0x30, 3, 1, 1, 1]))), options: Asking),
        Bad("shows 33 certificates", illegal_parameter, p => p.Begin().ReadFlight().Send(Handshake, p.Certificate(Repeat(33, p.Entry()))),
            Asking),

        // Records and messages out of place.
        Bad("finishes wrongly", decrypt_error, p => p.Begin().ReadFlight().Send(Handshake, Changed(p.Finished(), -1))),
        Bad("changes a record", bad_record_mac, p => p.Begin().ReadFlight().Raw(Changed(p.Writes!.Seal(Handshake, p.Finished()), -1))),
        Bad("sends a record too short to decrypt", bad_record_mac, p => p.Open().Raw(Rec(Data, 1, 2, 3))),
        Bad("sends an empty handshake record", unexpected_message, p => p.Open().Send(Handshake)),
        Bad("sends an empty alert record", unexpected_message, p => p.Open().Send(AlertRecord)),
        Bad("sends an encrypted ChangeCipherSpec", unexpected_message, p => p.Open().Send(ChangeCipher, 1)),
        Bad("sends a hello behind the handshake", unexpected_message, p => p.Open().Send(Handshake, p.Hello())),
        Bad("sends a ticket", unexpected_message, p => p.Open().Send(Handshake, HandServer13.Ticket())),
        Bad("sends a ServerHello", unexpected_message, p => p.Plain(Handshake, Msg(2, new byte[50]))),
        Bad("announces a hello of a megabyte", illegal_parameter, p => p.Plain(Handshake, 1, 0x10, 0, 0)),

        // Alerts.
        S("says unknown_ca as a warning", CertificateRefusedByPeer, unknown_ca, p => p.Begin().ReadFlight().Send(AlertRecord, 1, 48),
            sent: false),
        S("says unknown_ca in plain text", CertificateRefusedByPeer, unknown_ca, p => { p.Begin(); p.Plain(AlertRecord, 2, 48); },
            sent: false),
        S("says close_notify in the handshake", PeerVanished, close_notify, p => p.Begin().ReadFlight().Send(AlertRecord, 1, 0),
            sent: false),
        S("says close_notify in place of a hello", PeerVanished, close_notify, p => p.Plain(AlertRecord, 1, 0), sent: false),
        S("hangs up in place of Finished", PeerVanished, null, p => p.Begin().ReadFlight()),
        S("hangs up in the middle of data", Truncated, null, p => p.Open().Send(Data, 1)),
    ];

    private static void Retry(HandClient13 client, byte[] first)
    {
        byte[] cookie = client.ReadRetry(first);
        client.Begin(client.Hello(client.Extensions(cookie))).ReadFlight().Finish().TlsShutdown();
    }
}

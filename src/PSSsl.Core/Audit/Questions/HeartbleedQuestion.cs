using System;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// CVE-2014-0160: a heartbeat that says that it is one byte longer than it is (RFC 6520, 4). A server that has the fault answers it; of its
/// memory comes one byte, which is not looked at. One that has not must say nothing, and answers a true heartbeat.
/// </summary>
internal sealed class HeartbleedQuestion : WeaknessQuestion
{
    private const int Heartbeat = 24, TrueLength = 6000;

    private const string HangsUp = "it closed the connection after a heartbeat that says that it is longer than it is";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    internal override string Name => "Heartbleed";

    internal override string Cve => "CVE-2014-0160";

    internal override async Task AskAsync(AuditRun run)
    {
        int version = run.Facts.Offered.FirstOrDefault(v => v is < Hellos.Tls13 and > Hellos.Ssl3);
        if (version == 0)
        {
            WithoutVersion(run, "version that has heartbeats", 0x0301, 0x0302, 0x0303);
            return;
        }

        SslWeaknessState state = SslWeaknessState.Unknown;
        string detail = string.Empty;
        string? why = await run.Asker.UseAsync(async line => (state, detail) = await ProbeAsync(run, line, version).ConfigureAwait(false))
            .ConfigureAwait(false);
        if (why is null && state == SslWeaknessState.NotVulnerable && detail == HangsUp && !await AnswersTrueOneAsync(run, version)
            .ConfigureAwait(false))
            (state, detail) = (SslWeaknessState.Unknown, $"{HangsUp}, and does not answer a true one either");
        Write(run, why is null ? state : SslWeaknessState.Unknown, why ?? detail);
    }

    /// <summary>A server that closes without an alert may do so for any reason.</summary>
    private static async Task<bool> AnswersTrueOneAsync(AuditRun run, int version)
    {
        LineReply? reply = null;
        await run.Asker.UseAsync(async line =>
        {
            await line.SendAsync(run.Hellos.Of(version).With(HelloExtension.Heartbeat()).Encode()).ConfigureAwait(false);
            if (!(await line.ReadFlightAsync(wantsAll: true).ConfigureAwait(false)).IsDone)
                return;
            await line.SendAsync(TrueOne(version)).ConfigureAwait(false);
            reply = await LineReply.ReadAsync(line, s_patience).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return reply?.Type == Heartbeat;
    }

    private static async Task<(SslWeaknessState State, string Detail)> ProbeAsync(AuditRun run, ProbeLine line, int version)
    {
        await line.SendAsync(run.Hellos.Of(version).With(HelloExtension.Heartbeat()).Encode()).ConfigureAwait(false);
        ServerFlight flight = await line.ReadFlightAsync(wantsAll: true).ConfigureAwait(false);
        if (flight.Hello is null)
            return (SslWeaknessState.Unknown, $"the answer to the hello is {flight.Told}");
        if (flight.Hello.Find(ExtensionType.Heartbeat) is null)
            return (SslWeaknessState.NotVulnerable, "it does not offer heartbeats");
        if (!flight.IsDone)
            return (SslWeaknessState.Unknown, $"it offers heartbeats, and its flight was not whole: {flight.Told}");
        // Says 1 byte, brings none.
        await line.SendAsync(Record(version, new byte[] { 1, 0, 1 })).ConfigureAwait(false);
        LineReply reply = await LineReply.ReadAsync(line, s_patience).ConfigureAwait(false);
        if (reply.Type == Heartbeat)
            return (SslWeaknessState.Vulnerable, "it answered a heartbeat that says that it is longer than it is");
        if (reply.Alert is not null)
            return (SslWeaknessState.NotVulnerable, $"it refused a heartbeat that says that it is longer than it is: {reply}");
        if (reply.Type is not null || reply.IsOver)
            return reply.IsOver ? (SslWeaknessState.NotVulnerable, HangsUp)
                : (SslWeaknessState.Unknown, $"to a heartbeat the answer is {reply}");
        // Servers of old keep short answers back during the handshake. A long one pushes out what was said to the first.
        await line.SendAsync(TrueOne(version)).ConfigureAwait(false);
        LineReply control = await LineReply.ReadAsync(line, s_patience).ConfigureAwait(false);
        if (control.Type != Heartbeat || control.Length == 0)
            return (SslWeaknessState.Unknown,
                $"it offers heartbeats, and to a false and a true one during the handshake the answer is {control}");
        return control.Length < TrueLength ? (SslWeaknessState.Vulnerable, "it answered a heartbeat that says that it is longer than it is")
            : (SslWeaknessState.NotVulnerable,
                "it passed over a heartbeat that says that it is longer than it is, and answered a true one");
    }

    private static byte[] TrueOne(int version) =>
        Record(version, WireWriter.Of(w => w.U8(1).Vector16(new byte[TrueLength]).Bytes(ClientHello.RandomBytes(16))));

    private static byte[] Record(int version, byte[] body) => WireWriter.Of(w => w.U8(Heartbeat).U16(version).Vector16(body));
}

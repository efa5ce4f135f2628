using System;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Questions;

/// <summary>
/// Whether sessions are resumed, and in TLS 1.3 what stands in the encrypted part: whole handshakes, two for each version.
/// </summary>
internal sealed class ResumptionQuestion : Question
{
    internal override AuditChecks Check => AuditChecks.Features;

    internal override string About => "whether it resumes sessions";

    internal override Task AskAsync(AuditRun run)
    {
        int old = run.Facts.Offered.FirstOrDefault(v => v < Hellos.Tls13);
        return Task.WhenAll(
            old > 0 ? AskAsync(run, (SslVersion)old, "Resumption") : Task.CompletedTask,
            run.Facts.Has(Hellos.Tls13) == true ? AskAsync(run, SslVersion.TLSv1_3, "Resumption of TLS 1.3") : Task.CompletedTask);
    }

    private static async Task AskAsync(AuditRun run, SslVersion version, string name)
    {
        SslContextOptions options = Shaken.Options(run, new[] { version });
        options.SessionCache = new SslSessionCache(4);
        if (run.Facts.Http is null && run.Route.StartTls is null)
            options.Alpn = new[] { "http/1.1" };
        var context = new SslContext(options);
        Exception? failed = null;
        bool isBound = false;
        bool? resumed = null;
        for (int i = 0; i < 2; i++)
        {
            (SslSocket? socket, _, string? why, _) = await run.Asker.ShakeAsync(context).ConfigureAwait(false);
            if (socket is null)
            {
                run.Facts.Feature(name, null, null, why);
                return;
            }

            try
            {
                // A ticket of TLS 1.3 comes when the handshake is over.
                if (i == 0 && version == SslVersion.TLSv1_3)
                    failed = await WaitForTicketAsync(run, socket).ConfigureAwait(false);
                resumed = socket.SessionReused;
                isBound |= socket.ExtendedMasterSecret;
            }
            finally
            {
                socket.Close(SslShutdown.Fast);
            }

        }

        // Without the extension sessions are not kept here: that it resumed none says nothing then.
        if (resumed == false && !isBound)
            run.Facts.Feature(name, null, null, "without the extended master secret this module resumes no sessions");
        else
            run.Facts.Feature(name, resumed, null, failed?.Message);
    }

    private static async Task<Exception?> WaitForTicketAsync(AuditRun run, SslSocket socket)
    {
        try
        {
            await socket.ReadAsync(new byte[1], 0, 1, Deadline.After(TimeSpan.FromMilliseconds(300)), run.Asker.Stop).ConfigureAwait(false);
            return null;
        }
        catch (SslException e) when (e.Code == SslErrorCode.TimedOut)
        {
            return null;
        }
        catch (SslException e)
        {
            return e;
        }
    }
}

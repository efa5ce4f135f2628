using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.ByHand;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Questions;

/// <summary>What TLS 1.3 hides behind its hello: early data, compressed certificates, the longest record.</summary>
internal sealed class Tls13FeatureQuestion : Question
{
    internal const string EarlyData = "Early data";

    private const string Compression = "Certificate compression", Limit = "Record size limit of TLS 1.3";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5), s_short = TimeSpan.FromSeconds(1);

    /// <summary>RFC 8879, 7.3.</summary>
    private static readonly (int Number, string Name)[] s_algorithms = { (1, "zlib"), (2, "brotli"), (3, "zstd") };

    internal override AuditChecks Check => AuditChecks.Features;

    internal override string About => "what it can do in TLS 1.3";

    internal override async Task AskAsync(AuditRun run)
    {
        if (run.Facts.Has(Hellos.Tls13) != true)
            return;
        (string? problem, int algorithm) = await AskFirstAsync(run).ConfigureAwait(false);
        var found = new List<int>();
        // What it takes is left out the next time.
        while (problem is null && algorithm != 0 && found.Count < s_algorithms.Length && !found.Contains(algorithm))
        {
            found.Add(algorithm);
            int[] left = s_algorithms.Select(a => a.Number).Except(found).ToArray();
            if (left.Length > 0)
                (problem, algorithm) = await AskCompressionAsync(run, left).ConfigureAwait(false);
        }

        string names = string.Join(", ", found.Select(n => s_algorithms.FirstOrDefault(a => a.Number == n).Name ?? $"{n}"));
        run.Facts.Feature(Compression, found.Count > 0 ? true : problem is null ? false : null, names.Length > 0 ? names : null, problem);
    }

    internal override void TakeBack(AuditRun run, string why)
    {
        foreach (SslServerFeature known in run.Facts.Features.Where(f => f.IsOn == false && f.Name is EarlyData or Compression or Limit))
            run.Facts.Feature(known.Name, null, known.Value, why);
    }

    private static ClientHello Hello(AuditRun run, IReadOnlyList<int> algorithms) => Tls13Client.Hello(run.Hellos)
        .With(new HelloExtension(ExtensionType.CompressCertificate, WireWriter.Of(w => w.Vector8(WireWriter.Of(a => a.List16(algorithms))))));

    private static async Task<(string? Problem, int Algorithm)> AskFirstAsync(AuditRun run)
    {
        // RFC 8449, 4: the longest that there is.
        ClientHello hello = Hello(run, s_algorithms.Select(a => a.Number).ToArray()).With(HelloExtension.RecordSizeLimit(16385));
        Tls13Client? client = null;
        string? broken = await run.Asker.UseAsync(async line =>
        {
            client = await Tls13Client.BeginAsync(line, hello, s_patience).ConfigureAwait(false);
            if (!client.IsDone)
                return;
            IReadOnlyList<long> sizes = await client.ReadTicketsAsync(s_short).ConfigureAwait(false);
            long most = sizes.DefaultIfEmpty(0).Max();
            run.Facts.Feature(EarlyData, sizes.Count == 0 ? null : most > 0, most > 0 ? $"up to {most} bytes" : null,
                sizes.Count == 0 ? $"behind the handshake came no ticket, but {client.Problem ?? "nothing"}" : null);
        }).ConfigureAwait(false);
        string? problem = broken ?? (client is { IsDone: true } ? null : $"a handshake by hand ended with {client?.Problem ?? "nothing"}");
        if (problem is not null)
            run.Facts.Feature(EarlyData, null, null, problem);
        int? limit = problem is null ? HelloExtension.LimitOf(client!.Extensions) : null;
        run.Facts.Feature(Limit, problem is null ? limit is not null : null, limit is null ? null : $"{limit} bytes", problem);
        return (problem, client?.Compression ?? 0);
    }

    private static async Task<(string? Problem, int Algorithm)> AskCompressionAsync(AuditRun run, int[] algorithms)
    {
        Tls13Client? client = null;
        string? broken = await run.Asker.UseAsync(async line =>
            client = await Tls13Client.BeginAsync(line, Hello(run, algorithms), s_patience).ConfigureAwait(false)).ConfigureAwait(false);
        return (broken ?? (client!.IsDone ? null : $"a handshake by hand ended with {client.Problem}"), client?.Compression ?? 0);
    }
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Tests.Interop;
using Xunit;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>
/// Random chains with up to two things wrong, judged by us, OpenSSL, .NET and GnuTLS. Where we accept what OpenSSL or two others refuse, or refuse what all
/// accept, the kind stands in <see cref="KnownDifferences"/> or the test fails.
/// </summary>
public sealed class SecondOpinionTests : IDisposable
{
    private const int FixedSeed = 5280;

    private readonly string _folder = Directory.CreateTempSubdirectory("psssl-opinion").FullName;
    private readonly DateTime _time = DateTime.UtcNow;

    /// <summary>How many chains a seed gets; more when the environment says so.</summary>
    private static int Count => Setting("PSSSL_OPINION_CHAINS") ?? 300;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WithAFixedSeedNoJudgeDiffersUnexplained() => Compare(FixedSeed);

    [Fact]
    public void WithAFreshSeedNoJudgeDiffersUnexplained() => Compare(Setting("PSSSL_OPINION_SEED") ?? Random.Shared.Next(1_000_000));

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private void Compare(int seed)
    {
        IReadOnlyList<Opinions> all = Judge(seed, Enumerable.Range(0, Count).Select(number => MadeChain.Make(seed, number, _time)));
        Report(all);
    }

    private IReadOnlyList<Opinions> Judge(int seed, IEnumerable<MadeChain> chains)
    {
        Peer.Require(OpenSslJudge.Program);
        Peer.Require(GnuTlsJudge.Program);
        MadeChain[] made = chains.ToArray();
        var opinions = new ConcurrentBag<Opinions>();
        Parallel.ForEach(made, new ParallelOptions { MaxDegreeOfParallelism = 2 }, chain => opinions.Add(Opinions.Of(chain, _folder)));
        return opinions.OrderBy(o => o.Chain.Number).ToArray();
    }

    private static void Report(IReadOnlyList<Opinions> all)
    {
        if (Environment.GetEnvironmentVariable("PSSSL_OPINION_LOG") is { } log)
            File.WriteAllLines(log, all.Select(o => $"{(o.IsFalseAccept ? "FA" : o.IsFalseRefusal ? "FR" : o.IsFalselyStrict ? "FS" : "ok")}\t{o}"));
    }
}

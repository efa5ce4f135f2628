using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Tests.Interop;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>
/// Random chains with up to two things wrong, judged by us, OpenSSL, .NET and GnuTLS. Where we accept what OpenSSL or two others refuse,
/// or refuse what OpenSSL or all of them accept, the kind stands in <see cref="KnownDifferences"/> or the test fails.
/// </summary>
public sealed class SecondOpinionTests : IDisposable
{
    private const int FixedSeed = 5280;

    private readonly string _folder = Directory.CreateTempSubdirectory("psssl-opinion").FullName;
    private readonly DateTime _time = DateTime.UtcNow;

    /// <summary>How many chains a seed gets; more when the environment says so.</summary>
    private static int? Asked => Setting("PSSSL_OPINION_CHAINS");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WithAFixedSeedNoJudgeDiffersUnexplained() => Compare(FixedSeed, Asked ?? 600);

    /// <summary>The seed is in what is printed of a difference. Hours of it are run by hand: see docs/verdicts.md.</summary>
    [Fact]
    public void WithAFreshSeedNoJudgeDiffersUnexplained() =>
        Compare(Setting("PSSSL_OPINION_SEED") ?? Random.Shared.Next(1_000_000), Asked ?? 60);

    /// <summary>Who mends a difference takes it out of the table.</summary>
    [Fact]
    public void EachDifferenceInTheTableIsStillThere()
    {
        const int variants = 12;
        ChainFault[] told = KnownDifferences.All.Where(k => !k.OnlyInCompany).Select(k => k.Fault).ToArray();
        IEnumerable<MadeChain> chains = told.SelectMany(f =>
            Enumerable.Range(0, variants).Select(i => MadeChain.Make(FixedSeed, i, _time, [f])));
        HashSet<ChainFault> seen = Judge(chains).Where(o => o.Differs).SelectMany(o => o.Chain.Faults).ToHashSet();
        ChainFault[] gone = told.Where(f => !seen.Contains(f)).ToArray();
        Assert.True(gone.Length == 0, $"no judge differs, take it out of the table: {string.Join(", ", gone.Select(f => f.Name))}");
    }

    [Fact]
    public void AllJudgesAcceptWhatHasNoFault() =>
        Assert.All(Judge(Enumerable.Range(0, 20).Select(i => MadeChain.Make(FixedSeed, i, _time, []))), o =>
        {
            Assert.True(o.Ours.Accepts && o.Strict.Accepts && o.OpenSsl.Accepts && o.Platform.Accepts, o.ToString());
            // GnuTLS takes no certificate for its own issuer that is not an authority.
            Assert.True(o.GnuTls.Accepts || o.Chain.Sent.Count == 0, o.ToString());
        });

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private void Compare(int seed, int count)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, {count} chains");
        IReadOnlyList<Opinions> all = Judge(Enumerable.Range(0, count).Select(number => MadeChain.Make(seed, number, _time)));
        if (Environment.GetEnvironmentVariable("PSSSL_OPINION_LOG") is { Length: > 0 } log)
            File.AppendAllLines(log, all.Select(o =>
                $"{(o.IsFalseAccept ? "FA" : o.IsFalseRefusal ? "FR" : o.IsFalselyStrict ? "FS" : "ok")}\t{o}"));
        Opinions[] unexplained = all.Where(o => !IsExplained(o)).ToArray();
        Assert.True(unexplained.Length == 0, string.Join(Environment.NewLine, unexplained.Take(50).Select(o => o.ToString())));
        string[] untold = all.Where(o => o.Chain.Faults.Count == 1 && !VerdictTable.Tells(o)).Select(o => o.ToString()).ToArray();
        Assert.True(untold.Length == 0, string.Join(Environment.NewLine, untold.Take(50).Prepend("docs/verdicts.md says something else:")));
        // A generator that makes nothing good, or nothing bad, compares nothing.
        Assert.InRange(all.Count(o => o.Ours.Accepts), count / 5, count * 4 / 5);
    }

    /// <summary>The table must explain one fault, and what is left without that must be judged alike, or be explained too.</summary>
    private bool IsExplained(Opinions opinions)
    {
        if (!opinions.Differs && !opinions.IsFalselyStrict)
            return true;
        return KnownDifferences.Of(opinions).Any(k => IsExplained(Opinions.Of(opinions.Chain.Without(k.Fault), _folder)))
            || IsOfTwoMinds(opinions);
    }

    /// <summary>
    /// OpenSSL agrees with us, and the other two stumble over one fault each: for itself each fault leaves two judges on our side.
    /// </summary>
    private bool IsOfTwoMinds(Opinions opinions) => opinions.Chain.Faults.Count == 2 && !opinions.IsFalselyStrict
        && opinions.OpenSsl.Accepts == opinions.Ours.Accepts
        && opinions.Chain.Faults.All(fault => IsExplained(Opinions.Of(opinions.Chain.Without(fault), _folder)));

    private IReadOnlyList<Opinions> Judge(IEnumerable<MadeChain> chains)
    {
        Peer.Require(OpenSslJudge.Program);
        Peer.Require(GnuTlsJudge.Program);
        MadeChain[] made = chains.ToArray();
        var opinions = new ConcurrentBag<Opinions>();
        Parallel.ForEach(made, new ParallelOptions { MaxDegreeOfParallelism = 2 }, chain => opinions.Add(Opinions.Of(chain, _folder)));
        return opinions.OrderBy(o => o.Chain.Number).ToArray();
    }
}

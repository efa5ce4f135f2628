using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSSsl.Bench;
using PSSsl.X509.Names;

// dotnet run --project bench -c Release -- compare [NAME]; accept stands for compare accept. record adds the ratios to bench/history.csv,
// check fails where one is much worse than the last one there.
if (args is ["serve", var port, var certificate, var key])
{
    await Waiting.ServeAsync(int.Parse(port, CultureInfo.InvariantCulture), certificate, key).ConfigureAwait(false);
    return 0;
}

if (args is ["idle", var whose])
{
    Console.WriteLine((await Idle.ResidentAsync(whose == "ours").ConfigureAwait(false)).ToString(CultureInfo.InvariantCulture));
    return 0;
}

if (args is not (["compare" or "record" or "check"] or ["compare" or "record" or "check", _] or ["accept"]))
{
    Console.Error.WriteLine("usage: bench compare [NAME] | bench record [NAME] | bench check [NAME] | bench accept");
    return 64;
}

string wanted = args[^1] is "compare" or "record" or "check" ? string.Empty : args[^1];
Console.WriteLine("| name | ours | theirs | ratio | spread of ours |");
Console.WriteLine("| --- | ---: | ---: | ---: | --- |");
// One after the other: what a row needs is there while it runs.
var measured = new List<MeasuredRatio>();
int rows = 0;
foreach (Comparison row in All().Where(row => row.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)))
{
    rows++;
    if (row.Run() is { } ratio)
        measured.Add(ratio);
}

if (rows == 0)
{
    Console.Error.WriteLine($"No row has '{wanted}' in its name.");
    return 64;
}

if (args[0] == "record")
    History.Append(measured);
if (args[0] != "check")
    return 0;

var check = new RatioCheck(History.Read(), History.Machine);
foreach (MeasuredRatio one in measured)
    Console.WriteLine(check.Judge(one));
Console.WriteLine(check.Summary());
return check.Passed ? 0 : 1;

static IEnumerable<Comparison> All() =>
    EngineOnly.All().Concat(Handshakes.All()).Concat(Allocations.All()).Concat(Resumption.All())
        .Concat(ResumptionInMemory.All())
        .Concat(Accepting.All()).Concat(CipherStrings.All()).Concat(Bulk.All()).Concat(Echo.All()).Concat(Requests.All()).Concat(Idle.All())
        .Concat(Startup.All()).Concat(Verdicts.All()).Concat(Reading.All()).Concat(Waiting.All());

using System;
using System.Globalization;
using System.Linq;
using PSSsl.Fuzz;
using PSSsl.X509.Names;

// dotnet run --project tests/Fuzz -c Release -- [target|all] [-seconds 20] [-seed N,fresh]
string wanted = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "all";
int seconds = int.Parse(Option("-seconds") ?? "20", CultureInfo.InvariantCulture);
int[] seeds = (Option("-seed") ?? "fresh").Split(',')
    .Select(s => s == "fresh" ? Environment.TickCount & int.MaxValue : int.Parse(s, CultureInfo.InvariantCulture)).ToArray();
FuzzTarget[] targets = FuzzTarget.All.Where(t => wanted == "all" || t.Name == wanted).ToArray();
if (targets.Length == 0)
{
    Console.Error.WriteLine($"'{wanted}' is not a target. Valid values: all, {string.Join(", ", FuzzTarget.All.Select(t => t.Name))}.");
    return 2;
}

// The time is shared by the seeds.
int failed =
    targets.Count(target => seeds.Sum(seed => new FuzzRun(target, seed).For(TimeSpan.FromSeconds((double)seconds / seeds.Length))) > 0);
Console.WriteLine($"{targets.Length - failed} passed, {failed} failed, 0 skipped");
return failed == 0 ? 0 : 1;

string? Option(string name)
{
    int at = Array.IndexOf(args, name);
    return at < 0 || at + 1 == args.Length ? null : args[at + 1];
}

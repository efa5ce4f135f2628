using System;
using System.Globalization;
using System.Linq;
using PSSsl.Fuzz;

// dotnet run --project tests/Fuzz -c Release -- [target|all] [-seconds 20] [-seed N]
string wanted = args.FirstOrDefault(a => !a.StartsWith('-') && !int.TryParse(a, out _)) ?? "all";
int seconds = Option("-seconds") ?? 20, seed = Option("-seed") ?? Environment.TickCount & int.MaxValue;
FuzzTarget[] targets = FuzzTarget.All.Where(t => wanted == "all" || t.Name == wanted).ToArray();
if (targets.Length == 0)
{
    Console.Error.WriteLine($"There is no target '{wanted}': all, {string.Join(", ", FuzzTarget.All.Select(t => t.Name))}.");
    return 2;
}

int failures = 0;
foreach (FuzzTarget target in targets)
    failures += new FuzzRun(target, seed).For(TimeSpan.FromSeconds(seconds));
return failures == 0 ? 0 : 1;

int? Option(string name)
{
    int at = Array.IndexOf(args, name);
    return at < 0 || at + 1 == args.Length ? null : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSSsl.Bench;
using PSSsl.X509.Names;

// dotnet run --project bench -c Release -- compare [NAME]; accept stands for compare accept
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

if (args is not (["compare"] or ["compare", _] or ["accept"]))
{
    Console.Error.WriteLine("usage: bench compare [NAME] | bench accept");
    return 64;
}

string wanted = args is ["compare"] ? string.Empty : args[^1];
Console.WriteLine("| name | ours | theirs | ratio | spread of ours |");
Console.WriteLine("| --- | ---: | ---: | ---: | --- |");
foreach (Comparison comparison in EngineOnly.All().Concat(Handshakes.All()).Concat(Allocations.All()).Concat(Resumption.All())
    .Concat(ResumptionInMemory.All())
    .Concat(Accepting.All()).Concat(CipherStrings.All()).Concat(Bulk.All()).Concat(Echo.All()).Concat(Requests.All()).Concat(Idle.All())
    .Concat(Startup.All()).Concat(Verdicts.All()).Concat(Reading.All()).Concat(Waiting.All()))
{
    if (comparison.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase))
        comparison.Run();
}

return 0;

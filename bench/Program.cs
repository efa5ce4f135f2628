using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Bench;

// dotnet run --project bench -c Release -- compare [NAME]
if (args.Length is 0 or > 2 || args[0] != "compare")
{
    Console.Error.WriteLine("usage: bench compare [NAME]");
    return 64;
}

string wanted = args.Length == 2 ? args[1] : string.Empty;
Console.WriteLine("| name | ours | theirs | ratio | spread of ours |");
Console.WriteLine("| --- | ---: | ---: | ---: | --- |");
foreach (Comparison comparison in EngineOnly.All().Concat(Handshakes.All()).Concat(Bulk.All()).Concat(Idle.All()).Concat(Startup.All()))
{
    if (comparison.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase))
        comparison.Run();
}

return 0;

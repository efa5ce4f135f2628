using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace PSSsl.Tools.HelpBuilder;

/// <summary>Makes the help that Get-Help reads (MAML) out of the pages in docs/help: <c>HelpBuilder PAGES OUTPUT</c>.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length != 2)
        {
            Console.Error.WriteLine("usage: HelpBuilder docs/help out/PSSsl/en-US/PSSsl.dll-Help.xml");
            return 64;
        }

        HelpPage[] pages = Directory.EnumerateFiles(args[0], "*.md").OrderBy(p => p, StringComparer.Ordinal).Select(HelpPage.Read).ToArray();
        new XDocument(Maml.Write(pages)).Save(args[1]);
        return 0;
    }
}

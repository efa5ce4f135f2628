using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace PSSsl.Tools.HelpBuilder;

/// <summary>Makes the help that Get-Help reads (MAML) out of the pages in docs/help: <c>HelpBuilder PAGES OUTPUT [PROJECT]</c>.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length is not (2 or 3))
        {
            Console.Error.WriteLine("usage: HelpBuilder docs/help out/PSSsl/en-US/PSSsl.dll-Help.xml [https://address.of/the/project]");
            return 64;
        }

        HelpPage[] pages = Directory.EnumerateFiles(args[0], "*.md").OrderBy(p => p, StringComparer.Ordinal).Select(HelpPage.Read)
            .ToArray();
        new XDocument(Maml.Write(pages, new OnlinePages(args.Length > 2 ? args[2] : string.Empty))).Save(args[1]);
        return 0;
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PSSsl.Tools.HelpBuilder;

/// <summary>
/// A parameter of a page: its text and the facts of its yaml blocks, of which it has several where parameter sets differ.
/// </summary>
internal sealed record HelpParameter(string Name, string Group, string[] Text, IReadOnlyList<IReadOnlyDictionary<string, string>> Facts)
{
    /// <summary>The facts for one parameter set; the first ones where no set is meant.</summary>
    internal IReadOnlyDictionary<string, string> FactsOf(string set) =>
        Facts.FirstOrDefault(f => f.TryGetValue("Parameter Sets", out string? sets) && sets.Split(", ").Contains(set))
            ?? (Facts.Count > 0 ? Facts[0] : new Dictionary<string, string>());
}

/// <summary>One way to call a cmdlet: the name of its parameter set, empty if there is but one, and the line.</summary>
internal sealed record HelpSyntax(string Set, string Line);

/// <summary>A related link: where to read on, and its address, which is empty for other pages of this help.</summary>
internal sealed record HelpLink(string Text, string Address);

/// <summary>What a cmdlet takes from the pipeline, or writes to it.</summary>
internal sealed record HelpObject(string Type, string[] Text);

/// <summary>An example of a page.</summary>
internal sealed record HelpExample(string Title, string Code, string[] Text);

/// <summary>A page in platyPS's schema: one cmdlet, its sections under ## headings, parameters and examples under ### ones.</summary>
internal sealed class HelpPage
{
    private HelpPage(string name) => Name = name;

    internal string Name { get; }

    internal string[] Synopsis { get; private set; } = [];

    internal string[] Description { get; private set; } = [];

    internal List<HelpSyntax> Syntax { get; } = [];

    internal List<HelpExample> Examples { get; } = [];

    internal List<HelpParameter> Parameters { get; } = [];

    internal string[] Notes { get; private set; } = [];

    internal List<HelpObject> Inputs { get; } = [];

    internal List<HelpObject> Outputs { get; } = [];

    internal List<HelpLink> Links { get; } = [];

    internal static HelpPage Read(string path)
    {
        var page = new HelpPage(Path.GetFileNameWithoutExtension(path));
        foreach ((string heading, string[] body) in Sections(File.ReadAllLines(path), "## "))
        {
            switch (heading)
            {
                case "SYNOPSIS":
                    page.Synopsis = Paragraphs(body);
                    break;
                case "SYNTAX":
                    page.Syntax.AddRange(Ways(body));
                    break;
                case "DESCRIPTION":
                    page.Description = Paragraphs(body);
                    break;
                case "EXAMPLES":
                    page.Examples.AddRange(Sections(body, "### ")
                        .Select(s => new HelpExample(s.Heading, string.Join("\n", Code(s.Body)), Paragraphs(s.Body))));
                    break;
                case "PARAMETERS":
                    page.Parameters.AddRange(Options(body));
                    break;
                case "INPUTS":
                    page.Inputs.AddRange(Objects(body));
                    break;
                case "OUTPUTS":
                    page.Outputs.AddRange(Objects(body));
                    break;
                case "NOTES":
                    page.Notes = Paragraphs(body);
                    break;
                case "RELATED LINKS":
                    page.Links.AddRange(body.Select(Link).OfType<HelpLink>());
                    break;
            }
        }

        if (page.Synopsis.Length == 0)
            throw new InvalidDataException($"{path} has no SYNOPSIS.");
        return page;
    }

    private static IEnumerable<(string Heading, string[] Body)> Sections(string[] lines, string mark)
    {
        string? heading = null;
        var body = new List<string>();
        bool inCode = false;
        foreach (string line in lines)
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!inCode && line.StartsWith(mark, StringComparison.Ordinal))
            {
                if (heading is not null)
                    yield return (heading, body.ToArray());
                heading = line[mark.Length..].Trim();
                body.Clear();
            }
            else
            {
                body.Add(line);
            }
        }

        if (heading is not null)
            yield return (heading, body.ToArray());
    }

    /// <summary>Lines within fences.</summary>
    private static string[] Code(string[] body)
    {
        bool inCode = false;
        var code = new List<string>();
        foreach (string line in body)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inCode = !inCode;
            else if (inCode)
                code.Add(line);
        }

        return code.ToArray();
    }

    /// <summary>Fenced blocks, each by itself.</summary>
    private static IEnumerable<string[]> Blocks(string[] body)
    {
        List<string>? block = null;
        foreach (string line in body)
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                block?.Add(line);
                continue;
            }

            if (block is not null)
                yield return block.ToArray();
            block = block is null ? [] : null;
        }
    }

    private static IEnumerable<HelpObject> Objects(string[] body) =>
        Sections(body, "### ").Select(s => new HelpObject(s.Heading, Paragraphs(s.Body)));

    /// <summary>Parameters have a dash in their heading; other headings begin a group of them.</summary>
    private static IEnumerable<HelpParameter> Options(string[] body)
    {
        string group = string.Empty;
        foreach ((string heading, string[] text) in Sections(body, "### "))
        {
            if (heading.StartsWith('-'))
                yield return new HelpParameter(heading[1..], group, Paragraphs(text), Blocks(text).Select(Facts).ToArray());
            else
                group = heading;
        }
    }

    private static IEnumerable<HelpSyntax> Ways(string[] body)
    {
        HelpSyntax[] named = Sections(body, "### ")
            .Select(s =>
                new HelpSyntax(s.Heading.Replace(" (Default)", string.Empty, StringComparison.Ordinal), string.Concat(Code(s.Body))))
                    .ToArray();
        return named.Length > 0 ? named : [new HelpSyntax(string.Empty, string.Concat(Code(body)))];
    }

    /// <summary>A line with <c>[text](address)</c>. Pages and topics of this help are found by their names.</summary>
    private static HelpLink? Link(string line)
    {
        int middle = line.IndexOf("](", StringComparison.Ordinal);
        if (!line.StartsWith('[') || middle < 0 || !line.EndsWith(')'))
            return null;
        string address = line[(middle + 2)..^1];
        return new HelpLink(line[1..middle], address.StartsWith("https://", StringComparison.Ordinal) ? address : string.Empty);
    }

    /// <summary>Text outside of fences, a paragraph each, without Markdown's marks.</summary>
    private static string[] Paragraphs(string[] body)
    {
        var paragraphs = new List<string>();
        var current = new List<string>();
        bool inCode = false;
        foreach (string line in body.Append(string.Empty))
        {
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            inCode ^= fence;
            if (!inCode && !fence && line.Trim().Length > 0)
            {
                current.Add(line.Trim());
                continue;
            }

            if (current.Count > 0)
                paragraphs.Add(string.Join(" ", current).Replace("**", string.Empty, StringComparison.Ordinal)
                    .Replace("`", string.Empty, StringComparison.Ordinal));
            current.Clear();
        }

        return paragraphs.ToArray();
    }

    private static Dictionary<string, string> Facts(string[] yaml) => yaml.Select(l => l.Split(':', 2)).Where(p => p.Length == 2)
        .ToDictionary(p => p[0].Trim(), p => p[1].Trim(), StringComparer.OrdinalIgnoreCase);
}

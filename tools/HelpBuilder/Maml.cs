using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace PSSsl.Tools.HelpBuilder;

/// <summary>Pages as MAML, the XML that Get-Help reads.</summary>
internal static class Maml
{
    private static readonly XNamespace s_msh = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    internal static XElement Write(IEnumerable<HelpPage> pages, OnlinePages online) => new(s_msh + "helpItems",
        new XAttribute("schema", "maml"),
        new XAttribute(XNamespace.Xmlns + "maml", s_maml),
        new XAttribute(XNamespace.Xmlns + "command", s_command),
        new XAttribute(XNamespace.Xmlns + "dev", s_dev),
        pages.Select(p => Command(p, online)));

    private static XElement Command(HelpPage page, OnlinePages online)
    {
        string[] name = page.Name.Split('-', 2);
        return new XElement(s_command + "command",
            new XElement(s_command + "details",
                new XElement(s_command + "name", page.Name),
                new XElement(s_command + "verb", name[0]),
                new XElement(s_command + "noun", name[1]),
                Text("description", page.Synopsis)),
            Text("description", [.. page.Description, .. Purposes(page)]),
            new XElement(s_command + "syntax", page.Syntax.Select(s => Syntax(page, s))),
            new XElement(s_command + "parameters", page.Parameters.Select(p => Parameter(p, string.Empty))),
            new XElement(s_command + "inputTypes", page.Inputs.Select(i => Object("inputType", i))),
            new XElement(s_command + "returnValues", page.Outputs.Select(o => Object("returnValue", o))),
            new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", page.Notes.Concat(Groups(page)).Select(Paragraph))),
            new XElement(s_command + "examples", page.Examples.Select(Example)),
            new XElement(s_command + "relatedLinks", page.Links.Prepend(online.Of(page.Name))
                .Select(l =>
                    new XElement(s_maml + "navigationLink", new XElement(s_maml + "linkText", l.Text),
                        new XElement(s_maml + "uri", l.Address)))));
    }

    /// <summary>That there are options which the lines of the syntax leave out, and what they are for.</summary>
    private static IEnumerable<string> Purposes(HelpPage page)
    {
        HashSet<string> shown = page.Syntax.SelectMany(s => Words(s.Line)).ToHashSet();
        string[] groups = page.Parameters.Where(p => p.Group.Length > 0 && !shown.Contains(p.Name))
            .Select(p => p.Group).Distinct().ToArray();
        return groups.Length == 0 ? [] : [$"More options, by purpose, in Get-Help {page.Name} -Full: {string.Join("; ", groups)}."];
    }

    /// <summary>All options, a paragraph for each purpose.</summary>
    private static IEnumerable<string> Groups(HelpPage page) => page.Parameters.Where(p => p.Group.Length > 0)
        .GroupBy(p => p.Group, (group, all) => $"{group}: {string.Join(", ", all.Select(p => $"-{p.Name}"))}.");

    private static IEnumerable<string> Words(string line) =>
        line.Split(' ').Select(word => word.Trim('[', ']')).Where(word => word.StartsWith('-')).Select(word => word[1..]);

    private static XElement Object(string element, HelpObject about) => new(s_command + element,
        new XElement(s_dev + "type", new XElement(s_maml + "name", about.Type)), Text("description", about.Text));

    /// <summary>The parameters of one set, in the order of the line.</summary>
    private static XElement Syntax(HelpPage page, HelpSyntax syntax) => new(s_command + "syntaxItem",
        new XElement(s_maml + "name", page.Name),
        Words(syntax.Line).Select(word => page.Parameters.FirstOrDefault(p => p.Name == word)).OfType<HelpParameter>()
            .Select(p => Parameter(p, syntax.Set)));

    private static XElement Parameter(HelpParameter parameter, string set)
    {
        IReadOnlyDictionary<string, string> facts = parameter.FactsOf(set);
        string fact(string name, string fallback) => facts.TryGetValue(name, out string? value) && value.Length > 0 ? value : fallback;
        string type = fact("Type", "Object");
        return new XElement(s_command + "parameter",
            new XAttribute("required", fact("Required", "False").ToLowerInvariant()),
            new XAttribute("variableLength", "true"),
            new XAttribute("globbing", fact("Accept wildcard characters", "False").ToLowerInvariant()),
            new XAttribute("pipelineInput", fact("Accept pipeline input", "False")),
            new XAttribute("position", fact("Position", "named").ToLowerInvariant()),
            new XAttribute("aliases", fact("Aliases", "none")),
            new XElement(s_maml + "name", parameter.Name),
            Text("description", parameter.Text),
            type == "SwitchParameter" ? null
                : new XElement(s_command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"),
                    type),
            new XElement(s_dev + "type", new XElement(s_maml + "name", type)),
            new XElement(s_dev + "defaultValue", fact("Default value", "None")));
    }

    private static XElement Example(HelpExample example) => new(s_command + "example",
        new XElement(s_maml + "title", $"---- {example.Title} ----"),
        new XElement(s_dev + "code", example.Code),
        new XElement(s_dev + "remarks", example.Text.Select(Paragraph)));

    private static XElement Text(string name, string[] paragraphs) => new(s_maml + name, paragraphs.Select(Paragraph));

    private static XElement Paragraph(string text) => new(s_maml + "para", text);
}

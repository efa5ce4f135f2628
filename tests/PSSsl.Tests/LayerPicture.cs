using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSSsl.Tests;

/// <summary>The rooms from top to bottom, each with those that it uses, as CONTRIBUTING.md shows them.</summary>
internal static class LayerPicture
{
    private const string Begin = "<!-- layers -->\n", End = "<!-- /layers -->";

    /// <summary>The page with the picture in its place.</summary>
    internal static string In(string page, string picture)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = page.IndexOf(End, StringComparison.Ordinal);
        return page[..begin] + picture + page[end..];
    }

    /// <param name="order">The lowest first.</param>
    /// <param name="arrows">Who refers to whom.</param>
    internal static string Draw(IReadOnlyList<string> order, IReadOnlyList<RoomArrow> arrows)
    {
        var text = new StringBuilder("```\n");
        int width = order.Max(r => r.Length);
        string? assembly = null;
        foreach (string room in order.Where(r => r.Length > 0).Reverse())
        {
            string itsAssembly = order.ToList().IndexOf(room) > order.ToList().IndexOf("Expectations") ? "PSSsl" : "PSSsl.Core";
            if (itsAssembly != assembly)
                text.Append(itsAssembly).Append('\n');
            assembly = itsAssembly;
            IEnumerable<string> used = order.Where(r => r.Length > 0 && arrows.Any(a => a.FromRoom == room && a.ToRoom == r)).Reverse();
            text.Append("  ").Append(used.Any() ? room.PadRight(width) + "  > " : room).AppendJoin(' ', used).Append('\n');
        }

        return text.Append("PSSsl.Engine\n```\n").ToString();
    }
}

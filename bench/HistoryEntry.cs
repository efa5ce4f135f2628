using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PSSsl.Bench;

/// <summary>A line of <c>bench/history.csv</c>: what a row's ratio was, when, where and of which commit.</summary>
internal sealed record HistoryEntry(string Date, string Commit, string Machine, string Row, double Ratio)
{
    internal const string Heading = "date,commit,machine,row,ratio";

    /// <summary>The entries of a file's lines, which begin with the heading.</summary>
    internal static IReadOnlyList<HistoryEntry> Read(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0 || lines[0] != Heading)
            throw new FormatException($"The history begins with '{Heading}'.");
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(Parse)];
    }

    /// <summary>The entry as a line, as spreadsheets write it.</summary>
    internal string Line()
    {
        string ratio = Ratio.ToString("0.000", CultureInfo.InvariantCulture);
        return string.Join(',', new[] { Date, Commit, Machine, Row, ratio }.Select(Quoted));
    }

    private static HistoryEntry Parse(string line)
    {
        List<string> fields = Fields(line);
        const NumberStyles plain = NumberStyles.AllowDecimalPoint;
        if (fields.Count != 5 || !double.TryParse(fields[4], plain, CultureInfo.InvariantCulture, out double ratio))
            throw new FormatException($"This is no line of the history: {line}");
        return new HistoryEntry(fields[0], fields[1], fields[2], fields[3], ratio);
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (quoted && line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
                field.Append(line[i]);
        }

        fields.Add(field.ToString());
        return fields;
    }

    private static string Quoted(string text) => text.IndexOfAny([',', '"']) < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}

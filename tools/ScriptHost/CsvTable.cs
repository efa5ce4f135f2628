using System.Collections.Generic;
using System.Management.Automation;
using System.Text;

namespace PSSsl.Tools.ScriptHost;

/// <summary>Makes objects of lines of comma-separated values (RFC 4180, without breaks inside of a value); the first line names the columns.</summary>
internal sealed class CsvTable
{
    private List<string>? _names;

    /// <summary>The next line's object; null for the line of names and for empty ones.</summary>
    internal PSObject? Read(string line)
    {
        if (line.Trim().Length == 0)
            return null;
        List<string> values = Split(line);
        if (_names is null)
        {
            _names = values;
            return null;
        }

        var row = new PSObject();
        for (int i = 0; i < _names.Count; i++)
            row.Properties.Add(new PSNoteProperty(_names[i], i < values.Count ? values[i] : null));
        return row;
    }

    private static List<string> Split(string line)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        bool quoted = false, wasQuoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ',' && !quoted))
            {
                values.Add(wasQuoted ? value.ToString() : value.ToString().Trim());
                value.Clear();
                wasQuoted = false;
            }
            else if (line[i] != '"')
                value.Append(line[i]);
            else if (quoted && i + 1 < line.Length && line[i + 1] == '"')
                value.Append(line[i++]);
            else
                wasQuoted |= quoted = !quoted;
        }

        return values;
    }
}

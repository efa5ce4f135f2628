using System;
using System.Linq;

namespace PSSsl.Commands;

/// <summary>A line of a file of hosts, as people keep them: a host, a port behind a space, a comment.</summary>
internal static class HostLine
{
    /// <returns>Null for a line that holds nothing but a comment.</returns>
    internal static string? Read(string line)
    {
        int comment = line.IndexOf('#');
        // In a URL it stands right behind what it belongs to.
        string text = comment == 0 || (comment > 0 && char.IsWhiteSpace(line[comment - 1])) ? line.Substring(0, comment).Trim() : line;
        if (text.Length == 0 && comment >= 0)
            return null;
        string[] words = text.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries);
        bool hasPort = words.Length == 2 && words[1].All(c => c is >= '0' and <= '9') && words[0].IndexOf("//", StringComparison.Ordinal) < 0;
        return !hasPort ? text : words[0].IndexOf(':') >= 0 && words[0][0] != '[' ? $"[{words[0]}]:{words[1]}" : $"{words[0]}:{words[1]}";
    }
}

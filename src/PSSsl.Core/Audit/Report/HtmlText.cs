using System;
using System.Text;

namespace PSSsl.Audit.Report;

/// <summary>HTML while it is written: markup of our own, and texts of others, which are escaped.</summary>
internal sealed class HtmlText
{
    /// <summary>Longer texts of others are cut: a page of many servers stays a page.</summary>
    private const int Longest = 2000;

    private readonly StringBuilder _html = new();

    internal HtmlText Raw(string markup)
    {
        _html.Append(markup);
        return this;
    }

    internal HtmlText Text(string? text)
    {
        string all = text ?? string.Empty;
        bool isCut = all.Length > Longest;
        for (int i = 0; i < (isCut ? Longest : all.Length); i++)
        {
            if (char.IsHighSurrogate(all[i]) && i + 1 < all.Length && char.IsLowSurrogate(all[i + 1]))
                _html.Append(all[i]).Append(all[++i]);
            else
                Write(all[i]);
        }

        return isCut ? Raw(FormattableString.Invariant($"… ({all.Length - Longest} characters more)")) : this;
    }

    private void Write(char c)
    {
        switch (c)
        {
            case '<':
                _html.Append("&lt;");
                break;
            case '>':
                _html.Append("&gt;");
                break;
            case '&':
                _html.Append("&amp;");
                break;
            case '"':
                _html.Append("&quot;");
                break;
            case '\'':
                _html.Append("&#39;");
                break;
            // What turns the direction of a line, and what a page has no glyph for, would only deceive.
            case < ' ' and not '\n' or >= '\u007F' and <= '\u009F' or '\u061C' or >= '\u200B' and <= '\u200F'
                or >= '\u2028' and <= '\u202E' or >= '\u2060' and <= '\u206F' or '\uFEFF' or '\uFFFE' or '\uFFFF'
                or >= '\uD800' and <= '\uDFFF':
                _html.Append('\uFFFD');
                break;
            default:
                _html.Append(c);
                break;
        }
    }

    internal HtmlText Element(string name, string? text) => Raw($"<{name}>").Text(text).Raw($"</{name}>\n");

    public override string ToString() => _html.ToString();
}

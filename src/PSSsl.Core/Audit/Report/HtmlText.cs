using System.Text;

namespace PSSsl.Audit.Report;

/// <summary>HTML while it is written: markup of our own, and texts of others, which are escaped.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    internal HtmlText Raw(string markup)
    {
        _html.Append(markup);
        return this;
    }

    internal HtmlText Text(string? text)
    {
        foreach (char c in SafeText.Of(text))
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
                default:
                    _html.Append(c);
                    break;
            }
        }

        return this;
    }

    internal HtmlText Element(string name, string? text) => Raw($"<{name}>").Text(text).Raw($"</{name}>\n");

    public override string ToString() => _html.ToString();
}

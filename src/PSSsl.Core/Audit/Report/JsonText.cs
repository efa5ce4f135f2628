using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace PSSsl.Audit.Report;

/// <summary>JSON (RFC 8259) as dictionaries, lists, texts, numbers, booleans and null; what .NET Framework lacks.</summary>
internal sealed class JsonText
{
    private const int Deepest = 64;

    private readonly string _text;
    private int _at;

    private JsonText(string text) => _text = text;

    /// <exception cref="FormatException">It is not JSON.</exception>
    internal static object? Parse(string text)
    {
        var reader = new JsonText(text.Length > 0 && text[0] == '\uFEFF' ? text.Substring(1) : text);
        object? value = reader.Value(0);
        reader.Blank();
        return reader._at == reader._text.Length ? value : throw reader.Wrong("something follows the end");
    }

    internal static string Write(object? value, bool indented = true)
    {
        var text = new StringBuilder();
        Write(text, value, indented ? 0 : -1);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case string s:
                Quote(text, s);
                break;
            case int or long or double:
                text.Append(((IFormattable)value).ToString(value is double ? "R" : null, CultureInfo.InvariantCulture));
                break;
            case IReadOnlyDictionary<string, object?> members:
                Write(text, members, '{', '}', depth, m =>
                {
                    Quote(text, m.Key);
                    text.Append(depth < 0 ? ":" : ": ");
                    Write(text, m.Value, depth < 0 ? -1 : depth + 1);
                });
                break;
            case System.Collections.IEnumerable elements:
                var list = new List<object?>();
                foreach (object? element in elements)
                    list.Add(element);
                Write(text, list, '[', ']', depth, e => Write(text, e, depth < 0 ? -1 : depth + 1));
                break;
            default:
                Quote(text, value.ToString() ?? string.Empty);
                break;
        }
    }

    private static void Write<T>(StringBuilder text, IReadOnlyCollection<T> elements, char open, char close, int depth, Action<T> write)
    {
        text.Append(open);
        bool isFirst = true;
        foreach (T element in elements)
        {
            if (!isFirst)
                text.Append(',');
            isFirst = false;
            if (depth >= 0)
                text.Append('\n').Append(' ', 2 * (depth + 1));
            write(element);
        }

        if (depth >= 0 && elements.Count > 0)
            text.Append('\n').Append(' ', 2 * depth);
        text.Append(close);
    }

    /// <summary>What ends a script or begins a tag is escaped too: JSON stands in pages. Half a character cannot be written.</summary>
    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            bool isPair = char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
            if (isPair)
                text.Append(c).Append(value[++i]);
            else if (char.IsSurrogate(c))
                text.Append('\uFFFD');
            else if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (c == '\n')
                text.Append("\\n");
            else if (c is < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' or '\u007F')
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }

        text.Append('"');
    }

    private object? Value(int depth)
    {
        if (depth > Deepest)
            throw Wrong("it is nested too deeply");
        Blank();
        switch (Peek())
        {
            case '{':
                return Members(depth);
            case '[':
                return Elements(depth);
            case '"':
                return Text();
            case 't':
                return Word("true", true);
            case 'f':
                return Word("false", false);
            case 'n':
                return Word("null", null);
            default:
                return Number();
        }
    }

    private Dictionary<string, object?> Members(int depth)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        _at++;
        for (Blank(); Peek() != '}'; Blank())
        {
            if (members.Count > 0)
                Expect(',');
            Blank();
            string key = Peek() == '"' ? Text() : throw Wrong("a name is missing");
            Blank();
            Expect(':');
            if (members.ContainsKey(key))
                throw Wrong("a name stands there twice");
            members[key] = Value(depth + 1);
        }

        _at++;
        return members;
    }

    private List<object?> Elements(int depth)
    {
        var elements = new List<object?>();
        _at++;
        for (Blank(); Peek() != ']'; Blank())
        {
            if (elements.Count > 0)
                Expect(',');
            elements.Add(Value(depth + 1));
        }

        _at++;
        return elements;
    }

    private string Text()
    {
        var text = new StringBuilder();
        for (_at++; Peek() != '"'; _at++)
        {
            char c = Peek();
            if (c < ' ')
                throw Wrong("a control character stands in a text");
            text.Append(c == '\\' ? Escaped() : c);
        }

        _at++;
        return text.ToString();
    }

    private char Escaped()
    {
        _at++;
        switch (Peek())
        {
            case '"' or '\\' or '/':
                return Peek();
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 < _text.Length
                && int.TryParse(_text.Substring(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code):
                _at += 4;
                return (char)code;
            default:
                throw Wrong("an escape is not known");
        }
    }

    private double Number()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsDigit(_text[_at]) || _text[_at] is '-' or '+' or '.' or 'e' or 'E'))
            _at++;
        bool isNumber =
            double.TryParse(_text.Substring(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        return isNumber && !double.IsInfinity(number) ? number : throw Wrong("a value is missing");
    }

    private object? Word(string word, object? value)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            throw Wrong("a value is missing");
        _at += word.Length;
        return value;
    }

    private void Blank()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : throw Wrong("it ends too early");

    private void Expect(char c)
    {
        if (Peek() != c)
            throw Wrong($"'{c}' is missing");
        _at++;
    }

    private FormatException Wrong(string what) => new(FormattableString.Invariant($"At character {_at + 1} {what}."));
}

using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// The server's end of a stream of XML, read tag by tag and no byte beyond, since TLS begins behind one. What RFC 6120, 11.1 forbids
/// (comments, processing instructions, document types) is refused before any parser sees it.
/// </summary>
internal sealed class XmppStream
{
    private const int LongestTag = 8 * 1024;
    private const int DeepestElement = 20;
    private const int MostTags = 1000;

    private static readonly byte[] s_tagEnd = { (byte)'>' };

    private readonly PlainTalk _talk;
    private int _tags;

    internal XmppStream(PlainTalk talk) => _talk = talk;

    /// <summary>The server's opening tag; null before it came.</summary>
    internal string? Header { get; private set; }

    /// <summary>The next element of the stream, whole.</summary>
    internal async Task<XElement> ReadElementAsync()
    {
        Header ??= await ReadHeaderAsync().ConfigureAwait(false);
        var text = new StringBuilder();
        int depth = 0;
        do
        {
            string tag = await ReadTagAsync().ConfigureAwait(false);
            text.Append(tag);
            int open = tag.IndexOf('<');
            if (depth == 0 && !string.IsNullOrWhiteSpace(tag.Substring(0, open)))
                throw _talk.Unexpected(tag, "an element of XML");
            if (tag[open + 1] == '/')
                depth--;
            else if (tag[tag.Length - 2] != '/')
                depth++;
            if (depth is < 0 or > DeepestElement)
                throw depth < 0 ? _talk.Refused("the end of the stream")
                    : StartTlsFaults.Endless(_talk, $"elements more than {DeepestElement} deep");
        }
        while (depth > 0);
        _talk.Heard(text.ToString().Trim());
        return Parse(text.ToString());
    }

    private async Task<string> ReadHeaderAsync()
    {
        byte[] first = await _talk.PeekAsync().ConfigureAwait(false);
        if (first[0] is not ((byte)'<' or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t'))
            throw _talk.Unexpected(first, "a stream of XML");
        string tag = await ReadTagAsync(allowsDeclaration: true).ConfigureAwait(false);
        _talk.Heard(tag.Trim());
        if (tag.TrimStart().StartsWith("<?xml", StringComparison.Ordinal))
            tag = await ReadTagAsync().ConfigureAwait(false);
        tag = tag.Trim();
        _talk.Heard(tag);
        if (tag.Length < 3 || tag[0] != '<' || tag[1] == '/' || tag[tag.Length - 2] == '/')
            throw _talk.Unexpected(tag, "a stream's header");
        return tag;
    }

    /// <summary>Text, if any, and a tag to its end; that may hold '&gt;' between quotation marks.</summary>
    private async Task<string> ReadTagAsync(bool allowsDeclaration = false)
    {
        string text = string.Empty;
        bool isOpen = false;
        char quote = '\0';
        do
        {
            if (++_tags > MostTags)
                throw StartTlsFaults.Endless(_talk, $"more than {MostTags} tags");
            string piece = Encoding.UTF8.GetString(await _talk.ReadThroughAsync(s_tagEnd, LongestTag).ConfigureAwait(false));
            text += piece;
            if (text.Length > LongestTag)
                throw StartTlsFaults.Endless(_talk, $"a tag of more than {LongestTag} bytes");
            FollowQuotes(piece, ref isOpen, ref quote);
        }
        while (!isOpen || quote != '\0');
        int open = text.IndexOf('<');
        if (open + 2 >= text.Length || text[open + 1] == '!' || (text[open + 1] == '?' && !allowsDeclaration))
            throw _talk.Unexpected(text, "an element of XML");
        return text;
    }

    /// <summary>Whether a tag has begun, and the quotation mark that is still open in it.</summary>
    private static void FollowQuotes(string piece, ref bool isOpen, ref char quote)
    {
        foreach (char c in piece)
        {
            if (!isOpen)
                isOpen = c == '<';
            else if (quote == '\0' && (c is '"' or '\''))
                quote = c;
            else if (c == quote)
                quote = '\0';
        }
    }

    private XElement Parse(string element)
    {
        // The header's namespaces hold inside of it, and it stays open; for the parser it is closed.
        string name = new(Header!.Skip(1).TakeWhile(c => !char.IsWhiteSpace(c) && c != '>').ToArray());
        var settings = new XmlReaderSettings
            { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = PlainTalk.MostBytes };
        try
        {
            using var reader = XmlReader.Create(new StringReader($"{Header}{element}</{name}>"), settings);
            return XElement.Load(reader).Elements().First();
        }
        catch (Exception e) when (e is XmlException or InvalidOperationException)
        {
            throw _talk.Unexpected(element.Trim(), "an element of XML");
        }
    }
}

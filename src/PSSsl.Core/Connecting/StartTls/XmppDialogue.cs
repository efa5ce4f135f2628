using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using PSSsl.Hostnames;
using PSSsl.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Connecting.StartTls;

/// <summary>Messaging (RFC 6120, 5): the feature starttls of a stream. Inside of TLS the stream begins anew.</summary>
internal class XmppDialogue : StartTlsDialogue
{
    private static readonly XNamespace s_streams = "http://etherx.jabber.org/streams";
    private static readonly XNamespace s_tls = "urn:ietf:params:xml:ns:xmpp-tls";

    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Xmpp;

    internal override int DefaultPort => 5222;

    internal override string Description => "messaging from clients, port 5222 (RFC 6120)";

    private protected virtual string Namespace => "jabber:client";

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        string name = new XAttribute("to", NameToSay(host)).ToString();
        await talk.SendLineAsync(
            $"<?xml version='1.0'?><stream:stream xmlns='{Namespace}' xmlns:stream='{s_streams}' {name} version='1.0'>")
                .ConfigureAwait(false);
        var stream = new XmppStream(talk);
        XElement features = await stream.ReadElementAsync().ConfigureAwait(false);
        talk.Greeting = stream.Header;
        if (features.Name == s_streams + "error")
            throw talk.Refused(Condition(features));
        if (features.Name != s_streams + "features")
            throw talk.Unexpected(features.Name.LocalName, "the stream's features");
        talk.Capabilities.AddRange(features.Elements().Select(Describe));
        if (features.Element(s_tls + "starttls") is null)
            throw talk.NotOffered(string.Join(", ", talk.Capabilities), "The server does not offer starttls: set TLS up there.");
        await talk.SendLineAsync($"<starttls xmlns='{s_tls}'/>").ConfigureAwait(false);
        XElement answer = await stream.ReadElementAsync().ConfigureAwait(false);
        if (answer.Name == s_tls + "proceed")
            return;
        if (answer.Name == s_tls + "failure" || answer.Name == s_streams + "error")
            throw talk.Refused(Condition(answer));
        throw talk.Unexpected(answer.Name.LocalName, "proceed");
    }

    /// <summary>The name as it was given, which must be one: it goes into a command.</summary>
    private string NameToSay(string host)
    {
        string name = host.TrimEnd('.');
        if (name.Length == 0 || name.Any(c => c <= ' ' || char.IsControl(c) || "<>\"'&/@".IndexOf(c) >= 0))
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.StartTls, name.Length == 0
                ? $"{Protocol} sends the host name before TLS, and none is known."
                : $"{Protocol} sends the host name before TLS, and {ServerText.Quote(host)} is not one.")
            {
                RecommendedAction = "Give it with -ComputerName.",
            };
        }

        // What cannot be written in ASCII is not a name either, and is told here.
        HostNames.ToAscii(name);
        return name;
    }

    /// <summary>A feature's name, with the words it lists: "mechanisms PLAIN SCRAM-SHA-1".</summary>
    private static string Describe(XElement feature)
    {
        string[] words = feature.Elements().Where(e => !e.HasElements && e.Value.Length > 0).Select(e => e.Value.Trim()).ToArray();
        return words.Length == 0 ? feature.Name.LocalName : feature.Name.LocalName + " " + string.Join(" ", words);
    }

    private static string Condition(XElement error) =>
        string.Join(": ",
            new[] { error.Name.LocalName }.Concat(error.Elements().Select(e => e.Name.LocalName == "text" ? e.Value : e.Name.LocalName)));
}

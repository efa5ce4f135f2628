namespace PSSsl.Connecting.StartTls;

/// <summary>Messaging between servers: the same with another namespace (RFC 6120, 4.8.2).</summary>
internal sealed class XmppServerDialogue : XmppDialogue
{
    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.XmppServer;

    internal override int DefaultPort => 5269;

    internal override string Description => "messaging between servers, port 5269 (RFC 6120)";

    private protected override string Namespace => "jabber:server";
}

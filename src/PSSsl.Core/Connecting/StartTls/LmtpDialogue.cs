namespace PSSsl.Connecting.StartTls;

/// <summary>Local mail delivery: SMTP with another word for hello (RFC 2033, 4.1).</summary>
internal sealed class LmtpDialogue : SmtpDialogue
{
    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Lmtp;

    internal override int DefaultPort => 24;

    internal override string Description => "local mail delivery, port 24 (RFC 2033)";

    private protected override string Hello => "LHLO";
}

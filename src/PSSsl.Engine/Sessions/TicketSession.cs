using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Sessions;

/// <summary>
/// A session of a ticket that came without an id (RFC 5077, 3.4): the client sees by what follows that it is resumed. The library's own has
/// none without an id.
/// </summary>
internal sealed class TicketSession : TlsSession
{
    private readonly SessionParameters _parameters;

    internal TicketSession(SessionParameters parameters) => _parameters = parameters;

    public byte[] SessionID => TlsUtilities.EmptyBytes;

    public bool IsResumable { get; private set; } = true;

    public SessionParameters ExportSessionParameters() => _parameters.Copy();

    public void Invalidate() => IsResumable = false;
}

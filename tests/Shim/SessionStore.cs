using System;
using System.Collections.Generic;
using PSSsl.Engine;
using PSSsl.Engine.Sessions;

namespace PSSsl.Shim;

/// <summary>What one connection leaves to the next.</summary>
internal sealed class SessionStore : IDisposable
{
    private readonly Dictionary<string, TlsResumableSession> _byId = [];

    internal TlsTicketKeys TicketKeys { get; } = new();

    /// <summary>A client's, to be offered.</summary>
    internal TlsResumableSession? Latest { get; set; }

    internal void Keep(TlsResumableSession session) => _byId[Convert.ToHexString(session.Id)] = session;

    internal TlsResumableSession? Find(byte[] id) => _byId.GetValueOrDefault(Convert.ToHexString(id));

    public void Dispose()
    {
        Latest?.Dispose();
        foreach (TlsResumableSession session in _byId.Values)
            session.Dispose();
    }
}

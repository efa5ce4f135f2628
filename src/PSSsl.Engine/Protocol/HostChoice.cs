using System;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Protocol;

/// <summary>Which of a server's hosts a client asks for by its hello (RFC 6066, 3), and by whose rules it is served.</summary>
internal sealed class HostChoice
{
    private readonly EngineHost _host;
    private bool _isMade;
    private string? _name;

    internal HostChoice(EngineHost host) => _host = host;

    /// <summary>True if there are several hosts and the client's name told them apart.</summary>
    internal bool IsByName { get; private set; }

    /// <summary>True if the client asked for a name that is not served, or for none where one is needed.</summary>
    internal bool IsNotServed { get; private set; }

    /// <summary>
    /// The host is chosen by the first hello; a second one, after a HelloRetryRequest, that names another (RFC 8446, 4.1.2 forbids it)
    /// would have one host's rules taken for another's.
    /// </summary>
    /// <returns>True if there are other settings now.</returns>
    internal bool Named(string? name)
    {
        if (_isMade)
        {
            if (!string.Equals(_name, name, StringComparison.Ordinal))
                throw new TlsFatalAlert(AlertDescription.illegal_parameter, "The client's second hello names another host than its first.");
            return false;
        }

        _isMade = true;
        _name = name;
        if (_host.Settings.SelectHost is not { } select)
            return false;
        TlsEngineSettings? settings = select(name);
        if (settings is null)
        {
            IsNotServed = true;
            return false;
        }

        IsByName = name is not null;
        _host.ServeWith(settings);
        return true;
    }

    /// <summary>Refuses a name that is not served: RFC 6066, 3; RFC 8446, 9.2 for a client that sends none.</summary>
    internal void CheckServed(ProtocolVersion clientVersion)
    {
        if (!IsNotServed)
            return;
        if (_name is { } name)
            throw new TlsFatalAlert(AlertDescription.unrecognized_name, $"The client asks for {name}, which is not served here.");
        throw new TlsFatalAlert(TlsUtilities.IsTlsV13(clientVersion) ? AlertDescription.missing_extension
            : AlertDescription.handshake_failure,
            "The client sent no server name (SNI), and there is no default.");
    }
}

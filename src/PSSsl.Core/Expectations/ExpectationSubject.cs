using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Ciphers;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;
using PSSsl.Trust;
using PSSsl.X509.Names;

namespace PSSsl.Expectations;

/// <summary>What something is expected of: a host, which is connected to; a socket, or the description of one; or a certificate.</summary>
internal sealed class ExpectationSubject
{
    private ExpectationSubject(string name) => Name = name;

    /// <summary>How sentences call it.</summary>
    internal string Name { get; }

    /// <summary>Null if it is not a host.</summary>
    internal HostAndPort? Host { get; private init; }

    /// <summary>Where a host is connected to, if that is not where its name leads.</summary>
    internal HostAndPort? Place { get; private init; }

    /// <summary>The name that the certificate of a host must have; null for the host's.</summary>
    internal string? VerifyName { get; private init; }

    internal StartTlsDialogue? StartTls { get; private init; }

    /// <summary>The name to send by SNI; null for the host's.</summary>
    internal string? ServerName { get; private init; }

    /// <summary>True for a socket, whose handshake is over.</summary>
    internal bool IsSocket { get; private init; }

    /// <summary>What a socket negotiated; null if it did not.</summary>
    internal SslVersion? Version { get; private init; }

    internal SslCipher? Cipher { get; private init; }

    /// <summary>True if the peer of a socket is a client.</summary>
    internal bool IsServer { get; private init; }

    /// <summary>The host that a socket was asked for; null if nobody knows.</summary>
    internal string? PeerHost { get; private init; }

    /// <summary>A socket's state, for sentences.</summary>
    internal SslState State { get; private init; }

    /// <summary>The certificate that it is or has; null for hosts, which show it when they are asked.</summary>
    internal PeerCertificate? Certificate { get; private init; }

    internal static ExpectationSubject Of(HostAndPort host, StartTlsDialogue? startTls, string? serverName) =>
        new(host.ToString()) { Host = host, StartTls = startTls, ServerName = serverName };

    /// <summary>The same host, connected to at another place, or with another name to have.</summary>
    internal ExpectationSubject At(HostAndPort? place, string? verifyName) => new(Name)
    {
        Host = Host,
        Place = place,
        VerifyName = verifyName,
        StartTls = StartTls,
        ServerName = ServerName,
    };

    internal static ExpectationSubject Of(SslSocket socket) => OfDescription(socket.PeerName, socket.Version, socket.Cipher,
        socket.IsServer, socket.ComputerName, socket.State, socket.PeerCertificate);

    /// <summary>A socket that was somewhere else.</summary>
    internal static ExpectationSubject OfDescription(string name, SslVersion? version, SslCipher? cipher, bool isServer, string? host,
        SslState state, PeerCertificate? certificate) => new(name)
    {
        IsSocket = true,
        Version = version,
        Cipher = cipher,
        IsServer = isServer,
        PeerHost = host,
        State = state,
        Certificate = certificate,
    };

    internal static ExpectationSubject Of(PeerCertificate certificate) =>
        new(certificate.Peer ?? Quoted(certificate)) { Certificate = certificate };

    /// <summary>A certificate that nobody judged, with what came along with it.</summary>
    internal static ExpectationSubject Of(IReadOnlyList<X509Certificate2> certificates, object? target) =>
        Of(PeerCertificate.Of(new PresentedChain(certificates[0], certificates), target));

    /// <summary>Its certificate, or that of the host as it shows it now.</summary>
    /// <returns>The certificate, or why there is none.</returns>
    internal async System.Threading.Tasks.Task<(PeerCertificate? Certificate, string? Why)> FindCertificateAsync(HostProbe probe)
    {
        // What a handshake showed that is not over may be anybody's.
        if (IsSocket && Version is null)
            return (null, $"TLS was not negotiated on it, it is {State}");
        if (Certificate is not null)
            return (Certificate, null);
        if (Host is null)
            return (null, "its peer showed no certificate");
        ProbeAnswer answer = await probe.LookAsync(this).ConfigureAwait(false);
        // An old device has a certificate too, though clients of today agree on nothing with it.
        if (answer.Error is { Code: SslErrorCode.NoCommonVersion or SslErrorCode.NoCommonCipher })
            answer = await probe.AskAsync(this).ConfigureAwait(false);
        // What a handshake showed that broke off for another reason may be anybody's: nothing proves that the host has the key.
        if (answer.Error is { } error && !answer.WantsOurs)
            return (null, ExpectationSentence.Said(error, Name));
        return answer.Certificate is { } shown ? (shown, null) : (null, "it shows no certificate");
    }

    private static string Quoted(PeerCertificate certificate) =>
        certificate.Subject.Length > 0 ? $"the certificate {certificate.Label}" : $"the certificate {certificate.Thumbprint}";
}

using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Net.Sockets;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Completion;

/// <summary>Completes -Socket with variables that hold sockets, told apart by peer and state.</summary>
internal class SocketCompleter : VariableCompleter
{
    private protected override string? Describe(object value) => value is SslSocket socket
        ? socket.Version is { } version ? $"{socket}, {version}, {socket.Cipher?.Name}" : socket.ToString() : null;

    private protected override bool IsUsable(object value) =>
        value is not SslSocket { State: SslState.Closed or SslState.Failed } and not SslListener { IsListening: false };
}

/// <summary>Completes parameters that take sockets and listeners, and lists of them.</summary>
internal sealed class EndpointCompleter : SocketCompleter
{
    private protected override bool TakesMany => true;

    private protected override string? Describe(object value) =>
        value is SslListener listener ? ListenerCompleter.About(listener) : base.Describe(value);
}

/// <summary>Completes -Listener.</summary>
internal sealed class ListenerCompleter : VariableCompleter
{
    internal static string About(SslListener listener) =>
        listener.IsListening ? $"{listener}, {listener.Pending} waiting" : listener.ToString();

    private protected override string? Describe(object value) => value is SslListener listener ? About(listener) : null;

    private protected override bool IsUsable(object value) => value is SslListener { IsListening: true };
}

/// <summary>Completes what Start-SslUpgrade takes: connections of .NET's, and sockets of this module.</summary>
internal sealed class ConnectionCompleter : SocketCompleter
{
    private protected override string? Describe(object value) => value switch
    {
        TcpClient client => client.Connected ? $"TcpClient, connected to {client.Client.RemoteEndPoint}" : "TcpClient, not connected",
        Socket socket => socket.Connected ? $"Socket, connected to {socket.RemoteEndPoint}" : "Socket, not connected",
        NetworkStream => "NetworkStream",
        _ => base.Describe(value),
    };

    private protected override bool IsUsable(object value) =>
        value is not TcpClient { Connected: false } and not Socket { Connected: false } && base.IsUsable(value);
}

/// <summary>Completes -Context: contexts, and sockets and listeners whose context is meant.</summary>
internal sealed class ContextCompleter : VariableCompleter
{
    private protected override string? Describe(object value) => value switch
    {
        SslContext context => $"context: {string.Join(", ", context.Versions)}, {context.Ciphers.Count} suites",
        SslSocket { Context: not null } socket => $"the context of {socket}",
        SslListener listener => $"the context of {listener}",
        _ => null,
    };
}

/// <summary>Completes -SessionCache.</summary>
internal sealed class SessionCacheCompleter : VariableCompleter
{
    private protected override string? Describe(object value) => value is SslSessionCache cache ? cache.ToString() : null;
}

/// <summary>Completes -Request with variables that hold requests for certificates.</summary>
internal sealed class CertificateRequestCompleter : VariableCompleter
{
    private protected override string? Describe(object value) => (value as SslCertificateRequest)?.ToString();
}

/// <summary>Completes parameters that take certificates as objects.</summary>
internal class CertificateCompleter : VariableCompleter
{
    private protected override bool TakesMany => true;

    private protected override string? Describe(object value) => value switch
    {
        SslCertificate certificate => About(certificate.Certificate, certificate.HasPrivateKey),
        X509Certificate2 certificate => About(certificate, certificate.HasPrivateKey),
        PeerCertificate certificate => About(certificate.Certificate, false),
        _ => null,
    };

    private static string About(X509Certificate2 certificate, bool hasKey) =>
        certificate.Handle == IntPtr.Zero ? "a certificate that was disposed"
        : FormattableString.Invariant(
            $"{certificate.Subject}, until {certificate.NotAfter:yyyy-MM-dd}{(hasKey ? ", with its key" : string.Empty)}");
}

/// <summary>Completes -CACertificate: certificates, and the authority of a listener that was made with -SelfSigned.</summary>
internal sealed class AuthorityCompleter : CertificateCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Members(string variable, object value)
    {
        if (value is SslListener { CertificateAuthority: { } authority } listener)
            yield return new KeyValuePair<string, string>(variable + ".CertificateAuthority",
                $"{authority.Subject}, the authority of {listener}");
        if (value is SslCertificate { Authority: { } root } && !root.Equals((value as SslCertificate)!.Certificate))
            yield return new KeyValuePair<string, string>(variable + ".Authority", $"{root.Subject}, which signed it");
    }
}

/// <summary>Completes -Password. What a password is stands nowhere, only whose.</summary>
internal sealed class PasswordCompleter : VariableCompleter
{
    private protected override string? Describe(object value) => value switch
    {
        SecureString => "SecureString",
        PSCredential credential => $"credential of {credential.UserName}",
        _ => null,
    };
}

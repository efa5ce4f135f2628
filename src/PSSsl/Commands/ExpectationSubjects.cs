using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Ciphers;
using PSSsl.Commands.Arguments;
using PSSsl.Connecting.StartTls;
using PSSsl.Expectations;
using PSSsl.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// Reads what stands before Should: a host by its name, a row of a table, a socket, a certificate, or one of these that was in another
/// session.
/// </summary>
internal static class ExpectationSubjects
{
    private static readonly IReadOnlyList<string> s_hosts =
        ColumnsOf<GetPeerCertificateCommand>(nameof(GetPeerCertificateCommand.ComputerName));
    private static readonly IReadOnlyList<string> s_ports = ColumnsOf<GetPeerCertificateCommand>(nameof(SslConnectCommand.Port));
    private static readonly StartTlsTransformationAttribute s_protocols = new();

    /// <param name="given">It.</param>
    /// <param name="startTls">The protocol of -StartTls; null if it was not given.</param>
    /// <param name="serverName">The name of -ServerName; null if it was not given.</param>
    /// <exception cref="SslException">It is nothing that can be asked.</exception>
    internal static ExpectationSubject Read(object? given, string? startTls, string? serverName)
    {
        if (Deserialized.KindOf(given) == nameof(SslSocket))
            return Describe((PSObject)given!);
        object? value = Deserialized.Unwrap(given);
        switch (value)
        {
            case null:
                throw Wrong("No host or certificate was piped to Should.");
            case SslSocket socket:
                return ExpectationSubject.Of(socket);
            case PeerCertificate certificate:
                return ExpectationSubject.Of(certificate);
            case string text when text.Contains("-----BEGIN"):
            case X509Certificate or X509Certificate2Collection or SslCertificate or FileInfo or byte[]:
                return ExpectationSubject.Of(CertificateInput.ReadLeafFirst(value, "ActualValue"), value);
            case string word:
                return Host(word, null, startTls, serverName);
            case Uri { IsAbsoluteUri: true } address:
                return Host(address.AbsoluteUri, null, startTls, serverName);
            case IDictionary table:
                return Row(name => Simple(table[name]), startTls, serverName);
            case IList { Count: 1 } one:
                return Read(one[0], startTls, serverName);
            case IList several:
                throw Wrong($"{several.Count.ToString(CultureInfo.InvariantCulture)} objects were given at once.");
            default:
                return Row(name => Simple(PSObject.AsPSObject(given).Properties[name]?.Value), startTls, serverName);
        }
    }

    private static ExpectationSubject Row(Func<string, object?> column, string? startTls, string? serverName)
    {
        string? first(IEnumerable<string> names) => names.Select(n => Word(column(n))).FirstOrDefault(w => w is not null);
        string host = first(s_hosts) ?? throw Wrong("What was given is not a host, a socket or a certificate, and has no ComputerName.");
        ExpectationSubject subject = Host(host, first(s_ports), startTls ?? Protocol(Word(column("StartTls"))), serverName
            ?? Word(column("ServerName")) ?? Word(column("Sni")));
        return subject.At(ConnectToArgument.PlaceOf(subject.Host!, Word(column("ConnectTo")) is { } place ? new[] { place } : null),
            Word(column("VerifyName")));
    }

    private static ExpectationSubject Host(string word, string? port, string? startTls, string? serverName)
    {
        StartTlsDialogue? dialogue = StartTlsDialogues.Named(startTls);
        IReadOnlyList<HostAndPort> hosts =
            HostTargets.Of(null, word, port is null ? null : new[] { port }, dialogue?.DefaultPort ?? 443, isLine: false);
        return hosts.Count == 1 ? ExpectationSubject.Of(hosts[0], dialogue, serverName)
            : throw Wrong($"'{word}' is not one target: it stands for {hosts.Count.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>The columns that a cmdlet's parameter is bound by.</summary>
    private static IReadOnlyList<string> ColumnsOf<T>(string parameter)
    {
        PropertyInfo property = typeof(T).GetProperty(parameter)!;
        return property.GetCustomAttribute<AliasAttribute>()!.AliasNames.Prepend(parameter).ToArray();
    }

    private static string? Protocol(string? word)
    {
        try
        {
            return (string?)s_protocols.Transform(null!, word);
        }
        catch (ArgumentTransformationMetadataException e)
        {
            throw Wrong(e.Message);
        }
    }

    /// <summary>A socket that was in another session: what it negotiated is in its description.</summary>
    private static ExpectationSubject Describe(PSObject bag)
    {
        string? host = Word(Simple(bag.Properties[nameof(SslSocket.ComputerName)]?.Value));
        string port = Word(Simple(bag.Properties[nameof(SslSocket.Port)]?.Value)) ?? "0";
        object? cipher = bag.Properties[nameof(SslSocket.Cipher)]?.Value;
        string? suite = Word((cipher as PSObject)?.Properties[nameof(SslCipher.Name)]?.Value ?? cipher);
        object? certificate = bag.Properties[nameof(SslSocket.PeerCertificate)]?.Value;
        return ExpectationSubject.OfDescription(
            host is null ? "the socket" : $"{host}:{port}",
            Enum.TryParse(Word(bag.Properties[nameof(SslSocket.Version)]?.Value), out SslVersion version) ? version : null,
            suite is null ? null : CipherTable.ByName(suite),
            Simple(bag.Properties[nameof(SslSocket.IsServer)]?.Value) is true,
            host,
            Enum.TryParse(Word(bag.Properties[nameof(SslSocket.State)]?.Value), out SslState state) ? state : SslState.Closed,
            Deserialized.Unwrap(certificate) as PeerCertificate);
    }

    /// <summary>Text of a column; null if it is empty.</summary>
    private static string? Word(object? value) =>
        Convert.ToString(Simple(value), CultureInfo.InvariantCulture) is { } text && text.Trim().Length > 0 ? text.Trim() : null;

    private static object? Simple(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static SslException Wrong(string message) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, message)
    {
        RecommendedAction =
            "Pipe hosts ('www.example.org', 'mail.example.org:993'), rows with ComputerName and perhaps Port and StartTls, open sockets "
                + "or certificates to Should.",
    };
}

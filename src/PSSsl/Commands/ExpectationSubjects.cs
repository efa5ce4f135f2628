using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Ciphers;
using PSSsl.Expectations;
using PSSsl.Sockets;
using PSSsl.Connecting.StartTls;

namespace PSSsl.Commands;

/// <summary>Reads what stands before Should: a host by its name, a row of a table, a socket, a certificate, or one of these that was in another session.</summary>
internal static class ExpectationSubjects
{
    private static readonly string[] s_hostNames = { "ComputerName", "HostName", "PeerHost", "PeerAddr", "DnsName" };
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
                throw Wrong("Nothing is given that could be asked.");
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
                throw Wrong($"{several.Count.ToString(CultureInfo.InvariantCulture)} things are given at once.");
            default:
                return Row(name => Simple(PSObject.AsPSObject(given).Properties[name]?.Value), startTls, serverName);
        }
    }

    private static ExpectationSubject Row(Func<string, object?> column, string? startTls, string? serverName)
    {
        string host = s_hostNames.Select(n => Word(column(n))).FirstOrDefault(w => w is not null)
            ?? throw Wrong("What is given is no host, socket or certificate, and has no ComputerName.");
        return Host(host, Word(column("Port")) ?? Word(column("PeerPort")), startTls ?? Protocol(Word(column("StartTls"))), serverName ?? Word(column("ServerName")) ?? Word(column("Sni")));
    }

    private static ExpectationSubject Host(string word, string? port, string? startTls, string? serverName)
    {
        StartTlsDialogue? dialogue = StartTlsDialogues.Named(startTls);
        return ExpectationSubject.Of(HostAndPort.Parse(word, port is null ? null : HostAndPort.ParsePort(port), dialogue?.DefaultPort ?? 443), dialogue, serverName);
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
    private static string? Word(object? value) => Convert.ToString(Simple(value), CultureInfo.InvariantCulture) is { } text && text.Trim().Length > 0 ? text.Trim() : null;

    private static object? Simple(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static SslException Wrong(string message) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, message)
    {
        RecommendedAction = "Pipe hosts ('www.example.org', 'mail.example.org:993'), rows with ComputerName and perhaps Port and StartTls, open sockets or certificates to Should.",
    };
}

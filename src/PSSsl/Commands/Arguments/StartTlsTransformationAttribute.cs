using System;
using System.Linq;
using System.Management.Automation;
using PSSsl.Sockets;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// A protocol of -StartTls by name. The parameter is text, because PowerShell completes enumerations by itself, without saying what they
/// mean.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class StartTlsTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        string? word = (inputData is PSObject wrapped ? wrapped.BaseObject : inputData)?.ToString();
        // A row of a table whose column is empty means TLS from the start.
        if (string.IsNullOrEmpty(word))
            return null;
        string[] names = Enum.GetNames(typeof(SslStartTlsProtocol));
        string wanted = new(word!.Where(char.IsLetterOrDigit).ToArray());
        wanted = wanted.ToUpperInvariant() switch
        {
            "ESMTP" or "SUBMISSION" => nameof(SslStartTlsProtocol.Smtp),
            "IMAP4" => nameof(SslStartTlsProtocol.Imap),
            "POP" => nameof(SslStartTlsProtocol.Pop3),
            "JABBER" => nameof(SslStartTlsProtocol.Xmpp),
            "POSTGRESQL" => nameof(SslStartTlsProtocol.Postgres),
            "XMPPCLIENT" => nameof(SslStartTlsProtocol.Xmpp),
            "MANAGESIEVE" => nameof(SslStartTlsProtocol.Sieve),
            "SQLSERVER" or "TDS" => nameof(SslStartTlsProtocol.Mssql),
            "MARIADB" => nameof(SslStartTlsProtocol.MySql),
            "REMOTEDESKTOP" => nameof(SslStartTlsProtocol.Rdp),
            _ => wanted,
        };
        return names.FirstOrDefault(n => n.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentTransformationMetadataException(Fault(word!, wanted, names));
    }

    private static string Fault(string word, string wanted, string[] names)
    {
        string valid = $"Valid values: {string.Join(", ", names)}.";
        // smtps, imaps, ldaps: what they are called is the protocol without STARTTLS.
        bool isFromTheStart = wanted.EndsWith("s", StringComparison.OrdinalIgnoreCase) && ServiceNames.Port(word.Trim()) is not null;
        return isFromTheStart ? $"'{word}' speaks TLS from the start: use -Port {word} without -StartTls. {valid}"
            : $"'{word}' is not a STARTTLS protocol. {valid}";
    }
}

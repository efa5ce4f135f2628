using System;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Commands;

/// <summary>
/// A protocol of -StartTls by name. The parameter is text, because PowerShell completes enumerations by itself, without a word on what they mean.
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
            "POSTGRESQL" => nameof(SslStartTlsProtocol.Postgres),
            "XMPPCLIENT" => nameof(SslStartTlsProtocol.Xmpp),
            "MANAGESIEVE" => nameof(SslStartTlsProtocol.Sieve),
            "SQLSERVER" or "TDS" => nameof(SslStartTlsProtocol.Mssql),
            "MARIADB" => nameof(SslStartTlsProtocol.MySql),
            "REMOTEDESKTOP" => nameof(SslStartTlsProtocol.Rdp),
            _ => wanted,
        };
        return names.FirstOrDefault(n => n.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentTransformationMetadataException($"'{word}' is no protocol with STARTTLS. There are {string.Join(", ", names)}.");
    }
}

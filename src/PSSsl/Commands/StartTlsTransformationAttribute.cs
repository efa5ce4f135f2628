using System;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Commands;

/// <summary>
/// A protocol of -StartTls by name. The parameter is text, because PowerShell completes enumerations by itself, without a word on what they mean.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class StartTlsTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        string? word = (inputData is PSObject wrapped ? wrapped.BaseObject : inputData)?.ToString();
        // A row of a table whose column is empty means TLS from the start.
        if (string.IsNullOrEmpty(word))
            return null;
        string[] names = Enum.GetNames(typeof(SslStartTlsProtocol));
        return names.FirstOrDefault(n => n.Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentTransformationMetadataException($"'{word}' is no protocol with STARTTLS. There are {string.Join(", ", names)}.");
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Commands.Completion;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>Gives this runspace its built-in defaults back, all or some.</summary>
[Cmdlet(VerbsCommon.Reset, "SslDefault", SupportsShouldProcess = true)]
[OutputType(typeof(SslDefault))]
public sealed class ResetSslDefaultCommand : SslCommand
{
    /// <summary>Which; default all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(DefaultNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Writes what is set now.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string? unknown = Name?.FirstOrDefault(n => !SslDefaults.Names.Contains(n, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
        {
            ThrowSslError(SslException.Option(
                $"-Name: '{unknown}' is not a default: valid are {string.Join(", ", SslDefaults.Names)}.", "Write one of them."), unknown);
        }

        if (ShouldProcess("this runspace", Name is null ? "Reset all defaults" : $"Reset the default of {string.Join(", ", Name)}"))
        {
            SslDefault values = Name is null ? new SslDefault() : SslDefaults.Current.Values with { };
            foreach (string name in Name ?? Array.Empty<string>())
                SslDefaults.Set(values, name, null);
            SslDefaults.Current.Values = values;
        }

        if (PassThru)
            WriteObject(SslDefaults.Current.Values);
    }
}

/// <summary>Completes -Name of Reset-SslDefault.</summary>
internal sealed class DefaultNameCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words =>
        SslDefaults.Names.Select(n => new KeyValuePair<string, string>(n, About(n)));

    private static string About(string name) =>
        SslDefaults.Get(SslDefaults.Current.Values, name) is { } value ? $"the default of -{name} is set to {value}"
            : $"no default of -{name} is set";
}

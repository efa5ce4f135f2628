using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Gives what the console would show as text.</summary>
[Cmdlet("Out", "String")]
public sealed class OutStringCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public int Width { get; set; }

    private readonly System.Collections.Generic.List<PSObject?> _objects = new();

    protected override void ProcessRecord() => _objects.Add(InputObject);

    protected override void EndProcessing()
    {
        using var shown = new System.IO.StringWriter();
        System.IO.TextWriter console = System.Console.Out;
        System.Console.SetOut(shown);
        try
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand("Out-Host").Invoke(_objects);
        }
        finally
        {
            System.Console.SetOut(console);
        }

        WriteObject(shown.ToString());
    }
}

using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Waits.</summary>
[Cmdlet("Start", "Sleep")]
public sealed class StartSleepCommand : PSCmdlet, System.IDisposable
{
    [Parameter(Position = 0)]
    public double Seconds { get; set; }

    [Parameter]
    public int Milliseconds { get; set; }

    private readonly System.Threading.ManualResetEventSlim _stop = new();

    protected override void EndProcessing() => _stop.Wait(Milliseconds > 0 ? Milliseconds : (int)(Seconds * 1000));

    protected override void StopProcessing() => _stop.Set();

    public void Dispose() => _stop.Dispose();
}

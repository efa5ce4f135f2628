namespace PSSsl.Connecting.StartTls;

/// <summary>
/// A harmless command that is sent right behind the one for TLS, to see whether a server keeps it until TLS is there (CVE-2011-0411).
/// </summary>
internal sealed class PipelinedCommand
{
    internal PipelinedCommand(string ask, string command, string answer, string nonsense)
    {
        Ask = ask;
        Command = command;
        Answer = answer;
        Nonsense = nonsense;
    }

    /// <summary>The line that asks for TLS.</summary>
    internal string Ask { get; }

    internal string Command { get; }

    /// <summary>How its answer begins.</summary>
    internal string Answer { get; }

    /// <summary>A command whose answer begins in another way.</summary>
    internal string Nonsense { get; }
}

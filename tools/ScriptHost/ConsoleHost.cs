using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PSSsl.Tools.ScriptHost;

/// <summary>The console as the engine sees it; nobody is asked anything.</summary>
internal sealed class ConsoleHost : PSHost
{
    internal int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "PSSslScriptHost";

    public override PSHostUserInterface UI { get; } = new ConsoleUI();

    public override Version Version => new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException("There are no nested prompts here.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("There are no nested prompts here.");

    public override void NotifyBeginApplication()
    {
        // Native programs share the console as it is.
    }

    public override void NotifyEndApplication()
    {
        // See above.
    }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    internal static string Describe(ErrorRecord error)
    {
        string place = error.InvocationInfo is { ScriptLineNumber: > 0 } at ? $"\n  at {at.ScriptName ?? "line"}:{at.ScriptLineNumber} {at.Line.Trim()}" : string.Empty;
        string who = error.InvocationInfo?.MyCommand?.Name is { Length: > 0 } name ? name + ": " : string.Empty;
        return $"{who}{error.ErrorDetails?.Message ?? error.Exception.Message}{place}";
    }

    private sealed class ConsoleUI : PSHostUserInterface
    {
        public override PSHostRawUserInterface RawUI { get; } = new RawConsole();

        /// <summary>Colours are for eyes: what goes to a file or a pipe is plain.</summary>
        private static readonly bool s_plain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is not null;

        private static readonly bool s_plainErrors = Console.IsErrorRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is not null;

        /// <summary>Views may use colours; they are taken away below where nobody sees them.</summary>
        public override bool SupportsVirtualTerminal => true;

        public override void Write(string value) => Console.Out.Write(Decorate(value));

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Console.Out.Write(Decorate(value));

        public override void WriteLine(string value) => Console.Out.WriteLine(Decorate(value));

        private static string Decorate(string text) => s_plain ? Strip(text) : text;

        private static string Strip(string text) => new System.Management.Automation.Internal.StringDecorated(text).ToString(OutputRendering.PlainText);

        public override void WriteErrorLine(string value) => Console.Error.WriteLine(s_plainErrors ? Strip(value) : value);

        public override void WriteDebugLine(string message) => Console.Out.WriteLine("DEBUG: " + message);

        public override void WriteVerboseLine(string message) => Console.Out.WriteLine("VERBOSE: " + message);

        public override void WriteWarningLine(string message) => Console.Out.WriteLine("WARNING: " + message);

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
            // A bar would only fill logs here.
        }

        public override string ReadLine() => throw Unasked();

        public override SecureString ReadLineAsSecureString() => throw Unasked();

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw Unasked();

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw Unasked();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Unasked();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw Unasked();

        private static NotSupportedException Unasked() => new("This host asks nobody: give what is missing as a parameter.");
    }


    private sealed class RawConsole : PSHostRawUserInterface
    {
        private static readonly Size s_size = new(Console.IsOutputRedirected || Console.WindowWidth < 20 ? 100 : Console.WindowWidth, 50);

        public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

        public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

        public override Size BufferSize { get => s_size; set => _ = value; }

        public override Coordinates CursorPosition { get; set; }

        public override int CursorSize { get; set; } = 1;

        public override bool KeyAvailable => false;

        public override Size MaxPhysicalWindowSize => s_size;

        public override Size MaxWindowSize => s_size;

        public override Coordinates WindowPosition { get; set; }

        public override Size WindowSize { get => s_size; set => _ = value; }

        public override string WindowTitle { get; set; } = "PSSsl";

        public override void FlushInputBuffer()
        {
            // Nothing is read.
        }

        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();

        public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();

        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw new NotSupportedException();

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotSupportedException();

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new NotSupportedException();
    }
}

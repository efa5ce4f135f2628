using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSSsl.Commands.Completion;

/// <summary>
/// Completes the host of Start-SslUpgrade. Where nothing comes from the pipeline the first argument is the connection, of which PowerShell
/// knows only that it may be the host: then connections are offered.
/// </summary>
internal sealed class UpgradeHostCompleter : IArgumentCompleter
{
    private static readonly string[] s_names = { "ComputerName", "HostName", "PeerHost", "DnsName", "InputObject", "Socket", "Handle" };

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete,
        CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IArgumentCompleter completer = IsConnection(commandAst, wordToComplete) ? new ConnectionCompleter() : new HostNameCompleter();
        return completer.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters);
    }

    private static bool IsConnection(CommandAst command, string word)
    {
        if (command.Parent is PipelineAst pipeline && pipeline.PipelineElements[0] != command)
            return false;
        CommandElementAst[] arguments = command.CommandElements.Skip(1).ToArray();
        if (arguments.OfType<CommandParameterAst>()
            .Any(p => s_names.Any(n => n.StartsWith(p.ParameterName, StringComparison.OrdinalIgnoreCase))))
            return false;
        // The word itself, if it was begun, is the first of them.
        CommandElementAst? first = arguments.FirstOrDefault();
        return first is null || (!string.IsNullOrEmpty(word) && first.Extent.Text == word);
    }
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSSsl.Commands.Completion;

/// <summary>Completes files, those first whose names say that they are what is wanted.</summary>
internal class FileCompleter : IArgumentCompleter
{
    /// <summary>How fitting names end.</summary>
    private protected virtual IReadOnlyList<string> Extensions => Array.Empty<string>();

    /// <inheritdoc/>
    public virtual IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete,
        CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionCompleters.CompleteFilename(wordToComplete ?? string.Empty).OrderBy(Rank).ToArray();

    private int Rank(CompletionResult found) => found.ResultType == CompletionResultType.ProviderContainer ? 1
        : Extensions.Any(e => found.ListItemText.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ? 0 : 2;
}

/// <summary>Completes directories.</summary>
internal sealed class DirectoryCompleter : FileCompleter
{
    /// <inheritdoc/>
    public override IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete,
        CommandAst commandAst, IDictionary fakeBoundParameters) =>
        base.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters)
            .Where(f => f.ResultType == CompletionResultType.ProviderContainer).ToArray();
}

/// <summary>Completes files of certificates.</summary>
internal sealed class CertificateFileCompleter : FileCompleter
{
    private protected override IReadOnlyList<string> Extensions { get; } =
        new[] { ".pem", ".crt", ".cer", ".der", ".p12", ".pfx", ".p7b", ".p7c" };
}

/// <summary>Completes files of private keys.</summary>
internal sealed class KeyFileCompleter : FileCompleter
{
    private protected override IReadOnlyList<string> Extensions { get; } = new[] { ".key", ".p8", ".pem", ".p12", ".pfx" };
}

/// <summary>Completes files of revocation lists.</summary>
internal sealed class CrlFileCompleter : FileCompleter
{
    private protected override IReadOnlyList<string> Extensions { get; } = new[] { ".crl", ".pem" };
}

/// <summary>Completes files of Diffie-Hellman parameters.</summary>
internal sealed class DhFileCompleter : FileCompleter
{
    private protected override IReadOnlyList<string> Extensions { get; } = new[] { ".pem", ".dh", ".der" };
}

/// <summary>Completes files of OCSP responses.</summary>
internal sealed class OcspFileCompleter : FileCompleter
{
    private protected override IReadOnlyList<string> Extensions { get; } = new[] { ".der", ".ors", ".ocsp" };
}

/// <summary>Completes files of a key log.</summary>
internal sealed class KeyLogFileCompleter : FileCompleter
{
    private protected override IReadOnlyList<string> Extensions { get; } = new[] { ".keylog", ".log", ".txt" };
}

/// <summary>Completes what is given as object or file: variables with certificates, then files of them.</summary>
internal sealed class IssuerCompleter : CertificateCompleter
{
    private static readonly CertificateFileCompleter s_files = new();

    /// <inheritdoc/>
    public override IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete,
        CommandAst commandAst, IDictionary fakeBoundParameters) =>
        base.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters)
            .Concat(s_files.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters));
}

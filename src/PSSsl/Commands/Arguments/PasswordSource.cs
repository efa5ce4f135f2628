using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using PSSsl.Scripts;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>-Password as a source of passwords: SecureString, PSCredential, a script block, or the prompt of an interactive host.</summary>
internal static class PasswordSource
{
    internal static Func<string, char[]?>? From(object? password, PSCmdlet cmdlet)
    {
        object? value = password is PSObject wrapped ? wrapped.BaseObject : password;
        return value switch
        {
            null => what => Prompt(what, cmdlet),
            SecureString secure => _ => Reveal(secure),
            PSCredential credential => _ => Reveal(credential.Password),
            ScriptBlock script => FromScript(HomeScript.Of(script, "-Password", cmdlet.SessionState)),
            string => throw Wrong("a password as plain text ends up in the history and in logs"),
            _ => throw Wrong($"{TypeWord.Of(value)} is not a password"),
        };
    }

    private static Func<string, char[]?> FromScript(HomeScript script) => what => Characters(script.Call(what));

    private static char[]? Characters(IEnumerable<PSObject?> results)
    {
        object? answer = null;
        foreach (PSObject? result in results)
            answer = result?.BaseObject;
        return answer switch
        {
            null => null,
            SecureString secure => Reveal(secure),
            PSCredential { Password: null } => null,
            PSCredential credential => Reveal(credential.Password),
            // A script block may keep its secret where it likes; what it returns is used and forgotten.
            string text => text.ToCharArray(),
            _ => throw Wrong($"the script block returned {TypeWord.Of(answer)}"),
        };
    }

    private static char[]? Prompt(string what, PSCmdlet cmdlet)
    {
        if (!Interactive(cmdlet))
            return null;
        using SecureString typed = Ask(what, cmdlet);
        return Reveal(typed);
    }

    private static SecureString Ask(string what, PSCmdlet cmdlet)
    {
        cmdlet.Host.UI.Write($"Password for {what}: ");
        return cmdlet.Host.UI.ReadLineAsSecureString();
    }

    /// <summary>Only a person at a console can be asked; jobs, remoting and redirected input cannot.</summary>
    private static bool Interactive(PSCmdlet cmdlet) =>
        cmdlet.Host?.Name == "ConsoleHost" && Environment.UserInteractive && !Console.IsInputRedirected
        && Array.IndexOf(Environment.GetCommandLineArgs(), "-NonInteractive") < 0;

    internal static char[] Reveal(SecureString secure)
    {
        IntPtr memory = Marshal.SecureStringToGlobalAllocUnicode(secure);
        try
        {
            var characters = new char[secure.Length];
            Marshal.Copy(memory, characters, 0, characters.Length);
            return characters;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(memory);
        }
    }

    private static SslException Wrong(string why) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-Password: {why}.")
    {
        RecommendedAction =
            "Give a SecureString (Read-Host -AsSecureString), a PSCredential (Get-Credential) or a script block that returns one of them.",
    };
}

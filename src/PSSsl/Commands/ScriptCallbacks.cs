using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Commands.Arguments;
using PSSsl.Scripts;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// Script blocks as the functions that sockets call. They run on the pipeline's thread, see <see cref="PipelinePump"/>, in whatever
/// runspace that is, see <see cref="HomeScript"/>.
/// </summary>
internal static class ScriptCallbacks
{
    /// <summary>A verify callback: the element is its argument and <c>$_</c>; exactly one $true accepts.</summary>
    internal static Func<SslVerifyElement, bool> Verify(ScriptBlock given, SessionState state)
    {
        HomeScript script = HomeScript.Of(given, "-VerifyCallback", state);
        return element => ScriptVerdict.Accepts(script.Ask(element));
    }

    /// <summary>
    /// Gives a server's OCSP response: the certificate is the argument and <c>$_</c>; bytes, as one array or one by one, or nothing.
    /// </summary>
    internal static Func<X509Certificate2, byte[]?> OcspResponse(ScriptBlock given, SessionState state)
    {
        HomeScript script = HomeScript.Of(given, "-OcspResponse", state);
        return certificate => Bytes(script.Ask(certificate));
    }

    private static byte[]? Bytes(IEnumerable<PSObject> results)
    {
        var bytes = new List<byte>();
        foreach (PSObject result in results)
        {
            if (result?.BaseObject is byte one)
                bytes.Add(one);
            else if (result?.BaseObject is byte[] all)
                bytes.AddRange(all);
            else if (result is not null)
                throw NoResponse(result);
        }

        return bytes.Count == 0 ? null : bytes.ToArray();
    }

    private static SslException NoResponse(PSObject result) =>
        new(SslErrorCode.InvalidOption, SslPhase.Handshake,
            $"The script block of -OcspResponse returned {TypeWord.Of(result.BaseObject)}, which is not a response.")
        {
            RecommendedAction = "It returns the response's bytes (DER), or nothing.",
        };

    internal static Action<SslMessage> Message(ScriptBlock given, SessionState state)
    {
        HomeScript script = HomeScript.Of(given, "-MessageCallback", state);
        return message =>
        {
            try
            {
                script.Ask(message);
            }
            catch (RuntimeException e)
            {
                throw Failed("-MessageCallback", e, "It gets the message as its argument; its output is discarded.");
            }
        };
    }

    /// <summary>Gets the plain socket and the error's message; what it writes is the result.</summary>
    internal static Func<SslSocket, SslException, IEnumerable<PSObject>> ErrorTrap(ScriptBlock given, SessionState state)
    {
        HomeScript script = HomeScript.Of(given, "-ErrorTrap", state);
        return (socket, error) => script.Call(socket, error.Message);
    }

    /// <summary>A context callback: it changes the options that are its argument and <c>$_</c>.</summary>
    /// <exception cref="SslException">It failed.</exception>
    internal static void Change(ScriptBlock script, SslContextOptions options, SessionState state)
    {
        try
        {
            HomeScript.Of(script, "-ContextCallback", state).Ask(options);
        }
        catch (RuntimeException e)
        {
            throw Failed("-ContextCallback", e, "It gets the options as its argument, and may set their properties.");
        }
    }

    /// <summary>The user's code failed, and nothing of ours.</summary>
    internal static SslException Failed(string option, RuntimeException error, string todo) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"{option} failed: {error.Message.TrimEnd('.')}.", error)
            { RecommendedAction = todo };
}

using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Hostnames;

namespace PSSsl.Commands;

/// <summary>Script blocks as the functions that sockets call. They run on the pipeline's thread: see <see cref="PipelinePump"/>.</summary>
internal static class ScriptCallbacks
{
    /// <summary>A verify callback: the element is its argument and <c>$_</c>; exactly one $true accepts.</summary>
    internal static Func<SslVerifyElement, bool> Verify(ScriptBlock script) => element => ScriptVerdict.Accepts(Run(script, element, element));

    /// <summary>Gives a server's OCSP response: the certificate is the argument and <c>$_</c>; bytes, as one array or one by one, or nothing.</summary>
    internal static Func<X509Certificate2, byte[]?> OcspResponse(ScriptBlock script) => certificate =>
    {
        var bytes = new List<byte>();
        foreach (PSObject result in Run(script, certificate, certificate))
        {
            if (result?.BaseObject is byte one)
                bytes.Add(one);
            else if (result?.BaseObject is byte[] all)
                bytes.AddRange(all);
            else if (result is not null)
                throw NoResponse(result);
        }

        return bytes.Count == 0 ? null : bytes.ToArray();
    };

    private static SslException NoResponse(PSObject result) =>
        new(SslErrorCode.InvalidOption, SslPhase.Handshake, $"The script block of -OcspResponse returned a {result.BaseObject.GetType().Name}, which is not a response.")
        {
            RecommendedAction = "It returns the response's bytes (DER), or nothing.",
        };

    internal static Action<SslMessage> Message(ScriptBlock script) => message => Run(script, message, message);

    /// <summary>A context callback: it changes the options that are its argument and <c>$_</c>.</summary>
    /// <exception cref="SslException">It failed.</exception>
    internal static void Change(ScriptBlock script, SslContextOptions options)
    {
        try
        {
            Run(script, options, options);
        }
        catch (RuntimeException e)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-ContextCallback failed: {e.Message}", e)
            {
                RecommendedAction = "It gets the options as its argument, and may set their properties.",
            };
        }
    }

    private static IEnumerable<PSObject> Run(ScriptBlock script, object underscore, params object[] arguments) =>
        script.InvokeWithContext(null, new List<PSVariable> { new("_", underscore) }, arguments);
}

using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Commands;

/// <summary>Script blocks as the functions that sockets call. They run on the pipeline's thread: see <see cref="PipelinePump"/>.</summary>
internal static class ScriptCallbacks
{
    /// <summary>A verify callback: the element is its argument and <c>$_</c>; what it returns last is its verdict.</summary>
    internal static Func<SslVerifyElement, bool> Verify(ScriptBlock script) => element =>
    {
        PSObject? last = null;
        foreach (PSObject result in Run(script, element, element))
            last = result;
        return LanguagePrimitives.IsTrue(last);
    };

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
        }

        return bytes.Count == 0 ? null : bytes.ToArray();
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

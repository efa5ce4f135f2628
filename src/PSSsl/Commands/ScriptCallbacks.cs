using System;
using System.Collections.Generic;
using System.Management.Automation;

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

    internal static Action<SslMessage> Message(ScriptBlock script) => message => Run(script, message, message);

    private static IEnumerable<PSObject> Run(ScriptBlock script, object underscore, params object[] arguments) =>
        script.InvokeWithContext(null, new List<PSVariable> { new("_", underscore) }, arguments);
}

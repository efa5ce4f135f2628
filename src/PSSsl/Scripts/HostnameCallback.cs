using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Scripts;

/// <summary>A scheme's own callback: host name, common name, then the alternative names.</summary>
internal static class HostnameCallback
{
    internal static Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool>? From(object? value, SessionState? state) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool> function => function,
            ScriptBlock script => Of(HomeScript.Of(script, "the scheme's callback", state)),
            _ => null,
        };

    private static Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool> Of(HomeScript script) => (host, commonName, names) =>
        ScriptVerdict.Accepts(script.Call(new object?[] { host, commonName }.Concat(names).ToArray()));
}

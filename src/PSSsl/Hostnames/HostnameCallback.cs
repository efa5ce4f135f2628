using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Hostnames;

/// <summary>A scheme's own callback (manual: callback): host name, common name, then the alternative names.</summary>
internal static class HostnameCallback
{
    internal static Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool>? From(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool> function => function,
        ScriptBlock script => (host, commonName, names) =>
            ScriptVerdict.Accepts(script.Invoke(new object?[] { host, commonName }.Concat(names).ToArray())),
        _ => null,
    };
}

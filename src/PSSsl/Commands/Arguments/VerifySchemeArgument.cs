using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Scripts;

namespace PSSsl.Commands.Arguments;

/// <summary>-VerifyScheme and -Scheme: a scheme's name or a hashtable.</summary>
internal static class VerifySchemeArgument
{
    /// <exception cref="SslException">It is neither.</exception>
    internal static HostnameScheme? Read(object? value, SessionState state) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => null,
        HostnameScheme scheme => scheme,
        IDictionary table => HostnameScheme.FromHashtable(table, callback => HostnameCallback.From(callback, state)),
        { } name => HostnameScheme.Parse(name.ToString() ?? string.Empty),
    };
}

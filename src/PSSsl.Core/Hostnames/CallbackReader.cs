using System;
using System.Collections.Generic;

namespace PSSsl.Hostnames;

/// <summary>Makes a function of a scheme's callback that only the program around this library can call, a script block for one.</summary>
internal static class CallbackReader
{
    /// <summary>Null if it is nothing of the kind.</summary>
    internal static Func<object?, Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool>?> Read { get; set; } = _ => null;
}

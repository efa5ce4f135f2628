using System;
using System.Collections.Generic;

namespace PSSsl.Commands.Completion;

/// <summary>Completes the names of an enumeration, with what they mean.</summary>
/// <typeparam name="T">The enumeration; its words stand in <see cref="ChoiceWords"/>.</typeparam>
internal sealed class ChoiceCompleter<T> : WordCompleter
    where T : struct, Enum
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => ChoiceWords.Of(typeof(T));
}

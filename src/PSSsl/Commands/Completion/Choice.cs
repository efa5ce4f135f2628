using System;
using PSSsl.Commands.Arguments;

namespace PSSsl.Commands.Completion;

/// <summary>What a parameter with <see cref="ChoiceAttribute"/> means.</summary>
internal static class Choice
{
    /// <returns>Null if it was not given.</returns>
    internal static T? Of<T>(string? word)
        where T : struct, Enum => string.IsNullOrEmpty(word) ? null : (T)Enum.Parse(typeof(T), word, ignoreCase: true);
}

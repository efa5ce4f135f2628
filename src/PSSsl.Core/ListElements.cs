using System;

namespace PSSsl;

/// <summary>
/// How the elements of an <see cref="SslRows{T}"/> are handed out: as they are, or as the program around this library wants to see them.
/// </summary>
internal static class ListElements
{
    internal static Func<object, object> Present { get; set; } = element => element;
}

using System;

namespace PSSsl;

/// <summary>
/// How elements of <see cref="SslRows{T}"/> are handed out: as they are, or as the program around this library shows objects.
/// </summary>
internal static class RowElements
{
    internal static Func<object, object> Present { get; set; } = element => element;
}

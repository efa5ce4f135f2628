using System;
using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace PSSsl;

/// <summary>
/// A time that is written in ISO 8601, with its distance from UTC, wherever it becomes text by itself: Export-Csv would write it as the
/// computer's region has it, which no other computer can read back. It is a DateTime all the same.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SavedTime
{
    private const string Iso = "yyyy-MM-ddTHH:mm:ssK";

    private static readonly MethodInfo s_text = typeof(SavedTime).GetMethod(nameof(Text), BindingFlags.Public | BindingFlags.Static)!;

    /// <summary>The text of a time: ISO 8601 if no format is given.</summary>
    /// <param name="of">The time.</param>
    /// <param name="how">What DateTime.ToString takes.</param>
    public static string Text(PSObject of, params object[] how)
    {
        DateTime time = of?.BaseObject is DateTime value ? value : default;
        object[] given = (how ?? Array.Empty<object>()).Select(g => g is PSObject wrapped ? wrapped.BaseObject : g).ToArray();
        string? format = given.OfType<object>().FirstOrDefault(g => g is not IFormatProvider)?.ToString();
        IFormatProvider? provider = given.OfType<IFormatProvider>().FirstOrDefault();
        return given.Length == 0 ? time.ToString(Iso, CultureInfo.InvariantCulture)
            : time.ToString(format, provider ?? CultureInfo.CurrentCulture);
    }

    internal static PSObject? Of(DateTime? time)
    {
        if (time is not { } value)
            return null;
        var saved = new PSObject(value);
        saved.Members.Add(new TextMethod());
        return saved;
    }

    /// <summary>PowerShell passes a format on (-f) to a method with several forms alone.</summary>
    private sealed class TextMethod : PSCodeMethod
    {
        internal TextMethod()
            : base(nameof(ToString), s_text)
        {
        }

        public override Collection<string> OverloadDefinitions { get; } = new()
            { "string ToString()", "string ToString(string format, IFormatProvider provider)" };

        public override PSMemberInfo Copy() => new TextMethod();
    }
}

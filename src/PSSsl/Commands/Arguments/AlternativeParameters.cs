using System.Runtime.CompilerServices;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Parameters of which one set each has its own: two of them fit no set, and their setters say which ones (see
/// <see cref="ExclusiveParameters"/>). Only for those that are never bound from the pipeline.
/// </summary>
internal sealed class AlternativeParameters
{
    private string? _kind;
    private string? _name;

    /// <summary>Notes one of them.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="kind">What it has in common with those that it goes together with; null if there are none.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="SslException">Another one was given too.</exception>
    internal T Only<T>(T value, string? kind = null, [CallerMemberName] string name = "")
    {
        if (_kind is not null && _kind != (kind ?? name))
        {
            // Within PowerShell's own error the text is all that is seen of it.
            const string todo = "Leave one of them out.";
            throw SslException.Option($"-{_name} contradicts -{name}. {todo}", todo);
        }

        (_kind, _name) = (kind ?? name, name);
        return value;
    }
}

using System.Runtime.CompilerServices;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Parameters of two kinds that are in no parameter set together. PowerShell sets all of them before it says that the sets do not fit, and
/// its error names none: so their setters say it.
/// </summary>
internal sealed class ExclusiveParameters
{
    private readonly string _whatOnesAre;
    private string? _one;
    private string? _other;
    private bool _isSettled;

    /// <param name="whatOnesAre">What those of the first kind are.</param>
    internal ExclusiveParameters(string whatOnesAre) => _whatOnesAre = whatOnesAre;

    /// <summary>Notes a parameter of the first kind.</summary>
    /// <exception cref="SslException">One of the other kind was given too.</exception>
    internal T One<T>(T value, [CallerMemberName] string name = "")
    {
        _one ??= name;
        Check();
        return value;
    }

    /// <summary>Notes a parameter of the other kind.</summary>
    /// <exception cref="SslException">One of the first kind was given too.</exception>
    internal T Other<T>(T value, [CallerMemberName] string name = "")
    {
        _other ??= name;
        Check();
        return value;
    }

    /// <summary>The command line is bound: from now on defaults and objects of the pipeline set parameters, each for itself.</summary>
    internal void Settle() => _isSettled = true;

    private void Check()
    {
        if (_isSettled || _one is null || _other is null)
            return;
        // Within PowerShell's own error the text is all that is seen of it.
        const string todo = "Leave one of them out.";
        throw SslException.Option($"-{_one} is {_whatOnesAre}, and cannot be used with -{_other}. {todo}", todo);
    }
}

using System;
using System.Linq;
using System.Management.Automation;
using System.Text;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>-DhParameter: PEM as a string, or as the lines of one, or bytes of PEM or DER.</summary>
internal static class DhParameterArgument
{
    /// <exception cref="SslException">It is neither.</exception>
    internal static byte[]? Read(object? argument) => Unwrap(argument) switch
    {
        null => null,
        byte[] bytes => bytes,
        string text => Encoding.ASCII.GetBytes(text),
        object?[] { Length: > 0 } many when many.All(e => Unwrap(e) is string) =>
            Encoding.ASCII.GetBytes(string.Join("\n", many.Select(e => (string)Unwrap(e)!))),
        object?[] { Length: > 0 } many when many.All(e => Unwrap(e) is byte) => many.Select(e => (byte)Unwrap(e)!).ToArray(),
        { } other =>
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"-DhParameter: {TypeWord.Of(other)} contains no Diffie-Hellman parameters.")
        {
            RecommendedAction = "Give PEM as a string, or the bytes of PEM or DER; a file is named with -DhFile.",
        },
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}

using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;

namespace PSSsl.Contexts;

/// <summary>-DhFile and -DhParameter: a server's own Diffie-Hellman group.</summary>
internal static class DhSelection
{
    private const string FileOption = nameof(SslContextOptions.DhFile);
    private const string ValueOption = nameof(SslContextOptions.DhParameter);

    /// <returns>Null if none was given: then the groups of RFC 7919 are used.</returns>
    /// <exception cref="SslException">The parameters cannot be used.</exception>
    internal static TlsDhGroup? For(SslContextOptions options)
    {
        if (options.DhFile is not null && options.DhParameter is not null)
            throw Wrong($"-{FileOption} and -{ValueOption} both give parameters; leave one out.");
        try
        {
            return options.DhFile is not null ? TlsDhGroup.Read(KeyFile.ReadBytes(options.DhFile, FileOption))
                : options.DhParameter is not null ? TlsDhGroup.Read(options.DhParameter)
                : null;
        }
        catch (KeyMaterialException e)
        {
            throw options.DhFile is not null
                ? SslException.Configuration(SslErrorCode.FileContent,
                    $"The Diffie-Hellman parameters in {options.DhFile} (-{FileOption}) cannot be used: {e.Message}.", Advice, e)
                : Wrong($"-{ValueOption}: the Diffie-Hellman parameters cannot be used: {e.Message}.", e);
        }
    }

    private static string Advice =>
        $"Make some with: openssl dhparam -out dh.pem {TlsDhGroup.LeastBits}; or leave them out, the standard groups are as good.";

    private static SslException Wrong(string message, KeyMaterialException? inner = null) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, message, inner) { RecommendedAction = Advice };
}

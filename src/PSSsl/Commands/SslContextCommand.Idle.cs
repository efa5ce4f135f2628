using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <content>Options that the others leave nothing to do: whoever gave them would take them for kept.</content>
public abstract partial class SslContextCommand
{
    /// <exception cref="SslException">A key of sessions was given, and the context keeps none.</exception>
    private protected static void RefuseIdleKey(string? sessionKey, SslContext context)
    {
        if (sessionKey is null || context.SessionCache is not null)
            return;
        throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
            "-SessionKey cannot be kept: without a cache no sessions are kept.")
        {
            RecommendedAction = "Add -SessionCache or -SessionCacheSize, or leave -SessionKey out.",
        };
    }

    /// <summary>A name that was given, and that nothing compares, would pass for one that was.</summary>
    /// <exception cref="SslException">There is one.</exception>
    private void RefuseIdleNames(SslContextOptions options)
    {
        bool given(string name) => MyInvocation.BoundParameters.ContainsKey(name) && !IsOfRow(name);
        bool comparesNone = given(nameof(VerifyScheme)) && options.VerifyScheme is { IsNone: true };
        string? why = options.VerifyMode is { } mode && (mode & SslVerifyMode.Peer) == 0 ? $"-VerifyMode {mode} verifies nothing"
            : given(nameof(VerifyName)) && comparesNone ? "-VerifyScheme none compares no names" : null;
        string? idle = given(nameof(VerifyName)) ? nameof(VerifyName) : given(nameof(VerifyScheme)) && !comparesNone ? nameof(VerifyScheme)
            : null;
        if (why is null || idle is null || IsServerCommand)
            return;
        throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-{idle} cannot be kept: {why}.")
            { RecommendedAction = "Leave one of them out." };
    }

    /// <exception cref="SslException">Suites of TLS 1.3 were given, and that is not among the versions.</exception>
    private static void RefuseIdleSuites(SslContextOptions options)
    {
        if (options.CipherSuite is null || options.Version is null
            || Contexts.SslVersions.Parse(options.Version).Contains(SslVersion.TLSv1_3))
            return;
        throw SslException.Option("-CipherSuite cannot be kept: its suites are those of TLS 1.3, which -Version leaves out.",
            "Leave one of them out; -CipherList has the suites of older versions.");
    }

    /// <exception cref="SslException">A password was given, and there is nothing that it could open.</exception>
    private void RefuseIdlePassword(SslContextOptions options)
    {
        bool hasFiles = options.CertificateFiles is not null || options.KeyFiles is not null || options.Certificates is not null
            || options.CertificateMap is not null || !UseCertificateOption;
        if (hasFiles || !MyInvocation.BoundParameters.ContainsKey(nameof(Password)))
            return;
        throw SslException.Option("-Password cannot be kept: no key or certificate was given that it could open.",
            "Give -CertificateFile or -KeyFile too, or leave -Password out.");
    }
}

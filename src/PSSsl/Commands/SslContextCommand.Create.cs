using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Certificates;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Connecting.Proxies;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

public abstract partial class SslContextCommand
{
    /// <summary>Options that only one role has are added by the cmdlet.</summary>
    private protected virtual void AddOptions(SslContextOptions options)
    {
    }

    private protected virtual bool UseCertificateOption => true;

    /// <summary>Whether what is bound by now is a row's own, so that a context for all rows must not have it.</summary>
    private protected virtual bool IsOfRow(string parameter) => false;

    private protected virtual bool IsServerCommand => false;

    /// <summary>A context that was given as a whole.</summary>
    private protected virtual SslContext? ContextOption => null;

    /// <summary>The context that was given, or a new one of the options.</summary>
    /// <exception cref="SslException">An option is wrong, or stands beside a context that settles it.</exception>
    private protected SslContext CreateContext(SslCertificate? made = null)
    {
        if (ContextOption is { } given)
        {
            ContextOptions.RefuseBeside(MyInvocation.BoundParameters.Keys);
            return given;
        }

        SslContextOptions options = ReadOptions();
        if (made is not null)
            options.Certificates = new[] { made };
        if (ContextCallback is not null)
            ScriptCallbacks.Change(ContextCallback, options, SessionState);
        RefuseIdleNames(options);
        RefuseIdlePassword(options);
        WarnOfUnsafe(options);
        var context = new SslContext(options);
        WarnOfOpenSuites(context);
        WarnOfIdleAuthorities(context);
        return context;
    }

    private SslContextOptions ReadOptions()
    {
        PskArgument psk = PskArgument.Read(Psk, IsServerCommand, SessionState);
        WarnOfShortKeys(psk.Short);
        var options = new SslContextOptions
        {
            Way = ProxyWay.Environment,
            Version = Version?.Select(v => v is PSObject o ? o.BaseObject : v).ToArray(),
            CipherList = CipherList,
            CipherSuite = CipherSuite,
            Group = Group,
            SignatureScheme = SignatureScheme,
            Alpn = Alpn,
            CertificateFiles = UseCertificateOption ? CertificateFile?.Select(f => ResolvePath(f)!).ToArray() : null,
            KeyFiles = UseCertificateOption ? KeyFile?.Select(f => ResolvePath(f)!).ToArray() : null,
            Certificates = UseCertificateOption ? Certificate : null,
            Password = PasswordSource.From(Password, this),
            SessionCache = SessionCache,
            SessionCacheSize = IsGiven(nameof(SessionCacheSize)) ? SessionCacheSize : null,
            Psk = psk.Key,
            PskLookup = psk.Lookup,
            PskTable = IsServerCommand ? psk.Table : null,
            KeyLogFile = ResolveTarget(KeyLogFile),
            MessageCallback = MessageCallback is null ? null : ScriptCallbacks.Message(MessageCallback, SessionState),
        };
        ReadTrust(options);
        AddOptions(options);
        return options;
    }

    private protected override void ReadTrust(SslTrustOptions options, bool withDefaults = true)
    {
        base.ReadTrust(options, withDefaults);
        bool takes(string name) => withDefaults || MyInvocation.BoundParameters.ContainsKey(name);
        options.VerifyMode = takes(nameof(VerifyMode)) ? Choice.Of<SslVerifyMode>(VerifyMode) : null;
        options.VerifyCallback = takes(nameof(VerifyCallback)) && VerifyCallback is not null
            ? ScriptCallbacks.Verify(VerifyCallback, SessionState) : null;
        options.VerifyScheme = takes(nameof(VerifyScheme)) ? VerifySchemeArgument.Read(VerifyScheme, SessionState) : null;
        options.VerifyName = takes(nameof(VerifyName)) && !IsOfRow(nameof(VerifyName)) ? VerifyName : null;
        options.Fingerprint = Fingerprint;
    }

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

    /// <summary>The manual warns when nobody is verified; so do we, once per session, unless something else tells peers apart.</summary>
    private void WarnOfUnsafe(SslContextOptions options)
    {
        if (options.VerifyMode == SslVerifyMode.None && options.VerifyCallback is null && options.Fingerprint is null && !IsServerCommand
            && SessionWarnings.First(SessionState, "VerifyNone"))
            WriteWarning(
                "-VerifyMode None: the peer is not verified, so an attacker on the way can read and change everything. Pin it with "
                    + "-Fingerprint instead.");
        string[] old = options.Version is null ? System.Array.Empty<string>() : Contexts.SslVersions.Parse(options.Version)
            .Where(v => v < SslVersion.TLSv1_2).Select(v => v.ToString()).ToArray();
        if (old.Length > 0)
            WriteWarning(
                $"{string.Join(", ", old)} {(old.Length == 1 ? "is" : "are")} not safe (RFC 8996, RFC 7568): use only for peers that "
                    + $"can do no better.");
    }

    private void WarnOfShortKeys(IReadOnlyList<string> identities)
    {
        if (identities.Count > 0)
        {
            string named = string.Join(", ", identities.Select(i => $"'{i}'"));
            WriteWarning($"-Psk: the key of {named} has less than {SslPreSharedKey.ShortestKey} bytes: "
                + "an attacker who records one handshake can guess it (RFC 9257, 6).");
        }
    }

    private void WarnOfOpenSuites(SslContext context)
    {
        string[] open = context.Ciphers.Where(c => c.Strength == SslCipherStrength.None).Select(c => c.Name).ToArray();
        if (open.Length > 0)
            WriteWarning($"-CipherList allows suites without encryption or authentication: {string.Join(", ", open)}.");
    }

    /// <summary>Authorities on a server are for its clients' certificates; whoever gives them may think that clients are asked.</summary>
    private void WarnOfIdleAuthorities(SslContext context)
    {
        if (!Serves || context.ClientCertificate != SslClientCertificate.None)
            return;
        string[] idle = new[] { nameof(CAFile), nameof(CAPath), nameof(CACertificate) }.Where(MyInvocation.BoundParameters.ContainsKey)
            .Select(n => "-" + n).ToArray();
        if (idle.Length > 0)
            WriteWarning(
                $"{string.Join(", ", idle)} {(idle.Length == 1 ? "is" : "are")} for the certificates of clients, and none is requested: "
                    + $"every client is let in. -ClientCertificate Require requests one.");
    }
}

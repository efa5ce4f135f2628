using System;
using System.Management.Automation;

namespace PSSsl;

/// <summary>What cmdlets of a runspace use where a parameter is not given; null is built in.</summary>
public sealed record SslDefault
{
    /// <summary>A context; it stands alone.</summary>
    internal SslContext? Context { get; set; }

    /// <summary>Sessions that clients resume.</summary>
    internal SslSessionCache? SessionCache { get; set; }

    /// <summary>How peers are verified; built in: Peer.</summary>
    internal SslVerifyMode? VerifyMode { get; set; }

    /// <summary>Called for each element of a chain.</summary>
    internal ScriptBlock? VerifyCallback { get; set; }

    /// <summary>How names are compared; built in: default (RFC 9525).</summary>
    internal object? VerifyScheme { get; set; }

    /// <summary>The name certificates must have; built in: the host's.</summary>
    public string? VerifyName { get; internal set; }

    /// <summary>Files with trusted certificates; '' trusts none; built in: the platform's.</summary>
    public SslTextList? CAFile { get; internal set; }

    /// <summary>A directory with trusted certificates; '' trusts none.</summary>
    public string? CAPath { get; internal set; }

    /// <summary>Protocol versions; built in: TLS 1.3 and 1.2.</summary>
    internal object[]? Version { get; set; }

    /// <summary>Cipher suites up to TLS 1.2.</summary>
    public string? CipherList { get; internal set; }

    /// <summary>A file with a certificate.</summary>
    public string? CertificateFile { get; internal set; }

    /// <summary>A file with its key.</summary>
    public string? KeyFile { get; internal set; }

    /// <summary>How long connecting and handshakes may take; built in: 30 s.</summary>
    internal TimeSpan? Timeout { get; set; }
}

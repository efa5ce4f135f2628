using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Ciphers;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Contexts;

namespace PSSsl.Commands;

/// <summary>Shows cipher suites: what a cipher string selects, in its order, or what a socket negotiated.</summary>
[Cmdlet(VerbsCommon.Get, "SslCipher", DefaultParameterSetName = "List")]
[OutputType(typeof(SslCipher))]
public sealed class GetSslCipherCommand : SslCommand
{
    /// <summary>An OpenSSL cipher string. Default: what handshakes use by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "List")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CipherListCompleter))]
    public string CipherList { get; set; } = string.Empty;

    /// <summary>Cipher suites of TLS 1.3, in order.</summary>
    [Parameter(ParameterSetName = "List")]
    [ArgumentCompleter(typeof(CipherSuiteCompleter))]
    public string[]? CipherSuite { get; set; }

    /// <summary>Protocol versions that are allowed. Default TLS 1.3 and 1.2.</summary>
    [Parameter(ParameterSetName = "List")]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public object[]? Version { get; set; }

    /// <summary>With suites that need a pre-shared key.</summary>
    [Parameter(ParameterSetName = "List")]
    public SwitchParameter Psk { get; set; }

    /// <summary>Everything the string selects, including what the security level, the versions or a missing key exclude.</summary>
    [Parameter(ParameterSetName = "List")]
    public SwitchParameter All { get; set; }

    /// <summary>An open socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Socket")]
    [ArgumentCompleter(typeof(SocketCompleter))]
    [DeserializedTransformation]
    public SslSocket Socket { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            WriteObject(ParameterSetName == "Socket" ? OfSocket() : OfList(), enumerateCollection: true);
        }
        catch (SslException e)
        {
            WriteSslError(e, ParameterSetName == "Socket" ? Socket : CipherList);
        }
    }

    private IEnumerable<SslCipher> OfSocket() => Socket.Cipher is { } cipher ? new[] { cipher }
        : throw new SslException(SslErrorCode.NotOpen, SslPhase.None, $"{Socket}: no cipher suite was negotiated.")
            { RecommendedAction = "Give a socket whose handshake is done." };

    private IEnumerable<SslCipher> OfList()
    {
        IReadOnlyList<SslVersion> versions = Version is null ? SslVersions.Default
            : SslVersions.Parse(Version.Select(v => v is PSObject o ? o.BaseObject : v));
        if (All && CipherList.Length == 0)
            return CipherTable.All;
        if (All)
            return SuiteSelection.OfTls13(CipherSuite, versions).Concat(CipherString.Parse(CipherList).Selected.Select(s => s.Cipher));
        return SuiteSelection.For(new SslContextOptions
            { CipherList = CipherList, CipherSuite = CipherSuite, PskLookup = Psk ? _ => null : null }, versions);
    }
}

using System;
using System.Linq;
using System.Management.Automation;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using PSSsl.Ciphers;
using PSSsl.Contexts;
using PSSsl.Engine;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>Shows what this module can do on this machine.</summary>
[Cmdlet(VerbsCommon.Get, "SslCapability")]
[OutputType(typeof(SslCapability))]
public sealed class GetSslCapabilityCommand : SslCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new SslCapability
    {
        ModuleVersion = typeof(SslSocket).Assembly.GetName().Version?.ToString(3) ?? string.Empty,
        EngineVersion = "BouncyCastle " + EngineFacts.LibraryVersion,
        Platform = $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}",
        TrustStore = TrustStore(),
        Versions = Enum.GetValues(typeof(SslVersion)).Cast<SslVersion>().OrderByDescending(v => v).ToArray(),
        DefaultVersions = SslVersions.Default,
        Ciphers = new SslList<SslCipher>(CipherTable.All),
        Groups = NamedGroups.Descriptions.Select(g => g.Key).ToArray(),
        SignatureSchemes = Ciphers.SignatureSchemes.Descriptions.Select(s => s.Key).ToArray(),
        HostnameSchemes = HostnameScheme.Names,
        PublicSuffixList = PublicSuffixes.Version,
        IPv6 = Socket.OSSupportsIPv6,
    });

    private static string TrustStore()
    {
        var given = new[] { EnvironmentAnchors.FileVariable, EnvironmentAnchors.DirectoryVariable }
            .Select(n => (Name: n, Value: Environment.GetEnvironmentVariable(n))).Where(v => !string.IsNullOrEmpty(v.Value)).ToArray();
        if (given.Length > 0)
            return string.Join(", ", given.Select(v => $"{v.Name}={v.Value}"));
        return RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "Windows certificate store"
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "macOS keychain"
            : "OpenSSL's default directory";
    }
}

using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// Gives Pester the operators of this module: Should -OfferTls, -HaveTlsVersion, -NegotiateCipher, -HaveValidCertificate, -ExpireAfter,
/// -MatchHostname; and Pester 6 the commands Should-OfferTls and so on. The module does so itself when it is imported and Pester was loaded
/// before.
/// </summary>
[Cmdlet(VerbsLifecycle.Register, "SslShouldOperator")]
public sealed class RegisterSslShouldOperatorCommand : SslCommand
{
    private const string Command = "Add-ShouldOperator";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PSModuleInfo[] loaded = InvokeCommand.InvokeScript("Get-Module -Name Pester").Select(m => m.BaseObject).OfType<PSModuleInfo>()
            .ToArray();
        PSModuleInfo[] able = loaded.Where(m => m.ExportedCommands.ContainsKey(Command)).ToArray();
        if (able.Length == 0)
        {
            ThrowSslError(new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, loaded.Length == 0 ? "Pester is not loaded."
                : $"Pester {loaded[0].Version} does not support additional operators.")
            {
                RecommendedAction = "Import-Module Pester -MinimumVersion 5.0 first.",
            }, null);
        }

        string bin = Path.GetDirectoryName(typeof(RegisterSslShouldOperatorCommand).Assembly.Location)!;
        string script = Path.GetFullPath(Path.Combine(bin, "..", "..", "PSSsl.Should.psm1"));
        try
        {
            InvokeCommand.InvokeScript(
                "param($Script, $Judge, $Pester) Import-Module -Name $Script -Global -Force -DisableNameChecking -ArgumentList $Judge, "
                    + "$Pester -ErrorAction Stop -Verbose:$false",
                script, new CmdletInfo("Test-SslExpectation", typeof(ExpectationJudge)), able);
        }
        catch (RuntimeException e)
        {
            // Pester has room for 32 operators, 26 of which are its own.
            ThrowSslError(
                new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"Pester refused the operators: {e.Message}", e)
            {
                RecommendedAction =
                    "Another module may have added operators of its own: Get-ShouldOperator lists them. Start a new PowerShell, and "
                        + "import PSSsl before that module.",
            }, null);
        }
    }
}

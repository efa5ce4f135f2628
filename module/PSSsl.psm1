# Loads the build for this PowerShell. The manifest could choose by itself, but whatever edits manifests, such as Update-ModuleManifest, would write down the choice of its own shell.

# Windows PowerShell reads DotNetFrameworkVersion, but can only look for versions up to 4.5. Before 4.7.2 the module's assemblies cannot be loaded, so this is said by a script.
function Assert-NetFramework([int] $Release) {
    # What the versions write into the registry: https://learn.microsoft.com/dotnet/framework/install/how-to-determine-which-versions-are-installed
    $versions = @(
        @(461808, '4.7.2'), @(461308, '4.7.1'), @(460798, '4.7'), @(394802, '4.6.2'), @(394254, '4.6.1'), @(393295, '4.6'), @(379893, '4.5.2'), @(378675, '4.5.1'), @(378389, '4.5')
    )
    if ($Release -ge $versions[0][0]) { return }
    $here = 'one before 4.5'
    foreach ($version in $versions) { if ($Release -ge $version[0]) { $here = $version[1]; break } }
    $message = "PSSsl needs .NET Framework 4.7.2 or later, and this computer has $here."
    $record = [System.Management.Automation.ErrorRecord]::new([System.PlatformNotSupportedException]::new($message), 'FrameworkTooOld', 'NotInstalled', $Release)
    $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new($message)
    $record.ErrorDetails.RecommendedAction = 'Install .NET Framework 4.8 (https://dotnet.microsoft.com/download/dotnet-framework) and start PowerShell anew, or use PowerShell 7.'
    throw $record
}

if ($PSEdition -eq 'Core') {
    # The same code compiled ahead of time, where the package has it for this .NET, system and processor (linux-x64): a shell's first connection takes half the time.
    $compiled = "$PSScriptRoot/bin/net$([Environment]::Version.Major).0-$([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)/PSSsl.dll"
    if ([System.IO.File]::Exists($compiled)) { Import-Module $compiled } else { Import-Module "$PSScriptRoot/bin/net8.0/PSSsl.dll" }
}
else {
    Assert-NetFramework ([Microsoft.Win32.Registry]::GetValue('HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full', 'Release', 0))
    Import-Module "$PSScriptRoot/bin/netstandard2.0/PSSsl.dll"
}

# What comes out of CLIXML is again what it was, so that yesterday's certificates can be compared with today's. The types file is read before the assembly, so it cannot say this.
# Update-TypeData by its class: by its name PowerShell would load the module it is in, which takes longer than all else here.
$updater = [type]::GetType('Microsoft.PowerShell.Commands.UpdateTypeDataCommand, Microsoft.PowerShell.Commands.Utility')
$update = if ($updater) { [System.Management.Automation.CmdletInfo]::new('Update-TypeData', $updater) } else { 'Update-TypeData' }
$rebuilt = 'PeerCertificate', 'SslCertificate', 'SslCertificateVerdict'
foreach ($name in $rebuilt) {
    & $update -TypeName "PSSsl.$name" -TypeConverter ([PSSsl.Commands.Arguments.RebuiltConverter]) -Force
    & $update -TypeName "Deserialized.PSSsl.$name" -TargetTypeForDeserialization ([type] "PSSsl.$name") -Force
}

# Scripts get the faults of a verdict as objects, and serialisers as texts.
foreach ($name in 'PeerCertificate', 'SslCertificateVerdict') { & $update -TypeName "PSSsl.$name" -TypeAdapter ([PSSsl.FaultsAdapter]) -Force }

# Pester's operators, where Pester is. It is not looked for on the disk: where it is loaded later they are added when it is first used.
$register = {
    foreach ($tester in Get-Module -Name Pester) {
        if (-not $tester.ExportedCommands.ContainsKey('Add-ShouldOperator')) { continue }
        try { Register-SslShouldOperator -ErrorAction Stop } catch { Write-Warning "Should has no operators for TLS: $($_.Exception.Message) $($_.Exception.RecommendedAction)" }
        return $true
    }
}
$watch = if (-not (& $register)) { [PSSsl.Commands.PesterWatch]::new($ExecutionContext.InvokeCommand, $register) }

$ExecutionContext.SessionState.Module.OnRemove = {
    if ($watch) { $watch.Stop() }
    Get-Module -Name PSSsl.Should | Remove-Module
}

<#
.SYNOPSIS
    Which certificate does a host show here, and which elsewhere? Asks in the background on this machine and, by SSH, on others.
.DESCRIPTION
    Names lead to other servers inside a company than outside, and proxies that read along show certificates of their own: what a machine sees tells. Each machine asks for itself; what comes back from
    another one is a description of a certificate with all its bytes, which is judged here, by the authorities of this machine.

    The other machines need PowerShell 7 as an SSH subsystem, and the module (-RemoteModule says where, if it is not installed).
.PARAMETER ComputerName
    The hosts whose certificates are looked at: names, or host:port.
.PARAMETER From
    Machines to look from besides this one: what Invoke-Command -HostName takes, user@host:port.
.PARAMETER KeyFilePath
    The SSH key for those machines.
.PARAMETER RemoteModule
    The module on those machines: its name, or the path of its manifest.
.PARAMETER CAFile
    A file with the authorities to judge by in place of this machine's own.
.PARAMETER TimeoutSeconds
    How long one host may take.
.EXAMPLE
    ./remoting.ps1 www.example.org
.EXAMPLE
    ./remoting.ps1 www.example.org, mail.example.org:465 -From admin@branch.example.org, admin@cloud.example.org | Format-Table Peer, SeenFrom, IsTrusted, Subject, Thumbprint
#>
param(
    [Parameter(Mandatory)] [string[]] $ComputerName,
    [string[]] $From = @(),
    [string] $KeyFilePath,
    [string] $RemoteModule = 'PSSsl',
    [string] $CAFile,
    [int] $TimeoutSeconds = 10
)

$ErrorActionPreference = 'Stop'
# In a checkout the module that was built there, elsewhere the installed one.
$built = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
$module = if (Test-Path $built) { $built } else { 'PSSsl' }
Import-Module $module

# What each machine does. Options are arguments: nothing of this session is there.
$ask = {
    param($module, $hosts, $timeout)
    Import-Module $module
    $hosts | Get-PeerCertificate -Timeout $timeout
}

# Here in a thread, or a process where there are no thread jobs; there by SSH. All of them run side by side.
$here = [Environment]::MachineName
$start = if (Get-Command Start-ThreadJob -ErrorAction SilentlyContinue) { 'Start-ThreadJob' } else { 'Start-Job' }
$jobs = @(@{ From = $here; Job = & $start -ScriptBlock $ask -ArgumentList $module, $ComputerName, $TimeoutSeconds })
foreach ($machine in $From) {
    $way = @{ HostName = $machine }
    if ($KeyFilePath) { $way.KeyFilePath = $KeyFilePath }
    $jobs += @{ From = $machine; Job = Invoke-Command @way -ScriptBlock $ask -ArgumentList $RemoteModule, $ComputerName, $TimeoutSeconds -AsJob }
}

$trust = if ($CAFile) { @{ CAFile = $CAFile } } else { @{} }
foreach ($entry in $jobs) {
    $certificates = Receive-Job $entry.Job -Wait -ErrorAction SilentlyContinue -ErrorVariable failures
    foreach ($certificate in $certificates) {
        # The name without its port. A thread hands over the certificate itself, other jobs a description with its bytes: both can be judged.
        $name = ([uri]"https://$($certificate.Peer)").DnsSafeHost
        $verdict = Test-SslCertificate -Certificate $certificate -HostName $name -Detailed -WarningAction SilentlyContinue @trust
        [pscustomobject]@{
            Peer = $certificate.Peer
            SeenFrom = $entry.From
            Subject = $certificate.Subject
            Thumbprint = $certificate.Thumbprint
            DaysRemaining = $certificate.DaysRemaining
            MatchesName = Test-SslHostname $name -Certificate $certificate
            IsTrusted = $verdict.IsTrusted
            Remark = ($verdict.VerifyErrors | ForEach-Object { $_.Message }) -join '; '
        }
    }
    # A machine that could not be reached, or a host that it could not ask.
    foreach ($failure in $failures) { Write-Error "Seen from $($entry.From): $($failure.Exception.Message)" -ErrorAction Continue }
    Remove-Job $entry.Job -Force
}

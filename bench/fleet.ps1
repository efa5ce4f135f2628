<#
.SYNOPSIS
    Measures Get-PeerCertificate over many hosts, some of them dead, beside the time that nothing could beat.
.DESCRIPTION
    The servers are Python's (OpenSSL), on ports of 127.0.0.1; each answers after so many milliseconds, one in ten never or wrongly. The ideal is what the waiting alone takes, spread evenly
    over -ThrottleLimit connections.
.EXAMPLE
    dotnet run --project tools/ScriptHost -c Release -- bench/fleet.ps1
#>
param([int] $Count = 1000, [int] $Milliseconds = 50, [double] $Timeout = 2, [int] $ThrottleLimit = 32, [int] $Rounds = 3)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1')
$folder = [System.IO.Directory]::CreateTempSubdirectory('fleet').FullName
$identity = New-SslCertificate localhost
$null = Export-SslCertificate $identity "$folder/fleet.pem" -KeyPath "$folder/fleet.key" -Unencrypted
$start = [System.Diagnostics.ProcessStartInfo]::new('python3')
foreach ($argument in "$PSScriptRoot/../tests/Pester/peers/fleet.py", $Count, $Milliseconds, "$folder/fleet.pem", "$folder/fleet.key") { $start.ArgumentList.Add($argument) }
$start.RedirectStandardInput = $start.RedirectStandardOutput = $true
$process = [System.Diagnostics.Process]::Start($start)
try {
    $hosts = @($(while (($line = $process.StandardOutput.ReadLine()) -ne 'end') { $line }) | ConvertFrom-Csv)
    $waited = 0
    foreach ($one in $hosts) { $waited += switch ($one.Kind) { 'refused' { 0 } { $_ -in 'silent', 'slow' } { $Timeout } default { $Milliseconds / 1000 } } }
    $ideal = $waited / $ThrottleLimit
    # The first round compiles.
    foreach ($round in 0..$Rounds) {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $shown = @($hosts | Get-PeerCertificate -CACertificate $identity.Authority -Timeout $Timeout -ThrottleLimit $ThrottleLimit -ErrorAction SilentlyContinue)
        $took = $watch.Elapsed.TotalSeconds
        if ($round -gt 0) { '{0} hosts, {1} answered: {2:0.00} s, ideal {3:0.00} s, ratio {4:0.00}' -f $hosts.Count, $shown.Count, $took, $ideal, ($took / $ideal) }
    }
}
finally {
    if (-not $process.HasExited) { $process.Kill() }
    [System.IO.Directory]::Delete($folder, $true)
}

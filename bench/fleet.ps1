<#
.SYNOPSIS
    Measures Get-PeerCertificate over many hosts, some of them dead, beside the time that nothing could beat.
.DESCRIPTION
    The servers are Python's (OpenSSL), on ports of 127.0.0.1; each answers after so many milliseconds, one in ten never or wrongly. The ideal is what the waiting alone takes, spread evenly
    over -ThrottleLimit connections, as if it were known before who is silent. "In order" is the same waiting with each next host asked when a connection ends: who is silent near the end is
    waited for alone.
    -Times asks each of them more than once, for fleets of more hosts than a machine has ports and files for.
.EXAMPLE
    pwsh bench/fleet.ps1
.EXAMPLE
    pwsh bench/fleet.ps1 -Times 10 -ThrottleLimit 256
#>
param(
    [int] $Count = 1000, [int] $Times = 1, [int] $Milliseconds = 50, [double] $Timeout = 2, [int] $ThrottleLimit = 32, [int] $Rounds = 3
)

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
    $hosts = @($(while (($line = $process.StandardOutput.ReadLine()) -ne 'end') { $line }) | ConvertFrom-Csv) * $Times
    $waits = foreach ($one in $hosts) { switch ($one.Kind) { 'refused' { 0 } { $_ -in 'silent', 'slow' } { $Timeout } default { $Milliseconds / 1000 } } }
    $ideal = [System.Linq.Enumerable]::Sum([double[]]$waits) / $ThrottleLimit
    $free = [System.Collections.Generic.PriorityQueue[int, double]]::new()
    foreach ($connection in 1..$ThrottleLimit) { $free.Enqueue($connection, 0) }
    $inOrder = 0
    foreach ($wait in $waits) {
        $connection = 0; $ends = 0.0
        $null = $free.TryDequeue([ref] $connection, [ref] $ends)
        $free.Enqueue($connection, $ends + $wait)
        $inOrder = [math]::Max($inOrder, $ends + $wait)
    }
    # The first round compiles.
    foreach ($round in 0..$Rounds) {
        $self = [System.Diagnostics.Process]::GetCurrentProcess()
        $before = $self.TotalProcessorTime
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $shown = @($hosts | Get-PeerCertificate -CACertificate $identity.Authority -Timeout $Timeout -ThrottleLimit $ThrottleLimit -ErrorAction SilentlyContinue)
        $took = $watch.Elapsed.TotalSeconds
        $self.Refresh()
        $each = ($self.TotalProcessorTime - $before).TotalMilliseconds / $hosts.Count
        if ($round -gt 0) {
            '{0} hosts, {1} answered: {2:0.00} s; ideal {3:0.00} s, ratio {4:0.00}; in order {5:0.00} s, ratio {6:0.00}; {7:0.0} ms of processor time each' -f
                $hosts.Count, $shown.Count, $took, $ideal, ($took / $ideal), $inOrder, ($took / $inOrder), $each
        }
    }
}
finally {
    if (-not $process.HasExited) { $process.Kill() }
    [System.IO.Directory]::Delete($folder, $true)
}

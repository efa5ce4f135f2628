<#
.SYNOPSIS
    Holds a server of one thread under load, and measures its memory, handles and threads, and how soon a good client is answered.
.DESCRIPTION
    The server is a loop around Wait-SslSocket in a process of its own. -Idle clients connect and say nothing; -NewPerSecond come and go in every bad way, one in ten floods the server for a
    second; one good client asks for an echo again and again. The clients are Python's (OpenSSL). It succeeds if the second half of the time adds nothing to the first, and the good client's
    99th percentile is at most ten times its median.
.EXAMPLE
    pwsh bench/soak.ps1 -Idle 200 -NewPerSecond 50 -Seconds 60
#>
param([int] $Idle = 5000, [int] $NewPerSecond = 200, [int] $Seconds = 600)

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
function Start-Child([string] $Program, [object[]] $Arguments) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($Program)
    foreach ($argument in $Arguments) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    [System.Diagnostics.Process]::Start($start)
}
$server = Start-Child (Get-Process -Id $PID).Path @('-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/soak-server.ps1", $module)
try {
    $port = $server.StandardOutput.ReadLine()
    $clients = Start-Child 'python3' @("$PSScriptRoot/soak-clients.py", $port, $Idle, $NewPerSecond, $Seconds)
    try {
        if (($line = $clients.StandardOutput.ReadLine()) -ne 'ready') { throw "The clients did not start: $line" }
        $marks = foreach ($part in 0..10) {
            $server.Refresh()
            [pscustomobject]@{ Seconds = $part * $Seconds / 10; MB = [int]($server.WorkingSet64 / 1MB); Handles = $server.HandleCount; Threads = $server.Threads.Count }
            if ($part -lt 10) { Start-Sleep -Seconds ($Seconds / 10) }
        }
        $marks | Format-Table | Out-Host
        $echo = $clients.StandardOutput.ReadLine() | ConvertFrom-Json
        'echo of a good client: median {0:0.0} ms, 99 of 100 within {1:0.0} ms, the slowest {2:0.0} ms, {3} in all' -f $echo.median, $echo.p99, $echo.worst, $echo.count
        $half, $end = $marks[5], $marks[10]
        $wrong = @(
            if ($end.MB -gt $half.MB * 1.1 + 20) { "memory grew from $($half.MB) to $($end.MB) MB" }
            if ($end.Handles -gt $half.Handles * 1.1 + 50) { "handles grew from $($half.Handles) to $($end.Handles)" }
            if ($end.Threads -gt $half.Threads + 10) { "threads grew from $($half.Threads) to $($end.Threads)" }
            if ($echo.p99 -gt 10 * $echo.median) { 'the good client waited too long' }
        )
        if ($wrong) { throw ($wrong -join '; ') }
        'flat'
    }
    finally {
        if (-not $clients.HasExited) { $clients.Kill() }
        $clients.Dispose()
    }
}
finally {
    if (-not $server.HasExited) { $server.Kill() }
    $server.Dispose()
}

<#
.SYNOPSIS
    Measures what a fresh shell takes to import the module and to open its first verified socket, beside SslStream's first.
.DESCRIPTION
    Each sample is a shell of its own; ours and SslStream's take turns. The server is openssl s_server, with a certificate of an authority that the client
    is given. Times are of the work alone, without the shell's own start; methods are those that the runtime compiled meanwhile.
.PARAMETER Module
    The module's manifest; that of the build, if it is not given.
.PARAMETER Shell
    The PowerShell to measure in.
.EXAMPLE
    pwsh bench/fresh.ps1
#>
param([string] $Module = (Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'), [string] $Shell = 'pwsh', [int] $Rounds = 9)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$folder = [System.IO.Directory]::CreateTempSubdirectory('fresh').FullName
$identity = New-SslCertificate localhost
$null = Export-SslCertificate $identity "$folder/server.pem" -KeyPath "$folder/server.key" -Unencrypted
$null = Export-SslCertificate $identity.Authority "$folder/ca.pem"
$listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
$listener.Start(); $port = $listener.LocalEndpoint.Port; $listener.Stop()
$start = [System.Diagnostics.ProcessStartInfo]::new('openssl')
foreach ($argument in 's_server', '-quiet', '-accept', "127.0.0.1:$port", '-cert', "$folder/server.pem", '-key', "$folder/server.key") { $start.ArgumentList.Add($argument) }
$start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
$server = [System.Diagnostics.Process]::Start($start)

# What measures is compiled before it measures.
$measure = @'
$ErrorActionPreference = 'Stop'
$watch = [System.Diagnostics.Stopwatch]::new(); $null = $watch.Elapsed.TotalMilliseconds
$methods = [System.Runtime.JitInfo]::GetCompiledMethodCount(); $methods = [System.Runtime.JitInfo]::GetCompiledMethodCount()
$imported = 0; $watch.Start()
WORK
$all = $watch.Elapsed.TotalMilliseconds; $methods = [System.Runtime.JitInfo]::GetCompiledMethodCount() - $methods
"$imported;$all;$methods"
'@
$ours = $measure.Replace('WORK', @"
Import-Module '$Module'
`$imported = `$watch.Elapsed.TotalMilliseconds
`$socket = New-SslSocket localhost $port -CACertificate '$folder/ca.pem'
"@)
$theirs = $measure.Replace('WORK', @"
`$client = [System.Net.Sockets.TcpClient]::new('localhost', $port)
`$stream = [System.Net.Security.SslStream]::new(`$client.GetStream())
`$options = [System.Net.Security.SslClientAuthenticationOptions]::new()
`$options.TargetHost = 'localhost'
`$policy = [System.Security.Cryptography.X509Certificates.X509ChainPolicy]::new()
`$policy.RevocationMode = 'NoCheck'
`$policy.TrustMode = 'CustomRootTrust'
`$null = `$policy.CustomTrustStore.Add([System.Security.Cryptography.X509Certificates.X509Certificate2]::new('$folder/ca.pem'))
`$options.CertificateChainPolicy = `$policy
`$stream.AuthenticateAsClient(`$options)
"@)

function Get-Median([double[]] $Values) { $sorted = $Values | Sort-Object; $sorted[[math]::Floor($sorted.Count / 2)] }

function Measure-Fresh([string] $Script) {
    $said = & $Shell -NoProfile -NonInteractive -Command $Script
    if ($LASTEXITCODE -ne 0 -or "$said" -notmatch '^[\d.]+;[\d.]+;\d+$') { throw "A fresh shell failed: $said" }
    $numbers = [double[]]$said.Split(';')
    [pscustomobject]@{ Import = $numbers[0]; All = $numbers[1]; Methods = $numbers[2] }
}

try {
    while (-not $server.HasExited) {
        $probe = [System.Net.Sockets.TcpClient]::new()
        try { $probe.Connect('127.0.0.1', $port); break } catch [System.Net.Sockets.SocketException] { Start-Sleep -Milliseconds 50 } finally { $probe.Dispose() }
    }
    # The first of each reads files from the disk.
    $pairs = foreach ($round in 0..$Rounds) {
        $pair = [pscustomobject]@{ Ours = Measure-Fresh $ours; Theirs = Measure-Fresh $theirs }
        if ($round -gt 0) { $pair }
    }
    '{0:0} ms for import and first verified socket, of which import {1:0}; {2:0} methods compiled' -f (Get-Median $pairs.Ours.All), (Get-Median $pairs.Ours.Import), (Get-Median $pairs.Ours.Methods)
    '{0:0} ms for the first of SslStream; {1:0} methods compiled' -f (Get-Median $pairs.Theirs.All), (Get-Median $pairs.Theirs.Methods)
    'ratio {0:0.00}' -f (Get-Median @($pairs.ForEach{ $_.Ours.All / $_.Theirs.All }))
}
finally {
    if (-not $server.HasExited) { $server.Kill() }
    [System.IO.Directory]::Delete($folder, $true)
}

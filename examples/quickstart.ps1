<#
.SYNOPSIS
    PSSsl in a minute: a server and a client in one script. With a host, the same against a real server.
.EXAMPLE
    pwsh examples/quickstart.ps1
.EXAMPLE
    dotnet tool exec -y PowerShell -- -NoProfile -File examples/quickstart.ps1
.EXAMPLE
    pwsh examples/quickstart.ps1 www.example.org 443
#>
param([string] $ComputerName, [string] $Port = '443')

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
if (-not (Test-Path $module)) {
    Write-Host 'The module is not built yet; building it takes a minute.'
    & (Join-Path $PSScriptRoot '../build.ps1') -Task Module
}
Import-Module $module

if ($ComputerName) {
    Write-Host "1. What does ${ComputerName}:$Port show?"
    Get-PeerCertificate $ComputerName $Port | Format-List
    Write-Host '2. A verified connection'
    $socket = New-SslSocket $ComputerName $Port
    $socket | Format-Table
    Write-Host '3. Talking'
    "HEAD / HTTP/1.1", "Host: $ComputerName", 'Connection: close', '' | Send-SslData $socket -NewLine
    Receive-SslData $socket -Line
    Close-SslSocket $socket
    Write-Host '4. The wrong name is refused'
    New-SslSocket $ComputerName $Port -VerifyName wrong.example -ErrorAction SilentlyContinue -ErrorVariable refused
    Write-Host "   $($refused[0].Exception.Message)"
    return
}

Write-Host '1. A throw-away authority, a certificate of it, and a server'
$listener = New-SslListener -SelfSigned
$listener | Format-Table

Write-Host '2. What does the server show? Its authority is not trusted yet'
$certificate = Get-PeerCertificate localhost $listener.Port
# The server had a visitor, who is gone; the next one in the queue is the client below.
Close-SslSocket (Wait-SslConnection $listener -Timeout 30)
$certificate | Select-Object Subject, Issuer, DaysRemaining, IsTrusted, HostnameMatch | Format-List
Write-Host "   $($certificate.VerifyErrors[0].Message)"

Write-Host '3. A verified connection, once the authority is trusted'
$client = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority
$server = Wait-SslConnection $listener -Timeout 30
$client | Format-Table

Write-Host '4. Talking'
'Hello, server!' | Send-SslData $client -NewLine
Write-Host "   the server hears: $(Receive-SslData $server -Line)"
'Hello, client!' | Send-SslData $server -NewLine
Write-Host "   the client hears: $(Receive-SslData $client -Line)"
Close-SslSocket $server
$null = Receive-SslData $client
Write-Host "   the server sent close_notify: $($client.ClosedCleanly)"

Write-Host '5. The wrong name is refused'
New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -VerifyName wrong.example -ErrorAction SilentlyContinue -ErrorVariable refused
Write-Host "   $($refused[0].Exception.Message)"

Close-SslSocket $client, $listener

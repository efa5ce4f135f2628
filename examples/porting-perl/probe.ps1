<#
.SYNOPSIS
    Tells what a web server's TLS is like: the Perl script probe.pl beside it, ported from IO::Socket::SSL.
.DESCRIPTION
    Read both side by side: the parts stand in the same order, and both write the same lines and end with the same exit code. Get-Help about_PSSsl_Migration has the table of all calls.
.PARAMETER HostName
    The host.
.PARAMETER Port
    The port.
.PARAMETER CAFile
    A file with the authorities to trust in place of the machine's own.
.EXAMPLE
    ./probe.ps1 www.example.org 443
#>
param([Parameter(Mandatory)] [string] $HostName, [string] $Port = '443', [string] $CAFile)

# In a checkout the module that was built there, elsewhere the installed one.
$built = Join-Path $PSScriptRoot '../../out/PSSsl/PSSsl.psd1'
Import-Module $(if (Test-Path $built) { $built } else { 'PSSsl' })

# Trust. The name that the certificate must be for is the host's, by the web's rules, without being said.
$tls = @{ Alpn = 'http/1.1' }
if ($CAFile) { $tls.CAFile = $CAFile }

# Connect. What goes wrong is an error with a code, and one object to catch.
try { $socket = New-SslSocket $HostName $Port -Timeout 10 @tls -ErrorAction Stop }
catch {
    $why = if ($_.Exception.Phase -eq 'Verify') { 'the certificate is refused' } else { 'no connection' }
    "${HostName}: $why"
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 1
}

# What was agreed on.
"version: $($socket.Version)"
"cipher: $($socket.Cipher.Name)"
"alpn: $(if ($socket.Alpn) { $socket.Alpn } else { 'none' })"

# The certificate: an object with what was wanted.
$certificate = $socket.PeerCertificate
"name: $($certificate.CommonName)"
"names: $($certificate.DnsNames -join ', ')"
"until: $($certificate.NotAfter.ToUniversalTime().ToString('yyyy-MM-dd'))"
"fingerprint: $($certificate.GetFingerprint('sha256'))"

# Talk.
'HEAD / HTTP/1.1', "Host: $HostName", 'Connection: close', '' | Send-SslData $socket -NewLine
"status: $(Receive-SslData $socket -Line)"
$fields = @{}
while ($line = Receive-SslData $socket -Line) {
    $name, $value = $line -split ':\s*', 2
    $fields[$name] = $value
}
"type: $($fields['content-type'])"
Close-SslSocket $socket

<#
.SYNOPSIS
    A small TLS server: publishes one file over HTTPS, such as a lab's root certificate, a security.txt or a kickstart file.
.DESCRIPTION
    Serves GET and HEAD of / and of the file's name, and nothing else: there is no folder to climb out of. Connections are accepted and shake hands in the background and are answered in turns; one
    that says nothing for a few seconds is dropped, so that it does not keep the others waiting for long. Ctrl+C ends it, as does -Requests.

    Listens on this machine alone, unless -Address says otherwise. Without a certificate it makes a throw-away one, for tests: -AuthorityPath then writes what clients have to trust.
.PARAMETER Path
    The file that is published. It is read again for every request.
.PARAMETER Port
    The port to listen on; 0 takes a free one, which is told.
.PARAMETER Address
    The address to listen on; '::' is all of this machine.
.PARAMETER CertificateFile
    The server's certificate with its chain, PEM or PKCS#12.
.PARAMETER KeyFile
    Its key, if it is not in the same file.
.PARAMETER AuthorityPath
    A file that gets the throw-away authority's certificate as PEM; one that exists is replaced.
.PARAMETER Requests
    Ends after so many requests; 0 goes on until Ctrl+C.
.EXAMPLE
    ./tls-server.ps1 ./root.pem -Port 8443 -Address :: -CertificateFile ./server.pem -KeyFile ./server.key
.EXAMPLE
    ./tls-server.ps1 ./README.md -Port 8443 -AuthorityPath ./test-ca.pem

    And in another session: curl --cacert test-ca.pem https://localhost:8443/
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [int] $Port = 8443,
    [ipaddress] $Address = '127.0.0.1',
    [string] $CertificateFile,
    [string] $KeyFile,
    [string] $AuthorityPath,
    [int] $Requests = 0
)

$ErrorActionPreference = 'Stop'
# In a checkout the module that was built there, elsewhere the installed one.
$built = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
Import-Module $(if (Test-Path $built) { $built } else { 'PSSsl' })

$file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
if (-not [System.IO.File]::Exists($file)) { throw "There is no file $file." }
$name = [System.IO.Path]::GetFileName($file)
$types = @{ '.html' = 'text/html; charset=utf-8'; '.txt' = 'text/plain; charset=utf-8'; '.json' = 'application/json'; '.pem' = 'application/x-pem-file'; '.crt' = 'application/x-x509-ca-cert' }
$type = $types[[System.IO.Path]::GetExtension($file)]
if (-not $type) { $type = 'application/octet-stream' }

# Reads a request up to its empty line; a client may take this long, and say so much.
function Receive-Request($Socket) {
    $lines = 0
    $first = Receive-SslData $Socket -Line -Timeout 5 -MaxLength 8192
    while ($first -and (Receive-SslData $Socket -Line -Timeout 5 -MaxLength 8192)) { if (++$lines -gt 100) { throw 'A request has more than 100 fields.' } }
    $first
}

function Send-Answer($Socket, [string] $Request) {
    $method, $target, $protocol = "$Request".Split(' ')
    $status, $contentType, $body = if ($protocol -notlike 'HTTP/1.?') { '400 Bad Request', 'text/plain', [byte[]]@() }
    elseif ($method -notin 'GET', 'HEAD') { '405 Method Not Allowed', 'text/plain', [byte[]]@() }
    elseif ([uri]::UnescapeDataString($target.Split('?')[0]) -cnotin '/', "/$name") { '404 Not Found', 'text/plain', [byte[]]@() }
    else { '200 OK', $type, [System.IO.File]::ReadAllBytes($file) }
    "HTTP/1.1 $status", "Content-Type: $contentType", "Content-Length: $($body.Length)", 'Connection: close' | Send-SslData $Socket -NewLine
    if ($status -like '405*') { 'Allow: GET, HEAD' | Send-SslData $Socket -NewLine }
    '' | Send-SslData $Socket -NewLine
    if ($method -ne 'HEAD' -and $body.Length) { Send-SslData $Socket $body }
    $status
}

$identity = if ($CertificateFile) { @{ CertificateFile = $CertificateFile } } else { @{ SelfSigned = $true } }
if ($KeyFile) { $identity.KeyFile = $KeyFile }
$listener = New-SslListener -Port $Port -LocalAddress $Address -Alpn http/1.1 -Timeout 10 @identity
try {
    if ($AuthorityPath) {
        if ($CertificateFile) { throw '-AuthorityPath is for a throw-away certificate, and -CertificateFile gives one of your own.' }
        Export-SslCertificate $listener.CertificateAuthority -Path $AuthorityPath -Force
    }
    Write-Host "$name is published at https://$(if ($CertificateFile) { $listener.LocalEndPoint } else { "localhost:$($listener.Port)" })/"
    $served = 0
    while ($Requests -eq 0 -or $served -lt $Requests) {
        # A client that fails its handshake is a warning, at once, and the next one is waited for.
        Wait-SslConnection $listener -ErrorAction Continue 2>&1 | ForEach-Object {
            if ($_ -is [System.Management.Automation.ErrorRecord]) { Write-Warning $_.Exception.Message; return }
            $socket = $_
            try {
                $request = Receive-Request $socket
                if ($request) {
                    Write-Host "$($socket.RemoteEndPoint) $($socket.Version) `"$request`" $(Send-Answer $socket $request)"
                    $served++
                }
            }
            catch { Write-Warning "$($socket.RemoteEndPoint): $($_.Exception.Message)" }
            finally { Close-SslSocket $socket }
        }
    }
}
finally { Close-SslSocket $listener }

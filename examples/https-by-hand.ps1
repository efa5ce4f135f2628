<#
.SYNOPSIS
    HTTPS by hand: what TLS was agreed on, what was sent, what came back, with nothing in between.
.DESCRIPTION
    Sends one HTTP/1.1 request and reads the answer as RFC 9112 cuts it: to its Content-Length, in chunks, or to the end of the connection, where only TLS's close_notify tells a whole answer from one that
    was cut off. Redirections are not followed and nothing is decompressed: what you see is what was sent.

    For files and APIs Invoke-WebRequest is the tool; this is for seeing what happens, and for servers that it does not get along with.
.PARAMETER Uri
    The address, https://host[:port]/path?query.
.PARAMETER Method
    GET, HEAD or another method without a body.
.PARAMETER Header
    More fields of the request, such as @{ Accept = 'application/json' }.
.PARAMETER OutFile
    A file that gets the body as it is; .Content is empty then.
.PARAMETER Tls
    More parameters of New-SslSocket, such as @{ Version = 'TLSv1_2' } or @{ CAFile = 'company-root.pem' }.
.PARAMETER TimeoutSeconds
    How long each wait may take.
.EXAMPLE
    ./https-by-hand.ps1 https://www.example.org/
.EXAMPLE
    (./https-by-hand.ps1 https://www.example.org/ -Method HEAD).Headers
.EXAMPLE
    ./https-by-hand.ps1 https://192.0.2.7/status -Header @{ Host = 'www.example.org' } -Tls @{ ServerName = 'www.example.org'; VerifyName = 'www.example.org' }

    One server of several behind the same name.
#>
param(
    [Parameter(Mandatory)] [uri] $Uri,
    [string] $Method = 'GET',
    [hashtable] $Header = @{},
    [string] $OutFile,
    [hashtable] $Tls = @{},
    [int] $TimeoutSeconds = 30
)

$ErrorActionPreference = 'Stop'
# In a checkout the module that was built there, elsewhere the installed one.
$built = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
Import-Module $(if (Test-Path $built) { $built } else { 'PSSsl' })

if ("$($Uri.Scheme)" -ne 'https') { throw "$Uri is not an address that begins with https://." }

# Bytes of a length that was announced; fewer are an answer that was cut off.
function Receive-Exactly([long] $Length) {
    while ($Length -gt 0) {
        $bytes = Receive-SslData $socket -Count ([Math]::Min($Length, 1MB)) -AsBytes
        if (-not $bytes) { throw "The answer was cut off: $Length bytes are missing." }
        $body.Write($bytes, 0, $bytes.Length)
        $Length -= $bytes.Length
    }
}

function Receive-Line {
    $line = Receive-SslData $socket -Line
    if ($null -eq $line) { throw 'The answer was cut off: the server closed the connection.' }
    $line
}

$fields = @{ Host = $Uri.Authority; 'User-Agent' = 'PSSsl'; Accept = '*/*'; Connection = 'close' }
foreach ($name in $Header.Keys) { $fields[$name] = $Header[$name] }
foreach ($word in @($Method) + $fields.Keys + $fields.Values) { if ("$word" -match '[\r\n]') { throw 'A method or a field of the request holds a line break.' } }

# The name is verified, and http/1.1 is offered by ALPN, since that is what this script supports.
$socket = New-SslSocket $Uri.DnsSafeHost $Uri.Port -Alpn http/1.1 -Timeout $TimeoutSeconds @Tls
$body = [System.IO.MemoryStream]::new()
try {
    Write-Host "$($socket.RemoteEndPoint): $($socket.Version), $($socket.Cipher.Name), group $($socket.Group), ALPN $(if ($socket.Alpn) { $socket.Alpn } else { 'none' })"
    Write-Host "certificate: $($socket.PeerCertificate.Subject), $($socket.PeerCertificate.DaysRemaining) days left"

    # Host comes first, as RFC 9112 wishes.
    "$Method $($Uri.PathAndQuery) HTTP/1.1", "Host: $($fields.Host)" | Send-SslData $socket -NewLine
    foreach ($name in $fields.Keys) { if ($name -ne 'Host') { "${name}: $($fields[$name])" | Send-SslData $socket -NewLine } }
    '' | Send-SslData $socket -NewLine

    # 1xx announces the answer, and is not one yet.
    do {
        $status = Receive-Line
        if ($status -notmatch '^HTTP/1\.[01] (\d{3})(?: (.*))?$') { throw "This is not an HTTP answer: $status" }
        $code, $reason = [int]$Matches[1], $Matches[2]
        $headers = [ordered]@{}
        while (($line = Receive-Line) -ne '') {
            $name, $value = $line.Split([char[]]':', 2)
            if ($null -eq $value) { throw "This is not a field of an HTTP answer: $line" }
            # A field that comes twice is one list.
            $headers[$name] = if ($headers.Contains($name)) { "$($headers[$name]), $($value.Trim())" } else { $value.Trim() }
        }
    } while ($code -lt 200)

    if ($Method -eq 'HEAD' -or $code -in 204, 304) { $framing = 'no body' }
    elseif ($headers['Transfer-Encoding'] -like '*chunked') {
        $framing = 'chunked'
        # Each chunk: its length in hexadecimal, its bytes, an empty line. The last one is empty, and fields may follow.
        while (($size = [Convert]::ToInt64((Receive-Line).Split(';')[0].Trim(), 16)) -gt 0) {
            Receive-Exactly $size
            if ((Receive-Line) -ne '') { throw 'A chunk is longer than its length says.' }
        }
        while (($trailer = Receive-Line) -ne '') { Write-Verbose "behind the body: $trailer" }
    }
    elseif ($headers.Contains('Content-Length')) {
        $framing = "Content-Length $($headers['Content-Length'])"
        Receive-Exactly ([long]$headers['Content-Length'])
    }
    else {
        # An attacker who cuts the connection cannot send close_notify: an end without it is an error here.
        $framing = 'to the end'
        $bytes = Receive-SslData $socket -All -AsBytes
        if ($bytes) { $body.Write($bytes, 0, $bytes.Length) }
    }

    $bytes = $body.ToArray()
    if ($OutFile) { [System.IO.File]::WriteAllBytes($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutFile), $bytes) }
    $charset = if ($headers['Content-Type'] -match 'charset="?([\w-]+)') { $Matches[1] } else { 'utf-8' }
    [pscustomobject]@{
        Status = $code
        Reason = $reason
        Headers = $headers
        Framing = $framing
        Length = $bytes.Length
        Content = if (-not $OutFile) { [System.Text.Encoding]::GetEncoding($charset).GetString($bytes) }
        TlsVersion = $socket.Version
        Cipher = $socket.Cipher.Name
        Certificate = $socket.PeerCertificate
    }
}
finally {
    Close-SslSocket $socket
    $body.Dispose()
}

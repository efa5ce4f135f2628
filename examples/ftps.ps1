<#
.SYNOPSIS
    Fetches a file by FTPS (RFC 4217): a control connection that goes over to TLS, and a data connection that resumes its session.
.DESCRIPTION
    Many FTP servers demand that the data connection resumes the control connection's session (vsftpd: require_ssl_reuse), since that proves that both
    have the same client. Sessions are kept by host and port, and a data connection has a port of its own: -SessionKey gives both the same place.
.EXAMPLE
    ./ftps.ps1 ftp.example.org /pub/README
.EXAMPLE
    ./ftps.ps1 ftp.example.org /reports/today.csv -Credential (Get-Credential) -Destination today.csv
#>
param(
    [Parameter(Mandatory)] [string] $ComputerName,
    [Parameter(Mandatory)] [string] $Path,
    [string] $Port = '21',
    [pscredential] $Credential = [pscredential]::new('anonymous', (ConvertTo-SecureString 'guest@' -AsPlainText -Force)),
    [string] $Destination,
    [hashtable] $Tls = @{}
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1')

# An answer is one line, or several if a hyphen stands behind its digits.
function Receive-Reply([string] $Expected) {
    $line = Receive-SslData $control -Line
    $code = $line.Substring(0, 3)
    $last = $line
    while (-not $last.StartsWith("$code ")) { $last = Receive-SslData $control -Line }
    if ($last -notmatch "^(?:$Expected)") { throw "The server answered: $last" }
    $last
}

function Send-Command([string] $Command, [string] $Expected) {
    $Command | Send-SslData $control -NewLine
    Receive-Reply $Expected
}

$key = "ftps $ComputerName"
$context = New-SslContext @Tls -SessionCacheSize 10
$control = New-SslSocket $ComputerName $Port -StartTls Ftp -Context $context -SessionKey $key
try {
    Write-Host "Control connection: $($control.Version), $($control.Cipher.Name); the server greeted with '$($control.StartTls.Greeting)'."
    $greeting = Send-Command "USER $($Credential.UserName)" '[23]'
    if ($greeting -like '3*') { $null = Send-Command "PASS $($Credential.GetNetworkCredential().Password)" 2 }
    $null = Send-Command 'PBSZ 0' 2
    $null = Send-Command 'PROT P' 2
    $null = Send-Command 'TYPE I' 2

    # The data connection is plain until the server has agreed to send the file; then it shakes hands at once.
    if ((Send-Command 'EPSV' 229) -notmatch '\(\|\|\|(\d+)\|\)') { throw 'The server names no port for the data connection.' }
    $data = New-SslSocket $ComputerName $Matches[1] -NoHandshake
    try {
        $null = Send-Command "RETR $Path" 1
        $data = Start-SslUpgrade $data -Context $context -SessionKey $key
        Write-Host "Data connection: $($data.Version), session resumed: $($data.SessionReused)."
        $bytes = Receive-SslData $data -All -AsBytes
    }
    finally { Close-SslSocket $data }
    $null = Receive-Reply 2
    $null = Send-Command 'QUIT' 2
}
finally { Close-SslSocket $control }

if ($Destination) {
    [System.IO.File]::WriteAllBytes($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Destination), $bytes)
    Write-Host "$($bytes.Length) bytes are in $Destination."
}
else { [System.Text.Encoding]::UTF8.GetString($bytes) }

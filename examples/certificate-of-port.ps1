<#
.SYNOPSIS
    Shows the certificate of any port: web, mail, LDAP, SQL Server, remote desktop, PostgreSQL and more. Saves it as PEM if wanted.
.DESCRIPTION
    Some ports speak TLS from the start, others begin in plain text and go over to TLS on request, each in its own words. Which words a port wants is guessed from its number;
    -StartTls says otherwise.

    The certificate is shown also if it is not trusted, with every reason. Nothing but the handshake is done: no login, no query.
.PARAMETER ComputerName
    The host, also as host:port.
.PARAMETER Port
    The port: a number or a service's name such as imap or ldaps.
.PARAMETER StartTls
    The protocol that is spoken before TLS: Smtp, Imap, Pop3, Ldap, Mssql, Rdp, Postgres, MySql and others, or None for TLS from the start. Default: what the port is known for.
.PARAMETER PemPath
    A file that gets the certificate as PEM, and with -Chain all that the server sent. A file that exists is not replaced.
.PARAMETER Chain
    Shows, and saves, all certificates that the server sent.
.PARAMETER CAFile
    A file with the authorities to trust in place of the machine's own.
.PARAMETER TimeoutSeconds
    How long it may take: name, connection and handshake together.
.EXAMPLE
    ./certificate-of-port.ps1 mail.example.org 587
.EXAMPLE
    ./certificate-of-port.ps1 sql.example.org 1433 -PemPath ./sql.pem
.EXAMPLE
    ./certificate-of-port.ps1 db.example.org:6432 -StartTls Postgres -Chain
#>
param(
    [Parameter(Mandatory)] [string] $ComputerName,
    [string] $Port,
    [string] $StartTls,
    [string] $PemPath,
    [switch] $Chain,
    [string] $CAFile,
    [int] $TimeoutSeconds = 10
)

$ErrorActionPreference = 'Stop'
# In a checkout the module that was built there, elsewhere the installed one.
$built = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
Import-Module $(if (Test-Path $built) { $built } else { 'PSSsl' })

# Ports that begin in plain text, by number and by name. 465, 636, 993 and 995 speak TLS from the start.
$protocols = @{
    Smtp = '25', '587', '2525', 'smtp', 'submission'
    Lmtp = '24', 'lmtp'
    Imap = '143', 'imap'
    Pop3 = '110', 'pop3'
    Sieve = '4190', 'sieve'
    Nntp = '119', 'nntp'
    Ftp = '21', 'ftp'
    Ldap = '389', '3268', 'ldap'
    Xmpp = '5222', 'xmpp-client'
    XmppServer = '5269', 'xmpp-server'
    Irc = '6667', 'irc'
    Postgres = '5432', 'postgresql'
    MySql = '3306', 'mysql'
    Mssql = '1433', 'ms-sql-s'
    Rdp = '3389', 'rdp', 'ms-wbt-server'
    Telnet = '23', 'telnet'
}

if (-not $Port) { $Port = if ($ComputerName -match '^(?:[^:]+|\[.+\]):([^:\]]+)$') { $Matches[1] } else { '443' } }
$guessed = -not $StartTls
if ($guessed) { $StartTls = @($protocols.Keys | Where-Object { $protocols[$_] -contains $Port }) + 'None' | Select-Object -First 1 }
$ask = @{ Timeout = $TimeoutSeconds }
if ($StartTls -ne 'None') { $ask.StartTls = $StartTls }
if ($CAFile) { $ask.CAFile = $CAFile }
if ($ComputerName -notmatch '^(?:[^:]+|\[.+\]):[^:\]]+$') { $ask.Port = $Port }
Write-Host "Asking $ComputerName, port $Port, $(if ($StartTls -eq 'None') { 'TLS from the start' } else { "$StartTls first" })$(if ($guessed) { ', as the port suggests' })."

try { $certificates = @(Get-PeerCertificate $ComputerName @ask -Chain:$Chain) }
catch {
    # The reason and what to do come from the module; what this script assumed is its own to tell.
    if ($guessed -and $_.Exception.Code -notin 'NameNotFound', 'ConnectionRefused', 'HostUnreachable') { Write-Warning "-StartTls was guessed as $StartTls. Say what the port speaks if that is wrong: -StartTls Smtp, Imap, Ldap, Postgres, ..., or None." }
    throw
}

$certificates
if ($PemPath) {
    $certificates | Export-SslCertificate -Path $PemPath
    Write-Host "$($certificates.Count) certificate(s) are in $PemPath."
}

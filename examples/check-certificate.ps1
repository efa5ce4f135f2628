<#
.SYNOPSIS
    Checks the certificate of one server for Nagios, Icinga, Zabbix and others: one line with performance data, and the exit code of a monitoring plugin.
.DESCRIPTION
    Exit codes: 0 is OK; 1 is WARNING, the certificate expires within -Warning days; 2 is CRITICAL, it expires within -Critical days, has expired, was revoked, is for another name, or is not trusted;
    3 is UNKNOWN, the server was not reached, nothing could be found out, or an argument is wrong.

    With -Value the line is the number of days alone, as items of Zabbix want it; what is unknown is then ZBX_NOTSUPPORTED.
.PARAMETER ComputerName
    The server: name or address, also with a port.
.PARAMETER Port
    TCP port or service name; default 443, or that of the protocol of -StartTls.
.PARAMETER StartTls
    The protocol that TLS is started in: Smtp, Imap, Ldap, Postgres, ...
.PARAMETER ServerName
    The name to send by SNI, and to verify, if it is not the server's.
.PARAMETER ConnectTo
    The address to connect to, if it is not the name's: a node behind a load balancer.
.PARAMETER Warning
    WARNING if fewer days are left.
.PARAMETER Critical
    CRITICAL if fewer days are left.
.PARAMETER CAFile
    A file with the authorities to trust in place of the machine's own.
.PARAMETER TimeoutSeconds
    How long all of it may take.
.PARAMETER Value
    Writes the number of days alone.
.EXAMPLE
    pwsh -NoProfile -File check-certificate.ps1 www.example.org -Warning 21 -Critical 5
.EXAMPLE
    pwsh -NoProfile -File check-certificate.ps1 mail.example.org -StartTls Smtp -Port 587

    A command for Nagios and Icinga.
.EXAMPLE
    pwsh -NoProfile -File check-certificate.ps1 www.example.org -Value

    An external check of Zabbix.
#>
# Without types and rules: what PowerShell itself refuses ends with 1, which is WARNING to a monitor.
param($ComputerName, $Port, $StartTls, $ServerName, $ConnectTo, $Warning = 30, $Critical = 7, $CAFile, $TimeoutSeconds = 10, [switch] $Value)

$ErrorActionPreference = 'Stop'
$states = 'OK', 'WARNING', 'CRITICAL', 'UNKNOWN'

function Exit-Check([int] $Code, [string] $Message, [string] $Data) {
    # One line, and nothing in it that would pass for performance data.
    $line = ($Message -replace '\s+', ' ').Replace('|', '/')
    if (-not $Value) { "$($states[$Code]) - $line$(if ($Data) { " | $Data" })" }
    elseif ($Data) { $days }
    else { "ZBX_NOTSUPPORTED: $line" }
    exit $Code
}

trap { Exit-Check 3 "$($_.Exception.Message) $($_.Exception.RecommendedAction)".Trim() }

# In a checkout the module that was built there, elsewhere the installed one.
$built = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
Import-Module $(if (Test-Path $built) { $built } else { 'PSSsl' })

if ($args.Count -gt 0) { throw "The argument '$($args[0])' is not known." }
if (-not $ComputerName) { throw 'The server is missing: check-certificate.ps1 www.example.org' }
foreach ($days in $Warning, $Critical) { if ("$days" -notmatch '^\d{1,5}$') { throw "'$days' is not a number of days." } }
if ([int] $Warning -lt [int] $Critical) { throw "-Warning $Warning is less than -Critical $Critical." }

$options = @{ ComputerName = "$ComputerName"; Timeout = [int] $TimeoutSeconds }
if ($ServerName) { $options.VerifyName = "$ServerName" }
foreach ($name in 'Port', 'StartTls', 'ServerName', 'ConnectTo', 'CAFile') {
    $given = Get-Variable $name -ValueOnly
    if ($given) { $options[$name] = "$given" }
}

$shown = @(Get-PeerCertificate @options -WarningAction SilentlyContinue)
if ($shown.Count -ne 1) { throw "$ComputerName showed $($shown.Count) certificates." }
$certificate = $shown[0]
$days = $certificate.DaysRemaining
$data = if ($null -ne $days) { "days=$days;${Warning}:;${Critical}:" }
$about = "$($certificate.Peer) $($certificate.Subject)"
$until = if ($null -ne $certificate.NotAfter) { $certificate.NotAfter.ToUniversalTime().ToString('yyyy-MM-dd') }

switch ($certificate.Status) {
    'Expired' { Exit-Check 2 "$about expired on $until" $data }
    { $_ -in 'Ok', 'EndsSoon' } {
        if (-not $certificate.IsTrusted) { Exit-Check 3 "${about}: it could not be found out whether it is trusted" $data }
        $code = if ($days -lt [int] $Critical) { 2 } elseif ($days -lt [int] $Warning) { 1 } else { 0 }
        Exit-Check $code "$about expires in $days days, on $until" $data
    }
    'Unknown' { Exit-Check 3 "${about}: it could not be found out whether it is valid" $data }
    default { Exit-Check 2 "${about}: $(@($certificate.VerifyErrors.Message) -join '; ')" $data }
}

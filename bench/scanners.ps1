<#
.SYNOPSIS
    Audits servers that we did not write, and asks sslscan, testssl.sh and nmap the same: what each finds, and in what they differ.
.DESCRIPTION
    The servers are those of tests/Pester/AuditedServers.ps1. A line tells versions, how many suites each found, and every suite and weakness of which they say different things; whatever they
    answered stays in the folder. testssl.sh takes a minute for a server. docs/audit.md explains the differences.
.EXAMPLE
    pwsh bench/scanners.ps1 -Name nginx*, Go
#>
param([string[]] $Name = '*', [string] $Folder = (Join-Path ([System.IO.Path]::GetTempPath()) 'scanners'))

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot '../tests/Pester/Lab.ps1')
. (Join-Path $PSScriptRoot '../tests/Pester/AuditedServers.ps1')

# Weaknesses that more than one of them names.
$weaknesses = [ordered]@{
    'Heartbleed' = 'heartbleed', 'ssl-heartbleed'; 'CCS injection' = 'CCS', 'ssl-ccs-injection'; 'Ticketbleed' = 'ticketbleed', $null; 'ROBOT' = 'ROBOT', $null; 'CRIME' = 'CRIME_TLS', $null
    'POODLE' = 'POODLE_SSL', 'ssl-poodle'; 'SWEET32' = 'SWEET32', $null; 'FREAK' = 'FREAK', $null; 'DROWN' = 'DROWN', 'sslv2-drown'; 'Logjam' = 'LOGJAM', 'ssl-dh-params'; 'BEAST' = 'BEAST', $null
    'Lucky Thirteen' = 'LUCKY13', $null; 'RC4' = 'RC4', $null; 'NULL ciphers' = 'cipherlist_NULL', $null; 'Anonymous ciphers' = 'cipherlist_aNULL', $null; 'Export ciphers' = 'cipherlist_EXPORT', $null
}

# testssl.sh: version and number of each suite, and what it says of each weakness.
function Invoke-TestSsl([int] $Port, [string] $File) {
    if (Test-Path $File) { Remove-Item $File }
    $null = testssl --quiet --color 0 --warnings batch --ip one -p -s -E -U -f --jsonfile $File "localhost:$Port" 2>&1 | Out-File "$File.txt"
    $found = @(Get-Content -Raw $File | ConvertFrom-Json)
    $versions = @{ ssl2 = 'SSLv2'; ssl3 = 'SSLv3'; tls1 = 'TLSv1'; tls1_1 = 'TLSv1_1'; tls1_2 = 'TLSv1_2'; tls1_3 = 'TLSv1_3' }
    $suites = foreach ($entry in $found) {
        if ($entry.id -match '^cipher-(?<version>[a-z0-9_]+)_x(?<number>[0-9a-f]+)$') { '{0} {1:X4}' -f $versions[$Matches.version], [Convert]::ToInt32($Matches.number, 16) }
    }
    $verdicts = @{}
    foreach ($weakness in $weaknesses.GetEnumerator()) {
        $said = @($found | Where-Object id -EQ $weakness.Value[0])[0]
        $verdicts[$weakness.Key] = if (-not $said) { '-' } elseif ($said.severity -in 'OK', 'INFO' -or $said.finding -match '^not (vulnerable|offered)') { 'no' } elseif ($said.severity -eq 'WARN') { 'unknown' } else { 'yes' }
    }
    @{ Suites = @($suites); Weaknesses = $verdicts }
}

function Invoke-Nmap([int] $Port, [string] $File) {
    $null = nmap -Pn -n -p $Port --script +ssl-enum-ciphers, +ssl-heartbleed, +ssl-ccs-injection, +ssl-poodle, +sslv2-drown, +ssl-dh-params -oX $File localhost 2>&1
    [xml] $scan = Get-Content -Raw $File
    $said = @{}
    foreach ($script in $scan.SelectNodes('//script')) { $said[$script.id] = $script }
    $suites = foreach ($version in $said['ssl-enum-ciphers'].table) {
        $protocol = $version.key -replace '^TLSv1\.0$', 'TLSv1' -replace '\.', '_'
        foreach ($suite in $version.SelectNodes('table[@key="ciphers"]/table/elem[@key="name"]')) { "$protocol $($suite.InnerText)" }
    }
    $verdicts = @{}
    foreach ($weakness in $weaknesses.GetEnumerator()) {
        $script = $weakness.Value[1]
        $verdicts[$weakness.Key] = if (-not $script) { '-' } elseif ($said[$script].output -match 'State: (LIKELY )?VULNERABLE|VULNERABLE:') { 'yes' } else { 'no' }
    }
    @{ Suites = @($suites); Weaknesses = $verdicts }
}

function Compare-Scanner($Server, $Report, $Scan, $TestSsl, $Nmap) {
    $ours = @($Report.Suites | ForEach-Object { '{0} {1:X4}' -f $_.Protocol, $_.Cipher.Id })
    $names = @($Report.Suites | ForEach-Object { "$($_.Protocol) $($_.Cipher.StandardName)" })
    $theirs = @(Get-ScannedSuite $Scan)
    '{0}: {1}; ours {2} suites in {3} connections, sslscan {4}, testssl.sh {5}, nmap {6}; grade {7}' -f $Server, $Report.Versions, $ours.Count, $Report.Connections, $theirs.Count,
        $TestSsl.Suites.Count, $Nmap.Suites.Count, $Report.Grade
    foreach ($other in @{ Who = 'sslscan'; Suites = $theirs; Ours = $ours }, @{ Who = 'testssl.sh'; Suites = $TestSsl.Suites; Ours = $ours }, @{ Who = 'nmap'; Suites = $Nmap.Suites; Ours = $names }) {
        $missed, $alone = @($other.Suites | Where-Object { $_ -notin $other.Ours }), @($other.Ours | Where-Object { $_ -notin $other.Suites })
        if ($missed) { "  $($other.Who) alone: $($missed -join ', ')" }
        if ($alone) { "  not by $($other.Who): $($alone -join ', ')" }
    }
    foreach ($weakness in $weaknesses.Keys) {
        $own = switch (@($Report.Weaknesses | Where-Object Name -EQ $weakness)[0].State) { Vulnerable { 'yes' } NotVulnerable { 'no' } default { 'unknown' } }
        foreach ($other in @{ Who = 'testssl.sh'; Says = $TestSsl.Weaknesses[$weakness] }, @{ Who = 'nmap'; Says = $Nmap.Weaknesses[$weakness] }) {
            if ($other.Says -ne '-' -and $other.Says -ne $own) { "  ${weakness}: ours $own, $($other.Who) $($other.Says)" }
        }
    }
    $bleeds = if (@($Scan.document.ssltest.heartbleed.vulnerable) -contains '1') { 'Vulnerable' } else { 'NotVulnerable' }
    if (@($Report.Weaknesses | Where-Object Name -EQ Heartbleed)[0].State -ne $bleeds) { "  Heartbleed: sslscan says $bleeds" }
}

foreach ($server in Get-AuditedServer) {
    if (-not ($Name | Where-Object { $server.Server -like $_ }) -or -not (Test-Program $server.Program -Also '/')) { continue }
    $place = (New-Item (Join-Path $Folder ($server.Server -replace '\W+', '-')) -ItemType Directory -Force).FullName
    $port = Get-PeerPort
    $peer = Start-Audited $server.Script $server.Program $server.Cipher $server.Versions $place $port $(if ($server.Bits) { $server.Bits } else { 2048 })
    try {
        $report = Test-SslServer localhost $port -CAFile "$place/cert.pem" -NoProxy
        $report | Export-SslReport "$place/report.json" -Force
        $scan = Invoke-SslScan $port
        $scan.Save("$place/sslscan.xml")
        Compare-Scanner $server.Server $report $scan (Invoke-TestSsl $port "$place/testssl.json") (Invoke-Nmap $port "$place/nmap.xml")
    }
    finally { Stop-PeerServer $peer }
}

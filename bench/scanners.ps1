<#
.SYNOPSIS
    Audits servers that we did not write, and asks sslscan, testssl.sh and nmap the same: what each finds, and in what they differ.
.DESCRIPTION
    The servers are those of tests/Pester/AuditedServers.ps1. Lines tell versions, how many suites each found, and every suite and weakness of which they say different things; whatever they
    answered stays in the folder. testssl.sh takes a minute for a server. docs/audit.md explains the differences.
.EXAMPLE
    pwsh bench/scanners.ps1 -Name nginx*, Go
#>
param([string[]] $Name = '*', [ValidateSet('sslscan', 'testssl.sh', 'nmap')] [string[]] $Scanner = ('sslscan', 'testssl.sh', 'nmap'), [string] $Folder = (Join-Path ([System.IO.Path]::GetTempPath()) 'scanners'))

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
        $said = @($found | Where-Object id -EQ $weakness.Value[0] | Sort-Object { $_.severity -in 'OK', 'INFO' })[0]
        $verdicts[$weakness.Key] = if (-not $said) { '-' } elseif ($said.severity -in 'OK', 'INFO' -or $said.finding -match '^not (vulnerable|offered)') { 'no' } elseif ($said.severity -eq 'WARN') { 'unknown' } else { 'yes' }
    }
    @{ Suites = @($suites); Weaknesses = $verdicts }
}

function Invoke-Nmap([int] $Port, [string] $File) {
    $null = nmap -Pn -n -p $Port --script '+ssl-enum-ciphers,+ssl-heartbleed,+ssl-ccs-injection,+ssl-poodle,+sslv2-drown,+ssl-dh-params' -oX $File localhost 2>&1
    [xml] $scan = Get-Content -Raw $File
    $said = @{}
    foreach ($script in $scan.SelectNodes('//script')) { $said[$script.id] = $script }
    $suites = foreach ($version in $said['ssl-enum-ciphers'].table) {
        $protocol = $version.key -replace '^TLSv1\.0$', 'TLSv1' -replace '\.', '_'
        # Its names of the suites of TLS 1.3 are its own.
        foreach ($suite in $version.SelectNodes('table[@key="ciphers"]/table/elem[@key="name"]')) { "$protocol $($suite.InnerText)" -replace 'TLS_AKE_WITH_', 'TLS_' }
    }
    $verdicts = @{}
    foreach ($weakness in $weaknesses.GetEnumerator()) {
        $script = $weakness.Value[1]
        $verdicts[$weakness.Key] = if (-not $script) { '-' } elseif ($said[$script].output -match 'State: (LIKELY )?VULNERABLE|VULNERABLE:') { 'yes' } else { 'no' }
    }
    @{ Suites = @($suites); Weaknesses = $verdicts }
}

# sslscan tells no weakness but Heartbleed.
function Invoke-SslScanSuites([int] $Port, [string] $File) {
    $scan = Invoke-SslScan $Port
    $scan.Save($File)
    @{ Suites = @(Get-ScannedSuite $scan); Weaknesses = @{ Heartbleed = if (@($scan.document.ssltest.heartbleed.vulnerable) -contains '1') { 'yes' } else { 'no' } } }
}

function Compare-Scanner($Report, $Found) {
    foreach ($who in $Found.Keys) {
        $ours = @($Report.Suites | ForEach-Object { if ($who -eq 'nmap') { "$($_.Protocol) $($_.Cipher.StandardName)" } else { '{0} {1:X4}' -f $_.Protocol, $_.Cipher.Id } })
        $missed, $alone = @($Found[$who].Suites | Where-Object { $_ -notin $ours }), @($ours | Where-Object { $_ -notin $Found[$who].Suites })
        if ($missed) { "  $who alone: $($missed -join ', ')" }
        if ($alone) { "  not by ${who}: $($alone -join ', ')" }
        foreach ($weakness in $weaknesses.Keys) {
            $own = switch (@($Report.Weaknesses | Where-Object Name -EQ $weakness)[0].State) { Vulnerable { 'yes' } NotVulnerable { 'no' } default { 'unknown' } }
            $says = $Found[$who].Weaknesses[$weakness]
            if ($says -and $says -ne '-' -and $says -ne $own) { "  ${weakness}: ours $own, $who $says" }
        }
    }
}

foreach ($server in Get-AuditedServer) {
    if (-not ($Name | Where-Object { $server.Server -like $_ }) -or -not (Test-Program $server.Program -Also '/')) { continue }
    $place = (New-Item (Join-Path $Folder ($server.Server -replace '\W+', '-')) -ItemType Directory -Force).FullName
    $port = Get-PeerPort
    $peer = Start-Audited $server.Script $server.Program $server.Cipher $server.Versions $place $port $(if ($server.Bits) { $server.Bits } else { 2048 })
    try {
        $report = Test-SslServer localhost $port -CAFile "$place/cert.pem" -NoProxy
        $report | Export-SslReport "$place/report.json" -Force
        $found = [ordered] @{}
        if ('sslscan' -in $Scanner) { $found.sslscan = Invoke-SslScanSuites $port "$place/sslscan.xml" }
        if ('testssl.sh' -in $Scanner) { $found['testssl.sh'] = Invoke-TestSsl $port "$place/testssl.json" }
        if ('nmap' -in $Scanner) { $found.nmap = Invoke-Nmap $port "$place/nmap.xml" }
        '{0}: {1}; ours {2} suites in {3} connections, {4}; grade {5}' -f $server.Server, $report.Versions, $report.Suites.Count, $report.Connections,
            ($found.Keys.ForEach({ "$_ $($found[$_].Suites.Count)" }) -join ', '), $report.Grade
        Compare-Scanner $report $found
    }
    finally { Stop-PeerServer $peer }
}

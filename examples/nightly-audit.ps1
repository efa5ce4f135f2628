<#
.SYNOPSIS
    Audits the hosts of a file each night: a page and JSON of tonight, and what changed since last night as text for a mail.
.DESCRIPTION
    The file is a CSV with a column ComputerName, and Port and StartTls if wanted. Tonight's reports go to report.json and report.html in the folder; those of last night are kept as last.json.
    The text says what is new or worse, and what could not be found out any more. Exit code: 0 if nothing became worse, 1 if something did, 2 if a host could not be audited.
.PARAMETER HostsPath
    The CSV with the hosts.
.PARAMETER Folder
    Where reports are kept from night to night.
.PARAMETER CAFile
    Authorities to trust in place of the machine's own.
.EXAMPLE
    ./nightly-audit.ps1 ./hosts.csv ./audit
#>
param(
    [Parameter(Mandatory)] [string] $HostsPath,
    [Parameter(Mandatory)] [string] $Folder,
    [string] $CAFile
)

$ErrorActionPreference = 'Stop'
$built = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
Import-Module $(if (Test-Path $built) { $built } else { 'PSSsl' })

if (-not (Test-Path $Folder)) { $null = New-Item $Folder -ItemType Directory }
$json, $last = 'report.json', 'last.json' | ForEach-Object { Join-Path $Folder $_ }
if (Test-Path $json) { Move-Item $json $last -Force }

$trust = if ($CAFile) { @{ CAFile = $CAFile } } else { @{} }
$reports = @(Import-Csv $HostsPath | Test-SslServer @trust -ErrorVariable failures -ErrorAction SilentlyContinue)
$reports | Export-SslReport $json -Force
$reports | Export-SslReport (Join-Path $Folder report.html) -Force

$before = if (Test-Path $last) { @(Import-SslReport $last) } else { @() }
$worse = @(if ($before) { Compare-SslReport $before $reports | Where-Object Kind -in New, Worse, Unknown })

"$($reports.Count) servers audited, $($failures.Count) not reached, $($worse.Count) changes for the worse."
foreach ($change in $worse) { "$($change.Kind): $($change.Host):$($change.Port) $($change.Id) $($change.Title) ($($change.Before) -> $($change.After))" }
foreach ($failure in $failures) { "Not reached: $failure" }
exit $(if ($failures.Count) { 2 } elseif ($worse.Count) { 1 } else { 0 })

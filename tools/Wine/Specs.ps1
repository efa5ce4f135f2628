<#
.SYNOPSIS
    Runs specs in PowerShell for Windows under Wine, and ends with the line that counts them, and with 1 if one failed.
.DESCRIPTION
    Setup.sh makes what it needs, the first time. What Wine lacks is in Lacking.psd1: each such test runs, and counts as skipped when it
    fails, and as failed when it passes.
.PARAMETER Build
    The module's build: net8.0 for PowerShell 7, netstandard2.0 for Windows PowerShell.
.PARAMETER Path
    The specs, by their files' names, whole or without their ends; those that Specs.txt names if not given.
.PARAMETER All
    All specs that this build is tried with.
.PARAMETER Result
    A file that gets the counts as JSON.
.EXAMPLE
    pwsh build.ps1 -Task Module; pwsh tools/Wine/Specs.ps1 -Build netstandard2.0 -Path Files, Making
#>
param(
    [Parameter(Mandatory)] [ValidateSet('net8.0', 'netstandard2.0')] [string] $Build,
    [string[]] $Path,
    [switch] $All,
    [string] $Result,
    [string] $Pester = '6.2.0'
)

$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot -Parent) -Parent

function ConvertTo-WindowsPath([string] $Path) { "'Z:$($Path.Replace('/', '\').Replace("'", "''"))'" }

# Isolation and documents, and what starts the build for Windows PowerShell itself, are not that build's business.
function Get-SpecName {
    if ($All) {
        $but = if ($Build -eq 'netstandard2.0') { 'Documents', 'Isolation', 'NetStandard' }
        return Get-ChildItem (Join-Path $root 'tests/Pester') -Filter '*.Tests.ps1' | Where-Object { $_.Name -replace '\..*' -notin $but } | ForEach-Object Name
    }
    # From outside of PowerShell a list is one text.
    $names = @(if ($Path) { $Path.Split(',') } else { Get-Content (Join-Path $PSScriptRoot 'Specs.txt') })
    foreach ($name in @($names.Trim()) -notmatch '^(#|$)') { "$([System.IO.Path]::GetFileName($name) -replace '\.Tests\.ps1$').Tests.ps1" }
}

# What Wine lacks, as Run.ps1 wants it: the names alone.
function Get-Lacking {
    $lacking = Import-PowerShellDataFile (Join-Path $PSScriptRoot 'Lacking.psd1')
    $fails = foreach ($which in 'Both', $Build) { foreach ($reason in $lacking[$which].Keys) { $lacking[$which][$reason] } }
    @{ Fails = @($fails); Crashes = @($lacking.Crashes.Values | ForEach-Object { $_ }) }
}

$names = @(Get-SpecName)
$checkout = if ($Build -eq 'net8.0') { $root } else { & (Join-Path $root 'tests/WindowsPowerShellCopy.ps1') -Name "Wine$Build" }
$run = Join-Path $root "out/wine/$Build"
if (Test-Path $run) { Remove-Item $run -Recurse -Force }
$null = New-Item $run -ItemType Directory -Force
Get-Lacking | ConvertTo-Json | Set-Content "$run/lacking.json"
$specs = @($names | ForEach-Object { ConvertTo-WindowsPath "$checkout/tests/Pester/$_" }) -join ', '
@(
    "Set-Location $(ConvertTo-WindowsPath $checkout)"
    "& $(ConvertTo-WindowsPath "$checkout/tests/Pester/Run.ps1") -Pester $(ConvertTo-WindowsPath "$root/out/Pester/$Pester/Pester.psd1")" +
        " -Lacking $(ConvertTo-WindowsPath "$run/lacking.json") -Result $(ConvertTo-WindowsPath "$run/result.json")" +
        " -Path $specs *> $(ConvertTo-WindowsPath "$run/log")"
) | Set-Content "$run/run.ps1"
& (Join-Path $PSScriptRoot 'PowerShell.sh') "$run/run.ps1" > "$run/console"
if (Test-Path "$run/log") { Write-Host (Get-Content "$run/log" -Raw) }
if (-not (Test-Path "$run/result.json")) {
    throw "The specs broke off. $run/console begins with: $((Get-Content "$run/console" -TotalCount 12) -join "`n")"
}
if ($Result) { Copy-Item "$run/result.json" $Result }
$counts = Get-Content "$run/result.json" -Raw | ConvertFrom-Json
Write-Host "$($counts.Passed) passed, $($counts.Failed) failed, $($counts.Skipped) skipped"
exit [int] ($counts.Failed -gt 0 -or $counts.Passed -eq 0)

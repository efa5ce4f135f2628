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
    $names = if ($Path) { $Path.Split(',').Trim() } else { Get-ChosenName }
    foreach ($name in $names) { "$([System.IO.Path]::GetFileName($name) -replace '\.Tests\.ps1$').Tests.ps1" }
}

# Those of Specs.txt that are for this build.
function Get-ChosenName {
    foreach ($line in @(Get-Content (Join-Path $PSScriptRoot 'Specs.txt')) -notmatch '^(#|$)') {
        $name, $only = $line -split ' '
        if (-not $only -or $only -eq $Build) { $name }
    }
}

# What Wine lacks, as Run.ps1 wants it: the names alone.
function Get-Lacking {
    $lacking = Import-PowerShellDataFile (Join-Path $PSScriptRoot 'Lacking.psd1')
    $fails = foreach ($which in 'Both', $Build) { foreach ($reason in $lacking[$which].Keys) { $lacking[$which][$reason] } }
    @{ Fails = @($fails); Crashes = @($lacking.Crashes.Values | ForEach-Object { $_ }) }
}

# Wine's crypt32 ends the shell now and then while it builds a chain, at no certain place. That is the one end that another try is due to.
function Test-Crypt32Crash([string] $Console) {
    $text = [regex]::Replace((Get-Content $Console -Raw), '\e\[[0-9;?]*[a-zA-Z]|\s', '')
    $text -match 'Fatalerror\..{0,400}CertGetCertificateChain'
}

# Runs some of the specs, and gives their counts.
function Invoke-Group([string[]] $Names, [string] $Folder) {
    foreach ($try in 1..3) {
        $null = New-Item $Folder -ItemType Directory -Force
        $specs = @($Names | ForEach-Object { ConvertTo-WindowsPath "$checkout/tests/Pester/$_" }) -join ', '
        @(
            "Set-Location $(ConvertTo-WindowsPath $checkout)"
            "& $(ConvertTo-WindowsPath "$checkout/tests/Pester/Run.ps1") -Pester $(ConvertTo-WindowsPath "$root/out/Pester/$Pester/Pester.psd1")" +
                " -Lacking $(ConvertTo-WindowsPath "$run/lacking.json") -Result $(ConvertTo-WindowsPath "$Folder/result.json")" +
                " -Path $specs *> $(ConvertTo-WindowsPath "$Folder/log")"
        ) | Set-Content "$Folder/run.ps1"
        # Minutes are enough for any of them; what hangs is told as what broke off.
        & timeout --kill-after=10 $longest (Join-Path $PSScriptRoot 'PowerShell.sh') "$Folder/run.ps1" > "$Folder/console"
        if (Test-Path "$Folder/log") { Write-Host (Get-Content "$Folder/log" -Raw) }
        if (Test-Path "$Folder/result.json") {
            $counts = Get-Content "$Folder/result.json" -Raw | ConvertFrom-Json
            if ($counts.Failed -eq 0 -or $try -ge 2) { return $counts }
            # Time passes otherwise there, on a busy machine above all. What fails twice has failed.
            Write-Host "$($counts.Failed) failed; the same specs again, in a new shell."
            Move-Item $Folder "$Folder.try$try"
            continue
        }
        if ($try -eq 3 -or -not (Test-Crypt32Crash "$Folder/console")) {
            throw "The specs broke off. $Folder/console begins with: $((Get-Content "$Folder/console" -TotalCount 12) -join "`n")"
        }
        Write-Host "Wine's crypt32 ended the shell; the same specs again, try $($try + 1) of 3."
        Move-Item $Folder "$Folder.try$try"
    }
}

$longest = 600
$names = @(Get-SpecName)
$checkout = if ($Build -eq 'net8.0') { $root } else { & (Join-Path $root 'tests/WindowsPowerShellCopy.ps1') -Name "Wine$Build" }
$run = Join-Path $root "out/wine/$Build"
if (Test-Path $run) { Remove-Item $run -Recurse -Force }
$null = New-Item $run -ItemType Directory -Force
Get-Lacking | ConvertTo-Json | Set-Content "$run/lacking.json"
# A shell that breaks off takes only a part with it.
$size = [Math]::Max(12, [Math]::Ceiling($names.Count / 4))
$groups = for ($at = 0; $at -lt $names.Count; $at += $size) { Invoke-Group ($names | Select-Object -Skip $at -First $size) "$run/$at" }
$counts = @{}
foreach ($word in 'Passed', 'Failed', 'Skipped') { $counts[$word] = [int] ($groups | Measure-Object $word -Sum).Sum }
if ($Result) { $counts | ConvertTo-Json | Set-Content $Result }
Write-Host "$($counts.Passed) passed, $($counts.Failed) failed, $($counts.Skipped) skipped"
exit [int] ($counts.Failed -gt 0 -or $counts.Passed -eq 0)

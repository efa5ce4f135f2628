<#
.SYNOPSIS
    Runs the specs of a folder under one version of Pester, and tells at the end what was skipped, and for want of what.
.DESCRIPTION
    build.ps1 -Task Test starts it in a process of its own.
.PARAMETER Pester
    The manifest of the Pester to run under. Nothing is installed.
.PARAMETER Path
    The specs; all beside this file if not given.
.PARAMETER Lacking
    A JSON file that names what cannot be here. Fails: tests, or blocks that cannot begin, which count as skipped when they fail, and as
    failed when they pass. Crashes: tests that would end the shell, which are not run. Each is "FILE: BLOCK.TEST".
.PARAMETER Result
    A file that gets the counts as JSON.
.EXAMPLE
    pwsh -NoProfile -File tests/Pester/Run.ps1 out/Pester/6.2.0/Pester.psd1 tests/Pester/Ciphers.Tests.ps1
#>
param(
    [Parameter(Mandatory)] [string] $Pester,
    [string[]] $Path = $PSScriptRoot,
    [string] $Lacking,
    [string] $Result
)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
Import-Module (Resolve-Path $Pester).ProviderPath
# Lab.ps1 notes here which programs it looked for in vain.
$global:MissingPrograms = [System.Collections.Generic.SortedSet[string]]::new()

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
if ($Lacking) {
    $known = Get-Content $Lacking -Raw | ConvertFrom-Json
    $configuration.Filter.ExcludeLine = @(foreach ($one in $known.Crashes) {
            $file, $name = $one -split ': ', 2
            $spec = $Path | Where-Object { [System.IO.Path]::GetFileName($_) -eq $file }
            if (-not $spec) { continue }
            $line = Select-String -LiteralPath $spec -SimpleMatch "It '$($name -replace "'", "''")'"
            if (@($line).Count -ne 1) { throw "$Lacking names $one, which is not one test of $file." }
            "$($line.Path):$($line.LineNumber)"
        })
}
# Specs run with a user's preferences, not with this script's.
$ErrorActionPreference = 'Continue'
$run = Invoke-Pester -Configuration $configuration

# The names of a block and of what is around it.
function Get-Around([string] $File, $Block) {
    $File
    for ($one = $Block; $one -and -not $one.IsRoot; $one = $one.Parent) { "${File}: $($one.ExpandedPath)" }
}

# What of a file has this result: tests, and blocks that could not begin or end.
function Get-Outcome($Container, [string] $Result) {
    $file = [System.IO.Path]::GetFileName("$($Container.Item)")
    if ($Result -eq 'Failed' -and $Container.ErrorRecord) { [pscustomobject] @{ Name = $file; Test = $null; Within = @() } }
    $blocks = [System.Collections.Generic.Stack[object]]::new([object[]] @($Container.Blocks))
    while ($blocks.Count -gt 0) {
        $block = $blocks.Pop()
        foreach ($inner in $block.Blocks) { $blocks.Push($inner) }
        if ($Result -eq 'Failed' -and $block.ErrorRecord) {
            [pscustomobject] @{ Name = "${file}: $($block.ExpandedPath)"; Test = $null; Within = @() }
        }
        foreach ($test in $block.Tests | Where-Object Result -EQ $Result) {
            [pscustomobject] @{ Name = "${file}: $($test.ExpandedPath)"; Test = $test; Within = @(Get-Around $file $block) }
        }
    }
}

# The failures that were to be, those that were not, and the names that were to fail and did not. What a block that could not begin
# takes along needs no names of its own.
function Get-Judgement([string[]] $Fails) {
    $files = @($run.Containers | ForEach-Object { [System.IO.Path]::GetFileName("$($_.Item)") })
    $failures = @($run.Containers | ForEach-Object { Get-Outcome $_ Failed })
    $blocks = @($failures | Where-Object { -not $_.Test } | ForEach-Object Name)
    $excused = @($failures | Where-Object { $one = $_; $Fails.Where({ $_ -eq $one.Name -or ($_ -in $blocks -and $_ -in $one.Within) }) })
    [pscustomobject] @{
        Excused  = $excused
        Unneeded = @($Fails | Where-Object { ($_ -split ': ', 2)[0] -in $files -and $_ -notin $excused.Name })
        Named    = @($failures | Where-Object { $_ -notin $excused -and -not $_.Within.Where({ $_ -in $blocks }) } | ForEach-Object Name)
    }
}

$skipped = @($run.Containers | ForEach-Object {
        $tests = @(Get-Outcome $_ Skipped | ForEach-Object Test)
        if ($tests) { [pscustomobject]@{ File = [System.IO.Path]::GetFileName("$($_.Item)"); Tests = $tests } }
    })
if ($skipped) {
    Write-Host "Skipped under Pester $($run.Version):"
    foreach ($one in $skipped) {
        foreach ($group in $one.Tests | Group-Object { $_.Path[0] }) {
            $names = @($group.Group | ForEach-Object { $_.Path[-1] } | Select-Object -Unique -First 3) -join '", "'
            Write-Host "  $($one.File): $($group.Count) of '$($group.Name)': `"$names`"$(if ($group.Count -gt 3) { ' ...' })"
        }
    }
}
if ($global:MissingPrograms.Count -gt 0) { Write-Host "Not installed here, so not tried: $($global:MissingPrograms -join ', ')." }
foreach ($container in $run.Containers | Sort-Object Duration -Descending | Select-Object -First 8) {
    Write-Host ('{0,7:n1} s  {1}' -f $container.Duration.TotalSeconds, [System.IO.Path]::GetFileName("$($container.Item)"))
}

$failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
$leftOut = $run.SkippedCount
if ($Lacking) {
    $judged = Get-Judgement $known.Fails
    foreach ($one in $judged.Named) { Write-Host "Failed: $one" }
    foreach ($one in $judged.Unneeded) { Write-Host "Is said to fail here, and does not: $one" }
    $failed += $judged.Unneeded.Count - $judged.Excused.Count
    $leftOut += $judged.Excused.Count + @($configuration.Filter.ExcludeLine.Value).Count
}
if ($Result) {
    @{ Passed = $run.PassedCount; Failed = $failed; Skipped = $leftOut } | ConvertTo-Json | Set-Content $Result
}
exit [int]($failed -gt 0)

<#
.SYNOPSIS
    Runs the specs of a folder under one version of Pester, and tells at the end what was skipped, and for want of what.
.DESCRIPTION
    build.ps1 -Task Test starts it in a process of its own.
.PARAMETER Pester
    The manifest of the Pester to run under. Nothing is installed.
.PARAMETER Path
    The specs; all beside this file if not given.
.PARAMETER Result
    A file that gets the counts as JSON.
.EXAMPLE
    pwsh -NoProfile -File tests/Pester/Run.ps1 out/Pester/6.2.0/Pester.psd1 tests/Pester/Ciphers.Tests.ps1
#>
param(
    [Parameter(Mandatory)] [string] $Pester,
    [string[]] $Path = $PSScriptRoot,
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
# Specs run with a user's preferences, not with this script's.
$ErrorActionPreference = 'Continue'
$run = Invoke-Pester -Configuration $configuration

$skipped = @($run.Containers | ForEach-Object {
        $file = [System.IO.Path]::GetFileName("$($_.Item)")
        $tests = [System.Collections.Generic.List[object]]::new()
        $blocks = [System.Collections.Generic.Stack[object]]::new([object[]] @($_.Blocks))
        while ($blocks.Count -gt 0) {
            $block = $blocks.Pop()
            $tests.AddRange([object[]] @($block.Tests | Where-Object Result -EQ 'Skipped'))
            foreach ($inner in $block.Blocks) { $blocks.Push($inner) }
        }
        if ($tests.Count -gt 0) { [pscustomobject]@{ File = $file; Tests = $tests } }
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
if ($Result) {
    @{ Passed = $run.PassedCount; Failed = $failed; Skipped = $run.SkippedCount } | ConvertTo-Json | Set-Content $Result
}
exit [int]($failed -gt 0)

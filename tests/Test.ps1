<#
.SYNOPSIS
    Runs the unit tests and the specs against what is built, some suites at a time. Ends with the line that counts them, and with 1 if
    one failed.
.DESCRIPTION
    build.ps1 -Task Test calls it. Each suite is a process of its own, whose output is in out/tests, and is shown when it is over.
.PARAMETER Pester
    The versions of Pester that the specs run under.
.PARAMETER WindowsPowerShellBuild
    Runs the specs once more with the module's build for Windows PowerShell.
.PARAMETER Wine
    Runs specs with both builds in PowerShell for Windows, under Wine.
.PARAMETER FuzzSeconds
    How long each of tests/Fuzz's targets runs, half of it with a seed that is always the same, half with one made of the sources.
#>
param(
    [Parameter(Mandatory)] [string] $Configuration,
    [Parameter(Mandatory)] [string[]] $Pester,
    [switch] $WindowsPowerShellBuild,
    [switch] $Wine,
    [int] $FuzzSeconds
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot -Parent
$out = Join-Path $root 'out'
$logs = Join-Path $out 'tests'

function Invoke-Dotnet {
    & dotnet @args | Write-Host
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args -join ' ') failed with exit code $LASTEXITCODE." }
}

# The program of the shell that runs this. It finds the runtime by DOTNET_ROOT, where that is in no usual place.
function Get-Shell {
    $runs = [Environment]::ProcessPath
    if ([System.IO.Path]::GetFileNameWithoutExtension($runs) -eq 'dotnet') { $env:DOTNET_ROOT = [System.IO.Path]::GetDirectoryName($runs) }
    Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
}

function Get-SpecSuite([string] $Name, [string] $Version, [string] $Checkout, [string[]] $But, [string[]] $Only) {
    $files = Get-ChildItem (Join-Path $Checkout 'tests/Pester') -Filter '*.Tests.ps1' | Where-Object Name -NotIn $But |
        Where-Object { -not $Only -or $_.Name -in $Only }
    $specs = @($files | ForEach-Object { "'$($_.FullName -replace "'", "''")'" }) -join ', '
    $result = "$logs/$Name.json"
    $tester = Join-Path $out "Pester/$Version/Pester.psd1"
    $run = "& '$Checkout/tests/Pester/Run.ps1' -Pester '$tester' -Result '$result' -Path $specs"
    @{ Name = $Name; Program = $shell; Arguments = '-NoProfile', '-NonInteractive', '-Command', $run; Folder = $Checkout; Result = $result }
}

# Another for each state of the sources, the same for each run of one: what it finds is found again.
function Get-Seed {
    $tree = if (Get-Command git -ErrorAction Ignore) { & git -c 'safe.directory=*' -C $root rev-parse --verify --quiet 'HEAD^{tree}' }
    if ($tree) { [Convert]::ToInt32($tree.Substring(0, 7), 16) } else { Get-Random }
}

# The longest ones first, so that none is left alone at the end.
function Get-Suite {
    # The package is the same under every runner, and so is what an audit finds of a server. They make a suite of their own.
    $once = 'Package', 'Pictures', 'AuditServers', 'AuditDns', 'AuditHostile', 'AuditStartTls', 'Interrupted', 'ReportPage' |
        ForEach-Object { "$_.Tests.ps1" }
    Get-SpecSuite "specs under Pester $($Pester[0])" $Pester[0] $root $once
    $project = Join-Path $root 'tests/PSSsl.Tests'
    @{
        Name = 'unit tests'; Program = 'dotnet'; Folder = $root
        Arguments = 'msbuild', $project, '-t:RunWithCoverage', "-p:Configuration=$Configuration", '-p:CollectCoverage=true',
            '-v:m', '-nologo'
    }
    Get-SpecSuite "specs that run once, under Pester $($Pester[0])" $Pester[0] $root -Only $once
    if ($Wine) {
        foreach ($build in 'net8.0', 'netstandard2.0') {
            $result = "$logs/Windows $build.json"
            $specs = Join-Path $root 'tools/Wine/Specs.ps1'
            $arguments = '-NoProfile', '-NonInteractive', '-File', $specs, '-Build', $build, '-Pester', $Pester[0], '-Result', $result
            @{
                Name = "specs of $build in PowerShell for Windows"; Program = $shell; Arguments = $arguments; Folder = $root
                Result = $result
            }
        }
    }
    foreach ($version in $Pester | Select-Object -Skip 1) { Get-SpecSuite "specs under Pester $version" $version $root $once }
    if ($WindowsPowerShellBuild) {
        # Isolation, documents, and what starts this build itself, are not another build's business.
        $but = $once + 'Documents.Tests.ps1', 'Isolation.Tests.ps1', 'NetStandard.Tests.ps1'
        Get-SpecSuite 'specs of the build for Windows PowerShell' $Pester[0] (& (Join-Path $PSScriptRoot 'WindowsPowerShellCopy.ps1')) $but
    }
    if ($FuzzSeconds) {
        $program = Join-Path $root "tests/Fuzz/bin/$Configuration/net10.0/PSSsl.Fuzz.dll"
        $arguments = $program, 'all', '-seconds', "$FuzzSeconds", '-seed', "1,$seed"
        @{ Name = 'fuzzing'; Program = 'dotnet'; Folder = $root; Arguments = $arguments }
    }
}

function Start-Suite($Suite) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($Suite.Program)
    foreach ($argument in $Suite.Arguments) { $start.ArgumentList.Add($argument) }
    $start.WorkingDirectory = $Suite.Folder
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $Suite.Log = Join-Path $logs "$($Suite.Name).log"
    $Suite.Watch = [System.Diagnostics.Stopwatch]::StartNew()
    $Suite.Process = [System.Diagnostics.Process]::Start($start)
    $Suite.Process.StandardInput.Close()
    $Suite.File = [System.IO.File]::Create($Suite.Log)
    $Suite.Errors = $Suite.Process.StandardError.ReadToEndAsync()
    $Suite.Output = $Suite.Process.StandardOutput.BaseStream.CopyToAsync($Suite.File)
}

# Shows what a suite wrote, and gives its counts.
function Complete-Suite($Suite) {
    $Suite.Process.WaitForExit()
    $Suite.Output.Wait()
    $Suite.File.Dispose()
    $text = [System.IO.File]::ReadAllText($Suite.Log)
    Write-Host "`n== $($Suite.Name), $([int] $Suite.Watch.Elapsed.TotalSeconds) s`n$text$($Suite.Errors.Result)"
    if ($Suite.Result) {
        if (-not (Test-Path $Suite.Result)) { throw "The $($Suite.Name) broke off with exit code $($Suite.Process.ExitCode)." }
        return Get-Content $Suite.Result -Raw | ConvertFrom-Json
    }
    if ($text -match '(?m)^(?<passed>\d+) passed, (?<failed>\d+) failed, (?<skipped>\d+) skipped\s*\z') {
        return [pscustomobject] @{ Passed = [int] $Matches.passed; Failed = [int] $Matches.failed; Skipped = [int] $Matches.skipped }
    }
    if ($text -notmatch 'Total: (?<total>\d+), Errors: (?<errors>\d+), Failed: (?<failed>\d+), Skipped: (?<skipped>\d+)') {
        throw "The $($Suite.Name) did not say what they ran."
    }
    $failed = [int] $Matches.failed + [int] $Matches.errors
    if ($failed -eq 0 -and $Suite.Process.ExitCode -ne 0) {
        throw "The $($Suite.Name) ended with exit code $($Suite.Process.ExitCode), though none failed."
    }
    $skipped = [int] $Matches.skipped
    [pscustomobject] @{ Passed = [int] $Matches.total - $failed - $skipped; Failed = $failed; Skipped = $skipped }
}

# What failed, and the first lines of why. It is told again at the end, since the whole output is long.
function Write-Failure($Suite) {
    # Under Wine some are to fail: those that are not are named by themselves.
    $lines = @(Select-String -LiteralPath $Suite.Log -Pattern '^Failed: |^Is said to fail here')
    if ($lines.Count -eq 0) { $lines = @(Select-String -LiteralPath $Suite.Log -Pattern '^\s*\[-\] |\[FAIL\]\s*$' -Context 0, 4) }
    Write-Host "`nFailed in $($Suite.Name):"
    foreach ($line in $lines | Select-Object -First 20) { Write-Host (@($line.Line) + $line.Context.PostContext -join "`n") }
    if ($lines.Count -gt 20) { Write-Host "and $($lines.Count - 20) more." }
    if ($lines.Count -eq 0) { Write-Host $Suite.Errors.Result }
}

$shell = Get-Shell
Invoke-Dotnet msbuild (Join-Path $root 'tools/Pester') -restore '-t:LayOut' '-v:q' -nologo
if (Test-Path $logs) { Remove-Item $logs -Recurse -Force }
$null = New-Item $logs -ItemType Directory -Force

# The specs wait more than they compute.
$most = [Environment]::ProcessorCount + 1
$seed = Get-Seed
$env:PSSSL_OPINION_SEED ??= $seed
$passed = $failed = $skipped = 0
$waiting = [System.Collections.Generic.Queue[object]]::new([object[]] @(Get-Suite))
$running = [System.Collections.Generic.List[object]]::new()
$failing = [System.Collections.Generic.List[object]]::new()
try {
    while ($waiting.Count + $running.Count -gt 0) {
        while ($running.Count -lt $most -and $waiting.Count -gt 0) {
            $suite = $waiting.Dequeue()
            Start-Suite $suite
            $running.Add($suite)
        }
        $done = $running | Where-Object { $_.Process.HasExited } | Select-Object -First 1
        if (-not $done) { Start-Sleep -Milliseconds 200; continue }
        $null = $running.Remove($done)
        $counts = Complete-Suite $done
        if ($counts.Passed + $counts.Failed -eq 0) { throw "The $($done.Name) ran no test at all." }
        $passed += $counts.Passed
        $failed += $counts.Failed
        $skipped += $counts.Skipped
        if ($counts.Failed -gt 0) { $failing.Add($done) }
    }
}
finally {
    foreach ($suite in $running) { $suite.Process.Kill($true) }
}
foreach ($suite in $failing) { Write-Failure $suite }
Write-Host "$passed passed, $failed failed, $skipped skipped"
exit [int] ($failed -gt 0 -or $passed -eq 0)

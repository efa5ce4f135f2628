<#
.SYNOPSIS
    Builds, lays out, packs and tests the module. Runs the same under PowerShell 7 and under tools/ScriptHost.
.PARAMETER Task
    Module lays the module out in out/PSSsl. Package makes out/PSSsl.VERSION.nupkg too, and leaves in out/PSSsl what an installation of it gives. Test does all that, and runs the tests against it.
    Help writes into docs/help what the built module says of its parameters.
.PARAMETER ProjectUri
    Where the project is at home, for a package that is published.
.EXAMPLE
    dotnet run --project tools/ScriptHost -c Release -- build.ps1 -Task Test
#>
param(
    [ValidateSet('Clean', 'Build', 'Module', 'Package', 'Test', 'Help', 'PublicSuffixes', 'Pictures')]
    [string] $Task = 'Module',
    [string] $Configuration = 'Release',
    [uri] $ProjectUri
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$out = Join-Path $root 'out'
$module = Join-Path $out 'PSSsl'

function Invoke-Dotnet {
    # A failing build has no result to go on with.
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args -join ' ') failed with exit code $LASTEXITCODE." }
}

function Invoke-Clean {
    if (Test-Path $out) { Remove-Item $out -Recurse -Force }
}

function Invoke-Build {
    foreach ($project in @('src/PSSsl', 'tools/HelpBuilder') + $args) {
        Invoke-Dotnet build (Join-Path $root $project) -c $Configuration -v quiet --nologo
    }
}

function Invoke-Module {
    Invoke-Build @args
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    $null = New-Item $module -ItemType Directory -Force
    # A package is one of the module that it was made of.
    foreach ($old in Get-ChildItem $out -File -Filter '*.nupkg') { Remove-Item $old.FullName }
    foreach ($file in Get-ChildItem (Join-Path $root 'module') -File) { Copy-Item $file.FullName $module }
    Copy-Item (Join-Path $root 'LICENSE') $module
    $built = Join-Path $root "src/PSSsl/bin/$Configuration"
    # On .NET the engine and its library lie in a folder of their own and are loaded apart; on .NET Framework beside the module.
    $layout = @(
        @{ From = 'net8.0'; To = 'bin/net8.0'; Files = 'PSSsl.dll' }
        @{ From = 'net8.0'; To = 'bin/net8.0/engine'; Files = 'PSSsl.Engine.dll', 'BouncyCastle.Cryptography.dll' }
        @{ From = 'netstandard2.0'; To = 'bin/netstandard2.0'; Files = 'PSSsl.dll', 'PSSsl.Engine.dll', 'BouncyCastle.Cryptography.dll' }
    )
    foreach ($part in $layout) {
        $target = Join-Path $module $part.To
        $null = New-Item $target -ItemType Directory -Force
        foreach ($file in $part.Files) { Copy-Item (Join-Path $built $part.From $file) $target }
    }
    $help = Join-Path $module 'en-US'
    $null = New-Item $help -ItemType Directory -Force
    foreach ($file in Get-ChildItem (Join-Path $root 'module/en-US') -File) { Copy-Item $file.FullName $help }
    Invoke-Dotnet (Join-Path $root "tools/HelpBuilder/bin/$Configuration/net10.0/HelpBuilder.dll") (Join-Path $root 'docs/help') (Join-Path $help 'PSSsl.dll-Help.xml')
    Write-Host "module: $module"
}

# What is left in out/PSSsl came out of the package, as an installation would take it.
function Invoke-Package {
    Invoke-Module 'tools/Packager' @args
    $package = & (Join-Path $root 'tools/Package.ps1') -Module $module -Destination $out -Packager (Join-Path $root "tools/Packager/bin/$Configuration/net10.0/Packager.dll") -ProjectUri $ProjectUri
    Remove-Item $module -Recurse -Force
    [System.IO.Compression.ZipFile]::ExtractToDirectory($package, $module)
    foreach ($part in '[Content_Types].xml', 'PSSsl.nuspec') { [System.IO.File]::Delete([System.IO.Path]::Combine($module, $part)) }
    foreach ($part in '_rels', 'package') { Remove-Item (Join-Path $module $part) -Recurse -Force }
    Write-Host "package: $package"
}

function Invoke-UnitTest {
    $lines = & dotnet (Join-Path $root "tests/PSSsl.Tests/bin/$Configuration/net10.0/PSSsl.Tests.dll") -noColor
    $code = $LASTEXITCODE
    foreach ($line in $lines) { Write-Host $line }
    foreach ($line in $lines) {
        if ($line -match 'Total: (?<total>\d+), Errors: (?<errors>\d+), Failed: (?<failed>\d+), Skipped: (?<skipped>\d+)') {
            $failed = [int]$Matches['failed'] + [int]$Matches['errors']
            if ($code -ne 0 -and $failed -eq 0) { throw "The unit tests ended with exit code $code, though none failed." }
            return @{ Passed = [int]$Matches['total'] - $failed - [int]$Matches['skipped']; Failed = $failed; Skipped = [int]$Matches['skipped'] }
        }
    }
    throw 'The unit tests did not say what they ran.'
}

function Test-Pester {
    # The shell and the test runner of the users, when the machine has both.
    if (-not (Get-Command pwsh -CommandType Application -ErrorAction SilentlyContinue)) { return $false }
    $null = & pwsh -NoProfile -NonInteractive -Command 'exit [int](-not (Get-Module Pester -ListAvailable | Where-Object Version -ge ''5.0''))'
    $LASTEXITCODE -eq 0
}

function Invoke-Spec {
    # The specs run in a process of their own: this one has the module's files open on some platforms.
    $specs = Join-Path $root 'tests/Pester'
    if (Test-Pester) {
        $run = "Import-Module Pester -MinimumVersion 5.0; `$r = Invoke-Pester -Path '$($specs -replace "'", "''")' -PassThru -Output Normal; " +
            "'{0} passed, {1} failed, {2} skipped' -f `$r.PassedCount, (`$r.FailedCount + `$r.FailedBlocksCount + `$r.FailedContainersCount), `$r.SkippedCount"
        $lines = & pwsh -NoProfile -NonInteractive -Command $run
    }
    else {
        $bundled = Join-Path $root 'tools/ScriptHost/bin' $Configuration 'net10.0/ScriptHost.dll'
        if (-not (Test-Path $bundled)) { Invoke-Dotnet build (Join-Path $root 'tools/ScriptHost') -c $Configuration -v quiet --nologo }
        $lines = & dotnet $bundled -Test $specs
    }
    $code = $LASTEXITCODE
    foreach ($line in $lines) { Write-Host $line }
    $last = @($lines)[-1]
    if ($last -notmatch '^(?<passed>\d+) passed, (?<failed>\d+) failed, (?<skipped>\d+) skipped$') { throw "The specs broke off with exit code $code." }
    @{ Passed = [int]$Matches['passed']; Failed = [int]$Matches['failed']; Skipped = [int]$Matches['skipped'] }
}

function Invoke-Test {
    Invoke-Package 'tests/PSSsl.Tests'
    $passed = $failed = $skipped = 0
    foreach ($count in @(Invoke-UnitTest), @(Invoke-Spec)) {
        if ($count[0].Passed + $count[0].Failed -eq 0) { throw 'A suite ran no test at all.' }
        $passed += $count[0].Passed
        $failed += $count[0].Failed
        $skipped += $count[0].Skipped
    }
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    if ($failed -gt 0 -or $passed -eq 0) { exit 1 }
}

switch ($Task) {
    'Clean' { Invoke-Clean }
    'Build' { Invoke-Build 'tools/Packager' 'tests/PSSsl.Tests' }
    'Module' { Invoke-Module }
    'Package' { Invoke-Package }
    'Test' { Invoke-Test }
    'Help' { Invoke-Module; & (Join-Path $root 'tools/HelpPages.ps1') }
    'Pictures' { Invoke-Module; & (Join-Path $root 'tools/TerminalPictures.ps1') }
    'PublicSuffixes' { & (Join-Path $root 'tools/PublicSuffixes.ps1') }
}

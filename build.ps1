<#
.SYNOPSIS
    Builds, lays out, packs and tests the module. Needs the .NET SDK of global.json, and nothing else.
.PARAMETER Task
    Module lays the module out in out/PSSsl. Package compiles it ahead of time for the usual systems, makes out/PSSsl.VERSION.nupkg,
    and leaves in out/PSSsl what an installation of it gives. Test does all that, and runs the tests against it.
    Help writes into docs/help what the built module says of its parameters.
.PARAMETER Pester
    The versions of Pester that the specs run under: those of tools/Pester/Pester.csproj. The first of them, if none is given.
.PARAMETER WindowsPowerShellBuild
    Runs the specs once more with the build for Windows PowerShell (netstandard2.0) in place of the one for PowerShell 7.
.PARAMETER Wine
    Runs specs with both builds in PowerShell for Windows too, under Wine, which tools/Wine sets up. Needs root.
.PARAMETER FuzzSeconds
    How long each reader of others' bytes is fed with mutations; 0, not at all, if it is not given.
.PARAMETER ProjectUri
    Where the project is at home, for a package that is published.
.EXAMPLE
    dotnet tool exec -y PowerShell -- -NoProfile -File build.ps1 -Task Test
.EXAMPLE
    pwsh build.ps1 -Task Test -Pester 5.7.1
#>
param(
    [ValidateSet('Clean', 'Build', 'Module', 'Package', 'Test', 'Help', 'PublicSuffixes', 'Pictures')]
    [string] $Task = 'Module',
    [string] $Configuration = 'Release',
    [string[]] $Pester,
    [switch] $WindowsPowerShellBuild,
    [switch] $Wine,
    [int] $FuzzSeconds,
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
        @{ From = 'net8.0'; To = 'bin/net8.0'; Files = 'PSSsl.dll', 'PSSsl.Core.dll' }
        @{ From = 'net8.0'; To = 'bin/net8.0/engine'; Files = 'PSSsl.Engine.dll', 'BouncyCastle.Cryptography.dll' }
        @{ From = 'netstandard2.0'; To = 'bin/netstandard2.0'; Files = 'PSSsl.dll', 'PSSsl.Core.dll', 'PSSsl.Engine.dll', 'BouncyCastle.Cryptography.dll' }
    )
    foreach ($part in $layout) {
        $target = Join-Path $module $part.To
        $null = New-Item $target -ItemType Directory -Force
        foreach ($file in $part.Files) { Copy-Item (Join-Path $built $part.From $file) $target }
    }
    $help = Join-Path $module 'en-US'
    $null = New-Item $help -ItemType Directory -Force
    foreach ($file in Get-ChildItem (Join-Path $root 'module/en-US') -File) { Copy-Item $file.FullName $help }
    $helpBuilder = Join-Path $root "tools/HelpBuilder/bin/$Configuration/net10.0/HelpBuilder.dll"
    $site = if ($ProjectUri) { $ProjectUri.AbsoluteUri }
    Invoke-Dotnet $helpBuilder (Join-Path $root 'docs/help') (Join-Path $help 'PSSsl.dll-Help.xml') @site
    Write-Host "module: $module"
}

# The same module with machine code in it, beside the build that runs everywhere: PSSsl.psm1 looks for its own system's.
function Add-AheadOfTime {
    foreach ($system in 'linux-x64', 'win-x64') {
        Invoke-Dotnet publish (Join-Path $root 'tools/AheadOfTime') -c $Configuration -r $system -v quiet --nologo
        $compiled = Join-Path $root "tools/AheadOfTime/bin/$Configuration/net10.0/$system/publish"
        $target = Join-Path $module "bin/net10.0-$system"
        $null = New-Item (Join-Path $target 'engine') -ItemType Directory -Force
        foreach ($file in 'PSSsl.dll', 'PSSsl.Core.dll') { Copy-Item (Join-Path $compiled $file) $target }
        foreach ($file in 'PSSsl.Engine.dll', 'BouncyCastle.Cryptography.dll') { Copy-Item (Join-Path $compiled $file) (Join-Path $target 'engine') }
    }
}

# What is left in out/PSSsl came out of the package, as an installation would take it.
function Invoke-Package {
    Invoke-Module 'tools/Packager' @args
    Add-AheadOfTime
    $packager = Join-Path $root "tools/Packager/bin/$Configuration/net10.0/Packager.dll"
    $package = & (Join-Path $root 'tools/Package.ps1') -Module $module -Destination $out -Packager $packager -ProjectUri $ProjectUri
    Remove-Item $module -Recurse -Force
    [System.IO.Compression.ZipFile]::ExtractToDirectory($package, $module)
    foreach ($part in '[Content_Types].xml', 'PSSsl.nuspec', '_rels', 'package') {
        Remove-Item -LiteralPath (Join-Path $module $part) -Recurse -Force
    }
    Write-Host "package: $package"
}

# All that tools/Pester knows, the usual one first.
function Get-PesterVersion {
    $known = "$(Invoke-Dotnet msbuild (Join-Path $root 'tools/Pester') '-getProperty:PesterVersions')".Trim().Split(';')
    # From outside of PowerShell a list is one text.
    $wanted = @($Pester | ForEach-Object { "$_".Split(',') } | ForEach-Object Trim | Where-Object { $_ })
    foreach ($version in $wanted) {
        if ($version -notin $known) { throw "Pester $version is not in tools/Pester/Pester.csproj. Valid versions: $($known -join ', ')." }
    }
    if ($wanted) { $wanted } else { $known[0] }
}

switch ($Task) {
    'Clean' { Invoke-Clean }
    'Build' { Invoke-Build 'tools/Packager' 'tests/PSSsl.Tests' }
    'Module' { Invoke-Module }
    'Package' { Invoke-Package }
    'Test' {
        # An unknown version is refused before minutes of building.
        $versions = @(Get-PesterVersion)
        $projects = @('tests/PSSsl.Tests') + $(if ($FuzzSeconds) { 'tests/Fuzz' })
        Invoke-Package @projects
        $suites = @{ Pester = $versions; WindowsPowerShellBuild = $WindowsPowerShellBuild; Wine = $Wine; FuzzSeconds = $FuzzSeconds }
        & (Join-Path $root 'tests/Test.ps1') -Configuration $Configuration @suites
        exit $LASTEXITCODE
    }
    'Help' { Invoke-Module; & (Join-Path $root 'tools/HelpPages.ps1') }
    'Pictures' { Invoke-Module; & (Join-Path $root 'tools/TerminalPictures.ps1'); & (Join-Path $root 'tools/ReportPicture.ps1') }
    'PublicSuffixes' { & (Join-Path $root 'tools/PublicSuffixes.ps1') }
}

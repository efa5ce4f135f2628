<#
.SYNOPSIS
    Makes the package for the PowerShell Gallery of a module that is laid out: completes its manifest, writes its bill of materials and the package.
.DESCRIPTION
    The package depends on the sources alone: the same ones make the same bytes, in whatever folder.
.PARAMETER Module
    The folder with the module.
.PARAMETER Destination
    The folder that gets the package.
.PARAMETER Packager
    The built tools/Packager.
.PARAMETER ProjectUri
    Where the project is at home, for the Gallery's page; whoever publishes knows that.
.OUTPUTS
    The package's path.
#>
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Destination,
    [Parameter(Mandatory)] [string] $Packager,
    [uri] $ProjectUri
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot -Parent
$manifest = Join-Path $Module 'PSSsl.psd1'
$billName = 'PSSsl.cdx.json'

function Read-Manifest {
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($manifest, [ref] $null, [ref] $errors)
    if ($errors) { throw "$manifest cannot be read: $($errors[0].Message)" }
    $tree.EndBlock.Statements[0].PipelineElements[0].Expression.SafeGetValue()
}

# What changed in this version, as CHANGELOG.md tells it, or what will be in the next one.
function Get-ReleaseNote([string] $Version) {
    $text = [System.IO.File]::ReadAllText((Join-Path $root 'CHANGELOG.md')).Replace("`r`n", "`n")
    foreach ($heading in [regex]::Escape($Version), 'Unreleased') {
        if ($text -match "(?ms)^## \[$heading\][^\n]*\n(?<notes>.*?)(?=^## |\z)") { return $Matches['notes'].Trim() }
    }
    throw "CHANGELOG.md has no section for $Version, and none for what is not released."
}

function Set-Once([string] $Text, [string] $Old, [string] $New) {
    $parts = $Text.Split([string[]] @($Old), 'None')
    if ($parts.Length -ne 2) { throw "$manifest has '$Old' $($parts.Length - 1) times, and should have it once." }
    $parts[0] + $New + $parts[1]
}

function Get-ModuleFile {
    $prefix = [System.IO.Path]::GetFullPath($Module).Length + 1
    $files = [string[]] @(foreach ($file in [System.IO.Directory]::GetFiles([System.IO.Path]::GetFullPath($Module), '*', 'AllDirectories')) { $file.Substring($prefix).Replace('\', '/') })
    [Array]::Sort($files, [StringComparer]::Ordinal)
    $files
}

function Complete-Manifest {
    $notes = Get-ReleaseNote (Read-Manifest).ModuleVersion
    # Within a here-string only its own end is special.
    if ($notes -match "(?m)^'@") { throw 'CHANGELOG.md has a line that would end a here-string.' }
    $files = @(Get-ModuleFile) + $billName
    [Array]::Sort($files, [StringComparer]::Ordinal)
    $text = [System.IO.File]::ReadAllText($manifest).Replace("`r`n", "`n")
    $text = Set-Once $text "    # What the package adds: tools/Package.ps1 writes it.`n" ''
    $text = Set-Once $text 'FileList               = @()' "FileList               = @(`n$(($files | ForEach-Object { "        '$_'" }) -join "`n")`n    )"
    $site = if ($ProjectUri) { "`n            ProjectUri   = '$($ProjectUri.AbsoluteUri.Replace("'", "''"))'" }
    $text = Set-Once $text "ReleaseNotes = ''" "ReleaseNotes = @'`n$notes`n'@$site"
    # Windows PowerShell takes a file without the mark for one in the machine's own characters.
    [System.IO.File]::WriteAllText($manifest, $text, [System.Text.UTF8Encoding]::new($true))
}

function Write-NuSpec([string] $Path) {
    $data = Read-Manifest
    $facts = $data.PrivateData.PSData
    # The tags by which the Gallery finds modules, editions and commands.
    $tags = @('PSModule') + $facts.Tags + 'PSIncludes_Cmdlet' + ($data.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" })
    if ($data.FunctionsToExport) { $tags += @('PSIncludes_Function') + ($data.FunctionsToExport | ForEach-Object { "PSFunction_$_"; "PSCommand_$_" }) }
    $fields = @(
        @('id', 'PSSsl'), @('version', $data.ModuleVersion), @('authors', $data.Author), @('owners', $data.CompanyName), @('requireLicenseAcceptance', 'false'), @('licenseUrl', $facts.LicenseUri)
        if ($facts.ProjectUri) { , @('projectUrl', $facts.ProjectUri) }
        @('description', $data.Description), @('releaseNotes', $facts.ReleaseNotes), @('copyright', $data.Copyright), @('tags', ($tags -join ' '))
    )
    $lines = $fields | ForEach-Object { "    <$($_[0])>$([System.Security.SecurityElement]::Escape($_[1]))</$($_[0])>" }
    $text = @('<?xml version="1.0" encoding="utf-8"?>', '<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">', '  <metadata>') + $lines + '  </metadata>', '</package>', ''
    [System.IO.File]::WriteAllText($Path, ($text -join "`n"))
}

function Invoke-Packager {
    & dotnet $Packager @args | Write-Host
    if ($LASTEXITCODE -ne 0) { throw "The packager failed with exit code $LASTEXITCODE." }
}

Complete-Manifest
$version = (Read-Manifest).ModuleVersion
Invoke-Packager sbom $root $Module $version (Join-Path $Module $billName)
$nuspec = Join-Path $Destination 'PSSsl.nuspec'
$package = Join-Path $Destination "PSSsl.$version.nupkg"
Write-NuSpec $nuspec
try { Invoke-Packager pack $Module $nuspec $package } finally { Remove-Item $nuspec }
$package

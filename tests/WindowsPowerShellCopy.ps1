<#
.SYNOPSIS
    Lays the sources out beside a module that loads the build for Windows PowerShell, so that specs and examples find it where they always
    do, and gives that folder.
.PARAMETER Name
    The folder's name below out.
#>
param([string] $Name = 'WindowsPowerShell')

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot -Parent
$copy = Join-Path $root "out/$Name"

function Copy-File([string] $File) {
    $target = Join-Path $copy $File.Substring($root.Length)
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($target))
    [System.IO.File]::Copy($File, $target, $true)
}

if (Test-Path $copy) { Remove-Item $copy -Recurse -Force }
foreach ($file in Get-ChildItem $root -File) { Copy-File $file.FullName }
foreach ($folder in 'docs', 'examples', 'module', 'src', 'tests/Pester', 'tools') {
    foreach ($file in Get-ChildItem (Join-Path $root $folder) -File -Recurse) {
        if ($file.FullName.Substring($root.Length) -notmatch '[\\/](bin|obj)[\\/]') { Copy-File $file.FullName }
    }
}
foreach ($file in Get-ChildItem (Join-Path $root 'out/PSSsl') -File -Recurse) { Copy-File $file.FullName }
foreach ($compiled in Get-ChildItem (Join-Path $copy 'out/PSSsl/bin') -Directory -Filter 'net10.0-*') { Remove-Item $compiled.FullName -Recurse }
$loader = Join-Path $copy 'out/PSSsl/PSSsl.psm1'
$text = [System.IO.File]::ReadAllText($loader)
$pointed = $text.Replace('bin/net8.0/PSSsl.dll', 'bin/netstandard2.0/PSSsl.dll')
if ($pointed -eq $text) { throw "$loader does not load bin/net8.0/PSSsl.dll." }
[System.IO.File]::WriteAllText($loader, $pointed)
$copy

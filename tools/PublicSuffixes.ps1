<#
.SYNOPSIS
    Gets the Public Suffix List anew and writes ICANN's part of it as the module embeds it: in A-labels, sorted, with its version.
.DESCRIPTION
    The list says below which names anybody can register one; a wildcard must not reach across that. Commit what changes.
.PARAMETER Source
    Where the list is: its address, or a file.
.PARAMETER Destination
    The embedded list.
.PARAMETER Version
    For copies that do not have theirs in them, as those of distributions.
.EXAMPLE
    pwsh build.ps1 -Task PublicSuffixes
#>
param(
    [string] $Source = 'https://publicsuffix.org/list/public_suffix_list.dat',
    [string] $Destination = (Join-Path $PSScriptRoot '../src/PSSsl.Core/Hostnames/public_suffix_list.icann.txt'),
    [string] $Version
)

$ErrorActionPreference = 'Stop'

function Read-List([string] $From) {
    if ($From -notmatch '^https://') { return [System.IO.File]::ReadAllText($From) }
    $client = [System.Net.Http.HttpClient]::new()
    $client.Timeout = [TimeSpan]::FromSeconds(60)
    $client.MaxResponseContentBufferSize = 16MB
    try { $client.GetStringAsync($From).GetAwaiter().GetResult() } finally { $client.Dispose() }
}

$text = Read-List $Source
$begin = $text.IndexOf('===BEGIN ICANN DOMAINS===')
$end = $text.IndexOf('===END ICANN DOMAINS===')
if ($begin -lt 0 -or $end -lt $begin) { throw "$Source is not a Public Suffix List: its marks are missing." }
if (-not $Version) {
    if ($text -notmatch '(?m)^// VERSION: (?<version>[0-9][^\s,]*)') { throw "$Source does not say its version: give it with -Version." }
    $Version = $Matches['version']
}

$idn = [System.Globalization.IdnMapping]::new()
$rules = [System.Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
foreach ($line in $text.Substring($begin, $end - $begin).Split("`n")) {
    # A rule ends at the first blank.
    $rule = $line.Trim().Split(' ')[0]
    if ($rule -eq '' -or $rule.StartsWith('//') -or $rule.StartsWith('===')) { continue }
    $mark = if ($rule.StartsWith('!')) { '!' } elseif ($rule.StartsWith('*.')) { '*.' } else { '' }
    $name = $idn.GetAscii($rule.Substring($mark.Length)).ToLowerInvariant()
    if ($mark -ne '' -or $name.Contains('.')) { $null = $rules.Add($mark + $name) }
}

# A list that suddenly is small would let wildcards reach what is public.
if ($rules.Count -lt 5000) { throw "$Source has only $($rules.Count) rules: it is not complete." }
$head = @(
    "// The ICANN part of the Public Suffix List (https://publicsuffix.org/), version $Version, in A-labels and sorted."
    '// Rules of one plain label are left out: they are what a domain that is not listed has anyway.'
    '// This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0.'
    '// If a copy of the MPL was not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.'
)
[System.IO.File]::WriteAllText($Destination, (($head + @($rules)) -join "`n") + "`n")
Write-Host "$($rules.Count) rules of version $Version"

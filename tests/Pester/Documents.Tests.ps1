# What is written beside the code: links lead somewhere, and what is said twice is said alike.
BeforeDiscovery {
    $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
    $documents = foreach ($file in Get-ChildItem $root -File -Filter *.md) { $file }
    $documents += foreach ($folder in 'docs', 'examples') { Get-ChildItem (Join-Path $root $folder) -File -Filter *.md -Recurse }
    $cases = $documents | ForEach-Object { @{ Name = [System.IO.Path]::GetRelativePath($root, $_.FullName).Replace('\', '/'); File = $_.FullName } }
}

Describe 'The document <Name>' -ForEach $cases {
    BeforeAll {
        $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")

        # As hosts of repositories make them of headings.
        function Get-Anchor([string] $File) {
            $seen = @{}
            foreach ($heading in [regex]::Matches([System.IO.File]::ReadAllText($File), '(?m)^#{1,6} +(?<text>[^\r\n]+)')) {
                $anchor = ($heading.Groups['text'].Value.Trim().ToLowerInvariant() -replace '[^\p{L}\p{N} _-]').Replace(' ', '-')
                if ($seen[$anchor]) { "$anchor-$($seen[$anchor])" } else { $anchor }
                $seen[$anchor]++
            }
        }
    }

    It 'has links that lead somewhere' {
        $text = [regex]::Replace([System.IO.File]::ReadAllText($File), '(?s)```.*?```|`[^`\n]*`', '')
        $broken = foreach ($link in [regex]::Matches($text, '\]\((?<to>[^)\s]+)\)|(?m)^\[[^\]]+\]:\s*(?<to>\S+)')) {
            $to = $link.Groups['to'].Value
            if ($to -match '^(https?|mailto):') {
                if (-not [uri]::IsWellFormedUriString($to, 'Absolute')) { $to }
                continue
            }
            $path, $anchor = $to.Split('#', 2)
            $target = if ($path) { [System.IO.Path]::GetFullPath([System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($File), [uri]::UnescapeDataString($path))) } else { $File }
            if (-not (Test-Path -LiteralPath $target)) { $to; continue }
            if ($anchor -and $target -like '*.md' -and $anchor -notin (Get-Anchor $target)) { $to }
        }
        $broken | Should -BeNullOrEmpty
    }

    It 'names files of the project that are there' {
        # In code marks, with a folder: what is neither a pattern nor made by a build.
        $text = [regex]::Replace([System.IO.File]::ReadAllText($File), '(?s)```.*?```', '')
        $gone = foreach ($name in [regex]::Matches($text, '`(?<path>(docs|examples|bench|src|tests|tools|module|\.ci|\.config)/[\w./-]+)`')) {
            if (-not (Test-Path -LiteralPath (Join-Path $root $name.Groups['path'].Value))) { $name.Groups['path'].Value }
        }
        $gone | Should -BeNullOrEmpty
    }
}

Describe 'The commands of the README' {
    It 'start the PowerShell of the tool manifest' {
        $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
        $tool = (Get-Content "$root/.config/dotnet-tools.json" -Raw | ConvertFrom-Json).tools.powershell
        $tool.commands | Should -Be 'pwsh'
        $named = [regex]::Matches([System.IO.File]::ReadAllText("$root/README.md"), 'dotnet tool exec -y PowerShell(?<version>@\S+)? ')
        $named.Count | Should -BeGreaterThan 1
        foreach ($one in $named) { $one.Groups['version'].Value | Should -BeIn '', "@$($tool.version)" }
    }
}

# The README's pictures show what the commands write today.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    # Other versions colour headings otherwise, or have no colours; so has a terminal that says that it shows none.
    $otherLook = $PSVersionTable.PSVersion -lt [version] '7.6' -or $env:TERM -eq 'dumb' -or $env:NO_COLOR
    $pictures = [System.IO.Directory]::GetFiles("$PSScriptRoot/../../docs/pictures", '*.svg') | ForEach-Object { @{ Name = [System.IO.Path]::GetFileName($_) } }
}

Describe 'The pictures of the README' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $kept = "$PSScriptRoot/../../docs/pictures"
        $readme = [System.IO.File]::ReadAllText("$PSScriptRoot/../../README.md")
        $folder = Join-Path "$TestDrive" 'pictures'
        if ($PSVersionTable.PSVersion -ge [version] '7.6') { & "$PSScriptRoot/../../tools/TerminalPictures.ps1" -OutFolder $folder *> $null }
    }

    It '<Name> is what build.ps1 -Task Pictures renders' -ForEach $pictures -Skip:$otherLook {
        [System.IO.File]::ReadAllText("$folder/$Name") | Should -BeExactly ([System.IO.File]::ReadAllText("$kept/$Name"))
    }

    It 'are all there' -Skip:$otherLook {
        [System.IO.Directory]::GetFiles($folder).Count | Should -Be ([System.IO.Directory]::GetFiles($kept, '*.svg').Count)
    }

    It '<Name> is shown, with words for those who do not see it' -ForEach $pictures {
        $readme | Should -Match "!\[[^\]]{20,}\]\(docs/pictures/$([regex]::Escape($Name))\)"
    }

    # A browser draws it a little otherwise on every machine: it is not compared.
    It 'the page of an audit is shown, light and dark, with words for those who do not see it' {
        foreach ($look in 'light', 'dark') { [System.IO.File]::ReadAllBytes("$kept/audit-$look.png").Length | Should -BeLessThan 300KB }
        $readme | Should -Match '<source media="\(prefers-color-scheme: dark\)" srcset="docs/pictures/audit-dark\.png">\s+<img alt="[^"]{20,}" src="docs/pictures/audit-light\.png">'
    }

    It '<Name> is well-formed, and all its text is inside' -ForEach $pictures {
        [xml] $svg = [System.IO.File]::ReadAllText("$kept/$Name")
        $width = [double]::Parse($svg.svg.width, [cultureinfo]::InvariantCulture)
        $height = [double]::Parse($svg.svg.height, [cultureinfo]::InvariantCulture)
        foreach ($text in $svg.svg.text) {
            [double]::Parse($text.x, [cultureinfo]::InvariantCulture) + [double]::Parse($text.textLength, [cultureinfo]::InvariantCulture) | Should -BeLessThan $width
            [double]::Parse($text.y, [cultureinfo]::InvariantCulture) | Should -BeLessThan $height
        }
        $svg.svg.title | Should -Not -BeNullOrEmpty
    }
}

BeforeDiscovery {
    # Every example of every page runs, as a reader would run it.
    $pages = [System.IO.Directory]::GetFiles("$PSScriptRoot/../../docs/help", '*.md')
    $examples = foreach ($file in $pages) {
        $command = [System.IO.Path]::GetFileNameWithoutExtension($file)
        $found = [regex]::Matches([System.IO.File]::ReadAllText($file), '(?s)### (Example \d+)[^\n]*\n```powershell\n(.*?)\n```')
        foreach ($match in $found) { @{ Command = $command; Title = $match.Groups[1].Value; Code = $match.Groups[2].Value } }
    }
    $commands = foreach ($file in [System.IO.Directory]::GetFiles("$PSScriptRoot/../../src/PSSsl/Commands", '*Command.cs', 'AllDirectories')) {
        if ([System.IO.File]::ReadAllText($file) -match '\[Cmdlet\(Verbs\w+\.(\w+), "(\w+)"') { @{ Command = "$($Matches[1])-$($Matches[2])" } }
    }
}

Describe 'Help' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $folder = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../docs/help")
        $manual = [System.IO.File]::ReadAllText("$PSScriptRoot/manual-names.txt").Split([char[]] " `r`n", [StringSplitOptions]::RemoveEmptyEntries)
        $pages = [System.IO.Directory]::GetFiles($folder, '*.md')
        function Read-Page([string] $Command) { [System.IO.File]::ReadAllText("$folder/$Command.md").Replace("`r", '') }
        . "$PSScriptRoot/HelpStage.ps1"
        $stage = New-HelpStage "$TestDrive/stage"
        function Read-Section([string] $Page, [string] $Heading) { [regex]::Match($Page, "(?ms)^## $Heading\n(.*?)(?=^## |\z)").Groups[1].Value.Trim() }
    }

    It '<Title> of <Command> runs' -ForEach $examples {
        $ErrorActionPreference = 'Stop'
        $null = Invoke-OnStage $stage $Code
        $Code | Should -Match ([regex]::Escape($Command))
    }

    It 'has examples that a person would type' {
        $all = ($pages | ForEach-Object { [regex]::Matches([System.IO.File]::ReadAllText($_), '(?s)```powershell\n(.*?)\n```').Value }) -join "`n"
        $all | Should -Not -Match 'AppendChar|\[(System\.)?IO\.(File|Path|Directory)\]'
        $pages | ForEach-Object { [System.IO.File]::ReadAllText($_) } | Should -Not -Match '\(manual[:,]'
    }

    It '<Command> is exported, and has a page that explains all its parameters' -ForEach $commands {
        $info = Get-Command $Command -Module PSSsl
        $info | Should -Not -BeNullOrEmpty
        $page = Read-Page $Command
        foreach ($parameter in $info.Parameters.Values) {
            if ($parameter.Name -notin ([System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters)) {
                $page | Should -Match "(?m)^### -$($parameter.Name)\n[^\n``#]" -Because 'every parameter is explained'
            }
        }
        foreach ($heading in 'SYNOPSIS', 'DESCRIPTION', 'OUTPUTS', 'NOTES') { Read-Section $page $heading | Should -Not -BeNullOrEmpty -Because "the page needs its $heading" }
    }

    It '<Command> is in words, and has no code where it explains' -ForEach $commands {
        [regex]::Replace((Read-Page $Command), '(?s)```.*?```', '') | Should -Not -Match '</?(summary|c|see|para)\b|(?m)^(public|private|internal) '
    }

    It '<Command> tells what goes in, and what comes out and when' -ForEach $commands {
        $page = Read-Page $Command
        foreach ($heading in 'INPUTS', 'OUTPUTS') { Read-Section $page $heading | Should -Match '^(### \S+\n(?!#)[^\n]+(\n\n|$))+$' }
        foreach ($type in (Get-Command $Command).OutputType) { if ($type.Type -ne [void]) { Read-Section $page 'OUTPUTS' | Should -Match "(?m)^### $([regex]::Escape($type.Name))$" } }
    }

    It '<Command> has its many options by purpose' -ForEach $commands {
        $page = Read-Section (Read-Page $Command) 'PARAMETERS'
        $own = [regex]::Matches($page, '(?m)^### -').Count
        [regex]::Matches($page, '(?m)^### [A-Z]').Count | Should -BeGreaterOrEqual $(if ($own -gt 20) { 4 } else { 0 })
    }

    It 'fits a screen' {
        foreach ($command in 'Get-PeerCertificate', 'New-SslSocket', 'New-SslListener', 'Test-SslServer') {
            $lines = (Get-Help $command | Out-String -Width 80).TrimEnd().Split("`n").Count
            $lines | Should -BeLessOrEqual 50 -Because "what Get-Help $command shows is not to scroll away"
        }
        # And nothing is hidden by that.
        @((Get-Help New-SslSocket -Full).parameters.parameter.name) | Should -Contain SignatureScheme
        (Get-Help Get-PeerCertificate -Full | Out-String) | Should -Match 'Trust: -CAFile, -CAPath'
    }

    It '<Command> has three examples or more, each with what it shows' -ForEach $commands {
        $found = [regex]::Matches((Read-Section (Read-Page $Command) 'EXAMPLES'), '(?ms)^### Example (\d+): \S[^\n]*\n```powershell\n.+?\n```\n\n(?!```|#)\S')
        $found.Count | Should -BeGreaterOrEqual 3
        @($found | ForEach-Object { [int] $_.Groups[1].Value }) | Should -Be @(1..$found.Count)
    }

    It '<Command> leads to other pages, to the row of the manual and to what is there' -ForEach $commands {
        $links = @((Read-Section (Read-Page $Command) 'RELATED LINKS').Split("`n") | Where-Object { $_ })
        $links | Should -Not -BeNullOrEmpty
        foreach ($link in $links) {
            $link | Should -Match '^\[[^\]]+\]\([^)]+\)$'
            $parts = [regex]::Match($link, '^\[([^\]]+)\]\(([^)]+)\)$').Groups
            $text, $target = $parts[1].Value, $parts[2].Value
            if ($text -match '^RFC (\d+)(, ([\w.]+))?$') {
                # The address must be that of the text.
                $place = if ($Matches[3]) { '#(section|appendix)-' + [regex]::Escape($Matches[3]) }
                $target | Should -Match "^https://www\.rfc-editor\.org/rfc/rfc$($Matches[1])$place$"
            }
            elseif ($text -match '^(IO::Socket::SSL[\w:]*): (.+)$') {
                $target | Should -Be "https://metacpan.org/pod/$($Matches[1])"
                foreach ($name in $Matches[2] -split ', ') { $manual | Should -Contain $name -Because 'the manual must have it' }
            }
            else {
                [System.IO.File]::Exists([System.IO.Path]::Combine($folder, $target)) | Should -BeTrue -Because "$link must lead somewhere"
                $target | Should -Match "(^|/)$([regex]::Escape([System.IO.Path]::GetFileName($text)))(\.md|\.help\.txt)?$"
            }
        }
        # What the manual has no row for is explained in a topic.
        @($links | Where-Object { $_ -match '^\[(IO::Socket::SSL|about_PSSsl)' }).Count | Should -BeGreaterOrEqual 1
        @($links | Where-Object { $_ -match '^\[\w+-\w+\]' }).Count | Should -BeGreaterOrEqual 1
    }

    It 'says of syntax and parameters what the module says' {
        # A copy, so that the pages stay as they are when one is not up to date: `build.ps1 -Task Help` renews them.
        $copy = Join-Path $TestDrive 'help'
        $null = [System.IO.Directory]::CreateDirectory($copy)
        foreach ($file in [System.IO.Directory]::GetFiles($folder, '*.md')) { [System.IO.File]::Copy($file, [System.IO.Path]::Combine($copy, [System.IO.Path]::GetFileName($file))) }
        & "$PSScriptRoot/../../tools/HelpPages.ps1" -Path $copy | Should -BeNullOrEmpty -Because 'these pages have drifted: run build.ps1 -Task Help'
        # And it does see what has drifted.
        $page = [System.IO.Path]::Combine($copy, 'New-SslListener.md')
        $before = [System.IO.File]::ReadAllText($page)
        [System.IO.File]::WriteAllText($page, $before.Replace('Default value: 128', 'Default value: 5').Replace('[-SelfSigned]', '[-Signed]'))
        & "$PSScriptRoot/../../tools/HelpPages.ps1" -Path $copy | Should -Be 'New-SslListener'
        [System.IO.File]::ReadAllText($page) | Should -BeExactly $before
        [System.IO.File]::WriteAllText($page, $before.Replace('### -SelfSigned', '### -Signed'))
        { & "$PSScriptRoot/../../tools/HelpPages.ps1" -Path $copy } | Should -Throw -ExpectedMessage '*New-SslListener has no parameter -Signed*'
    }

    It 'is what Get-Help shows' {
        (Get-Help New-SslSocket).Synopsis | Should -Be 'Connects to a host and shakes hands.'
        (Get-Help New-SslSocket -Examples | Out-String) | Should -Match 'Trust one certificate'
        $help = Get-Help Close-SslSocket -Full
        # A way to call it for each parameter set.
        @($help.syntax.syntaxItem).Count | Should -Be 2
        @($help.syntax.syntaxItem[1].parameter | ForEach-Object { $_.name }) | Should -Be 'InputObject', 'NoShutdown', 'FreeContext', 'Timeout', 'PassThru'
        @($help.relatedLinks.navigationLink | ForEach-Object { $_.linkText }) | Should -Contain 'about_PSSsl_Errors'
        @($help.relatedLinks.navigationLink | Where-Object { $_.linkText -eq 'RFC 8446, 6.1' } | ForEach-Object { "$($_.uri)" }) | Should -Be 'https://www.rfc-editor.org/rfc/rfc8446#section-6.1'
    }

    AfterAll { Remove-HelpStage $stage }
}

# The topics of Get-Help. In them `PS> ` marks what a reader can type, `>> ` its next lines; all of a section runs as one script, and what stands between is what it writes.
BeforeDiscovery {
    $topics = [System.IO.Directory]::GetFiles("$PSScriptRoot/../../module/en-US", 'about_*.help.txt')
    $all = foreach ($file in $topics) { @{ Topic = [System.IO.Path]::GetFileName($file) -replace '\.help\.txt$'; Path = $file } }
    $examples = foreach ($file in $topics) {
        $topic = [System.IO.Path]::GetFileName($file) -replace '\.help\.txt$'
        foreach ($section in [regex]::Split([System.IO.File]::ReadAllText($file).Replace("`r", ''), '(?<=\n\n)(?=    [A-Z.][A-Z''].*\n\n)')) {
            $code = [System.Collections.Generic.List[string]]::new()
            $written = [System.Collections.Generic.List[string]]::new()
            foreach ($line in $section.Split("`n")) {
                if ($line -match '^        (PS>|>> ) ?(.*)$') { $code.Add($Matches[2]); $runs = $true }
                elseif ($line -match '^        (\S.*)$' -and $runs) { $written.Add($Matches[1]) }
                else { $runs = $false }
            }
            if ($code.Count -gt 0) { @{ Topic = $topic; Section = $section.Split("`n")[0].Trim(); Code = $code -join "`n"; Written = $written.ToArray() } }
        }
    }
    $codes = foreach ($code in [regex]::Matches([System.IO.File]::ReadAllText("$PSScriptRoot/../../src/PSSsl.Core/Errors/SslErrorCode.cs"), '(?m)^    (\w+) = [1-9]')) { @{ Code = $code.Groups[1].Value } }
    $protocols = foreach ($name in [regex]::Matches([System.IO.File]::ReadAllText("$PSScriptRoot/../../src/PSSsl.Core/Sockets/SslStartTlsProtocol.cs"), '(?m)^    (\w+),')) { @{ Protocol = $name.Groups[1].Value } }
    # What the manual page of IO::Socket::SSL names (1.9), and what its successors added (2.x).
    $manual = [System.IO.File]::ReadAllText("$PSScriptRoot/manual-names.txt").Split([char[]] " `r`n", [StringSplitOptions]::RemoveEmptyEntries) | ForEach-Object { @{ Name = $_ } }
}

Describe 'Topics' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        . "$PSScriptRoot/HelpStage.ps1"
        $stage = New-HelpStage "$TestDrive/stage"
        # Get-Help's own, and those of everything that connects, waits, reads and looks.
        $parameters = @('Full') + @(Get-Command -Module PSSsl | ForEach-Object { $_.Parameters.Values } | ForEach-Object { $_.Name; $_.Aliases } | Select-Object -Unique)
        $types = [PSSsl.SslSocket], [PSSsl.SslListener], [PSSsl.PeerCertificate], [PSSsl.SslException], [PSSsl.SslSessionCache], [PSSsl.SslCapability], [PSSsl.SslServerReport], [PSSsl.SslGrade], [PSSsl.SslVerifyElement]
        $members = @($types | ForEach-Object { $_.GetMembers().Name; (Get-TypeData $_.FullName).Members.Keys } | Select-Object -Unique)
        function Read-Topic([string] $Name) { [System.IO.File]::ReadAllText("$PSScriptRoot/../../module/en-US/$Name.help.txt").Replace("`r", '') }
        function Join-Words([string] $Text) { [regex]::Replace($Text.Trim(), '\s+', ' ') }
    }

    It '<Topic> has its parts, fits 80 columns, and names only what there is' -ForEach $all {
        $text = Read-Topic $Topic
        $text | Should -Match "^TOPIC\n    $Topic\n\nSHORT DESCRIPTION\n    \S"
        foreach ($heading in 'LONG DESCRIPTION', 'SEE ALSO') { $text | Should -Match "(?m)^$heading$" }
        @($text.Split("`n") | Where-Object { $_.Length -gt 80 -or $_ -match '\t|\s$|[^ -~]' }) | Should -BeNullOrEmpty
        foreach ($name in [regex]::Matches($text, 'about_PSSsl\w*')) { [System.IO.File]::Exists("$PSScriptRoot/../../module/en-US/$($name.Value).help.txt") | Should -BeTrue -Because "$Topic names $($name.Value)" }
        foreach ($name in [regex]::Matches($text, '\b[A-Z][a-z]+-(Ssl|Peer)\w+')) { Get-Command $name.Value -Module PSSsl | Should -Not -BeNullOrEmpty -Because "$Topic names $($name.Value)" }
        $named = [regex]::Matches($text, '(?<![\w)-])-([A-Z]\w+)') | ForEach-Object { $_.Groups[1].Value }
        # Those of other commands that the topic uses.
        $others = @([regex]::Matches($text, '\b[A-Z]\w+-[A-Z]\w+') | ForEach-Object { (Get-Command $_.Value -ErrorAction Ignore).Parameters.Keys })
        # Pester's own and ours.
        $pesters = @([regex]::Matches($text, 'Should (-Not )?-(\w+)') | ForEach-Object { $_.Groups[2].Value }) + @(if ($text.Contains('Should -')) { 'Not', 'Because' })
        @($named | Where-Object { $_ -notin $parameters + $others + $pesters }) | Should -BeNullOrEmpty -Because 'these are not parameters'
        $named = [regex]::Matches($text, '(?m)(?<=(^|[ (]) *)\.([A-Z][a-z]\w+)') | ForEach-Object { $_.Groups[2].Value }
        @($named | Where-Object { $_ -notin $members }) | Should -BeNullOrEmpty -Because 'these are not properties or methods'
        if ($Topic -ne 'about_PSSsl') { Read-Topic about_PSSsl | Should -Match "$Topic\b" -Because 'the first topic leads to all others' }
    }

    It '<Topic>: <Section> runs, and writes what is shown' -ForEach $examples {
        if ($IsWindowsPowerShellBuild -and $Code -match ' -Handle\b') { Set-ItResult -Skipped -Because 'handles can be used from PowerShell 7 on'; return }
        $ErrorActionPreference = 'Stop'
        # Who comes from Perl reads of www.example.org: there it leads to a server of this machine.
        $output = if ($Topic -eq 'about_PSSsl_Migration') { Invoke-OnStage $stage $Code } else { . ([scriptblock]::Create($Code)) *>&1 }
        $lines = @(($output | Out-String).Split("`n") | ForEach-Object { Join-Words $_ })
        $at = 0
        foreach ($line in $Written) {
            $found = [Array]::IndexOf($lines, (Join-Words $line), $at)
            $found | Should -BeGreaterOrEqual 0 -Because "'$line' is shown, and this was written: $($lines -join '|')"
            $at = $found + 1
        }
    }

    It 'tells of the error <Code> what it means, where it comes from and what to do' -ForEach $codes {
        Read-Topic about_PSSsl_Errors | Should -Match "(?ms)^    $Code\n        Meaning  \S[^\n]*\n(                 \S[^\n]*\n)*        Cause    \S[^\n]*\n(                 \S[^\n]*\n)*        Cure     \S"
    }

    It 'tells of no error that is not there' {
        foreach ($name in [regex]::Matches((Read-Topic about_PSSsl_Errors), '(?m)^    (\w+)\n        Meaning')) { [enum]::GetNames([PSSsl.SslErrorCode]) | Should -Contain $name.Groups[1].Value }
    }

    It 'has the StartTls protocol <Protocol> with its port and where it is written' -ForEach $protocols {
        $row = [regex]::Match((Read-Topic about_PSSsl_StartTls), "(?m)^        $Protocol +(\d+)  (\S.*)$")
        $row.Success | Should -BeTrue
        $port, $source = $row.Groups[1].Value, $row.Groups[2].Value
        # The port and the source that the code itself names.
        $told = [regex]::Match([System.IO.File]::ReadAllText("$PSScriptRoot/../../src/PSSsl.Core/Sockets/SslStartTlsProtocol.cs"), "<summary>([^\n]*)</summary>\s+$Protocol,").Groups[1].Value
        $told | Should -Match "port $port\."
        foreach ($document in [regex]::Matches($told, 'RFC \d+(, [\d.]+\d)?|MS-\w+')) { $source | Should -Match ([regex]::Escape($document.Value)) }
    }

    It 'tells who comes from IO::Socket::SSL what to use for <Name>' -ForEach $manual {
        Read-Topic about_PSSsl_Migration | Should -Match "(?m)^        .*(?<![\w`$:])$([regex]::Escape($Name))(?!\w)"
    }

    It 'are what Get-Help shows' {
        (Get-Help about_PSSsl_Errors | Out-String) | Should -Match 'CertificateUntrusted'
    }

    AfterAll { Remove-HelpStage $stage }
}

# Who comes from IO::Socket::SSL finds a row for whatever its manual names, and below each row what to type. Topics.Tests.ps1 runs what stands there.
BeforeDiscovery {
    $topic = [System.IO.File]::ReadAllText("$PSScriptRoot/../../module/en-US/about_PSSsl_Migration.help.txt").Replace("`r", '')
    $known = [System.IO.File]::ReadAllText("$PSScriptRoot/manual-names.txt").Split([char[]] " `r`n", [StringSplitOptions]::RemoveEmptyEntries)
    # A row is what stands between two empty lines, from the section about connecting on.
    $rows = foreach ($block in $topic.Substring($topic.IndexOf("`n    CONNECTING`n")) -split '\n\n') {
        $lines = $block.Split("`n")
        if ($block -match '^        \S' -and $lines[0] -notmatch '^        PS> ') { @{ Row = $lines[0].Trim(); Text = $block; Runs = @($lines | Where-Object { $_ -match '^        PS> \S' }).Count } }
    }
    $manual = "$PSScriptRoot/../../../shared/io-socket-ssl.man.txt"
    $isThere = [System.IO.File]::Exists($manual)
}

Describe 'Migration' {
    It 'has what to type below the row <Row>, or says why there is nothing' -ForEach $rows {
        if ($Runs -eq 0) { $Text | Should -Match 'no equivalent[:,] \S' }
    }

    It 'has each name in a row' -TestCases @{ Rows = $rows; Known = $known } {
        foreach ($name in $Known) { @($Rows | Where-Object { $_.Text -match "(?<![\w`$:])$([regex]::Escape($name))(?!\w)" }).Count | Should -BeGreaterOrEqual 1 -Because "$name needs a row" }
    }

    It 'has a row for every option, method and constant of the manual' -Skip:(-not $isThere) -TestCases @{ Manual = $manual; Known = $known } {
        $text = [System.IO.File]::ReadAllText($Manual)
        # Deprecated functions, those that are refused, constants, questions, and methods as headings.
        $named = @(
            [regex]::Matches($text, '\bSSL_[A-Za-z]\w+') | ForEach-Object { $_.Value }
            [regex]::Matches($text, '\b(can_\w+|GEN_\w+|debug[0-3]|start_SSL|stop_SSL|connect_SSL|accept_SSL)\b') | ForEach-Object { $_.Value }
            [regex]::Matches($text, '(?m)^       (?:IO::Socket::SSL(?:->|::))?([a-z]\w+)\(') | ForEach-Object { $_.Groups[1].Value }
            [regex]::Matches($text, '(?m)^       ([a-z]\w+)$') | ForEach-Object { $_.Groups[1].Value }
            [regex]::Matches($text, '(?m)^       (\w+\(\)(?: and \w+\(\))*)$') | ForEach-Object { [regex]::Matches($_.Value, '\w+(?=\(\))') } | ForEach-Object { $_.Value }
        ) | Select-Object -Unique
        @($named).Count | Should -BeGreaterThan 80
        # OpenSSL's own functions, stars, and SSL_passwd_cb under another name.
        $others = 'SSL_CTX_set_verify', 'SSL_shutdown', 'SSL_verify', 'SSL_verifycn_', 'SSL_WANT_', 'SSL_password_cb'
        @($named | Where-Object { $_ -cnotin $Known -and $_ -cnotin $others }) | Should -BeNullOrEmpty
    }
}

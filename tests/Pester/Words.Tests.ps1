# What users read, in the words that everyone uses: the turns below were taken out once, and must not come back.
BeforeDiscovery {
    $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
    # A turn, what to write in its place, and where it may stand all the same, with the reason.
    $turns = @(
        @{ Turn = '(?<!here )\b(is|are) no (?!longer\b|more\b|less\b|better\b|one\b|such\b|use\b)'; Better = 'is not a'; Except = @{} }
        @{ Turn = '\b(nobody|somebody|anybody|everybody)\b'; Better = 'say who: the client, an attacker, the owner'; Except = @{} }
        @{ Turn = '\bgoodbyes?\b'; Better = 'close_notify'; Except = @{} }
        @{ Turn = '\bunasked\b|\b(is|are|was|were|not|been|be) asked\b'; Better = 'checked, requested, contacted, prompted for'; Except = @{} }
        @{ Turn = '\bhangs? up\b'; Better = 'closes the connection'; Except = @{} }
        @{ Turn = '\b(was|is) due\b'; Better = 'expected'; Except = @{} }
        @{ Turn = 'without a word\b|\blast words\b'; Better = 'without sending an alert'; Except = @{} }
        @{ Turn = '\bholds no\b'; Better = 'contains no'; Except = @{} }
        @{ Turn = 'without end\b'; Better = 'no limit'; Except = @{} }
        @{ Turn = 'is there already\b'; Better = 'already exists'; Except = @{} }
        @{ Turn = "\bone's own\b"; Better = 'your own, their own'; Except = @{} }
        @{ Turn = '\bhung up\b'; Better = 'closed the connection'; Except = @{} }
        @{ Turn = '\bmend(s|ed|ing)?\b'; Better = 'fix, correct'; Except = @{} }
        @{ Turn = '\bspoken (to )?here\b'; Better = 'supported'; Except = @{} }
        @{ Turn = '\brows? of (bits|bytes)\b'; Better = 'bit string, octet string'; Except = @{} }
        @{ Turn = '(?<!there )\b(is|are) none( here)?[.,;:]'; Better = 'is not one'; Except = @{} }
        @{ Turn = 'cannot be told\b'; Better = 'it is not clear'; Except = @{} }
        @{ Turn = '\bhave (it|one|that|them) (made|done)\b'; Better = 'get, create, automate'; Except = @{} }
        @{ Turn = '\b[Aa] \{[^}]*GetType\(\)'; Better = 'TypeWord, which knows the article'; Except = @{} }
        @{ Turn = 'not a place to connect to|names no host'; Better = 'not a valid target: the host name is missing'; Except = @{} }
    )
    function Get-Text([string] $File) {
        $text = [System.IO.File]::ReadAllText($File)
        if ($File -notlike '*.cs') { return $text }
        # Strings that are sentences, and what documents public members; not what the code says to itself.
        $strings = [regex]::Matches($text, '(?m)^(?!\s*//)[^\n]*') | ForEach-Object { [regex]::Matches($_.Value, '"((?:[^"\\]|\\.)*)"') } | ForEach-Object { $_.Groups[1].Value } | Where-Object { $_.Contains(' ') }
        $comments = [regex]::Matches($text, '(?m)((?:^\s*/// [^\n]*\n)+)(?:\s*\[[^\n]*\n)*\s*public ') | ForEach-Object { $_.Groups[1].Value -replace '<exception[\s\S]*' }
        @($strings) + @($comments) -join "`n"
    }
    $files = @(foreach ($folder in 'src', 'docs/help', 'module', 'examples') {
            [System.IO.Directory]::GetFiles("$root/$folder", '*', 'AllDirectories') | Where-Object { $_ -match '\.(cs|md|txt|ps1xml|psm1|ps1)$' -and $_ -notmatch '[\\/](obj|bin)[\\/]|THIRD-PARTY' }
        }) + "$root/README.md", "$root/docs/audit.md", "$root/docs/hostnames.md", "$root/docs/limits.md"
    $texts = foreach ($file in $files) { @{ File = $file.Substring($root.Length + 1).Replace('\', '/'); Text = Get-Text $file } }
    $cases = foreach ($turn in $turns) {
        $found = foreach ($one in $texts) {
            foreach ($match in [regex]::Matches($one.Text, $turn.Turn, 'IgnoreCase')) {
                $from = [Math]::Max(0, $match.Index - 40)
                $line = $one.Text.Substring($from, [Math]::Min(100, $one.Text.Length - $from)).Replace("`n", ' ')
                if (-not ($turn.Except.Keys | Where-Object { $line -match $_ })) { "$($one.File): ...$line..." }
            }
        }
        @{ Turn = $turn.Turn; Better = $turn.Better; Found = @($found) }
    }
}

Describe 'Texts' {
    It 'say "<Better>", and not what <Turn> finds' -ForEach $cases { $Found -join "`n" | Should -BeNullOrEmpty }
}

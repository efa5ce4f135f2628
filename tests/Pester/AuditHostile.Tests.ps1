# Audits of servers that are none, or play with who asks: a report in its time, and no word of safety that is not true.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $isPython = Test-Program python3
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $sure = 'CCS injection', 'ROBOT', 'POODLE in TLS', 'RC4', 'FREAK', 'NULL ciphers', 'Anonymous ciphers', 'Export ciphers', 'SWEET32', 'BEAST', 'POODLE', 'Logjam'

    function Test-Hostile([string[]] $Way, [hashtable] $With = @{ TimeLimit = 15 }) {
        $port = Get-PeerPort
        $peer = Start-PeerServer $port python3 (@("$PSScriptRoot/peers/hostile.py", "$port") + $Way)
        try { Test-SslServer 127.0.0.1 $port -Timeout 2 @With -ErrorAction Stop } finally { Stop-PeerServer $peer }
    }
}

Describe 'An audit of a server that <_>' -Skip:(-not $isPython) -ForEach 'flood', 'crumbs', 'bytes', 'warnings', 'drip', 'hello', 'claims', 'random', 'differ' {
    It 'ends, and calls nothing safe that was not found out' {
        $before = [GC]::GetTotalAllocatedBytes()
        $report = Test-Hostile $_
        $report.Weaknesses | Where-Object { $_.State -eq 'NotVulnerable' -and $_.Name -in $sure } | Should -BeNullOrEmpty
        $report.Incomplete | Should -Not -BeNullOrEmpty
        $report.Grade.Letter | Should -BeIn '?', 'F', 'T'
        ([GC]::GetTotalAllocatedBytes() - $before) / 1MB | Should -BeLessThan 200
    }
}

Describe 'An audit of what stands in front of a server' -Skip:(-not $isPython) {
    BeforeAll {
        $good = New-SslListener -SelfSigned
        $other = New-SslListener -SelfSigned -Version TLSv1_2
    }

    AfterAll { $good, $other | Close-SslSocket }

    It 'tells plain HTTP from TLS' {
        { Test-Hostile http } | Should -Throw '*HTTP/1.1 400*'
    }

    It 'finds out that it was banned after 20 connections' {
        $report = Test-Hostile ban, $good.Port
        $report.Weaknesses | Where-Object { $_.State -eq 'NotVulnerable' -and $_.Name -in $sure } | Should -BeNullOrEmpty
        # What was found out before stays: these versions the server behind does not have.
        $report.Protocols | Where-Object { $_.State -eq 'NotOffered' -and $_.Name -in 'TLSv1_2', 'TLSv1_3' } | Should -BeNullOrEmpty
        $report.Incomplete | Should -Match 'no longer take|not certain|takes no more'
    }

    It 'sees that two nodes answer in turn' {
        $report = Test-Hostile nodes, $good.Port, $other.Port @{ TimeLimit = 60; Check = 'Weaknesses' }
        $report.Incomplete | Should -Match 'differ|may not be complete'
        $report.Weaknesses | Where-Object { $_.State -eq 'NotVulnerable' -and $_.Name -in 'RC4', 'Export ciphers', 'NULL ciphers' } | Should -BeNullOrEmpty
    }
}

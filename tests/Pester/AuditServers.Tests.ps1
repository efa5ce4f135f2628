# Audits of servers that we did not write, each held to what sslscan finds.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/AuditedServers.ps1"
    $servers = Get-AuditedServer | Where-Object { -not $_.Optional }
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"

    . "$PSScriptRoot/AuditedServers.ps1"
}

foreach ($server in $servers) {
    Describe 'An audit of <Server>' -ForEach $server -Skip:(-not ((Test-Program $server.Program -Also '/') -and (Test-Program sslscan))) {
        BeforeAll {
            $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
            $port = Get-PeerPort
            $peer = Start-Audited $Script $Program $Cipher $Versions $folder $port $(if ($Bits) { $Bits } else { 2048 })
            $report = Test-SslServer localhost $port -CAFile "$folder/cert.pem" -NoProxy
            $scan = Invoke-SslScan $port
        }

        AfterAll { Stop-PeerServer $peer }

        It 'finds its versions, as sslscan does' {
            @($report.Protocols | Where-Object State -eq Offered).Name | Should -Be $Versions
            $report.Protocols | Where-Object State -eq Unknown | Should -BeNullOrEmpty
            $theirs = $scan.document.ssltest.protocol | Where-Object enabled -eq 1 |
                ForEach-Object { if ($_.type -eq 'ssl') { "SSLv$($_.version)" } else { "TLSv$($_.version)" -replace '\.0$' -replace '\.', '_' } }
            $theirs | Should -Be $Versions
        }

        It 'finds the suites that sslscan finds' {
            $ours = $report.Suites | Where-Object Protocol -ne SSLv2 | ForEach-Object { '{0} {1:X4}' -f $_.Protocol, $_.Cipher.Id }
            Get-ScannedSuite $scan | Where-Object { $_ -notin $ours } | Should -BeNullOrEmpty
            $report.Incomplete | Should -BeNullOrEmpty
        }

        It 'says how many of its suites are weak' {
            $weak = @($report.Suites | Where-Object Strength -in Weak, None).Count
            ($report | Out-String -Width 200) | Should -Match $(if ($weak) { "Suites +: $($report.Suites.Count), $weak of them weak" } else { "Suites +: $($report.Suites.Count)\s" })
        }

        It 'finds its weaknesses and no others, and Heartbleed as sslscan does' {
            @($report.Weaknesses | Where-Object State -eq Vulnerable).Name | Sort-Object | Should -Be ($Has | Sort-Object)
            @($report.Weaknesses | Where-Object State -eq Unknown).Name | Sort-Object | Should -Be $Open
            # On a busy machine it does not wait long enough for an answer, and says that there is none.
            if (@($scan.document.ssltest.heartbleed.vulnerable) -contains '1') { $Has | Should -Contain 'Heartbleed' }
        }
    }
}

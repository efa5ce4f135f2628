BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $listener = New-SslListener -SelfSigned
    $with = @{ ComputerName = 'localhost'; Port = $listener.Port; CACertificate = $listener.CertificateAuthority }
    $report = Test-SslServer @with -Policy Mozilla-Intermediate, PostQuantum
}

AfterAll { $listener | Close-SslSocket }

Describe 'Test-SslServer on a good server' {
    It 'finds its versions, each offered, not offered or unknown' {
        $report.Versions | Should -Be 'TLSv1_3, TLSv1_2'
        $report.Protocols | Where-Object Name -in SSLv2, SSLv3, TLSv1, TLSv1_1 | ForEach-Object State | Should -Be @('NotOffered', 'NotOffered', 'NotOffered', 'NotOffered')
        $report.Incomplete | Should -BeNullOrEmpty
    }

    It 'finds every suite once, and those that a handshake negotiates' {
        $names = @($report.Suites | Where-Object Protocol -eq TLSv1_2).Name
        $names | Should -Contain 'ECDHE-ECDSA-AES256-GCM-SHA384'
        @($names | Select-Object -Unique).Count | Should -Be $names.Count
        @($report.Suites | Where-Object Protocol -eq TLSv1_3).Name | Should -Contain 'TLS_AES_128_GCM_SHA256'
    }

    It 'finds that its key exchange is safe against quantum computers' {
        $report.PostQuantum | Should -BeTrue
        @($report.Groups | Where-Object IsPostQuantum).Name | Should -Contain 'X25519MLKEM768'
    }

    It 'judges the certificate, and gives it as everywhere' {
        @($report.Certificates).Count | Should -Be 1
        $report.Certificates[0] | Should -BeOfType PSSsl.PeerCertificate
        $report.Certificates[0].IsTrusted | Should -BeTrue
        $report.Certificates[0].HostnameMatch | Should -BeTrue
    }

    It 'has no weakness, and none is unknown' {
        $report.Weaknesses | Should -Not -BeNullOrEmpty
        $report.Weaknesses | Where-Object State -ne NotVulnerable | Should -BeNullOrEmpty
    }

    It 'grades it, and says what it costs' {
        $report.Grade.Letter | Should -Be 'A'
        $report.Connections | Should -BeLessThan 100
    }

    It 'tells which policies are met' {
        ($report.Policies | Where-Object Name -eq PostQuantum).Met | Should -BeTrue
        ($report.Policies | Where-Object Name -eq Mozilla-Intermediate).Violations | Should -Not -BeNullOrEmpty
    }

    It 'is short with -Quick' {
        $quick = Test-SslServer @with -Quick
        $quick.Connections | Should -BeLessOrEqual 12
        $quick.Versions | Should -Be 'TLSv1_3, TLSv1_2'
        @($quick.Certificates).Count | Should -Be 1
        $quick.Grade.Letter | Should -Be '?'
    }

    It 'asks for what -Check names alone' {
        $some = Test-SslServer @with -Check Groups
        $some.Groups | Should -Not -BeNullOrEmpty
        $some.Suites | Should -BeNullOrEmpty
        $some.Weaknesses | Should -BeNullOrEmpty
        $some.Checks | Should -Be 'Groups'
    }

    It 'shows itself in few lines, and a fleet in a table' {
        $lines = @(($report | Out-String -Width 200).Trim() -split "`n")
        $lines.Count | Should -BeLessOrEqual 14
        $lines[0] | Should -Match 'Server +: localhost:'
        ($report, $report | Format-Table | Out-String -Width 120) | Should -Match 'Grade +Versions'
    }

    It 'survives another session, and becomes JSON' {
        $file = Join-Path $TestDrive 'report.xml'
        $report | Export-Clixml $file
        $back = Import-Clixml $file
        $back.Suites.Count | Should -Be $report.Suites.Count
        $back.Findings[0].Id | Should -Be $report.Findings[0].Id
        ($back | Out-String) | Should -Match 'Grade +: A'
        ($report | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue | ConvertFrom-Json).Host | Should -Be 'localhost'
    }
}

Describe 'Test-SslServer on what is not a server' {
    It 'tells that the port is closed' {
        $port = Get-PeerPort
        $none = Test-SslServer localhost $port -ErrorVariable failures -ErrorAction SilentlyContinue
        $none | Should -BeNullOrEmpty
        $failures[0].Exception.Code | Should -Be 'ConnectionRefused'
    }

    It 'tells of plain text, and of what to do' {
        $plain = Start-PlainAnswer '220 mail.example ESMTP'
        try {
            $none = Test-SslServer 127.0.0.1 $plain.Port -Timeout 3 -ErrorVariable failures -ErrorAction SilentlyContinue
            $none | Should -BeNullOrEmpty
            $failures[0].Exception.Code | Should -Be 'PeerNotTls'
            $failures[0].Exception.RecommendedAction | Should -Match 'StartTls'
        }
        finally { $plain.Dispose() }
    }

    It 'refuses words that it does not know' {
        { Test-SslServer localhost -Check Everything } | Should -Throw "*'Everything' is not a word of -Check*"
        { Test-SslServer localhost -FixFor Gopher } | Should -Throw "*'Gopher' is not a word of -FixFor*"
        { Test-SslServer localhost -Policy Nowhere } | Should -Throw "*neither a policy's name nor a file*"
        { Test-SslServer localhost -Quick -Check Suites } | Should -Throw '*contradicts*'
    }
}

Describe 'A policy of ones own' {
    It 'is read from a file, and held to' {
        $file = Join-Path $TestDrive 'ours.json'
        '{ "name": "Ours", "version": "3", "allowedProtocols": [ "TLSv1_3" ], "requiresTrust": true }' | Set-Content $file
        $result = (Test-SslServer @with -Policy $file -Quick).Policies
        $result.Name | Should -Be 'Ours'
        $result.Met | Should -BeFalse
        $result.Violations | Should -Be 'TLSv1_2 is offered'
    }

    It 'must say nothing that is not known' {
        $file = Join-Path $TestDrive 'wrong.json'
        '{ "alowedProtocols": [ "TLSv1_3" ] }' | Set-Content $file
        { Test-SslServer @with -Policy $file } | Should -Throw '*alowedProtocols*'
    }
}

Describe 'Reports of audits' {
    It 'are written as <_>, and never over what is there by accident' -ForEach 'html', 'json', 'csv', 'xml', 'sarif' {
        $file = Join-Path $TestDrive "all.$_"
        $written = $report, $report | Export-SslReport $file -PassThru
        $written.FullName | Should -Be $file
        { $report | Export-SslReport $file } | Should -Throw
        $report | Export-SslReport $file -Force
        (Get-Content -Raw $file) | Should -Match 'localhost'
    }

    It 'come back from JSON as they were' {
        $file = Join-Path $TestDrive 'back.json'
        $report | Export-SslReport $file
        $back = Import-SslReport $file
        $back.Grade.Letter | Should -Be $report.Grade.Letter
        $back.Suites.Name | Should -Be $report.Suites.Name
        $back.Certificates[0].Sha256 | Should -Be $report.Certificates[0].Sha256
        Compare-SslReport $report $back | Should -BeNullOrEmpty
        Test-Json -Json (Get-Content -Raw $file) -SchemaFile "$PSScriptRoot/../../docs/schemas/ssl-report.schema.json" | Should -BeTrue
    }

    It 'are the same from another session' {
        $xml, $one, $other = 'r.xml', 'one.json', 'other.json' | ForEach-Object { Join-Path $TestDrive $_ }
        $report | Export-Clixml $xml
        Import-Clixml $xml | Export-SslReport $other
        $report | Export-SslReport $one
        Get-Content -Raw $other | Should -Be (Get-Content -Raw $one)
    }

    It 'tell what changed' {
        $quick = Test-SslServer @with -Quick
        $changes = Compare-SslReport $report $quick
        # What was not asked this time is not gone.
        $changes | Where-Object Kind -eq Gone | Should -BeNullOrEmpty
        (Compare-SslReport @() $report).Kind | Should -Be 'New'
        (Compare-SslReport $report @()).Kind | Should -Be 'Gone'
    }

    It 'are not read from what is something else' {
        $file = Join-Path $TestDrive 'else.json'
        '{ "a": 1 }' | Set-Content $file
        { Import-SslReport $file -ErrorAction Stop } | Should -Throw '*schemaVersion*'
        { 'text' | Export-SslReport (Join-Path $TestDrive 'text.json') -ErrorAction Stop } | Should -Throw '*not a report*'
        # One file for each.
        $report | Export-SslReport -Path { Join-Path $TestDrive "one-$($_.Host).json" }
        (Import-SslReport (Join-Path $TestDrive 'one-localhost.json')).Host | Should -Be 'localhost'
        { $report | Export-SslReport (Join-Path $TestDrive 'report.doc') } | Should -Throw '*does not say what is to be written*'
    }
}

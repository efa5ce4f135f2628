Describe 'Options' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned -Version TLSv1_3, TLSv1_2, TLSv1_1 -WarningAction SilentlyContinue
        $trust = @{ CACertificate = $listener.CertificateAuthority }
        function Get-Completion([string] $Line) {
            [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches
        }
    }
    AfterAll { Close-SslSocket $listener }

    It 'lets anybody in with -VerifyMode None, and warns once per session' {
        # A session of its own: others have used theirs.
        $session = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $null = $session.AddScript({
            param($module, $port)
            Import-Module $module
            foreach ($i in 1, 2) {
                $socket = New-SslSocket localhost $port -VerifyMode None -ErrorAction Stop
                "$($socket.State) $($null -eq $socket.PeerCertificate.IsTrusted)"
                Close-SslSocket $socket
            }
        }).AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1").AddArgument($listener.Port)
        $session.Invoke() | Should -Be @('Open True', 'Open True')
        $session.Streams.Warning.Count | Should -Be 1
        $session.Dispose()
    }

    It 'speaks an old version only when asked to, and warns' {
        $old = New-SslSocket localhost $listener.Port @trust -Version 'SSLv23:!TLSv1_3:!TLSv1_2', 'TLSv1_1' -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction Stop
        $old.Version | Should -Be 'TLSv1_1'
        $warned[0].Message | Should -BeLike '*TLSv1_1*not safe*'
        Close-SslSocket $old
    }

    It 'takes <Option>' -ForEach @(
        @{ Option = '-Group'; Parameters = @{ Group = 'x25519' }; Property = 'Group'; Expected = 'x25519' }
        @{ Option = '-Group with another name'; Parameters = @{ Group = 'P-256' }; Property = 'Group'; Expected = 'secp256r1' }
        @{ Option = '-CipherSuite'; Parameters = @{ CipherSuite = 'TLS_CHACHA20_POLY1305_SHA256' }; Property = 'Cipher'; Expected = 'TLS_CHACHA20_POLY1305_SHA256' }
        @{ Option = '-CipherList'; Parameters = @{ CipherList = 'ECDHE-ECDSA-CHACHA20-POLY1305'; Version = 'TLSv1_2' }; Property = 'Cipher'; Expected = 'ECDHE-ECDSA-CHACHA20-POLY1305' }
        @{ Option = '-ServerName'; Parameters = @{ ServerName = 'other.example' }; Property = 'ServerName'; Expected = 'other.example' }
    ) {
        $socket = New-SslSocket localhost $listener.Port @trust @Parameters -ErrorAction Stop
        "$($socket.$Property)" | Should -Be $Expected
        Close-SslSocket $socket
    }

    It 'sends no name by SNI for an address, or when told not to' {
        # A listener of its own: the other's may still be putting an earlier client where it is taken from.
        $own = New-SslListener -SelfSigned
        $byAddress = New-SslSocket 127.0.0.1 $own.Port -CACertificate $own.CertificateAuthority -ErrorAction Stop
        $byName = New-SslSocket localhost $own.Port -CACertificate $own.CertificateAuthority -ServerName '' -ErrorAction Stop
        $servers = Wait-SslConnection $own -Count 2 -Timeout 20
        @($servers.ServerName | Where-Object { $_ }).Count | Should -Be 0
        Close-SslSocket ($servers + $byAddress + $byName + $own)
    }

    It 'gives the verbose stream the flow' {
        $text = New-SslSocket localhost $listener.Port @trust -Verbose 4>&1 | Out-String
        $text | Should -Match 'TLS handshake begins, SNI localhost'
        $text | Should -Match 'matches the dNSName entry localhost'
    }

    It 'gives the debug stream records and messages by name, on both ends, and no secret' {
        $log = [System.IO.Path]::GetTempFileName()
        $debugged = New-SslListener -SelfSigned -Debug
        $lines = New-SslSocket localhost $debugged.Port -CACertificate $debugged.CertificateAuthority -KeyLogFile $log -Debug 5>&1
        $socket = $lines | Where-Object { $_ -is [PSSsl.SslSocket] }
        $text = $lines | Out-String
        $text | Should -Match '>>> handshake client_hello, \d+ bytes'
        $text | Should -Match '<<< handshake server_hello'
        $text | Should -Match '<<< handshake encrypted_extensions'
        $theirs = Wait-SslConnection $debugged -Timeout 10 -Debug 5>&1 | Out-String
        $theirs | Should -Match '<<< handshake client_hello'
        foreach ($line in [System.IO.File]::ReadAllLines($log)) { $text + $theirs | Should -Not -BeLike "*$(($line -split ' ')[2])*" }
        Close-SslSocket $socket, $debugged
        [System.IO.File]::Delete($log)
    }

    It 'writes keys where $env:SSLKEYLOGFILE says' {
        $env:SSLKEYLOGFILE = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [System.IO.Path]::GetRandomFileName())
        try {
            $socket = New-SslSocket localhost $listener.Port @trust -ErrorAction Stop
            Close-SslSocket $socket
            $lines = [System.IO.File]::ReadAllLines($env:SSLKEYLOGFILE)
            $lines -match '^CLIENT_TRAFFIC_SECRET_0 [0-9a-f]{64} [0-9a-f]{64,96}$' | Should -HaveCount 1
            [System.IO.File]::Delete($env:SSLKEYLOGFILE)
        }
        finally { $env:SSLKEYLOGFILE = $null }
    }

    It 'completes <Line>' -ForEach @(
        @{ Line = 'New-SslSocket x -Version TLSv1_'; Expected = 'TLSv1_3' }
        @{ Line = 'New-SslSocket x -Group x255'; Expected = 'X25519MLKEM768' }
        @{ Line = 'New-SslSocket x -CipherSuite TLS_CHA'; Expected = 'TLS_CHACHA20_POLY1305_SHA256' }
        @{ Line = 'Test-SslHostname x -Scheme rfc28'; Expected = 'rfc2818' }
        @{ Line = 'New-SslSocket x -VerifyMode Fail'; Expected = 'FailIfNoPeerCert' }
        @{ Line = 'Get-PeerCertificate x -Field own'; Expected = 'owner' }
    ) {
        $found = Get-Completion $Line
        $found.CompletionText | Should -Contain $Expected
        $found[0].ToolTip | Should -Not -BeNullOrEmpty
    }
}

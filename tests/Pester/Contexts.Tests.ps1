Describe 'Contexts' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned
        $trust = @{ CACertificate = $listener.CertificateAuthority }
    }
    AfterAll { Close-SslSocket $listener }

    It 'is made once and shared: the same object on every socket' {
        $context = New-SslContext @trust -Version TLSv1_2
        $one = New-SslSocket localhost $listener.Port -Context $context -ErrorAction Stop
        $two = New-SslSocket localhost $listener.Port -Context $one -ErrorAction Stop
        $one.Version | Should -Be 'TLSv1_2'
        [object]::ReferenceEquals($one.Context, $context) | Should -BeTrue
        [object]::ReferenceEquals($two.Context, $context) | Should -BeTrue
        Close-SslSocket $one, $two
    }

    It 'serves too' {
        $certificate = New-TestCertificate
        $context = New-SslContext -Certificate $certificate -Version TLSv1_3
        $server = New-SslListener -Context $context
        $again = New-SslListener -Context $server
        foreach ($each in $server, $again) {
            $socket = New-SslSocket localhost $each.Port -CACertificate $certificate -ErrorAction Stop
            $socket.Version | Should -Be 'TLSv1_3'
            Close-SslSocket $socket, $each
        }
    }

    It 'upgrades a plain connection' {
        $context = New-SslContext @trust
        $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port)
        $socket = Start-SslUpgrade $client localhost -Context $context -ErrorAction Stop
        $socket.State | Should -Be 'Open'
        Close-SslSocket $socket
    }

    It 'lets the name be the connection''s own' {
        $context = New-SslContext @trust
        { New-SslSocket 127.0.0.1 $listener.Port -Context $context -VerifyName other.example -ErrorAction Stop } | Should -Throw '*other.example*'
        $socket = New-SslSocket 127.0.0.1 $listener.Port -Context $context -VerifyName localhost -ErrorAction Stop
        Close-SslSocket $socket
    }

    It 'shows certificates and lets nobody in for it' {
        $context = New-SslContext -CAFile ''
        $shown = Get-PeerCertificate localhost -Port $listener.Port -Context $context
        $shown.IsTrusted | Should -BeFalse
        New-SslSocket localhost $listener.Port -Context $context -ErrorAction SilentlyContinue -ErrorVariable refused | Should -BeNullOrEmpty
        $refused | Should -Not -BeNullOrEmpty
    }

    It 'refuses by name what it settles already' {
        $context = New-SslContext @trust
        $refused = { New-SslSocket localhost $listener.Port -Context $context -Version TLSv1_2 -CAFile x } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
        "$refused" | Should -BeLike '*-CAFile, -Version*'
        $refused = { New-SslListener -Context $context -TicketKey ([byte[]]::new(32)) } | Should -Throw -PassThru
        "$refused" | Should -BeLike '*-TicketKey*'
        { New-SslListener -Context 'text' } | Should -Throw '*New-SslContext*'
    }

    It 'lets a callback have the last word' {
        $context = New-SslContext @trust -Version TLSv1_2 -ContextCallback { param($Options) $Options.Version = 'TLSv1_3'; $_.Alpn = @('h2') }
        $context.Versions | Should -Be 'TLSv1_3'
        $socket = New-SslSocket localhost $listener.Port @trust -ContextCallback { $_.Version = 'TLSv1_2' } -ErrorAction Stop
        $socket.Version | Should -Be 'TLSv1_2'
        Close-SslSocket $socket
        { New-SslContext -ContextCallback { throw 'not today' } } | Should -Throw '*-ContextCallback failed: not today*'
    }

    It 'refuses <Option> <Value> before any byte is sent' -ForEach @(
        @{ Option = 'Version'; Value = 'TLSv1_4'; Expected = "*'TLSv1_4'*TLSv1_3*" }
        @{ Option = 'Version'; Value = 'SSLv2'; Expected = '*SSLv2*' }
        @{ Option = 'Version'; Value = 'TLSv1_2:!TLSv1_2'; Expected = "*'TLSv1_2:!TLSv1_2' leaves no*" }
        @{ Option = 'Group'; Value = 'secp111'; Expected = "*'secp111'*x25519*" }
        @{ Option = 'SignatureScheme'; Value = 'rsa'; Expected = "*'rsa'*ed25519*" }
        @{ Option = 'CipherSuite'; Value = 'AES128-SHA'; Expected = "*'AES128-SHA'*TLS_AES_128_GCM_SHA256*" }
        @{ Option = 'SessionIdContext'; Value = ('x' * 33); Expected = '*32 bytes*' }
    ) {
        $option = @{ $Option = $Value }
        $refused = { New-SslContext @option } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
        "$refused" | Should -BeLike $Expected
    }

    It 'takes the manual''s versions: <Words>' -ForEach @(
        @{ Words = 'SSLv23:!SSLv2:!TLSv11'; Expected = 'TLSv1_3 TLSv1_2' }
        @{ Words = 'sslv23:!tlsv1_3'; Expected = 'TLSv1_2' }
        @{ Words = 'TLSv1_2'; Expected = 'TLSv1_2' }
        @{ Words = 'TLSv12:TLSv1_1'; Expected = 'TLSv1_2 TLSv1_1' }
        @{ Words = 'SSLv23:SSLv3:!SSLv2'; Expected = 'TLSv1_3 TLSv1_2 SSLv3' }
        @{ Words = '!TLSv1_2'; Expected = 'TLSv1_3' }
    ) {
        (New-SslContext -Version $Words -WarningAction SilentlyContinue).Versions -join ' ' | Should -Be $Expected
    }
}

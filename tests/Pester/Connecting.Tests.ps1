Describe 'A verified connection' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned -DnsName www.example.org
        $ca = Save-Certificate $listener.CertificateAuthority (Join-Path $TestDrive 'ca.pem')
    }
    AfterAll { Close-SslSocket $listener }

    It 'is open, with what was negotiated on it' {
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        $client.State | Should -Be 'Open'
        $client.Version | Should -Be 'TLSv1_3'
        $client.Cipher.Name | Should -Be 'TLS_AES_256_GCM_SHA384'
        $client.Cipher.Strength | Should -Be 'Recommended'
        $client.Group | Should -Be 'X25519MLKEM768'
        $client.SignatureScheme | Should -Be 'ecdsa_secp256r1_sha256'
        $client.PeerCertificate.IsTrusted | Should -BeTrue
        $client.PeerCertificate.HostnameMatch | Should -BeTrue
        $client.HandshakeTime | Should -BeGreaterThan ([timespan]::Zero)
        $server.ServerName | Should -Be 'localhost'
        $server.LocalCertificate.Subject | Should -Be 'CN=localhost'
        Close-SslSocket $client, $server
        $client.State | Should -Be 'Closed'
    }

    It 'reads <_> as a place to connect to' -ForEach @('localhost:{0}', '127.0.0.1:{0}', 'https://localhost:{0}/path') {
        $client = New-SslSocket ($_ -f $listener.Port) -CAFile $ca -ErrorAction Stop
        $client.State | Should -Be 'Open'
        Close-SslSocket $client, (Wait-SslConnection $listener -Timeout 20)
    }

    It 'takes several hosts from the pipeline, and one that fails does not stop the rest' {
        $sockets = "localhost:$($listener.Port)", 'localhost:1', "127.0.0.1:$($listener.Port)" | New-SslSocket -CAFile $ca -ErrorVariable failed -ErrorAction SilentlyContinue
        $sockets | Should -HaveCount 2
        $failed | Should -HaveCount 1
        $failed[0].TargetObject | Should -Be 'localhost:1'
        Close-SslSocket ($sockets + @(Wait-SslConnection $listener -Count 2 -Timeout 20))
    }

    It 'takes hosts by property name' {
        $hosts = [pscustomobject]@{ ComputerName = 'localhost'; Port = $listener.Port }
        $client = $hosts | New-SslSocket -CAFile $ca -ErrorAction Stop
        Close-SslSocket $client, (Wait-SslConnection $listener -Timeout 20)
    }

    It 'carries lines both ways' {
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        'first', 'zweite äöü' | Send-SslData $client -NewLine
        Receive-SslData $server -Line | Should -Be 'first'
        $server | Receive-SslData -Line | Should -Be 'zweite äöü'
        'no end of line' | Send-SslData $server
        Close-SslSocket $server
        Receive-SslData $client -Line | Should -Be 'no end of line'
        Receive-SslData $client -Line | Should -BeNullOrEmpty
        $client.ClosedCleanly | Should -BeTrue
        Close-SslSocket $client
    }

    It 'gives lines to a loop until there are none, the last without an end of line too' {
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        "one`ntwo`nrest" | Send-SslData $server
        Close-SslSocket $server
        $lines = while ($null -ne ($line = $client.ReadLine())) { $line }
        $lines -join ' ' | Should -Be 'one two rest'
        { $client.ReadLine() } | Should -Throw
        Close-SslSocket $client
    }

    It 'carries bytes as one object' {
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        $bytes = [byte[]](0..255)
        Send-SslData $client $bytes
        , $bytes | Send-SslData $client
        $bytes | Send-SslData $client
        $got = Receive-SslData $server -Count 768 -AsBytes
        $got -is [byte[]] | Should -BeTrue
        $got.Length | Should -Be 768
        $got[767] | Should -Be 255
        Close-SslSocket $client, $server
    }

    It 'reads up to a mark, peeks, and tells what is pending' {
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        'one;two;three' | Send-SslData $client
        Receive-SslData $server -Peek -Count 3 | Should -Be 'one'
        $server.Pending | Should -Be 13
        Receive-SslData $server -Delimiter ';' | Should -Be 'one'
        Receive-SslData $server -Until ';' | Should -Be 'two;'
        Receive-SslData $server | Should -Be 'three'
        $server.Pending | Should -Be 0
        Close-SslSocket $client, $server
    }

    It 'tells truncation apart from an end' {
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        'half a senten' | Send-SslData $server
        Close-SslSocket $server -NoShutdown
        $text = Receive-SslData $client -All -ErrorVariable broken -ErrorAction SilentlyContinue
        $text | Should -Be 'half a senten'
        $broken[0].FullyQualifiedErrorId | Should -BeLike 'Truncated*'
        $client.ClosedCleanly | Should -BeFalse
        Receive-SslData $client -All -AllowTruncation | Should -BeNullOrEmpty
        Close-SslSocket $client
    }

    It 'keeps what came when the time passes' {
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        'half a li' | Send-SslData $client
        Receive-SslData $server -Line -Timeout 0.3 -ErrorVariable late -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $late[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
        'ne' | Send-SslData $client -NewLine
        Receive-SslData $server -Line | Should -Be 'half a line'
        Close-SslSocket $client, $server
    }

    It 'waits for the goodbye when asked to' {
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        Close-SslSocket $server
        Close-SslSocket $client -FastShutdown:$false -WarningVariable rude -WarningAction SilentlyContinue
        $rude | Should -BeNullOrEmpty
    }

    It 'asks the verify callback for each element, root first, and its answer wins' {
        $seen = [System.Collections.Generic.List[string]]::new()
        $middle = New-SslCertificate Middle -Kind Intermediate -Issuer (New-SslCertificate Root -Kind CA)
        $other = New-SslListener -Certificate (New-SslCertificate localhost -Issuer $middle).GetCertificate(), $middle.GetCertificate()
        $client = New-SslSocket localhost $other.Port -VerifyCallback { param($element) $seen.Add("$($element.Depth) $($element.Ok)"); $true } -ErrorAction Stop
        $seen | Should -Be '1 False', '0 True'
        Close-SslSocket $client, (Wait-SslConnection $other -Timeout 20), $other
        New-SslSocket localhost $listener.Port -CAFile $ca -VerifyCallback { $false } -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'CallbackRefused*'
        New-SslSocket localhost $listener.Port -CAFile $ca -VerifyCallback { throw 'a mistake' } -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].Exception.Message | Should -BeLike '*a mistake*'
    }

    It 'accepts a pin in place of an authority, and refuses a wrong one' {
        $certificate = Get-PeerCertificate localhost $listener.Port
        $certificate.IsTrusted | Should -BeFalse
        $certificate.VerifyErrors[0].Code | Should -Be 'CertificateChainIncomplete'
        foreach ($pin in $certificate.GetFingerprint(), $certificate.GetFingerprint('sha256', 'pubkey'), $certificate.PublicKeyPin) {
            (New-SslSocket localhost $listener.Port -Fingerprint $pin -ErrorAction Stop).Close()
        }
        New-SslSocket localhost $listener.Port -CAFile $ca -Fingerprint ('0' * 64) -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'FingerprintMismatch*'
        $refused[0].Exception.Message | Should -BeLike "*$($certificate.GetFingerprint())*"
    }

    It 'writes a key log that only its owner can read' {
        $log = Join-Path $TestDrive 'keys.log'
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -KeyLogFile $log -ErrorAction Stop
        $client.Close()
        [System.IO.File]::ReadAllText($log) | Should -Match 'CLIENT_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]{64} [0-9a-f]{96}'
        [System.IO.File]::ReadAllText($log) | Should -Match 'SERVER_TRAFFIC_SECRET_0 '
    }

    It 'tells of messages, and never of secrets' {
        $messages = [System.Collections.Generic.List[string]]::new()
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -MessageCallback { $messages.Add("$_") } -ErrorAction Stop
        $client.Close()
        $messages[0] | Should -BeLike '>>> handshake client_hello*'
        ($messages -join "`n") | Should -BeLike '*<<< handshake server_hello*'
        ($messages -join "`n") | Should -BeLike '*<<< handshake certificate,*'
    }
}

Describe 'Get-PeerCertificate' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned -DnsName www.example.org, 192.0.2.7
        $certificate = Get-PeerCertificate localhost $listener.Port
    }
    AfterAll { Close-SslSocket $listener }

    It 'shows names, dates and key' {
        $certificate.Subject | Should -Be 'CN=localhost'
        $certificate.CommonName | Should -Be 'localhost'
        $certificate.DnsNames | Should -Be 'localhost', 'www.example.org'
        $certificate.IpAddresses | Should -Be '127.0.0.1', '::1', '192.0.2.7'
        $certificate.DaysRemaining | Should -BeGreaterThan 27
        $certificate.IsExpired | Should -BeFalse
        $certificate.KeyAlgorithm | Should -Be 'EC'
        $certificate.KeySize | Should -Be 256
        $certificate.IsCA | Should -BeFalse
        $certificate.Certificate | Should -BeOfType ([System.Security.Cryptography.X509Certificates.X509Certificate2])
    }

    It 'gives fields by the manual''s names' {
        Get-PeerCertificate localhost $listener.Port -Field owner | Should -Be '/CN=localhost'
        Get-PeerCertificate localhost $listener.Port -Field issuer | Should -Be '/CN=PSSsl throw-away CA'
        Get-PeerCertificate localhost $listener.Port -Field cn | Should -Be 'localhost'
        (Get-PeerCertificate localhost $listener.Port -Field subjectAltNames)[0].Type | Should -Be 'Dns'
        Get-PeerCertificate localhost $listener.Port -Field nonsense -ErrorVariable wrong -ErrorAction SilentlyContinue
        $wrong[0].Exception.Message | Should -BeLike '*owner*authority*commonName*subjectAltNames*'
    }

    It 'gives the chain as it was sent: without the root, as servers do' {
        (Get-PeerCertificate localhost $listener.Port -Chain).Subject | Should -Be 'CN=localhost'
        $root = New-SslCertificate Root -Kind CA
        $middle = New-SslCertificate Middle -Kind Intermediate -Issuer $root
        $other = New-SslListener -Certificate (New-SslCertificate localhost -Issuer $middle)
        (Get-PeerCertificate localhost $other.Port -Chain).Subject | Should -Be 'CN=localhost', 'CN=Middle', 'CN=Root'
        Close-SslSocket $other
    }

    It 'gives text for reading' {
        Get-PeerCertificate localhost $listener.Port -AsText | Should -Match 'Serial Number'
    }
}

Describe 'Test-SslHostname' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned -DnsName '*.example.org'
        $certificate = Get-PeerCertificate localhost $listener.Port
    }
    AfterAll { Close-SslSocket $listener }

    It 'says <Expected> for <Name> by the rules of <Scheme>' -ForEach @(
        @{ Name = 'www.example.org'; Scheme = 'default'; Expected = $true }
        @{ Name = 'a.b.example.org'; Scheme = 'default'; Expected = $false }
        @{ Name = 'example.org'; Scheme = 'http'; Expected = $false }
        @{ Name = 'www.example.org'; Scheme = 'smtp'; Expected = $false }
        @{ Name = '127.0.0.1'; Scheme = 'ldap'; Expected = $true }
        @{ Name = '127.0.0.2'; Scheme = 'ldap'; Expected = $false }
    ) {
        Test-SslHostname $Name $Scheme -Certificate $certificate | Should -Be $Expected
        $certificate | Test-SslHostname $Name $Scheme | Should -Be $Expected
    }

    It 'explains itself' {
        $why = Test-SslHostname www.example.org -Certificate $certificate -Detailed
        $why.MatchedName | Should -Be '*.example.org'
        $why.MatchedIn | Should -Be 'dNSName'
    }

    It 'takes a scheme of one''s own' {
        Test-SslHostname x -Certificate $certificate -Scheme @{ callback = { param($name, $cn) $name -eq 'x' -and $cn -eq 'localhost' } } | Should -BeTrue
        { Test-SslHostname x -Certificate $certificate -Scheme @{ check_nc = 1 } } | Should -Throw -ErrorId "InvalidOption,PSSsl.Commands.TestSslHostnameCommand"
        { Test-SslHostname x -Certificate $certificate -Scheme htpp } | Should -Throw '*rfc2818*'
    }
}

Describe 'Get-SslCapability' {
    BeforeAll { . "$PSScriptRoot/Lab.ps1" }
    It 'answers the manual''s questions' {
        $can = Get-SslCapability
        $can.ClientSni | Should -BeTrue
        $can.ServerSni | Should -BeTrue
        $can.Npn | Should -BeFalse
        $can.Versions | Should -Contain 'TLSv1_3'
        $can.Groups | Should -Contain 'X25519MLKEM768'
    }
}

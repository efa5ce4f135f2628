BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $hasOpenSsl = Test-Program openssl
}

Describe 'Errors say what was wrong and what to do' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned
        $ca = Save-Certificate $listener.CertificateAuthority (Join-Path $TestDrive 'ca.pem')
        $plain = New-SslListener -NoHandshake
        function Get-Failure([scriptblock] $Script) {
            try { $null = & $Script } catch { return $_ }
            throw 'It did not fail.'
        }
    }
    AfterAll { Close-SslSocket $listener, $plain }

    It 'refused' {
        $e = Get-Failure { New-SslSocket 127.0.0.1 1 -ErrorAction Stop }
        $e.FullyQualifiedErrorId | Should -BeLike 'ConnectionRefused*'
        $e.CategoryInfo.Category | Should -Be 'ConnectionError'
        $e.Exception.Phase | Should -Be 'Connect'
        $e.Exception.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'name unknown' {
        (Get-Failure { New-SslSocket no-such-host.invalid -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'NameNotFound*'
    }

    It 'no place to connect to: <_>' -ForEach @('[::1', 'host:notaport', 'a b', 'https://user@host/', 'host:99999') {
        $place = $_
        (Get-Failure { New-SslSocket $place -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }

    It 'timed out in the handshake, saying so' {
        $e = Get-Failure { New-SslSocket 127.0.0.1 $plain.Port -Timeout 0.4 -ErrorAction Stop }
        $e.FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
        $e.Exception.Phase | Should -Be 'Handshake'
        $e.Exception.Message | Should -BeLike '*sent nothing*'
        Close-SslSocket (Wait-SslConnection $plain -Timeout 20)
    }

    It 'plain text from the peer, quoted' {
        $client = Start-PlainAnswer '220 mail.example ESMTP ready'
        $e = Get-Failure { New-SslSocket 127.0.0.1 $client.Port -Timeout 20 -ErrorAction Stop }
        $client.Dispose()
        $e.FullyQualifiedErrorId | Should -BeLike 'PeerNotTls*'
        $e.Exception.Message | Should -BeLike '*"220 mail.example ESMTP ready"*'
        $e.Exception.RecommendedAction | Should -BeLike '*STARTTLS*'
    }

    It 'a client that talks plain text to a TLS port' {
        $client = New-SslSocket 127.0.0.1 $listener.Port -NoHandshake
        'GET / HTTP/1.1' | Send-SslData $client -NewLine
        Wait-SslConnection $listener -Timeout 3 -ErrorVariable reported -ErrorAction SilentlyContinue
        $reported[0].FullyQualifiedErrorId | Should -BeLike 'PeerNotTls*'
        $reported[0].Exception.Message | Should -BeLike '*"GET / HTTP/1.1"*'
        Close-SslSocket $client
    }

    It 'a peer without a name, and one on a socket for both families' {
        $silent = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $silent.Start()
        $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $silent.LocalEndpoint.Port)
        $buffered = [System.IO.BufferedStream]::new($tcp.GetStream())
        $asked = @{ ComputerName = 'localhost'; Timeout = 0.3; ErrorAction = 'Stop' }
        try {
            "$(Get-Failure { Start-SslUpgrade $buffered @asked })" | Should -BeLike '*while shaking hands with the peer, which has sent nothing.'
            "$(Get-Failure { Start-SslUpgrade $tcp @asked })" | Should -BeLike '*while shaking hands with 127.0.0.1:*, which has sent nothing.'
            $silent.AcceptTcpClient().Dispose()
            "$(Get-Failure { Start-SslUpgrade $buffered @asked })" | Should -BeLike 'The peer *the connection*'
        }
        finally { $tcp.Dispose(); $silent.Stop() }
    }

    It 'a client that sends nothing, and one that does not come' {
        $short = New-SslListener -SelfSigned -Timeout 0.3
        $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $short.Port)
        Wait-SslConnection $short -Timeout 2 -ErrorVariable reported -ErrorAction SilentlyContinue
        $tcp.Dispose()
        Close-SslSocket $short
        $reported[0].Exception.RecommendedAction | Should -BeLike 'Clients that only look*'
        $reported[-1].Exception.RecommendedAction | Should -BeLike 'Check that clients call this address*'
    }

    It 'a client whose authority is only named to clients' {
        $root = New-SslCertificate Root -Kind CA
        $file = Save-Certificate $root.GetCertificate() "$TestDrive/root.pem"
        $asks = New-SslListener -SelfSigned -ClientCertificate Require -ClientCAFile $file
        $client = New-SslSocket localhost $asks.Port -CACertificate $asks.CertificateAuthority -Certificate (New-SslCertificate alice -Kind Client -Issuer $root)
        Wait-SslConnection $asks -Timeout 1 -ErrorVariable reported -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Close-SslSocket $client, $asks
        $reported[0].Exception.RecommendedAction | Should -BeLike '*-CAFile (-ClientCAFile only tells clients*'
    }

    It 'untrusted, with every reason' {
        $e = Get-Failure { New-SslSocket 127.0.0.1 $listener.Port -VerifyName other.example -ErrorAction Stop }
        $e.FullyQualifiedErrorId | Should -BeLike 'CertificateChainIncomplete*'
        $e.CategoryInfo.Category | Should -Be 'SecurityError'
        $e.Exception.VerifyErrors.Code | Should -Be 'CertificateChainIncomplete', 'HostnameMismatch'
        $e.Exception.Alert | Should -Be 'unknown_ca'
    }

    It 'wrong name' {
        $e = Get-Failure { New-SslSocket localhost $listener.Port -CAFile $ca -VerifyName other.example -ErrorAction Stop }
        $e.FullyQualifiedErrorId | Should -BeLike 'HostnameMismatch*'
        $e.Exception.Message | Should -BeLike '*localhost*'
    }

    It 'no version in common' {
        $old = New-SslListener -SelfSigned -Version TLSv1_2
        $oldCA = Save-Certificate $old.CertificateAuthority (Join-Path $TestDrive 'old.pem')
        (Get-Failure { New-SslSocket localhost $old.Port -CAFile $oldCA -Version TLSv1_3 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'NoCommonVersion*'
        Close-SslSocket $old
    }

    It 'no cipher in common' {
        $narrow = New-SslListener -SelfSigned -Version TLSv1_2 -CipherList ECDHE-ECDSA-AES128-GCM-SHA256
        $narrowCA = Save-Certificate $narrow.CertificateAuthority (Join-Path $TestDrive 'narrow.pem')
        (Get-Failure { New-SslSocket localhost $narrow.Port -CAFile $narrowCA -Version TLSv1_2 -CipherList ECDHE-ECDSA-AES256-GCM-SHA384 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'NoCommonCipher*'
        Close-SslSocket $narrow
    }

    It 'a client certificate is demanded' {
        $strict = New-SslListener -SelfSigned -ClientCertificate Require -Version TLSv1_2
        $strictCA = Save-Certificate $strict.CertificateAuthority (Join-Path $TestDrive 'strict.pem')
        (Get-Failure { New-SslSocket localhost $strict.Port -CAFile $strictCA -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ClientCertificateRequired*'
        # Its own certificate was shown by then; until a handshake is over nothing proves that the peer has the key, so it is not called trusted.
        $shown = Get-PeerCertificate localhost $strict.Port -CAFile $strictCA -WarningVariable told -WarningAction SilentlyContinue
        $shown.HostnameMatch | Should -BeTrue
        $shown.IsTrusted | Should -BeNullOrEmpty
        "$told" | Should -BeLike '*client certificate*'
        Wait-SslConnection $strict -Timeout 2 -ErrorVariable reported -ErrorAction SilentlyContinue
        $reported[0].FullyQualifiedErrorId | Should -BeLike 'CertificateMissing*'
        Close-SslSocket $strict
    }

    It 'the peer vanished' {
        $client = Start-PlainAnswer ''
        $e = Get-Failure { New-SslSocket 127.0.0.1 $client.Port -Timeout 20 -ErrorAction Stop }
        $client.Dispose()
        $e.FullyQualifiedErrorId | Should -BeLike 'PeerVanished*'
    }

    It 'no application protocol in common' {
        $web = New-SslListener -SelfSigned -Alpn h2
        $webCA = Save-Certificate $web.CertificateAuthority (Join-Path $TestDrive 'web.pem')
        (Get-Failure { New-SslSocket localhost $web.Port -CAFile $webCA -Alpn http/1.1 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'NoCommonProtocol*'
        (New-SslSocket localhost $web.Port -CAFile $webCA -Alpn http/1.1, h2 -ErrorAction Stop).Alpn | Should -Be 'h2'
        Close-SslSocket $web
    }

    It 'a closed socket says that it is' {
        $client = New-SslSocket localhost $listener.Port -CAFile $ca
        Close-SslSocket $client
        { 'x' | Send-SslData $client } | Should -Throw -ErrorId "NotOpen,PSSsl.Commands.SendSslDataCommand"
        Receive-SslData $client -ErrorVariable closed -ErrorAction SilentlyContinue
        $closed[0].FullyQualifiedErrorId | Should -BeLike 'NotOpen*'
    }

    It 'a wrong option: <Name>' -ForEach @(
        @{ Name = 'SSLv2'; Options = @{ Version = 'SSLv2' }; Says = '*forbidden*' }
        @{ Name = 'a version that is none'; Options = @{ Version = 'TLSv9' }; Says = '*TLSv1_3*' }
        @{ Name = 'versions that leave nothing'; Options = @{ Version = 'TLSv1_2:!TLSv1_2' }; Says = '*leaves no*' }
        @{ Name = 'a suite that is none'; Options = @{ CipherList = 'NO-SUCH-SUITE' }; Says = '*NO-SUCH-SUITE*' }
        @{ Name = 'a group that is none'; Options = @{ Group = 'p-999' }; Says = '*X25519MLKEM768*' }
        @{ Name = 'a fingerprint that is none'; Options = @{ Fingerprint = 'xyz' }; Says = '*hexadecimal*' }
        @{ Name = 'a SHA-1 fingerprint'; Options = @{ Fingerprint = '00' * 20 }; Says = '*SHA-1*' }
        @{ Name = 'a missing CA file'; Options = @{ CAFile = 'no-such-file.pem' }; Says = '*no-such-file.pem*' }
        @{ Name = 'a password as text'; Options = @{ Password = 'secret' }; Says = '*history*' }
        @{ Name = 'a key without its certificate'; Options = @{ KeyFile = 'some.key' }; Says = '*-CertificateFile*' }
    ) {
        { New-SslSocket localhost 1 @Options } | Should -Throw $Says
    }
}

Describe 'Files that cannot be used' -Skip:(-not $hasOpenSsl) {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $folder = $TestDrive
        $null = & openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/a.key" -out "$folder/a.pem" -days 5 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>&1
        $null = & openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/b.key" -out "$folder/b.pem" -days 5 -subj /CN=localhost 2>&1
        $null = & openssl rsa -aes256 -passout pass:bluebell -in "$folder/a.key" -out "$folder/a.enc.key" 2>&1
        $null = & openssl pkcs8 -topk8 -passout pass:bluebell -in "$folder/a.key" -out "$folder/a.p8.key" 2>&1
        $null = & openssl rsa -traditional -aes128 -passout pass:bluebell -in "$folder/a.key" -out "$folder/a.old.key" 2>&1
        $null = & openssl pkcs12 -export -passout pass:bluebell -in "$folder/a.pem" -inkey "$folder/a.key" -out "$folder/a.p12" 2>&1
        $null = & openssl pkcs12 -export -passout pass: -in "$folder/a.pem" -inkey "$folder/a.key" -out "$folder/open.p12" 2>&1
        $null = & openssl x509 -outform DER -in "$folder/a.pem" -out "$folder/a.der" 2>&1
        $null = & openssl pkcs8 -topk8 -nocrypt -outform DER -in "$folder/a.key" -out "$folder/a.key.der" 2>&1
        [System.IO.File]::WriteAllText("$folder/both.pem", [System.IO.File]::ReadAllText("$folder/a.key") + [System.IO.File]::ReadAllText("$folder/a.pem"))
        [System.IO.File]::WriteAllText("$folder/empty.pem", '')
        $good = ConvertTo-SecureString 'bluebell' -AsPlainText -Force
        $bad = ConvertTo-SecureString 'opossum' -AsPlainText -Force
    }

    It 'reads <Cert> with <Key>' -ForEach @(
        @{ Cert = 'a.pem'; Key = 'a.key' }, @{ Cert = 'a.der'; Key = 'a.key.der' }, @{ Cert = 'both.pem'; Key = '' }, @{ Cert = 'open.p12'; Key = '' }
        @{ Cert = 'a.p12'; Key = '' }, @{ Cert = 'a.pem'; Key = 'a.enc.key' }, @{ Cert = 'a.pem'; Key = 'a.p8.key' }, @{ Cert = 'a.pem'; Key = 'a.old.key' }
    ) {
        $options = @{ CertificateFile = "$folder/$Cert"; Password = $good }
        if ($Key) { $options.KeyFile = "$folder/$Key" }
        $listener = New-SslListener @options
        $client = New-SslSocket localhost $listener.Port -CAFile "$folder/a.pem" -ErrorAction Stop
        $client.State | Should -Be 'Open'
        Close-SslSocket $client, $listener
    }

    It '<Id> for <Cert> with <Key>' -ForEach @(
        @{ Cert = 'missing.pem'; Key = 'a.key'; Id = 'FileNotReadable' }
        @{ Cert = 'empty.pem'; Key = 'a.key'; Id = 'FileContent' }
        @{ Cert = 'a.key'; Key = ''; Id = 'FileContent' }
        @{ Cert = 'a.pem'; Key = ''; Id = 'KeyMissing' }
        @{ Cert = 'a.pem'; Key = 'b.key'; Id = 'KeyMismatch' }
        @{ Cert = 'a.pem'; Key = 'a.pem'; Id = 'FileContent' }
        @{ Cert = 'a.pem'; Key = 'a.enc.key'; Id = 'PasswordWrong' }
        @{ Cert = 'a.pem'; Key = 'a.old.key'; Id = 'PasswordWrong' }
        @{ Cert = 'a.p12'; Key = ''; Id = 'PasswordWrong' }
    ) {
        $options = @{ CertificateFile = "$folder/$Cert"; Password = $bad }
        if ($Key) { $options.KeyFile = "$folder/$Key" }
        { New-SslListener @options } | Should -Throw -ErrorId "$Id,PSSsl.Commands.NewSslListenerCommand"
    }

    It 'asks nobody where nobody can answer' {
        { New-SslListener -CertificateFile "$folder/a.pem" -KeyFile "$folder/a.enc.key" } | Should -Throw -ErrorId "PasswordMissing,PSSsl.Commands.NewSslListenerCommand"
    }

    It 'takes a script block for a password' {
        $listener = New-SslListener -CertificateFile "$folder/a.pem" -KeyFile "$folder/a.enc.key" -Password { param($what) if ($what -like '*a.enc.key') { $good } }
        Close-SslSocket $listener
    }
}

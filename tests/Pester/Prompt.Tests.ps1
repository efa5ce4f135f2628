# What people type at the prompt and have in their files: taken as it is meant, or refused; never half taken.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $listener = New-SslListener -SelfSigned
    $ca = @{ CACertificate = $listener.CertificateAuthority; Timeout = 20; ErrorAction = 'Stop' }
    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }
    function Get-Disposed { $certificate = New-SslCertificate gone.example; $platforms = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($certificate.Certificate.RawData); $platforms.Dispose(); $platforms }
}

AfterAll { Close-SslSocket $listener }

Describe 'Columns of tables' {
    It 'name the host: <_>' -ForEach 'ComputerName', 'HostName', 'DNSHostName', 'FQDN', 'Server', 'IPAddress', 'RemoteAddress' {
        $row = [pscustomobject]@{ $_ = 'localhost'; Port = $listener.Port }
        ($row | Get-PeerCertificate @ca).Subject | Should -Be 'CN=localhost'
    }

    It 'name the port as Test-NetConnection does' {
        ([pscustomobject]@{ ComputerName = 'localhost'; RemoteAddress = '192.0.2.1'; RemotePort = $listener.Port } | Get-PeerCertificate @ca).Subject | Should -Be 'CN=localhost'
    }

    It 'are not a hashtable''s entries, which is said' {
        "$(Get-Failure { @{ ComputerName = 'localhost'; Port = $listener.Port } | New-SslSocket @ca })" | Should -BeLike 'A hashtable is not a row*pscustomobject*'
    }
}

Describe 'A file of hosts' {
    It 'may have comments, and ports behind a space' {
        $lines = '# our servers', "localhost $($listener.Port)", "localhost:$($listener.Port)  # the same", "127.0.0.1`t$($listener.Port)"
        @($lines | Get-PeerCertificate @ca).Count | Should -Be 3
    }
}

Describe 'Words' {
    It 'of the manual say how to verify: <Word>' -ForEach @(
        @{ Word = 'SSL_VERIFY_PEER'; Means = 'Peer' }
        @{ Word = 'SSL_VERIFY_PEER', 'SSL_VERIFY_FAIL_IF_NO_PEER_CERT'; Means = 'Peer, FailIfNoPeerCert' }
        @{ Word = 'SSL_VERIFY_NONE'; Means = 'None' }
    ) {
        "$((New-SslContext -VerifyMode $Word).VerifyMode)" | Should -Be $Means
    }

    It 'of others name a protocol: <_>' -ForEach 'PostgreSQL', 'xmpp-server', 'xmpp', 'SMTP', 'sql-server' {
        # It is understood, and then there is nobody.
        (Get-Failure { New-SslSocket localhost 1 -StartTls $_ @ca }).FullyQualifiedErrorId | Should -BeLike 'ConnectionRefused*'
    }

    It 'find the certificate: Get-SslCertificate, -Field san' {
        (Get-SslCertificate localhost $listener.Port @ca).Subject | Should -Be 'CN=localhost'
        Get-PeerCertificate localhost $listener.Port @ca -Field san | Should -Not -BeNullOrEmpty
    }
}

Describe 'A name with two values in one part' {
    It 'is written with + as OpenSSL does' {
        $certificate = New-SslCertificate -Subject 'OU=a+CN=www,O=x' -DnsName www.example
        $certificate | Get-PeerCertificate -Field owner | Should -Be '/O=x/OU=a+CN=www'
    }
}

Describe 'A disposed certificate' {
    It 'is told as that: <_>' -ForEach @(
        { New-SslCertificate a.example -Issuer (Get-Disposed) -ErrorAction Stop }
        { New-SslListener -Certificate (Get-Disposed) }
        { New-SslContext -CACertificate (Get-Disposed) }
        { New-SslContext -CertificateMap @{ a = (Get-Disposed) } }
        { New-SslContext -CertificateMap @{ a = @{ Certificate = (Get-Disposed) } } }
    ) {
        "$(Get-Failure $_)" | Should -BeLike '*was disposed. Read it again.*'
    }
}

Describe 'A time-out of centuries' {
    It 'is without end' {
        $socket = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -Timeout ([timespan]::MaxValue) -ErrorAction Stop
        $socket.State | Should -Be 'Open'
        Close-SslSocket $socket
    }
}

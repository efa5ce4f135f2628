# What people type at the prompt and have in their files: taken as it is meant, or refused; never half taken.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $listener = New-SslListener -SelfSigned
    $ca = @{ CACertificate = $listener.CertificateAuthority; Timeout = 20; ErrorAction = 'Stop' }
    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }
    # Where PowerShell shows it by itself, what to do is not part of the message.
    function Get-Said($Failure) { "$Failure $($Failure.Exception.RecommendedAction)" }
    function Get-Disposed { $certificate = New-SslCertificate gone.example; $platforms = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($certificate.Certificate.RawData); $platforms.Dispose(); $platforms }
}

AfterAll { Close-SslSocket $listener }

Describe 'Columns of tables' {
    It 'name the host: <_>' -ForEach 'ComputerName', 'HostName', 'DNSHostName', 'FQDN', 'Server', 'Host', 'IPAddress', 'RemoteAddress' {
        $row = [pscustomobject]@{ $_ = 'localhost'; Port = $listener.Port }
        ($row | Get-PeerCertificate @ca).Subject | Should -Be 'CN=localhost'
    }

    It 'name the address to connect to, and the name to verify' {
        $row = [pscustomobject]@{ ComputerName = 'node1.invalid'; Port = $listener.Port; ConnectTo = '127.0.0.1'; VerifyName = 'localhost'; ServerName = '' }
        $seen = $row | Get-PeerCertificate @ca
        $seen.Peer, $seen.Address, $seen.HostnameMatch | Should -Be "node1.invalid:$($listener.Port)", '127.0.0.1', $true
        $socket = $row | New-SslSocket @ca
        $socket.State | Should -Be Open
        Close-SslSocket $socket
        $report = $row | Test-SslServer -Quick -CACertificate $listener.CertificateAuthority
        $report.Certificates[0].HostnameMatch | Should -BeTrue
        $row | Should -HaveValidCertificate -CACertificate $listener.CertificateAuthority
    }

    It 'have a name of their own in each row' {
        $rows = foreach ($name in 'localhost', 'other.example', '') { [pscustomobject]@{ ComputerName = 'localhost'; Port = $listener.Port; VerifyName = $name } }
        ($rows | Get-PeerCertificate @ca | Sort-Object HostnameMatch).HostnameMatch | Should -Be $false, $true, $true
        Get-Said (Get-Failure { $rows[0] | Get-PeerCertificate @ca -VerifyMode None }) | Should -BeLike "*'localhost' cannot be verified: -VerifyMode None verifies nothing.*"
        Get-Said (Get-Failure { Get-PeerCertificate localhost $listener.Port @ca -VerifyName '' }) | Should -BeLike '-VerifyName was given*'
    }

    It 'have a host, or the row is refused' {
        Get-Said (Get-Failure { [pscustomobject]@{ ComputerName = ''; Port = $listener.Port } | Get-PeerCertificate @ca }) | Should -BeLike 'The row has no host name*'
        Get-Said (Get-Failure { Get-PeerCertificate '' @ca }) | Should -Match 'host name is missing|names no host'
    }

    It 'are the same wherever hosts are taken' {
        $aliases = foreach ($command in 'New-SslSocket', 'Get-PeerCertificate', 'Test-SslServer') {
            $all = (Get-Command $command).Parameters
            "$($all.ComputerName.Aliases -join ' ') $($all.Port.Aliases -join ' ')"
        }
        @($aliases | Select-Object -Unique).Count | Should -Be 1
        foreach ($command in 'New-SslSocket', 'Get-PeerCertificate', 'Test-SslServer') {
            foreach ($parameter in 'ComputerName', 'Port', 'StartTls', 'ServerName', 'VerifyName', 'ConnectTo') {
                (Get-Command $command).Parameters[$parameter].Attributes.ValueFromPipelineByPropertyName | Should -Contain $true -Because "$command -$parameter"
            }
        }
    }

    It 'name the port as Test-NetConnection does' {
        ([pscustomobject]@{ ComputerName = 'localhost'; RemoteAddress = '192.0.2.1'; RemotePort = $listener.Port } | Get-PeerCertificate @ca).Subject | Should -Be 'CN=localhost'
    }

    It 'are not a hashtable''s entries, which is said' {
        "$(Get-Said (Get-Failure { @{ ComputerName = 'localhost'; Port = $listener.Port } | New-SslSocket @ca }))" | Should -BeLike 'A hashtable is not a row*pscustomobject*'
    }
}

Describe 'A file of hosts' {
    It 'may have comments, and ports behind a space' {
        $lines = '# our servers', "localhost $($listener.Port)", "localhost:$($listener.Port)  # the same", "127.0.0.1`t$($listener.Port)"
        @($lines | Get-PeerCertificate @ca).Count | Should -Be 3
    }

    It 'may have empty lines, several ports and names of services' {
        $second = New-SslListener -SelfSigned
        try {
            $lines = '', '   ', '; old style', '  # indented', "localhost $($listener.Port),$($second.Port)", "https://localhost:$($listener.Port)/#top"
            @($lines | Get-PeerCertificate @ca).Count | Should -Be 3
            @(Get-PeerCertificate $lines @ca).Count | Should -Be 3
            @($lines | Test-SslServer -Quick -CACertificate $listener.CertificateAuthority).Count | Should -Be 3
            @(Get-PeerCertificate localhost -Port $listener.Port, $second.Port @ca).Port | Sort-Object | Should -Be (@($listener.Port, $second.Port) | Sort-Object)
        }
        finally { Close-SslSocket $second }
        Get-Said (Get-Failure { 'localhost ldaps' | Get-PeerCertificate @ca }) | Should -BeLike 'localhost:636*'
        Get-Said (Get-Failure { "localhost:$($listener.Port)" | Get-PeerCertificate @ca -Port $listener.Port, 1 }) | Should -BeLike '*names port*'
        Get-Said (Get-Failure { "localhost $($listener.Port)" | Get-PeerCertificate @ca -Port 1 }) | Should -BeLike '*has one port, and -Port names another*'
    }
}

Describe 'A file in the place of a host' {
    It 'is told to be one: <_>' -ForEach 'web.pem', './web.pem' {
        New-SslCertificate a.example | Export-SslCertificate (Join-Path $TestDrive web.pem) -Force
        Push-Location $TestDrive
        try { Get-Said (Get-Failure { Get-PeerCertificate $_ -ErrorAction Stop }) | Should -Match 'with -Path' } finally { Pop-Location }
    }
}

Describe 'A range of addresses' {
    It 'stands for each of them' {
        $seen = @("127.0.0.1/31:$($listener.Port)" | Get-PeerCertificate @ca -ErrorAction SilentlyContinue -ErrorVariable failed)
        $seen.ComputerName | Should -Be '127.0.0.1'
        $seen.Count + @($failed).Count | Should -Be 2
        @($failed | ForEach-Object { "$($_.TargetObject)" }) + $seen.Peer | Sort-Object | Should -Be "127.0.0.0:$($listener.Port)", "127.0.0.1:$($listener.Port)"
    }

    It 'may have ports, and be one address' {
        (Get-PeerCertificate 127.0.0.1/32 $listener.Port @ca).Port | Should -Be $listener.Port
        ("127.0.0.1/32 $($listener.Port)  # one" | Get-PeerCertificate @ca).Port | Should -Be $listener.Port
        Get-Said (Get-Failure { Get-PeerCertificate ::2/128 1 @ca -ErrorAction Stop -Timeout 5 }) | Should -BeLike '*::2*'
        Get-Said (Get-Failure { Get-PeerCertificate '[::2/128]:1' @ca -ErrorAction Stop -Timeout 5 }) | Should -BeLike '*::2*'
    }

    It 'is refused if it is too large, wrong, or one is wanted: <Range>' -ForEach @(
        @{ Range = '10.0.0.0/15'; Said = '*more than 65536 addresses*' }
        @{ Range = '2001:db8::/64'; Said = '*more than 65536 addresses*/112*' }
        @{ Range = '10.0.0.0/33'; Said = '*not a valid range*' }
        @{ Range = 'www.example.org/28'; Said = '*not a host name*' }
        @{ Range = '10.0/28'; Said = '*not a host name*' }
    ) {
        Get-Said (Get-Failure { Get-PeerCertificate $Range @ca }) | Should -BeLike $Said
        Get-Said (Get-Failure { Test-SslServer $Range -Quick -ErrorAction Stop }) | Should -BeLike $Said
    }

    It 'is not one target' {
        Get-Said (Get-Failure { 'hi' | Enter-SslSession 10.0.0.0/30 }) | Should -BeLike '*one host*'
        Get-Said (Get-Failure { Get-PeerCertificate 10.0.0.0/16 -Port 1, 2 @ca }) | Should -BeLike '*more than 65536 targets*'
        { '10.0.0.0/30' | Should -HaveTlsVersion TLSv1_3 } | Should -Throw '*not one target*'
    }
}

Describe 'What nmap found' {
    It 'is its open ports, by the name that it has' {
        $lines = @(
            '# Nmap 7.94 scan initiated Sat Nov 28 10:00:00 2026 as: nmap -p 443,8443 -oG - 127.0.0.1'
            "Host: 127.0.0.1 (localhost)`tStatus: Up"
            "Host: 127.0.0.1 (localhost)`tPorts: 22/closed/tcp//ssh///, $($listener.Port)/open/tcp//ssl|http///, 53/open/udp//domain///`tIgnored State: filtered (1)"
            "Host: 127.0.0.1 ()`tPorts: $($listener.Port)/open/tcp//https///"
            "Host: 127.0.0.1 (www.example.org)`tPorts: $($listener.Port)/open/tcp//https///, 25/filtered/tcp//smtp///"
            '# Nmap done at Sat Nov 28 10:00:01 2026 -- 1 IP address (1 host up) scanned in 0.05 seconds'
        )
        $seen = @($lines | Get-PeerCertificate @ca | Sort-Object ComputerName)
        $seen.ComputerName | Should -Be '127.0.0.1', 'localhost', 'www.example.org'
        $seen.HostnameMatch | Should -Be $true, $true, $false
        $seen[2].Address | Should -Be '127.0.0.1'
        @($lines | Test-SslServer -Quick -CACertificate $listener.CertificateAuthority).Count | Should -Be 3
    }
}

Describe 'Another place to connect to' {
    It 'is written as <Form>' -ForEach @(
        @{ Form = '127.0.0.1:port'; Value = { "127.0.0.1:$($listener.Port)" } }
        @{ Form = 'localhost:port'; Value = { "localhost:$($listener.Port)" } }
        @{ Form = 'curl does'; Value = { "www.example.org:443:127.0.0.1:$($listener.Port)" } }
        @{ Form = 'curl does, for any host'; Value = { "::127.0.0.1:$($listener.Port)" } }
        @{ Form = 'several, of which one fits'; Value = { "other.example:443:127.0.0.1:1", "www.example.org::127.0.0.1:$($listener.Port)" } }
    ) {
        $seen = Get-PeerCertificate www.example.org -ConnectTo (& $Value) @ca
        $seen.Peer, $seen.Address, $seen.HostnameMatch | Should -Be 'www.example.org:443', '127.0.0.1', $false
    }

    It 'is refused if it cannot be read: <_>' -ForEach 'a:b:c', '127.0.0.1:x', '[::1' {
        Get-Failure { Get-PeerCertificate www.example.org -ConnectTo $_ @ca } | Should -Not -BeNullOrEmpty
        (Get-Failure { Get-PeerCertificate www.example.org -ConnectTo $_ @ca }).FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }
}

Describe 'Several files of authorities' {
    It 'are all trusted' {
        $other = New-SslCertificate 'Other Root' -Kind CA
        $folder = "$TestDrive/roots"
        $null = New-Item $folder -ItemType Directory
        Export-SslCertificate $other "$folder/a.pem"
        Export-SslCertificate $listener.CertificateAuthority "$folder/b.pem"
        (Get-PeerCertificate localhost $listener.Port -CAFile "$folder/a.pem", "$folder/b.pem").Status | Should -Not -Be NotTrusted
        (Get-PeerCertificate localhost $listener.Port -CAFile "$folder/a.pem").Status | Should -Be NotTrusted
        Get-Said (Get-Failure { Get-PeerCertificate localhost $listener.Port -CAFile "$folder/a.pem", '' -ErrorAction Stop }) | Should -BeLike '*one of its values is empty*'
        Set-SslDefault -CAFile "$folder/a.pem", "$folder/b.pem"
        try { (Get-PeerCertificate localhost $listener.Port).Status | Should -Not -Be NotTrusted } finally { Reset-SslDefault }
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

    It 'with a space in it are one version, and no older one besides: <_>' -ForEach 'TLS 1.2', 'tls v1.2', 'TLS 1.2 TLS 1.3', 'Tls12', 'TLSv1.2', '1.2' {
        (New-SslContext -Version $_).Versions | Should -Not -Contain TLSv1
        (New-SslContext -Version $_).Versions | Should -Contain TLSv1_2
    }

    It 'of protocols with TLS from the start are not STARTTLS, which is said: <_>' -ForEach 'ldaps', 'imaps', 'ftps' {
        Get-Said (Get-Failure { New-SslSocket localhost 1 -StartTls $_ @ca }) | Should -BeLike "*'$_' speaks TLS from the start: use -Port $_ without -StartTls.*"
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
        Get-Said (Get-Failure $_) | Should -BeLike '*was disposed. Read it again.*'
    }
}

Describe 'A time-out of centuries' {
    It 'is without end' {
        $socket = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -Timeout ([timespan]::MaxValue) -ErrorAction Stop
        $socket.State | Should -Be 'Open'
        Close-SslSocket $socket
    }
}

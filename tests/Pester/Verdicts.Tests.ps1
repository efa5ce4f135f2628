# One verdict: handshakes, Test-SslCertificate, Get-PeerCertificate and Should judge by the same policy and say the same.
BeforeDiscovery { . "$PSScriptRoot/Lab.ps1" }

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid().ToString('N'))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    $listener = New-SslListener -SelfSigned
    $authority = $listener.CertificateAuthority
    $socket = New-SslSocket localhost $listener.Port -CACertificate $authority
    $ca = New-SslCertificate 'Lab CA' -Kind CA
    $middle = New-SslCertificate 'Lab Sub' -Kind CA -Issuer $ca
    $leaf = New-SslCertificate www.lab.example -Issuer $middle
    $direct = New-SslCertificate w.example -Issuer $ca
    function Get-Code($Script) { try { & $Script } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }
}

AfterAll {
    $socket.Dispose()
    $listener.Close()
    [System.IO.Directory]::Delete($folder, $true)
}

Describe 'The defaults of a runspace' {
    BeforeEach {
        $file = Save-Certificate $authority "$folder/ca.pem"
        $env:SSL_CERT_FILE = $file
    }

    AfterEach {
        Reset-SslDefault
        Remove-Item env:SSL_CERT_FILE -ErrorAction Ignore
    }

    It 'say who is trusted, whoever judges' {
        Test-SslCertificate -Certificate $socket.PeerCertificate localhost | Should -BeTrue
        Set-SslDefault -CAFile ''
        $verdict = Test-SslCertificate -Certificate $socket.PeerCertificate localhost -Detailed
        $verdict.IsTrusted | Should -BeFalse
        $verdict.VerifyErrors.Code | Should -Be CertificateChainIncomplete
        Get-Code { New-SslSocket localhost $listener.Port -ErrorAction Stop } | Should -Be CertificateChainIncomplete
        # What is given stands in their place, and not beside them.
        Test-SslCertificate -Certificate $socket.PeerCertificate localhost -CAFile $file | Should -BeTrue
        Set-SslDefault -CAFile $file
        Get-Code { New-SslSocket localhost $listener.Port -CACertificate $ca.Certificate -ErrorAction Stop } | Should -Be CertificateChainIncomplete
    }

    It 'may be a context' {
        Set-SslDefault -Context (New-SslContext -CAFile '')
        Test-SslCertificate -Certificate $socket.PeerCertificate localhost -WarningAction SilentlyContinue | Should -BeFalse
        Reset-SslDefault
        Set-SslDefault -Context (New-SslContext -Fingerprint ('sha256$' + 'ab' * 32))
        (Test-SslCertificate -Certificate $socket.PeerCertificate localhost -Detailed).VerifyErrors[0].Code | Should -Be FingerprintMismatch
    }

    It 'make nothing good for whoever asks whether all is well' {
        Set-SslDefault -VerifyMode None -VerifyScheme none -CAFile '' -WarningAction SilentlyContinue
        (Test-SslCertificate -Certificate $socket.PeerCertificate wrong.example -Detailed).VerifyErrors.Code | Should -Be CertificateChainIncomplete, HostnameMismatch
        Set-SslDefault -VerifyCallback { $true }
        Test-SslCertificate -Certificate $socket.PeerCertificate wrong.example -WarningAction SilentlyContinue | Should -BeFalse
        Reset-SslDefault
        Set-SslDefault -VerifyCallback { $false }
        (Test-SslCertificate -Certificate $socket.PeerCertificate localhost -Detailed).VerifyErrors[0].Code | Should -Be CallbackRefused
        Reset-SslDefault
        Set-SslDefault -VerifyName other.example
        (Test-SslCertificate -Certificate $socket.PeerCertificate -Detailed).VerifyErrors.Code | Should -Be HostnameMismatch
    }

    It 'say who is trusted of a proxy on the way to what Should asks' {
        $env:https_proxy = "https://localhost:$($listener.Port)"
        try {
            Set-SslDefault -CAFile ''
            { 'www.example.org:443' | Should -HaveTlsVersion TLSv1_2 } | Should -Throw '*this machine does not trust it*'
        }
        finally {
            Remove-Item env:https_proxy
        }
    }
}

Describe 'Get-PeerCertificate of what is there already' {
    It 'judges a socket anew by what is given' {
        ($socket | Get-PeerCertificate).IsTrusted | Should -BeTrue
        $other = $socket | Get-PeerCertificate -VerifyName other.example
        $other.HostnameMatch, $other.IsTrusted | Should -Be $false, $false
        ($socket | Get-PeerCertificate -CAFile '').IsTrusted | Should -BeFalse
        ($socket | Get-PeerCertificate -Fingerprint ('sha256$' + 'ab' * 32)).IsTrusted | Should -BeFalse
        ($socket | Get-PeerCertificate -Fingerprint $socket.PeerCertificate.GetFingerprint()).IsTrusted | Should -BeTrue
        ($socket | Get-PeerCertificate -Ocsp Must).VerifyErrors.Code | Should -Be RevocationUnknown
        ($socket | Get-PeerCertificate -VerifyCallback { $false }).IsTrusted | Should -BeFalse
        # The socket's own verdict stays.
        $socket.PeerCertificate.IsTrusted | Should -BeTrue
    }

    It 'judges an object and a file too' {
        $seen = Get-PeerCertificate localhost $listener.Port
        $seen.IsTrusted | Should -BeFalse
        ($seen | Get-PeerCertificate -CACertificate $authority).IsTrusted | Should -BeTrue
        ($seen | Get-PeerCertificate -CACertificate $authority -VerifyName other.example).IsTrusted | Should -BeFalse
        $file = "$folder/leaf.pem"
        $direct | Export-SslCertificate -Path $file -Force
        (Get-PeerCertificate -Path $file)[0].IsTrusted | Should -BeNullOrEmpty
        (Get-PeerCertificate -Path $file -CACertificate $ca)[0].IsTrusted | Should -BeTrue
        (Get-PeerCertificate -Path $file -CACertificate $ca -VerifyName other.example)[0].HostnameMatch | Should -BeFalse
        Get-Code { Get-PeerCertificate -Path $file -CAFile "$folder/none.pem" } | Should -Be FileNotReadable
    }

    It 'refuses what says how a host is connected to' -ForEach @(
        @{ Options = @{ Version = 'rubbish' } }, @{ Options = @{ CipherList = 'rubbish' } }, @{ Options = @{ Timeout = 3 } }, @{ Options = @{ ServerName = 'x' } }, @{ Options = @{ KeyLogFile = 'x' } }
    ) {
        Get-Code { $socket | Get-PeerCertificate @Options } | Should -Be InvalidOption
        Get-Code { Get-PeerCertificate -InputObject $leaf.Certificate @Options } | Should -Be InvalidOption
    }

    It 'refuses sessions, which it would not resume' {
        Get-Code { Get-PeerCertificate localhost $listener.Port -SessionCacheSize 5 } | Should -Be InvalidOption
    }

    It 'gives each certificate of a chain its own verdict, or none' {
        $server = New-SslListener -Certificate $leaf
        $shown = @(Get-PeerCertificate localhost $server.Port -CACertificate $ca -VerifyName www.lab.example -Chain)
        $shown[0].IsTrusted | Should -BeTrue
        @($shown | Where-Object IsTrusted).Count | Should -Be 1
        { $shown[1] | Should -HaveValidCertificate -CACertificate $ca.Certificate } | Should -Throw
        $server.Close()
    }
}

Describe 'What a verdict says' {
    It 'is in the same order everywhere' {
        $old = New-SslCertificate www.lab.example -Issuer $ca -NotBefore (Get-Date).AddDays(-9) -NotAfter (Get-Date).AddDays(-2)
        $server = New-SslListener -Certificate $old
        $seen = Get-PeerCertificate localhost $server.Port
        $seen.VerifyErrors.Code | Should -Be CertificateExpired, CertificateUntrusted, HostnameMismatch
        (Test-SslCertificate -Certificate $seen localhost -Detailed).VerifyErrors.Code | Should -Be $seen.VerifyErrors.Code
        Get-Code { New-SslSocket localhost $server.Port -ErrorAction Stop } | Should -Be CertificateExpired
        $server.Close()
    }

    It 'is trusted only for all that was asked' {
        $wrong = Get-PeerCertificate localhost $listener.Port -CACertificate $authority -VerifyName other.example
        $wrong.IsTrusted, $wrong.VerifyErrors.Code | Should -Be $false, HostnameMismatch
        (Get-PeerCertificate localhost $listener.Port -CACertificate $authority -VerifyCallback { $false }).IsTrusted | Should -BeFalse
        (New-SslSocket localhost $listener.Port -Fingerprint $socket.PeerCertificate.GetFingerprint()).PeerCertificate.IsTrusted | Should -BeTrue
        # Nothing was asked that tells who it is.
        (New-SslSocket localhost $listener.Port -VerifyMode None -WarningAction SilentlyContinue).PeerCertificate.IsTrusted | Should -BeNullOrEmpty
    }

    It 'does not blame a server for a root that need not be sent' {
        $verdict = Test-SslCertificate -Certificate $leaf.Certificate -Intermediate $middle.Certificate -CACertificate $authority -Detailed
        $verdict.VerifyErrors.Code | Should -Be CertificateUntrusted
        $verdict.VerifyErrors[0].Message | Should -BeLike "*this machine does not trust 'CN=Lab CA'*-CAFile*"
        $verdict = Test-SslCertificate -Certificate $leaf.Certificate -CACertificate $ca -Detailed
        $verdict.VerifyErrors.Code | Should -Be CertificateChainIncomplete
        $verdict.VerifyErrors[0].Message | Should -BeLike "*'CN=Lab Sub'*-CAFile*"
        $verdict.VerifyErrors[0].Message | Should -Not -BeLike '*server*'
    }

    It 'takes a self-signed certificate that is trusted for what it is' -Skip:(-not (Test-Program openssl)) {
        foreach ($usage in 'digitalSignature', 'keyEncipherment,dataEncipherment') {
            $file = "$folder/self.pem"
            & openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/self.key" -out $file -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost -addext "keyUsage=$usage" 2>$null
            Test-SslCertificate $file localhost -CAFile $file | Should -BeTrue
            Test-SslCertificate $file localhost -CAFile '' -WarningAction SilentlyContinue | Should -BeFalse
        }
    }
}

Describe 'Revocation that was asked for' {
    BeforeAll {
        $list = "$folder/root.crl"
        $direct, $middle | New-SslCrl $ca -Path $list -Force
    }

    It 'is looked at where the certificate itself is trusted' {
        $given = @{ Certificate = $direct.Certificate; AllowPartialChain = $true; Detailed = $true }
        (Test-SslCertificate @given -CACertificate $direct.Certificate -CheckCrl Leaf -CrlFile $list).VerifyErrors.Code | Should -Be RevocationUnknown
        (Test-SslCertificate @given -CACertificate $direct.Certificate -Intermediate $ca.Certificate -CheckCrl Leaf -CrlFile $list).VerifyErrors.Code | Should -Be CertificateRevoked
        (Test-SslCertificate @given -CACertificate $direct.Certificate -Ocsp Must).VerifyErrors.Code | Should -Be RevocationUnknown
    }

    It 'is looked at where an intermediate is trusted' {
        $own = "$folder/middle.crl"
        $null = New-SslCrl $middle -Path $own -Force
        $given = @{ Certificate = $leaf.Certificate; AllowPartialChain = $true; CACertificate = $middle.Certificate; CheckCrl = 'Chain'; CrlFile = $list, $own; Detailed = $true }
        (Test-SslCertificate @given -Intermediate $ca.Certificate).VerifyErrors.Code | Should -Be CertificateRevoked
        (Test-SslCertificate @given).VerifyErrors.Code | Should -Be RevocationUnknown
    }

    It 'is looked at beside a fingerprint, and where nothing else is verified' -ForEach @(
        @{ Options = @{ Ocsp = 'Must' } }, @{ Options = @{ CheckCrl = 'Leaf' } }
    ) {
        $pin = $socket.PeerCertificate.GetFingerprint()
        Get-Code { New-SslSocket localhost $listener.Port -Fingerprint $pin @Options -ErrorAction Stop } | Should -Be RevocationUnknown
        Get-Code { New-SslSocket localhost $listener.Port -Fingerprint $socket.PeerCertificate.PublicKeyPin @Options -ErrorAction Stop } | Should -Be RevocationUnknown
        Get-Code { New-SslSocket localhost $listener.Port -VerifyMode None @Options -ErrorAction Stop -WarningAction SilentlyContinue } | Should -Be RevocationUnknown
    }

    It 'refuses what is revoked beside a fingerprint' {
        $server = New-SslListener -Certificate $direct
        $pin = (Get-PeerCertificate localhost $server.Port).GetFingerprint()
        Get-Code { New-SslSocket localhost $server.Port -Fingerprint $pin -CrlFile $list -ErrorAction Stop } | Should -Be CertificateRevoked
        (New-SslSocket localhost $server.Port -Fingerprint $pin).State | Should -Be Open
        $server.Close()
    }
}

Describe 'What certificates point to' {
    BeforeAll {
        # Answers with what was asked for, so that it is seen who was asked.
        $web = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $web.Start()
        $seen = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($web, $seen)
            while ($true) {
                try { $client = $web.AcceptTcpClient() } catch { return }
                $line = [System.IO.StreamReader]::new($client.GetStream()).ReadLine()
                $seen.Enqueue($line)
                $answer = [System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 404 No`r`nContent-Length: 0`r`nConnection: close`r`n`r`n")
                $client.GetStream().Write($answer, 0, $answer.Length)
                $client.Dispose()
            }
        }).AddArgument($web).AddArgument($seen)
        $null = $shell.BeginInvoke()
        $proxy = "http://127.0.0.1:$($web.LocalEndpoint.Port)"
        $crl = New-SslCertificate localhost -Issuer $ca -CrlUrl 'http://crl.lab.invalid/ca.crl'
        $server = New-SslListener -Certificate $crl
    }

    AfterAll {
        $server.Close()
        $web.Stop()
        $shell.Dispose()
        Remove-Item env:http_proxy -ErrorAction Ignore
    }

    It 'is fetched the way of the connection' {
        $env:http_proxy = $proxy
        $options = @{ CACertificate = $ca; FetchCrl = $true; ErrorAction = 'Stop' }
        Get-Code { New-SslSocket localhost $server.Port @options } | Should -Be RevocationUnknown
        $seen.Count | Should -Be 1
        @($seen)[0] | Should -BeLike 'GET http://crl.lab.invalid/ca.crl *'
        Get-Code { New-SslSocket localhost $server.Port @options -NoProxy } | Should -Be RevocationUnknown
        $seen.Count | Should -Be 1
        Test-SslCertificate -Certificate $crl -CACertificate $ca -FetchCrl -WarningAction SilentlyContinue | Should -BeFalse
        $seen.Count | Should -Be 2
    }
}

Describe 'Should -HaveValidCertificate' {
    It 'does not pass where no name was compared' {
        $open = New-SslSocket localhost $listener.Port -CACertificate $authority -VerifyScheme none
        foreach ($subject in $open, $open.PeerCertificate) {
            { $subject | Should -HaveValidCertificate } | Should -Throw
            $subject | Should -HaveValidCertificate -CACertificate $authority
            { $subject | Should -HaveValidCertificate -HostName other.example -CACertificate $authority } | Should -Throw
        }
        $client = [System.Net.Sockets.TcpClient]::new('localhost', $listener.Port)
        $nameless = $client | Start-SslUpgrade -CACertificate $authority -VerifyScheme none
        { $nameless | Should -HaveValidCertificate -CACertificate $authority } | Should -Throw '*-HostName*'
        $client.Dispose()
        $open.Dispose()
    }

    It 'does not believe what it is told' {
        $told = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-PeerCertificate localhost $listener.Port), 2))
        $told.psobject.Properties.Remove('IsTrusted')
        $told.psobject.Properties.Remove('VerifyErrors')
        $told | Add-Member -NotePropertyMembers @{ IsTrusted = $true; HostnameMatch = $true; VerifyErrors = @() } -Force
        { $told | Should -HaveValidCertificate } | Should -Throw '*CN=PSSsl throw-away CA*'
        $told | Should -HaveValidCertificate -CACertificate $authority
    }
}

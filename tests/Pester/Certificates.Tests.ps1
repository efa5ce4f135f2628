Describe 'Certificates' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        function New-Certificate([string] $Name, $Key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)) {
            $request = if ($Key -is [System.Security.Cryptography.RSA]) {
                [System.Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Name", $Key, [System.Security.Cryptography.HashAlgorithmName]::SHA256, [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
            } else {
                [System.Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Name", $Key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)
            }
            $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(5))
        }
        function Save-Pkcs12($Certificate, [string] $Path, [string] $Password) {
            [System.IO.File]::WriteAllBytes($Path, $Certificate.Export([System.Security.Cryptography.X509Certificates.X509ContentType]::Pfx, $Password))
            $Path
        }
        function New-Secure([string] $Text) {
            $secure = [System.Security.SecureString]::new()
            foreach ($c in $Text.ToCharArray()) { $secure.AppendChar($c) }
            $secure
        }
        $anybody = @{ Fingerprint = $null; VerifyMode = 'None'; WarningAction = 'SilentlyContinue' }
        $anybody.Remove('Fingerprint')
    }

    Context '-CertificateMap' {
        BeforeAll {
            $store = Save-Pkcs12 (New-Certificate 'file.example') (Join-Path $TestDrive 'file.p12') 'secret'
            $context = [PSSsl.SslContext]::new([PSSsl.SslContextOptions]@{ Certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2[]]@(New-Certificate 'context.example'); Version = [object[]]@('TLSv1_2') })
            $listener = New-SslListener -CertificateMap @{
                'www.example.org' = New-Certificate 'www.example.org'
                '*.example.org'   = New-Certificate 'any.example.org'
                'file.example'    = @{ CertificateFile = $store; Password = { 'secret' } }
                'context.example' = $context
                ''                = New-Certificate 'default'
            }
        }
        AfterAll { Close-SslSocket $listener }

        It 'shows <Expected> to whoever asks for <Asked>' -ForEach @(
            @{ Asked = 'www.example.org'; Expected = 'www.example.org' }
            @{ Asked = 'WWW.Example.Org'; Expected = 'www.example.org' }
            @{ Asked = 'mail.example.org'; Expected = 'any.example.org' }
            @{ Asked = 'a.mail.example.org'; Expected = 'default' }
            @{ Asked = 'file.example'; Expected = 'file.example' }
            @{ Asked = 'context.example'; Expected = 'context.example' }
            @{ Asked = ''; Expected = 'default' }
        ) {
            $socket = New-SslSocket localhost $listener.Port -ServerName $Asked @anybody -ErrorAction Stop
            $server = Wait-SslConnection $listener -Timeout 20
            $socket.PeerCertificate.CommonName | Should -Be $Expected
            "$($server.ServerName)" | Should -Be $Asked
            if ($Expected -eq 'context.example') { $socket.Version | Should -Be 'TLSv1_2' }
            Close-SslSocket $socket, $server
        }

        It 'works in Start-SslUpgrade too' {
            $plain = New-SslListener -NoHandshake
            $client = New-SslSocket localhost $plain.Port -NoHandshake
            $server = Wait-SslConnection $plain -Timeout 20
            # Both ends are in one script, so they take turns.
            $client = Start-SslUpgrade $client -ServerName 'mail.example.org' @anybody -Blocking $false
            $server = Start-SslUpgrade $server -AsServer -CertificateMap @{ '*.example.org' = New-Certificate 'any.example.org' } -Blocking $false -ErrorAction Stop
            for ($i = 0; $i -lt 2000 -and ($client.State -ne 'Open' -or $server.State -ne 'Open'); $i++) {
                $null = if ($client.State -ne 'Open') { $client.Connect() }
                $null = if ($server.State -ne 'Open') { $server.Accept() }
                Start-Sleep -Milliseconds 2
            }
            $client.PeerCertificate.CommonName | Should -Be 'any.example.org'
            $server.ServerName | Should -Be 'mail.example.org'
            Close-SslSocket $client, $server, $plain
        }

        It 'is for servers: a client is told so' {
            $plain = New-SslListener -NoHandshake
            $client = New-SslSocket localhost $plain.Port -NoHandshake
            $failure = { Start-SslUpgrade $client -ComputerName x -CertificateMap @{ x = New-Certificate 'x' } -ErrorAction Stop } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
            Close-SslSocket $client, $plain
        }

        It 'tells both ends of a name that is not served' {
            $strict = New-SslListener -CertificateMap @{ 'www.example.org' = New-Certificate 'www.example.org' }
            New-SslSocket localhost $strict.Port -ServerName 'other.example' @anybody -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'NameNotServed*'
            $failed[0].Exception.Message | Should -BeLike '*other.example*'
            $null = Wait-SslConnection $strict -Timeout 2 -ErrorAction SilentlyContinue -ErrorVariable refused
            $refused[0].FullyQualifiedErrorId | Should -BeLike 'NameNotServed*'
            Close-SslSocket $strict
        }

        It 'names the entry that is wrong: <What>' -ForEach @(
            @{ What = 'a star in the middle'; Name = 'a.*.b'; Value = 'x'; Code = 'InvalidOption'; Like = "*'a.`*.b'*star*" }
            @{ What = 'half a star'; Name = '*foo'; Value = 'x'; Code = 'InvalidOption'; Like = "*'`*foo'*star*" }
            @{ What = 'an empty label'; Name = 'a..b'; Value = 'x'; Code = 'InvalidOption'; Like = "*'a..b'*empty label*" }
            @{ What = 'a number'; Name = 'a.b'; Value = 5; Code = 'InvalidOption'; Like = "*'a.b'*Int32*" }
            @{ What = 'nothing'; Name = 'a.b'; Value = $null; Code = 'InvalidOption'; Like = "*'a.b'*no value*" }
            @{ What = 'an unknown word'; Name = 'a.b'; Value = @{ CertFile = 'x' }; Code = 'InvalidOption'; Like = "*'a.b'*CertFile*CertificateFile*" }
            @{ What = 'an empty table'; Name = 'a.b'; Value = @{ }; Code = 'InvalidOption'; Like = "*'a.b'*no certificate*" }
            @{ What = 'a file that is not there'; Name = 'a.b'; Value = '/nowhere.pem'; Code = 'FileNotReadable'; Like = "*nowhere.pem*-CertificateMap 'a.b'*" }
        ) {
            $failure = { New-SslListener -CertificateMap @{ $Name = $Value } } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike "$Code*"
            $failure.Exception.Message | Should -BeLike $Like
        }
    }

    It 'takes an RSA and an EC certificate at once' {
        $listener = New-SslListener -Certificate (New-Certificate 'rsa' ([System.Security.Cryptography.RSA]::Create(2048))), (New-Certificate 'ec')
        foreach ($case in @{ Scheme = 'rsa_pss_rsae_sha256'; Name = 'rsa' }, @{ Scheme = 'ecdsa_secp256r1_sha256'; Name = 'ec' }) {
            $socket = New-SslSocket localhost $listener.Port -SignatureScheme $case.Scheme @anybody -ErrorAction Stop
            $socket.PeerCertificate.CommonName | Should -Be $case.Name
            Close-SslSocket $socket
        }
        Close-SslSocket $listener
    }

    Context 'Client certificates' {
        BeforeAll {
            $own = New-Certificate 'client'
            $listener = New-SslListener -SelfSigned -ClientCertificate Require -CACertificate $own
            $trust = @{ CACertificate = $listener.CertificateAuthority }
        }
        AfterAll { Close-SslSocket $listener }

        It 'lets in whom it trusts, and says so (<_>)' -ForEach 'TLSv1_2', 'TLSv1_3' {
            $socket = New-SslSocket localhost $listener.Port @trust -Certificate (New-Certificate 'stranger'), $own -Version $_ -ErrorAction Stop
            $server = Wait-SslConnection $listener -Timeout 20
            $server.PeerCertificate.CommonName | Should -Be 'client'
            $server.PeerCertificate.IsTrusted | Should -BeTrue
            Close-SslSocket $socket, $server
        }

        It 'tells both ends why somebody is not let in (<Version>, <What>)' -ForEach @(
            foreach ($version in 'TLSv1_2', 'TLSv1_3') {
                @{ Version = $version; What = 'no certificate'; Name = $null; Here = 'CertificateMissing'; There = 'ClientCertificateRequired' }
                @{ Version = $version; What = 'a stranger'; Name = 'stranger'; Here = 'CertificateSelfSigned'; There = 'CertificateRefusedByPeer' }
            }
        ) {
            $with = if ($Name) { @{ Certificate = New-Certificate $Name } } else { @{ } }
            $failed = $null
            $socket = New-SslSocket localhost $listener.Port @trust @with -Version $Version -ErrorAction SilentlyContinue -ErrorVariable failed
            # In TLS 1.3 a client hears of it when it reads.
            if ($socket) { $null = Receive-SslData $socket -Line -ErrorAction SilentlyContinue -ErrorVariable failed }
            $failed[0].FullyQualifiedErrorId | Should -BeLike "$There*"
            $null = Wait-SslConnection $listener -Timeout 2 -ErrorAction SilentlyContinue -ErrorVariable refused
            $refused[0].FullyQualifiedErrorId | Should -BeLike "$Here*"
        }
    }

    Context '-Password' {
        BeforeAll { $store = Save-Pkcs12 (New-Certificate 'locked') (Join-Path $TestDrive 'locked.p12') 'secret' }

        It 'may be a <Kind>' -ForEach @(
            @{ Kind = 'SecureString' }
            @{ Kind = 'PSCredential' }
            @{ Kind = 'script block' }
            @{ Kind = 'script block that returns a SecureString' }
        ) {
            $password = switch ($Kind) {
                'SecureString' { New-Secure 'secret' }
                'PSCredential' { [pscredential]::new('anyone', (New-Secure 'secret')) }
                'script block' { { param($file) if ($file -like '*locked.p12') { 'secret' } } }
                default { { New-Secure 'secret' } }
            }
            $listener = New-SslListener -CertificateFile $store -Password $password -ErrorAction Stop
            Close-SslSocket $listener
        }

        It 'tells a wrong one from a missing one, and takes no plain text' {
            (({ New-SslListener -CertificateFile $store -Password (New-Secure 'wrong') } | Should -Throw -PassThru).FullyQualifiedErrorId) | Should -BeLike 'PasswordWrong*'
            (({ New-SslListener -CertificateFile $store -Password { } } | Should -Throw -PassThru).FullyQualifiedErrorId) | Should -BeLike 'PasswordMissing*'
            (({ New-SslListener -CertificateFile $store -Password 'secret' } | Should -Throw -PassThru).FullyQualifiedErrorId) | Should -BeLike 'InvalidOption*'
        }
    }

    Context '-DhFile, -DhParameter' {
        It 'refuse what is too small, with its size' {
            $failure = { New-SslListener -SelfSigned -DhParameter @'
-----BEGIN DH PARAMETERS-----
MEYCQQDaWDwW2YUiidDkr3VvTMqS3UvlM7gE+w/tlO+cikQD7VdGUNNpmdsp13Yn
a6LT1BLiGPTdHghM9tgAPnxHdOgzAgEC
-----END DH PARAMETERS-----
'@ } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
            $failure.Exception.Message | Should -BeLike '*512 bits*2048*'
        }

        It 'take what openssl makes' -Skip:(-not (& { . "$PSScriptRoot/Lab.ps1"; Test-Program openssl })) {
            $file = Join-Path $TestDrive 'dh.pem'
            & openssl genpkey -genparam -algorithm DH -pkeyopt group:ffdhe3072 -out $file
            $listener = New-SslListener -SelfSigned -DhFile $file -ErrorAction Stop
            Close-SslSocket $listener
            $listener = New-SslListener -SelfSigned -DhParameter ([System.IO.File]::ReadAllLines($file)) -ErrorAction Stop
            Close-SslSocket $listener
        }
    }
}

Describe 'Get-PeerCertificate at a pipeline''s end' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned
        $socket = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -ErrorAction Stop
        $made = New-SslCertificate localhost
        $file = Export-SslCertificate $made "$TestDrive/localhost.pem" -PassThru
        $given = @{
            'a socket' = $socket; 'a certificate with its key' = $made; 'a certificate of .NET''s' = $made.Certificate; 'a certificate that was shown' = $socket.PeerCertificate; 'a file' = $file; 'bytes' = $made.Certificate.RawData
        }
    }

    AfterAll { Close-SslSocket $socket, $listener }

    It 'describes <_>, which is not a row of a table' -ForEach 'a socket', 'a certificate with its key', 'a certificate of .NET''s', 'a certificate that was shown', 'a file', 'bytes' {
        $shown = @($given[$_] | Get-PeerCertificate -ErrorAction Stop)
        $shown.Count | Should -Be 1
        $shown[0].CommonName | Should -Be 'localhost'
    }

    It 'says what is not a target' {
        { Get-PeerCertificate localhost $listener.Port -Target $made } | Should -Throw '*An SslCertificate is not a host*'
    }
}

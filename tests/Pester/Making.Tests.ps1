# New-SslCertificate, New-SslCrl, Import- and Export-SslCertificate: what is made is used, written, read by OpenSSL and read again.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $hasOpenSsl = Test-Program openssl
    $isUnix = [System.IO.Path]::DirectorySeparatorChar -eq '/'
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid().ToString('N'))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    $password = [System.Security.SecureString]::new()
    'secret'.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
    $ca = New-SslCertificate 'Lab CA' -Kind CA
    function Invoke-OpenSsl { $output = & openssl @args 2>&1 | ForEach-Object { "$_" }; if ($LASTEXITCODE) { throw "openssl $args ended with $LASTEXITCODE`: $output" }; $output -join "`n" }
}

AfterAll {
    [System.IO.Directory]::Delete($folder, $true)
}

Describe 'New-SslCertificate' {
    It 'makes one to be thrown away, that a handshake trusts' {
        $certificate = New-SslCertificate localhost
        $listener = New-SslListener -Certificate $certificate
        try {
            $socket = New-SslSocket localhost $listener.Port -CACertificate $certificate.Authority
            $socket.PeerCertificate.IsTrusted | Should -BeTrue
            Close-SslSocket $socket
        }
        finally { $listener.Dispose() }
    }

    It 'makes chains that the web PKI would take: <_>' -ForEach 'RSA', 'ECDSA' {
        $middle = New-SslCertificate 'Lab intermediate' -Kind Intermediate -Issuer $ca -KeyAlgorithm $_
        $leaf = New-SslCertificate www.lab.example -Issuer $middle -KeyAlgorithm $_
        $verdict = Test-SslCertificate -Certificate $leaf -HostName www.lab.example -CACertificate $ca -Strict -Detailed
        $verdict.VerifyErrors | Should -BeNullOrEmpty
        $verdict.Path.Count | Should -Be 3
    }

    It 'shakes hands with keys of the kind <_>' -ForEach 'Ed25519', 'Ed448' {
        $certificate = New-SslCertificate localhost -Issuer $ca -KeyAlgorithm $_
        $listener = New-SslListener -Certificate $certificate
        try {
            $socket = New-SslSocket localhost $listener.Port -CACertificate $ca -Version TLSv1_3
            $socket.PeerCertificate.KeyAlgorithm | Should -Be $_
            Close-SslSocket $socket
        }
        finally { $listener.Dispose() }
    }

    It 'shakes hands with a key against quantum computers, that is pinned' {
        $certificate = New-SslCertificate localhost -SelfSigned -KeyAlgorithm ML-DSA-65
        $listener = New-SslListener -Certificate $certificate
        try {
            $pin = (Get-PeerCertificate localhost $listener.Port).GetFingerprint()
            $socket = New-SslSocket localhost $listener.Port -Fingerprint $pin
            $socket.PeerCertificate.KeyAlgorithm | Should -Be 'ML-DSA-65'
            Close-SslSocket $socket
        }
        finally { $listener.Dispose() }
    }

    It 'knows names of every kind' {
        $certificate = New-SslCertificate www.lab.example -Issuer $ca -DnsName www.lab.example, 'bücher.example', '*.lab.example', 10.0.0.7, '::1' -EmailAddress me@lab.example -Uri https://lab.example/x
        $certificate.DnsNames | Should -Be 'www.lab.example', 'xn--bcher-kva.example', '*.lab.example'
        $certificate.IpAddresses | Should -Be '10.0.0.7', '::1'
        $peer = $certificate.Certificate | Get-PeerCertificate
        $peer.EmailAddresses | Should -Be 'me@lab.example'
        $peer.Uris | Should -Be 'https://lab.example/x'
    }

    It 'refuses what the authority must not sign: <Name>' -ForEach @(
        @{ Name = 'no authority'; Make = { New-SslCertificate x.lab.example -Issuer (New-SslCertificate y.lab.example -Issuer $ca) }; Says = '*y.lab.example*' }
        @{ Name = 'a path that is too long'; Make = { New-SslCertificate 'Third' -Kind CA -Issuer (New-SslCertificate 'Second' -Kind Intermediate -Issuer $ca) }; Says = '*Second*' }
        @{ Name = 'another name'; Make = { New-SslCertificate www.example.org -Issuer (New-SslCertificate 'Narrow' -Kind CA -PermittedName dns:lab.example) }; Says = '*www.example.org*' }
        @{ Name = 'a key that is missing'; Make = { New-SslCertificate x.lab.example -Issuer ([PSSsl.SslCertificate]::new([System.Security.Cryptography.X509Certificates.X509Certificate2]::new($ca.Certificate.RawData))) }; Says = '*key*' }
    ) {
        $ErrorActionPreference = 'Stop'
        { & $Make } | Should -Throw -ExpectedMessage $Says
    }

    It 'says what is wrong: <Name>' -ForEach @(
        @{ Name = 'algorithm'; Options = @{ KeyAlgorithm = 'RSB' }; Says = '*RSB*' }
        @{ Name = 'curve'; Options = @{ Curve = 'P-255' }; Says = '*P-255*' }
        @{ Name = 'key size'; Options = @{ KeyAlgorithm = 'RSA'; KeySize = 1024 }; Says = '*1024*' }
        @{ Name = 'wildcard'; Options = @{ DnsName = 'w*w.lab.example' }; Says = '*w`*w.lab.example*' }
        @{ Name = 'purpose'; Options = @{ ExtendedKeyUsage = 'serverOath' }; Says = '*serverOath*' }
        @{ Name = 'dates'; Options = @{ NotBefore = [datetime]'2030-01-01'; NotAfter = [datetime]'2029-01-01' }; Says = '*20*' }
    ) {
        { New-SslCertificate www.lab.example @Options -ErrorAction Stop } | Should -Throw $Says
    }
}

Describe 'Export-SslCertificate and Import-SslCertificate' {
    It 'writes and reads again: <Name>' -ForEach @(
        @{ Name = 'a.pem'; Export = @{ IncludeKey = $true; IncludeChain = $true; Unencrypted = $true }; Key = $true }
        @{ Name = 'b.pem'; Export = @{ IncludeKey = $true; Password = 1 }; Key = $true }
        @{ Name = 'c.der'; Export = @{}; Key = $false }
        @{ Name = 'd.p7b'; Export = @{ IncludeChain = $true }; Key = $false }
        @{ Name = 'e.p12'; Export = @{ IncludeChain = $true; Password = 1 }; Key = $true }
        @{ Name = 'f.pfx'; Export = @{ IncludeChain = $true; Password = 1; Format = 'Pkcs12TripleDes' }; Key = $true }
    ) {
        $leaf = New-SslCertificate www.lab.example -Issuer $ca
        if ($Export.Password) { $Export.Password = $password }
        $leaf | Export-SslCertificate -Path "$folder/$Name" @Export
        $again = @(Import-SslCertificate "$folder/$Name" -Password $password)[0]
        $again.Thumbprint | Should -Be $leaf.Thumbprint
        $again.HasPrivateKey | Should -Be $Key
    }

    It 'is read by OpenSSL' -Skip:(-not $hasOpenSsl) {
        $leaf = New-SslCertificate www.lab.example -Issuer $ca -KeyAlgorithm RSA
        Export-SslCertificate $leaf -Path "$folder/leaf.pem" -KeyPath "$folder/leaf.key" -Password $password
        Export-SslCertificate $ca -Path "$folder/ca.pem"
        Invoke-OpenSsl verify -x509_strict -CAfile "$folder/ca.pem" "$folder/leaf.pem" | Should -BeLike '*OK'
        Invoke-OpenSsl pkey -in "$folder/leaf.key" -passin pass:secret -pubout | Should -Be (Invoke-OpenSsl x509 -in "$folder/leaf.pem" -noout -pubkey)
    }

    # On .NET Framework, which the other build is for, files have access lists.
    It 'gives keys to their owner alone' -Skip:(-not $isUnix -or $IsWindowsPowerShellBuild) {
        New-SslCertificate www.lab.example -Issuer $ca | Export-SslCertificate -Path "$folder/own.pem" -KeyPath "$folder/own.key" -Unencrypted
        [int][System.IO.FileInfo]::new("$folder/own.key").UnixFileMode | Should -Be 384 # 0600
    }

    It 'writes under names as long as names can be, and says of longer ones what is wrong' {
        $leaf = New-SslCertificate www.lab.example -Issuer $ca
        $longest = Join-Path $folder ('n' * 251 + '.pem')
        $leaf | Export-SslCertificate $longest -ErrorAction Stop
        (Import-SslCertificate -LiteralPath $longest).Subject | Should -Be 'CN=www.lab.example'
        { $leaf | Export-SslCertificate (Join-Path $folder ('n' * 300 + '.pem')) -ErrorAction Stop } | Should -Throw -ErrorId 'FileNotWritable*'
        Get-ChildItem $folder -Force -Filter '.*.tmp' | Should -BeNullOrEmpty
    }

    It 'makes no file of a pattern: <Name>' -ForEach @{ Name = 'web*.pem' }, @{ Name = 'web?.pem' } {
        $leaf = New-SslCertificate www.lab.example -Issuer $ca
        $failure = try { $leaf | Export-SslCertificate (Join-Path $folder $Name) -ErrorAction Stop } catch { $_ }
        "$failure" | Should -Match ([regex]::Escape("$Name is a pattern with wildcards"))
        @([System.IO.Directory]::GetFiles($folder)).Where({ $_ -match '[*?]' }).Count | Should -Be 0
    }

    It 'replaces nothing silently, and writes nothing with -WhatIf' {
        $leaf = New-SslCertificate www.lab.example -Issuer $ca
        [System.IO.File]::WriteAllText("$folder/there.pem", 'mine')
        { Export-SslCertificate $leaf -Path "$folder/there.pem" } | Should -Throw '*already exists*'
        [System.IO.File]::ReadAllText("$folder/there.pem") | Should -Be 'mine'
        Export-SslCertificate $leaf -Path "$folder/there.pem" -Force -WhatIf
        [System.IO.File]::ReadAllText("$folder/there.pem") | Should -Be 'mine'
        Export-SslCertificate $leaf -Path "$folder/there.pem" -Force
        [System.IO.File]::ReadAllText("$folder/there.pem") | Should -BeLike '-----BEGIN CERTIFICATE-----*'
    }

    It 'writes no key that nobody asked for, and none in the clear by accident' {
        $leaf = New-SslCertificate www.lab.example -Issuer $ca
        $leaf | Export-SslCertificate -AsText | Should -Not -BeLike '*PRIVATE KEY*'
        { $leaf | Export-SslCertificate -Path "$folder/x.pem" -IncludeKey } | Should -Throw '*no password*'
        { $leaf | Export-SslCertificate -Path "$folder/x.pfx" -Format Pkcs12TripleDes -Unencrypted } | Should -Throw '*-Unencrypted*'
        [System.IO.File]::Exists("$folder/x.pem") | Should -BeFalse
    }

    It 'wants the right password' {
        $leaf = New-SslCertificate www.lab.example -Issuer $ca
        $leaf | Export-SslCertificate -Path "$folder/locked.p12" -Password $password
        $wrong = [System.Security.SecureString]::new(); $wrong.AppendChar('x')
        { Import-SslCertificate "$folder/locked.p12" -Password $wrong -ErrorAction Stop } | Should -Throw '*password*'
    }

    It 'says what a file holds instead: <Name>' -ForEach @(
        @{ Name = 'text'; Content = 'Hello'; Says = '*odd.pem*' }
        @{ Name = 'nothing'; Content = ''; Says = '*empty*' }
    ) {
        [System.IO.File]::WriteAllText("$folder/odd.pem", $Content)
        { Import-SslCertificate "$folder/odd.pem" -ErrorAction Stop } | Should -Throw $Says
        { Import-SslCertificate "$folder/nowhere.pem" -ErrorAction Stop } | Should -Throw '*nowhere.pem*'
    }
}

Describe 'New-SslCrl' {
    It 'takes certificates back' {
        $good = New-SslCertificate good.lab.example -Issuer $ca
        $bad = New-SslCertificate bad.lab.example -Issuer $ca
        $bad | New-SslCrl $ca -Reason superseded -Path "$folder/lab.crl" -Force
        Test-SslCertificate -Certificate $good -CACertificate $ca -CrlFile "$folder/lab.crl" | Should -BeTrue
        $verdict = Test-SslCertificate -Certificate $bad -CACertificate $ca -CrlFile "$folder/lab.crl" -Detailed
        $verdict.VerifyErrors[0].Code | Should -Be CertificateRevoked
        $verdict.VerifyErrors[0].Message | Should -BeLike '*superseded*'
    }

    It 'is read by OpenSSL' -Skip:(-not $hasOpenSsl) {
        New-SslCrl $ca -Revoked '0123456789ABCDEF' -Path "$folder/one.crl"
        Invoke-OpenSsl crl -inform DER -in "$folder/one.crl" -noout -text | Should -BeLike '*0123456789ABCDEF*'
    }

    It 'wants an authority with its key' {
        { New-SslCrl (New-SslCertificate x.lab.example -Issuer $ca) -AsText } | Should -Throw
        { New-SslCrl $ca -Revoked 'no number' -AsText } | Should -Throw '*no number*'
        { New-SslCrl $ca -ThisUpdate ([datetime]::MaxValue) -AsText } | Should -Throw '*is not after this one*'
        { New-SslCrl $ca -ThisUpdate '1960-01-01' -AsText } | Should -Throw '*not negative*'
    }
}

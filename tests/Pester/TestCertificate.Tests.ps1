# Test-SslCertificate: one verdict on a chain, by the default rules or those of the web PKI.
BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid().ToString('N'))
    $null = [System.IO.Directory]::CreateDirectory($folder)

    # Certificates of .NET, not of this module: what is judged was made by somebody else.
    function New-Key { [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256) }
    function New-Request($Subject, $Key) {
        [System.Security.Cryptography.X509Certificates.CertificateRequest]::new($Subject, $Key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)
    }
    function Add-Extension($Request, $Extension) { $Request.CertificateExtensions.Add($Extension) }
    $from = [DateTimeOffset]::new([datetime]::UtcNow.Date.AddDays(-2))
    $rootKey = New-Key
    $request = New-Request 'CN=Lab root' $rootKey
    Add-Extension $request ([System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
    Add-Extension $request ([System.Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('KeyCertSign, CrlSign', $true))
    Add-Extension $request ([System.Security.Cryptography.X509Certificates.X509SubjectKeyIdentifierExtension]::new($request.PublicKey, $false))
    $root = $request.CreateSelfSigned($from, $from.AddYears(5))
    $middleKey = New-Key
    $request = New-Request 'CN=Lab intermediate' $middleKey
    foreach ($extension in $root.Extensions) {
        if ($extension.Oid.Value -ne '2.5.29.14') { Add-Extension $request $extension }
    }
    Add-Extension $request ([System.Security.Cryptography.X509Certificates.X509SubjectKeyIdentifierExtension]::new($request.PublicKey, $false))
    Add-Extension $request ([System.Security.Cryptography.X509Certificates.X509AuthorityKeyIdentifierExtension]::CreateFromCertificate($root, $true, $false))
    $middle = $request.Create($root, $from, $from.AddYears(3), [byte[]](1, 2, 3, 4, 5, 6, 7, 8))
    $signer = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::CopyWithPrivateKey($middle, $middleKey)

    # A server's certificate as the web PKI wants it, but for what the caller changes.
    function New-Leaf([string] $Usage = '1.3.6.1.5.5.7.3.1', [int] $Days = 90, [string] $Name = 'www.lab.example', [byte[]] $Serial = (9, 8, 7, 6, 5, 4, 3, 2)) {
        $key = New-Key
        $request = New-Request "CN=$Name" $key
        $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        $names.AddDnsName('www.lab.example')
        Add-Extension $request ($names.Build($false))
        Add-Extension $request ([System.Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('DigitalSignature', $true))
        if ($Usage) {
            $oids = [System.Security.Cryptography.OidCollection]::new()
            $null = $oids.Add([System.Security.Cryptography.Oid]::new($Usage))
            Add-Extension $request ([System.Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension]::new($oids, $false))
        }
        Add-Extension $request ([System.Security.Cryptography.X509Certificates.X509AuthorityKeyIdentifierExtension]::CreateFromCertificate($middle, $true, $false))
        $request.Create($signer, $from, $from.AddDays($Days), $Serial)
    }
    $leaf = New-Leaf
    $leafFile = Save-Certificate $leaf "$folder/leaf.pem"
    $middleFile = Save-Certificate $middle "$folder/middle.pem"
    $rootFile = Save-Certificate $root "$folder/root.pem"
    $chainFile = "$folder/chain.pem"
    [System.IO.File]::WriteAllText($chainFile, [System.IO.File]::ReadAllText($leafFile) + [System.IO.File]::ReadAllText($middleFile))
}

AfterAll {
    [System.IO.Directory]::Delete($folder, $true)
}

Describe 'Test-SslCertificate' {
    It 'says yes of a file with a good chain' {
        Test-SslCertificate $chainFile -CAFile $rootFile | Should -BeTrue
        Test-SslCertificate $chainFile www.lab.example -CAFile $rootFile -Strict | Should -BeTrue
    }

    It 'takes intermediates from elsewhere' {
        Test-SslCertificate $leafFile -Intermediate $middleFile -CAFile $rootFile | Should -BeTrue
        Test-SslCertificate -Certificate $leaf -Intermediate $middle -CACertificate $root | Should -BeTrue
    }

    It 'names the intermediate that is missing, and says no' {
        $verdict = Test-SslCertificate $leafFile -CAFile $rootFile -Detailed
        $verdict.IsTrusted | Should -BeFalse
        $verdict.VerifyErrors[0].Code | Should -Be CertificateChainIncomplete
        $verdict.VerifyErrors[0].Message | Should -BeLike '*Lab intermediate*'
        Test-SslCertificate $leafFile -CAFile $rootFile -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeFalse
        $warnings[0] | Should -BeLike '*Lab intermediate*'
    }

    It 'says no to another host' {
        $verdict = Test-SslCertificate $chainFile other.lab.example -CAFile $rootFile -Detailed
        $verdict.IsTrusted | Should -BeFalse
        $verdict.HostnameMatch | Should -BeFalse
        $verdict.VerifyErrors.Count | Should -Be 1
        $verdict.VerifyErrors[0].Code | Should -Be HostnameMismatch
    }

    It 'judges at another time' {
        $verdict = Test-SslCertificate $chainFile -CAFile $rootFile -Time ([datetime]::UtcNow.AddDays(200)) -Detailed
        $verdict.VerifyErrors[0].Code | Should -Be CertificateExpired
        $verdict.VerifyErrors[0].Depth | Should -Be 0
        $verdict.VerifyErrors[0].Reference | Should -BeLike 'RFC 5280*'
    }

    It 'judges for a purpose' {
        (Test-SslCertificate $chainFile -CAFile $rootFile -Purpose Client -Detailed).VerifyErrors[0].Code | Should -Be CertificatePurpose
        Test-SslCertificate $chainFile -CAFile $rootFile -Purpose Any | Should -BeTrue
    }

    It 'shows the path that was built' {
        $verdict = Test-SslCertificate $chainFile -CAFile $rootFile -Detailed
        $verdict.Path.Subject | Should -Be 'CN=www.lab.example', 'CN=Lab intermediate', 'CN=Lab root'
        ($verdict | Out-String -Width 200) | Should -Match 'Lab intermediate'
    }

    It 'ends a chain at an intermediate only when that is allowed' {
        Test-SslCertificate $leafFile -CAFile $middleFile -WarningAction SilentlyContinue | Should -BeFalse
        Test-SslCertificate $leafFile -CAFile $middleFile -AllowPartialChain | Should -BeTrue
    }

    It 'counts intermediates' {
        Test-SslCertificate $chainFile -CAFile $rootFile -MaxPathLength 1 | Should -BeTrue
        Test-SslCertificate $chainFile -CAFile $rootFile -MaxPathLength 0 -WarningAction SilentlyContinue | Should -BeFalse
    }

    It 'trusts nobody when no authority is given' {
        Test-SslCertificate $chainFile -CAFile '' -WarningAction SilentlyContinue | Should -BeFalse
        Test-SslCertificate $chainFile -CACertificate $null -WarningAction SilentlyContinue | Should -BeFalse
    }

    It 'is stricter when asked: <Name>' -ForEach @(
        @{ Name = 'no purpose'; Leaf = @{ Usage = '' }; Message = '*extended key usage*' }
        @{ Name = 'a long life'; Leaf = @{ Days = 800 }; Message = '*days*' }
        @{ Name = 'a common name that is not an alternative name'; Leaf = @{ Name = 'ftp.lab.example' }; Message = '*common name*' }
        @{ Name = 'a long serial number'; Leaf = @{ Serial = [byte[]](1..21) }; Message = '*serial number*' }
    ) {
        $odd = New-Leaf @Leaf
        Test-SslCertificate -Certificate $odd -Intermediate $middle -CACertificate $root | Should -BeTrue
        $verdict = Test-SslCertificate -Certificate $odd -Intermediate $middle -CACertificate $root -Strict -Detailed
        $verdict.IsTrusted | Should -BeFalse
        $verdict.VerifyErrors[0].Message | Should -BeLike $Message
        $verdict.VerifyErrors[0].Reference | Should -Not -BeNullOrEmpty
    }

    It 'takes certificates as they come: <Name>' -ForEach @(
        @{ Name = 'PEM text'; Script = { [System.IO.File]::ReadAllText($chainFile) } }
        @{ Name = 'bytes'; Script = { , [System.IO.File]::ReadAllBytes($chainFile) } }
        @{ Name = 'a file object'; Script = { [System.IO.FileInfo]::new($chainFile) } }
    ) {
        Test-SslCertificate -Certificate (& $Script) -CAFile $rootFile | Should -BeTrue
    }

    It 'takes paths, wildcards and file objects from the pipeline' {
        $results = @("$folder/chain.pem", "$folder/leaf.*" | Test-SslCertificate -CAFile $rootFile -Detailed)
        $results.IsTrusted | Should -Be $true, $false
        [System.IO.FileInfo]::new($chainFile) | Test-SslCertificate -CAFile $rootFile | Should -BeTrue
    }

    It 'judges what Get-PeerCertificate saw' {
        $listener = New-SslListener -SelfSigned
        try {
            $peer = Get-PeerCertificate localhost $listener.Port
            $peer | Test-SslCertificate -HostName localhost -CACertificate $listener.CertificateAuthority | Should -BeTrue
            Test-SslCertificate -Certificate $peer -WarningAction SilentlyContinue | Should -BeFalse
        }
        finally {
            $listener.Dispose()
        }
    }

    It 'goes on after a file that cannot be read: <Name>' -ForEach @(
        @{ Name = 'none'; Content = $null; Code = 'FileNotReadable' }
        @{ Name = 'empty'; Content = ''; Code = 'FileContent' }
        @{ Name = 'something else'; Content = 'Hello'; Code = 'FileContent' }
        @{ Name = 'half a certificate'; Content = "-----BEGIN CERTIFICATE-----`nMIIB`n-----END CERTIFICATE-----`n"; Code = 'FileContent' }
    ) {
        $file = Join-Path $folder 'odd.pem'
        [System.IO.File]::Delete($file)
        if ($null -ne $Content) { [System.IO.File]::WriteAllText($file, $Content) }
        $results = @($file, $chainFile | Test-SslCertificate -CAFile $rootFile -ErrorVariable errors -ErrorAction SilentlyContinue)
        $results | Should -Be @($true)
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Code*"
        $errors[0].TargetObject | Should -Be $file
    }

    It 'is clear about what is not a certificate' {
        { Test-SslCertificate -Certificate 42 -CAFile $rootFile -ErrorAction Stop } | Should -Throw '*Int32 is not a certificate*'
        { Test-SslCertificate $chainFile -CAFile "$folder/none.pem" } | Should -Throw '*no file*none.pem*CAFile*'
    }
}

Describe 'The environment' {
    BeforeAll {
        $before = $env:SSL_CERT_FILE, $env:SSL_CERT_DIR
    }
    AfterEach {
        $env:SSL_CERT_FILE, $env:SSL_CERT_DIR = $before
    }

    It 'names authorities in a file' {
        $env:SSL_CERT_FILE = $rootFile
        Test-SslCertificate $chainFile | Should -BeTrue
    }

    It 'names authorities in directories' {
        $env:SSL_CERT_FILE = ''
        $null = [System.IO.Directory]::CreateDirectory("$folder/roots")
        [System.IO.File]::Copy($rootFile, "$folder/roots/root.pem", $true)
        $env:SSL_CERT_DIR = "$folder/nowhere$([System.IO.Path]::PathSeparator)$folder/roots"
        Test-SslCertificate $chainFile | Should -BeTrue
    }

    It 'does not count where authorities are given' {
        $env:SSL_CERT_FILE = $rootFile
        Test-SslCertificate $chainFile -CAFile $leafFile -WarningAction SilentlyContinue | Should -BeFalse
        Test-SslCertificate $chainFile -CAFile '' -WarningAction SilentlyContinue | Should -BeFalse
    }

    It 'is told when it names nothing' {
        $env:SSL_CERT_FILE = "$folder/nothing.pem"
        { Test-SslCertificate $chainFile -ErrorAction Stop } | Should -Throw '*nothing.pem*$env:SSL_CERT_FILE*'
        $listener = New-SslListener -SelfSigned
        try {
            { New-SslSocket localhost $listener.Port -ErrorAction Stop } | Should -Throw '*nothing.pem*$env:SSL_CERT_FILE*'
        }
        finally {
            $listener.Dispose()
        }
    }
}

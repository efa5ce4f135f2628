# What files of certificates say beyond the certificates, and what they may look like.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $hasOpenSsl = Test-Program openssl
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid().ToString('N'))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    $ca = New-SslCertificate 'Lab CA' -Kind CA
    $intermediate = New-SslCertificate 'Lab intermediate' -Kind Intermediate -Issuer $ca
    $leaf = New-SslCertificate www.lab.example -Issuer $intermediate
    $old = New-SslCertificate www.lab.example -Issuer $intermediate -NotBefore (Get-Date).AddDays(-50) -NotAfter (Get-Date).AddDays(-10)
    $pem = @{}
    foreach ($name in 'ca', 'intermediate', 'leaf', 'old') {
        $null = Save-Certificate (Get-Variable $name -ValueOnly).Certificate "$folder/$name.pem"
        $pem[$name] = [System.IO.File]::ReadAllText("$folder/$name.pem")
    }
    function Write-Text([string] $Name, [string] $Text) {
        [System.IO.File]::WriteAllText("$folder/$Name", $Text)
        "$folder/$Name"
    }
}

AfterAll {
    [System.IO.Directory]::Delete($folder, $true)
}

Describe 'An authority that its file restricts (TRUSTED CERTIFICATE)' -Skip:(-not $hasOpenSsl) {
    BeforeAll {
        $serverFile = Write-Text 'server.pem' ($pem.leaf + $pem.intermediate)
        $null = openssl x509 -in "$folder/ca.pem" -trustout -addreject serverAuth -out "$folder/rejected.pem"
        $null = openssl x509 -in "$folder/ca.pem" -trustout -addtrust clientAuth -out "$folder/clients.pem"
        $null = openssl x509 -in "$folder/ca.pem" -trustout -addtrust serverAuth -out "$folder/servers.pem"
        $null = openssl x509 -in "$folder/ca.pem" -trustout -setalias 'Lab' -out "$folder/named.pem"
        $null = openssl x509 -in "$folder/intermediate.pem" -trustout -addreject serverAuth -out "$folder/middle.pem"
        $client = New-SslCertificate client.lab.example -Kind Client -Issuer $ca
        foreach ($name in 'rejected', 'clients', 'servers', 'named') {
            $null = [System.IO.Directory]::CreateDirectory("$folder/$name")
            [System.IO.File]::Copy("$folder/$name.pem", "$folder/$name/one.pem")
        }
    }

    It '<Name>: servers <Servers>, clients <Clients>' -ForEach @(
        @{ Name = 'rejected'; Servers = $false; Clients = $true }
        @{ Name = 'clients'; Servers = $false; Clients = $true }
        @{ Name = 'servers'; Servers = $true; Clients = $false }
        @{ Name = 'named'; Servers = $true; Clients = $true }
    ) {
        $quiet = @{ WarningAction = 'SilentlyContinue' }
        Test-SslCertificate $serverFile -CAFile "$folder/$Name.pem" @quiet | Should -Be $Servers
        Test-SslCertificate $serverFile -CAPath "$folder/$Name" @quiet | Should -Be $Servers
        Test-SslCertificate -Certificate $client -Purpose Client -CAFile "$folder/$Name.pem" @quiet | Should -Be $Clients
        $before = $env:SSL_CERT_FILE
        $env:SSL_CERT_FILE = "$folder/$Name.pem"
        try { Test-SslCertificate $serverFile @quiet | Should -Be $Servers } finally { $env:SSL_CERT_FILE = $before }
    }

    It 'is told' {
        $verdict = Test-SslCertificate $serverFile -CAFile "$folder/rejected.pem" -Detailed
        $verdict.VerifyErrors.Count | Should -Be 1
        $verdict.VerifyErrors[0].Code | Should -Be CertificateUntrusted
        $verdict.VerifyErrors[0].Message | Should -BeLike "*CN=Lab CA*not to be trusted for servers*"
    }

    It 'is refused in handshakes' {
        $listener = New-SslListener -Certificate (New-SslCertificate localhost -Issuer $ca)
        try {
            { New-SslSocket localhost $listener.Port -CAFile "$folder/rejected.pem" -ErrorAction Stop } | Should -Throw '*not to be trusted*'
            $socket = New-SslSocket localhost $listener.Port -CAFile "$folder/servers.pem"
            $socket.State | Should -Be Open
        } finally { Close-SslSocket $socket, $listener }
    }

    It 'counts below an anchor too, and whatever else is said of it' {
        $both = Write-Text 'both.pem' ($pem.ca + $pem.intermediate + [System.IO.File]::ReadAllText("$folder/middle.pem"))
        Test-SslCertificate $serverFile -CAFile $both -WarningAction SilentlyContinue | Should -BeFalse
    }

    It 'is refused where it could not be kept' {
        { Import-SslCertificate "$folder/rejected.pem" -ErrorAction Stop } | Should -Throw '*cannot be kept here*'
        { Test-SslCertificate $serverFile -CACertificate "$folder/rejected.pem" } | Should -Throw '*cannot be kept here*'
        { Test-SslCertificate "$folder/leaf.pem" -Intermediate "$folder/middle.pem" -CAFile "$folder/ca.pem" } | Should -Throw '*cannot be kept here*'
        (Import-SslCertificate "$folder/named.pem").Subject | Should -Be 'CN=Lab CA'
    }
}

Describe 'PEM that was joined or damaged' {
    It 'has all its certificates' {
        $file = Write-Text 'joined.pem' ($pem.leaf.TrimEnd() + $pem.intermediate.TrimEnd() + $pem.ca.TrimEnd() + "`n")
        (Import-SslCertificate $file).Subject | Should -Be 'CN=www.lab.example', 'CN=Lab intermediate', 'CN=Lab CA'
        Test-SslCertificate $file -CAFile $file | Should -BeTrue
    }

    It 'or is refused: <Name>' -ForEach @(
        @{ Name = 'no end'; Change = { param($t) $t.Replace('-----END CERTIFICATE-----', '') } }
        @{ Name = 'a dash less'; Change = { param($t) $t.Replace('-----BEGIN', '----BEGIN') } }
    ) {
        $file = Write-Text 'damaged.pem' ($pem.leaf + (& $Change $pem.intermediate))
        Import-SslCertificate $file -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'FileContent,*'
    }
}

Describe 'Certificates in no order' {
    BeforeAll {
        $heap = [System.Security.Cryptography.X509Certificates.X509Certificate2Collection]::new()
        foreach ($one in $ca, $intermediate, $old) { $null = $heap.Add($one.Certificate) }
        $null = Write-Text 'heap.pem' ($pem.ca + $pem.intermediate + $pem.old)
        [System.IO.File]::WriteAllBytes("$folder/heap.p7b", $heap.Export('Pkcs7'))
    }

    It 'are judged by the one that is above none of the others: <Name>' -ForEach @(
        @{ Name = 'PEM'; File = 'heap.pem' }
        @{ Name = 'PKCS#7'; File = 'heap.p7b' }
    ) {
        $verdict = Test-SslCertificate "$folder/$File" -CACertificate $ca -Detailed
        $verdict.Subject | Should -Be 'CN=www.lab.example'
        $verdict.VerifyErrors.Code | Should -Be CertificateExpired
    }

    It 'so is a collection' {
        $verdict = Test-SslCertificate -Certificate $heap -CACertificate $ca -Detailed
        $verdict.Subject | Should -Be 'CN=www.lab.example'
        $verdict.IsTrusted | Should -BeFalse
    }

    It 'are asked about where it cannot be told' {
        $file = Write-Text 'two.pem' ($pem.old + $pem.leaf)
        Test-SslCertificate $file -CACertificate $ca -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'FileContent,*'
        "$($errors[0])" | Should -BeLike '*2 certificates*not clear which one*'
    }
}

Describe 'Certificates that come down the pipeline' {
    BeforeAll {
        $file = Write-Text 'piped.pem' ($pem.leaf + $pem.intermediate)
        $trust = @{ CACertificate = $ca; HostName = 'www.lab.example' }
    }

    It 'as lines' { Get-Content $file | Test-SslCertificate @trust | Should -BeTrue }
    It 'as text' { Get-Content $file -Raw | Test-SslCertificate @trust | Should -BeTrue }
    It 'as several texts' { (Get-Content $file -Raw), $pem.leaf | Test-SslCertificate @trust -Intermediate $intermediate | Should -Be $true, $true }
    It 'as bytes' { [System.IO.File]::ReadAllBytes($file) | Test-SslCertificate @trust | Should -BeTrue }
    It 'as names of files' { $file, "$folder/leaf.pem" | Test-SslCertificate @trust -Intermediate $intermediate | Should -Be $true, $true }

    It 'one that was disposed does not stop the others' {
        $gone = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($ca.Certificate)
        $gone.Dispose()
        $gone, $leaf.Certificate | Test-SslCertificate @trust -Intermediate $intermediate -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeTrue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'CertificateMissing,*'
    }

    It 'one that was disposed is told as such: <Name>' -ForEach @(
        @{ Name = 'Get-PeerCertificate'; Try = { $gone | Get-PeerCertificate -ErrorAction Stop } }
        @{ Name = 'Test-SslHostname'; Try = { Test-SslHostname www.lab.example -Certificate $gone -ErrorAction Stop } }
        @{ Name = 'New-SslCrl'; Try = { $gone | New-SslCrl $ca -AsText } }
    ) {
        $gone = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($leaf.Certificate)
        $gone.Dispose()
        $caught = try { $null = & $Try } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'CertificateMissing,*'
    }

    It 'nothing, through the pipeline, revokes nothing in silence' {
        $caught = try { $null = $null | New-SslCrl $ca -AsText } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'InvalidOption,*'
    }
}

Describe 'What names no file' {
    It 'is told: <Name>' -ForEach @(
        @{ Name = '-CrlFile'; Try = { Test-SslCertificate "$folder/ca.pem" -CrlFile '' }; Code = 'InvalidOption' }
        @{ Name = '-Fingerprint'; Try = { New-SslContext -Fingerprint @($null) }; Code = 'InvalidOption' }
        @{ Name = 'a drive'; Try = { Test-SslCertificate "$folder/ca.pem" -CAFile 'NoSuchDrive:\ca.pem' }; Code = 'FileNotReadable' }
    ) {
        $caught = try { & $Try } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike "$Code,*"
    }
}

Describe 'Keys that the platform has no place for' -Skip:(-not $hasOpenSsl) {
    It 'are imported: <Name>' -ForEach @(
        @{ Name = 'RSA-PSS alone'; Options = 'genpkey', '-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'; Algorithm = 'RSASSA-PSS' }
        @{ Name = 'a curve by its numbers'; Options = 'ecparam', '-name', 'prime256v1', '-param_enc', 'explicit', '-genkey', '-noout'; Algorithm = 'EC' }
    ) {
        $null = openssl @Options -out "$folder/odd.key" 2>$null
        $null = openssl req -x509 -key "$folder/odd.key" -subj /CN=odd -days 5 -out "$folder/odd.pem" 2>$null
        $read = Import-SslCertificate "$folder/odd.pem" -KeyFile "$folder/odd.key" -ErrorAction Stop
        $read.HasPrivateKey | Should -BeTrue
        $read.KeyAlgorithm | Should -Be $Algorithm
    }

    It 'and one whose cipher is unknown is not told to have a wrong password' {
        $null = openssl genrsa -out "$folder/plain.key" 2048 2>$null
        $null = openssl rsa -in "$folder/plain.key" -traditional -aes128 -passout pass:secret -out "$folder/old.key" 2>$null
        $file = Write-Text 'gost.key' ([System.IO.File]::ReadAllText("$folder/old.key").Replace('DEK-Info: AES-128-CBC', 'DEK-Info: GOST89'))
        $secret = [System.Security.SecureString]::new(); 'secret'.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
        Import-SslCertificate "$folder/ca.pem" -KeyFile $file -Password $secret -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'FileContent,*'
        "$($errors[0])" | Should -BeLike '*GOST89*'
    }
}

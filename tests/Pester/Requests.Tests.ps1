# Requests for certificates (CSR): made, written with their keys, read and signed; certificates of the platform's stores.
BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $root = New-SslCertificate 'Lab Root' -Kind CA
    $folder = "$TestDrive/requests"
    $null = New-Item $folder -ItemType Directory
    $request = New-SslCertificate www.example.org -DnsName www.example.org, example.org -IpAddress 192.0.2.1 -Request
    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }
}

Describe 'A request for a certificate' {
    It 'has names, a key, and a signature that proves it' {
        $request.Subject, $request.HasPrivateKey, $request.IsSignatureValid | Should -Be 'CN=www.example.org', $true, $true
        $request.DnsNames | Should -Be 'www.example.org', 'example.org'
        $request.IpAddresses | Should -Be '192.0.2.1'
        $request.ToPem() | Should -Match '\A-----BEGIN CERTIFICATE REQUEST-----'
        $request | ConvertTo-Json | Should -Not -Match 'PRIVATE KEY'
    }

    It 'is made with every kind of key: <_>' -ForEach 'RSA', 'ECDSA', 'Ed25519', 'Ed448', 'ML-DSA-65' { (New-SslCertificate a.example -KeyAlgorithm $_ -Request).IsSignatureValid | Should -BeTrue }

    It 'is written with its key beside it, and read back' {
        $request | Export-SslCertificate "$folder/web.csr" -KeyPath "$folder/web.key" -Unencrypted
        $bare = Import-SslCertificate "$folder/web.csr"
        $bare -eq $request | Should -BeTrue
        $bare.HasPrivateKey | Should -BeFalse
        $bare.Path | Should -BeLike '*web.csr'
        (Import-SslCertificate "$folder/web.csr" -KeyFile "$folder/web.key").HasPrivateKey | Should -BeTrue
        $request | Export-SslCertificate "$folder/web.der"
        Import-SslCertificate "$folder/web.der" | Should -Be $request
        Import-SslCertificate -Content $request.ToPem() | Should -Be $request
    }

    It 'keeps its key: <Name>' -ForEach @(
        @{ Name = 'no password was given'; Says = 'PasswordMissing*'; Action = { $request | Export-SslCertificate "$folder/no.csr" -KeyPath "$folder/no.key" } }
        @{ Name = 'a file is there'; Says = 'File*'; Action = { $request | Export-SslCertificate "$folder/web.csr" } }
        @{ Name = 'a password protects nothing'; Says = 'InvalidOption*'; Action = { $request | Export-SslCertificate "$folder/no.csr" -Unencrypted } }
        @{ Name = 'another key'; Says = 'KeyMismatch*'; Action = { (New-SslCertificate b.example) | Export-SslCertificate "$folder/b.pem" -KeyPath "$folder/b.key" -Unencrypted; Import-SslCertificate "$folder/web.csr" -KeyFile "$folder/b.key" -ErrorAction Stop } }
    ) { (Get-Failure $Action).FullyQualifiedErrorId | Should -BeLike $Says }

    It 'is signed by an authority, and fits its key' {
        $signed = New-SslCertificate -FromRequest "$folder/web.csr" -Issuer $root -ValidDays 30
        $signed.Subject, $signed.HasPrivateKey, $signed.Issuer | Should -Be 'CN=www.example.org', $false, 'CN=Lab Root'
        $signed.DnsNames | Should -Be 'www.example.org', 'example.org'
        $signed.IsCA | Should -BeFalse
        $signed | Export-SslCertificate "$folder/web.pem"
        (Import-SslCertificate "$folder/web.pem" -KeyFile "$folder/web.key").HasPrivateKey | Should -BeTrue
        (Import-SslCertificate "$folder/web.csr" | New-SslCertificate -Issuer $root).Subject | Should -Be 'CN=www.example.org'
        (New-SslCertificate -FromRequest $request.ToPem() -Issuer $root -DnsName other.example).DnsNames | Should -Be 'other.example'
        Test-SslCertificate -Certificate $signed -HostName example.org -CACertificate $root.Certificate | Should -BeTrue
    }

    It 'is not signed if it was changed' {
        $text = [System.Text.Encoding]::GetEncoding(28591)
        $changed = Import-SslCertificate -Content $text.GetBytes($text.GetString($request.GetRawData()).Replace('www.example.org', 'xxx.example.org'))
        $changed.IsSignatureValid | Should -BeFalse
        (Get-Failure { New-SslCertificate -FromRequest $changed -Issuer $root -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'CertificateInvalid*'
    }

    It 'makes no authority of whoever asks to be one' {
        $asks = New-SslCertificate 'Mine' -Kind CA -Request
        (New-SslCertificate -FromRequest $asks -Issuer $root -DnsName a.example).IsCA | Should -BeFalse
    }

    It 'is made of what it can say: <_>' -ForEach '-ValidDays 3', '-SerialNumber 12', '-CrlUrl http://a.example/x' {
        $parts = -split $_
        $more = @{ $parts[0].Substring(1) = $parts[1] }
        (Get-Failure { New-SslCertificate a.example -Request @more -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }

    It 'is OpenSSL''s too' -Skip:(-not (Get-Command openssl -ErrorAction Ignore)) {
        & openssl req -in "$folder/web.csr" -noout -verify 2>&1 | Should -Match 'OK'
        & openssl req -new -newkey rsa:2048 -nodes -keyout "$folder/o.key" -subj '/C=DE/CN=x.example.org' -addext 'subjectAltName=DNS:x.example.org,IP:192.0.2.7' -out "$folder/o.csr" 2>&1 | Out-Null
        $theirs = Import-SslCertificate "$folder/o.csr" -KeyFile "$folder/o.key"
        $theirs.Subject, $theirs.KeySize, $theirs.IsSignatureValid, $theirs.HasPrivateKey | Should -Be 'CN=x.example.org, C=DE', 2048, $true, $true
        $signed = New-SslCertificate -FromRequest $theirs -Issuer $root
        $signed.Subject, "$($signed.IpAddresses)" | Should -Be 'CN=x.example.org, C=DE', '192.0.2.7'
    }
}

Describe 'Certificates as text and files' {
    It 'are PEM by a call' {
        $made = New-SslCertificate a.example -Issuer $root
        (Import-SslCertificate -Content $made.ToPem()).Thumbprint | Should -Be $made.Thumbprint
        (Get-PeerCertificate -InputObject $made).ToPem() | Should -BeExactly $made.ToPem()
    }

    It 'are a file for each host' {
        $listeners = 1..2 | ForEach-Object { New-SslListener -SelfSigned }
        try {
            $files = Get-PeerCertificate localhost -Port $listeners.Port | Export-SslCertificate -Path { "$folder/$($_.ComputerName)-$($_.Port).pem" } -PassThru
            $files.Name | Sort-Object | Should -Be @($listeners.Port | ForEach-Object { "localhost-$_.pem" } | Sort-Object)
        }
        finally { Close-SslSocket $listeners }
    }

    It 'come from the platform with their keys' {
        $platforms = (New-SslCertificate s.example -Issuer $root).GetCertificate()
        $imported = $platforms | Import-SslCertificate
        $imported.HasPrivateKey, $imported.Subject | Should -Be $true, 'CN=s.example'
        $platforms | Export-SslCertificate "$folder/s.pem" -IncludeKey -Unencrypted
        (Import-SslCertificate "$folder/s.pem").HasPrivateKey | Should -BeTrue
        (Get-Item "$folder/s.pem" | Import-SslCertificate).Subject | Should -Be 'CN=s.example'
    }
}

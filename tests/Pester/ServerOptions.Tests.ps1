# What a server is told to demand of its clients is demanded, or refused with the reason: it never lets everybody in because it does not ask.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $identity = New-TestCertificate
    $folder = New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid()))
    $ca = Join-Path $folder 'ca.pem'
    $authority = New-SslCertificate 'Lab CA' -Kind CA
    $authority | Export-SslCertificate -Path $ca
    $crl = Join-Path $folder 'ca.crl'
    New-SslCrl $authority -Path $crl
    $pin = 'sha256$' + 'ab' * 32

    function Get-Refusal([scriptblock] $Action) {
        try { $made = & $Action; if ($made -is [System.IDisposable]) { $made.Dispose() } } catch { return $_ }
    }
}

AfterAll { Remove-Item -Recurse $folder }

Describe 'A listener that is told how to judge clients' {
    It 'does not start if it would not ask them for a certificate: <Option>' -ForEach @(
        @{ Option = 'Fingerprint'; With = { @{ Fingerprint = $pin } } }
        @{ Option = 'VerifyCallback'; With = { @{ VerifyCallback = { $false } } } }
        @{ Option = 'VerifyName'; With = { @{ VerifyName = 'client.lab.example' } } }
        @{ Option = 'CheckCrl'; With = { @{ CheckCrl = 'Leaf' } } }
        @{ Option = 'CrlFile'; With = { @{ CrlFile = $crl } } }
        @{ Option = 'FetchCrl'; With = { @{ FetchCrl = $true } } }
        @{ Option = 'Ocsp'; With = { @{ Ocsp = 'Must' } } }
        @{ Option = 'ClientCAFile'; With = { @{ ClientCAFile = $ca } } }
        @{ Option = 'VerifyMode'; With = { @{ VerifyMode = 'FailIfNoPeerCert' } } }
        @{ Option = 'VerifyMode'; With = { @{ VerifyMode = 'ClientOnce' } } }
        @{ Option = 'VerifyMode'; With = { @{ VerifyMode = 'FailIfNoPeerCert', 'ClientOnce' } } }
        @{ Option = 'VerifyMode'; With = { @{ VerifyMode = 'Peer'; ClientCertificate = 'None' } } }
    ) {
        $options = & $With
        $failure = Get-Refusal { New-SslListener -Certificate $identity @options }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
        "$failure" | Should -BeLike "*-$Option*"
        # The same context is refused wherever a server would take it.
        $context = New-SslContext -Certificate $identity @options
        (Get-Refusal { New-SslListener -Context $context }).FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
        (Get-Refusal { New-SslListener -CertificateMap @{ 'a.example' = $context } }).FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }

    It 'does not start with options that contradict each other' -ForEach @(
        @{ With = @{ VerifyMode = 'None'; ClientCertificate = 'Require' } }
        @{ With = @{ VerifyMode = 'None'; ClientCertificate = 'Request' } }
        @{ With = @{ VerifyMode = 'Peer', 'FailIfNoPeerCert'; ClientCertificate = 'Request' } }
        @{ With = @{ VerifyName = 'a.example'; ClientCertificate = 'Require' } }
    ) {
        (Get-Refusal { New-SslListener -Certificate $identity @With }).FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }

    It 'takes them once it asks' {
        $listener = New-SslListener -Certificate $identity -ClientCertificate Require -CAFile $ca -CrlFile $crl -ClientCAFile $ca
        try { $listener.Port | Should -BeGreaterThan 0 } finally { $listener.Dispose() }
        $listener = New-SslListener -Certificate $identity -ClientCertificate Request -VerifyMode None -Fingerprint $pin
        try { $listener.Port | Should -BeGreaterThan 0 } finally { $listener.Dispose() }
    }

    It 'warns of authorities for clients that are not asked' {
        $listener = New-SslListener -Certificate $identity -CAFile $ca -WarningVariable warned -WarningAction SilentlyContinue
        $listener.Dispose()
        "$warned" | Should -BeLike '*-CAFile*-ClientCertificate Require*'
    }
}

Describe 'Start-SslUpgrade' {
    BeforeEach {
        $raw = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $raw.Start()
        $there = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $raw.LocalEndpoint.Port)
        $here = $raw.AcceptTcpClient()
    }

    AfterEach { $there.Dispose(); $here.Dispose(); $raw.Stop() }

    It 'refuses what only a server has without -AsServer: <_>' -ForEach 'ClientCertificate', 'ClientCAFile', 'HonorCipherOrder', 'SessionIdContext', 'TicketKey', 'OcspResponse' {
        $values = @{ ClientCertificate = 'Require'; ClientCAFile = $ca; HonorCipherOrder = $true; SessionIdContext = 'a'; TicketKey = , [byte[]]::new(32); OcspResponse = { } }
        $option = @{ $_ = $values[$_] }
        $failure = Get-Refusal { Start-SslUpgrade $there localhost @option -ErrorAction Stop -Timeout 2 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }

    It 'refuses what only a client has with -AsServer: <_>' -ForEach 'ServerName', 'SessionKey', 'VerifyName', 'ComputerName' {
        $option = @{ $_ = 'a.example' }
        $failure = Get-Refusal { Start-SslUpgrade $there -AsServer -Certificate $identity @option -ErrorAction Stop -Timeout 2 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }

    It 'refuses a check of clients that are not asked' {
        $failure = Get-Refusal { Start-SslUpgrade $there -AsServer -Certificate $identity -Fingerprint $pin -ErrorAction Stop -Timeout 2 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }
}

Describe '-UseCertificate' {
    It 'forces one, and says if there is none' {
        (Get-Refusal { New-SslSocket localhost 9 -UseCertificate -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
        $context = New-SslContext -Certificate $identity
        (Get-Refusal { New-SslSocket localhost 9 -Context $context -UseCertificate:$false -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }
}

Describe 'A key on a curve that clients do not offer' -Skip:(-not (Get-Command openssl -ErrorAction Ignore)) {
    It 'serves nobody, so no listener begins with it: <_>' -ForEach 'brainpoolP256r1', 'brainpoolP384r1', 'secp256k1' {
        $key, $certificate = "$folder/$_.key", "$folder/$_.pem"
        $null = & openssl req -x509 -nodes -newkey ec -pkeyopt "ec_paramgen_curve:$_" -keyout $key -out $certificate -days 30 -subj /CN=localhost 2>&1
        $refusal = Get-Refusal { New-SslListener -CertificateFile $certificate -KeyFile $key }
        $refusal.FullyQualifiedErrorId | Should -BeLike 'KeyUnusable*'
        $refusal.Exception.Message | Should -BeLike "*$_*"
        (Get-Refusal { New-SslListener -CertificateMap @{ 'a.example' = @{ CertificateFile = $certificate; KeyFile = $key } } }).FullyQualifiedErrorId |
            Should -BeLike 'KeyUnusable*'
    }

    It 'is not a hindrance beside another' {
        $key, $certificate = "$folder/both.key", "$folder/both.pem"
        $null = & openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:brainpoolP256r1 -keyout $key -out $certificate -days 30 -subj /CN=localhost 2>&1
        New-SslCertificate localhost -SelfSigned | Export-SslCertificate -Path "$folder/good.pem" -KeyPath "$folder/good.key" -Unencrypted
        Close-SslSocket (New-SslListener -CertificateFile $certificate, "$folder/good.pem" -KeyFile $key, "$folder/good.key" -ErrorAction Stop)
    }
}

# What ends a handshake is told of whoever brought it about; what the judge is there to judge is not refused before it can.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $folder = New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid()))

    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }

    function Use-Server([string[]] $Arguments, [scriptblock] $Action) {
        $port = Get-PeerPort
        $server = Start-PeerServer $port openssl (@('s_server', '-accept', "127.0.0.1:$port", '-quiet') + $Arguments)
        try { & $Action $port } finally { Stop-PeerServer $server }
    }

    function New-Key([string] $Name, [string[]] $Arguments) {
        $key, $certificate = "$folder/$Name.key", "$folder/$Name.pem"
        $null = & openssl req -x509 -nodes -keyout $key -out $certificate -days 30 -subj "/CN=$Name" -addext subjectAltName=DNS:localhost @Arguments 2>&1
        @{ Key = $key; Certificate = $certificate; Arguments = '-cert', $certificate, '-key', $key; Pin = (Get-PeerCertificate -Path $certificate).GetFingerprint('sha256') }
    }
}

AfterAll { Remove-Item -Recurse $folder }

Describe 'A certificate whose key usage does not fit' -Skip:(-not (Get-Command openssl -ErrorAction Ignore)) {
    It 'is shown with its fault, and a pin wins: <Usage>, <Version> <Suite>' -ForEach @(
        @{ Usage = 'keyEncipherment,dataEncipherment'; Version = 'tls1_3' }
        @{ Usage = 'keyEncipherment,dataEncipherment'; Version = 'tls1_2' }
        @{ Usage = 'keyCertSign'; Version = 'tls1_3' }
        @{ Usage = 'digitalSignature'; Version = 'tls1_2'; Suite = 'AES128-SHA256' }
        @{ Usage = 'keyAgreement'; Version = 'tls1_3'; Curve = 'P-256' }
    ) {
        $key = if ($Curve) { '-newkey', 'ec', '-pkeyopt', "ec_paramgen_curve:$Curve" } else { '-newkey', 'rsa:2048' }
        $made = New-Key 'WIN-LAB1' ($key + '-addext', "keyUsage=$Usage")
        $more = if ($Suite) { @{ CipherList = $Suite } } else { @{} }
        Use-Server ($made.Arguments + "-$Version" + $(if ($Suite) { '-cipher', $Suite })) {
            param($port)
            $shown = Get-PeerCertificate localhost $port @more -ErrorAction Stop
            $shown.VerifyErrors.Code | Should -Contain 'CertificatePurpose'
            $shown.IsTrusted | Should -BeFalse
            $socket = New-SslSocket localhost $port -Fingerprint $made.Pin -ErrorAction Stop @more
            $socket.State | Should -Be 'Open'
            Close-SslSocket $socket
            (Get-Failure { New-SslSocket localhost $port -CAFile $made.Certificate -ErrorAction Stop @more }).Exception.VerifyErrors.Code | Should -Contain 'CertificatePurpose'
        }
    }

    It 'is not a fault where it fits' {
        $made = New-Key 'WIN-LAB1' '-newkey', 'rsa:2048', '-addext', 'keyUsage=keyEncipherment'
        Use-Server ($made.Arguments + '-tls1_2', '-cipher', 'AES128-SHA256') {
            param($port)
            (Get-PeerCertificate localhost $port -CipherList AES128-SHA256 -ErrorAction Stop).VerifyErrors.Code | Should -Not -Contain 'CertificatePurpose'
        }
    }
}

Describe 'A server that asks for a client certificate' -Skip:(-not (Get-Command openssl -ErrorAction Ignore)) {
    It 'is told in <_>, with the authorities it names' -ForEach 'tls1_3', 'tls1_2' {
        $made = New-Key 'asking' '-newkey', 'rsa:2048'
        Use-Server ($made.Arguments + "-$_", '-verify', '2', '-CAfile', $made.Certificate) {
            param($port)
            $shown = Get-PeerCertificate localhost $port -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction Stop
            $shown.ClientCertificateRequested | Should -BeTrue
            $shown.ClientCertificateAuthorities | Should -Contain 'CN=asking'
            "$warned" | Should -BeLike '*client certificate*'
            $socket = New-SslSocket localhost $port -Fingerprint $made.Pin -ErrorAction Stop
            $socket.ClientCertificateRequested | Should -BeTrue
            $socket.ClientCertificateAuthorities | Should -Contain 'CN=asking'
            Close-SslSocket $socket
        }
        Use-Server ($made.Arguments + "-$_") {
            param($port)
            (Get-PeerCertificate localhost $port -ErrorAction Stop).ClientCertificateRequested | Should -BeFalse
        }
    }

    It 'and refuses without one is ClientCertificateRequired, with its certificate' {
        $made = New-Key 'demanding' '-newkey', 'rsa:2048'
        Use-Server ($made.Arguments + '-tls1_2', '-Verify', '2', '-verify_return_error', '-CAfile', $made.Certificate) {
            param($port)
            (Get-Failure { New-SslSocket localhost $port -Fingerprint $made.Pin -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ClientCertificateRequired*'
            (Get-PeerCertificate localhost $port -WarningAction SilentlyContinue -ErrorAction Stop).CommonName | Should -Be 'demanding'
        }
    }
}

Describe 'A wrong pre-shared key' {
    It 'is PskWrong in <_>' -ForEach 'TLSv1_2', 'TLSv1_3' {
        $key = @{ Identity = 'printer'; Key = [byte[]] (1..32) }
        $other = @{ Identity = 'printer'; Key = [byte[]] (2..33) }
        $suites = if ($_ -eq 'TLSv1_2') { @{ CipherList = 'ECDHE-PSK-AES128-CBC-SHA256:PSK-AES128-GCM-SHA256' } } else { @{} }
        $listener = New-SslListener -Psk $key -Version $_ @suites
        try { (Get-Failure { New-SslSocket localhost $listener.Port -Psk $other -Version $_ @suites -ErrorAction Stop -Timeout 10 }).FullyQualifiedErrorId | Should -BeLike 'PskWrong*' }
        finally { Close-SslSocket $listener }
    }
}

Describe 'A certificate signed with what TLS 1.2 has no name for' {
    It 'serves and identifies in <_>' -ForEach 'TLSv1_2', 'TLSv1_3' {
        $authority = New-SslCertificate 'Quantum CA' -Kind CA -KeyAlgorithm ML-DSA-65
        $server = New-SslCertificate localhost -Issuer $authority -KeyAlgorithm RSA
        $client = New-SslCertificate 'Client' -Kind Client -Issuer $authority -KeyAlgorithm RSA
        $listener = New-SslListener -Certificate $server -Version $_ -ClientCertificate Require -Fingerprint (Get-PeerCertificate -InputObject $client.Certificate).GetFingerprint('sha256')
        try {
            $socket = New-SslSocket localhost $listener.Port -Version $_ -Certificate $client -Fingerprint (Get-PeerCertificate -InputObject $server.Certificate).GetFingerprint('sha256') -ErrorAction Stop -Timeout 10
            $socket.State | Should -Be 'Open'
            $accepted = Wait-SslConnection $listener -Timeout 10
            $accepted.PeerCertificate.CommonName | Should -Be 'Client'
            Close-SslSocket $socket, $accepted
        }
        finally { Close-SslSocket $listener }
    }
}

Describe 'A message beyond the limit' {
    It 'is told with its size and the limit' {
        $names = 1..6000 | ForEach-Object { "host-number-$_.lab.example" }
        $listener = New-SslListener -Certificate (New-SslCertificate localhost -DnsName (@('localhost') + $names))
        try {
            $failure = Get-Failure { New-SslSocket localhost $listener.Port -VerifyMode None -WarningAction SilentlyContinue -ErrorAction Stop -Timeout 20 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProtocolViolation*'
            "$failure" | Should -Match '\d{6} > 102400'
            $failure.Exception.Alert | Should -Be 'illegal_parameter'
        }
        finally { Close-SslSocket $listener }
    }
}

Describe 'A key for RSA-PSS alone' -Skip:(-not (Get-Command openssl -ErrorAction Ignore)) {
    It 'is used with the schemes that are its own in <_>, in both roles' -ForEach 'TLSv1_2', 'TLSv1_3' {
        $made = New-Key 'pss' '-newkey', 'rsa-pss'
        $listener = New-SslListener -CertificateFile $made.Certificate -KeyFile $made.Key -Version $_ -ClientCertificate Require -Fingerprint $made.Pin
        try {
            $socket = New-SslSocket localhost $listener.Port -Version $_ -Fingerprint $made.Pin -CertificateFile $made.Certificate -KeyFile $made.Key -ErrorAction Stop -Timeout 10
            $socket.SignatureScheme | Should -BeLike 'rsa_pss_pss_*'
            $accepted = Wait-SslConnection $listener -Timeout 10
            $accepted.State | Should -Be 'Open'
            Close-SslSocket $socket, $accepted
        }
        finally { Close-SslSocket $listener }
        Use-Server ($made.Arguments) {
            param($port)
            $socket = New-SslSocket localhost $port -Fingerprint $made.Pin -Version TLSv1_2, TLSv1_3 -ErrorAction Stop
            $socket.SignatureScheme | Should -BeLike 'rsa_pss_pss_*'
            Close-SslSocket $socket
        }
    }
}

# What certificates point to is fetched the way that was chosen: the names here are known to the proxy alone.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $hasPeers = (Test-Program python3) -and (Test-Program openssl)
}

Describe 'Fetching through the proxy that was given' -Skip:(-not $hasPeers) {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $folder = "$TestDrive/web"
        $null = [System.IO.Directory]::CreateDirectory($folder)
        $log = "$TestDrive/asked.txt"
        $port = Get-PeerPort
        $program = Start-PeerServer $port python3 @("$PSScriptRoot/peers/proxy.py", $port, $folder, $log)
        $proxy = "http://127.0.0.1:$port"
        $root = New-SslCertificate 'Lab Root' -Kind CA
        $middle = New-SslCertificate 'Lab Sub' -Kind CA -Issuer $root
        $web = 'http://pki.lab.invalid'
        $good = New-SslCertificate localhost -Issuer $middle -CrlUrl "$web/sub.crl" -OcspUrl "$web/ocsp" -CaIssuersUrl "$web/sub.der"
        $bad = New-SslCertificate localhost -Issuer $middle -CrlUrl "$web/sub.crl"
        $bad | New-SslCrl $middle -Path "$folder/sub.crl" -Format Der -Force
        # What was fetched is kept, so each has a name of its own.
        foreach ($name in 'sub', 'round', 'direct') { [System.IO.File]::WriteAllBytes("$folder/$name.der", $middle.Certificate.RawData) }
        $round, $direct = 'round', 'direct' | ForEach-Object { New-SslCertificate localhost -Issuer $middle -CaIssuersUrl "$web/$_.der" }
        # The listener forgets the intermediate.
        $listeners = $good, $bad, $round, $direct | ForEach-Object { New-SslListener -Certificate $_.Certificate }
        $variables = 'http_proxy', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY'
        $before = @{}
        foreach ($name in $variables) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
        function Get-Asked { if ([System.IO.File]::Exists($log)) { [System.IO.File]::ReadAllLines($log) } }
        function Get-Outcome([scriptblock] $Script) { try { & $Script } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }
    }
    BeforeEach {
        foreach ($name in $variables) { [Environment]::SetEnvironmentVariable($name, $null) }
        [System.IO.File]::Delete($log)
    }
    AfterAll {
        foreach ($name in $variables) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        $listeners | ForEach-Object Close
        Stop-PeerServer $program
    }

    It 'gets issuers and lists, and believes them' {
        $options = @{ CACertificate = $root; Proxy = $proxy; FetchIssuer = $true; FetchCrl = $true; ErrorAction = 'Stop' }
        (New-SslSocket localhost $listeners[0].Port @options).State | Should -Be Open
        Get-Asked | Should -Contain "CONNECT localhost:$($listeners[0].Port)"
        Get-Asked | Should -Contain "GET $web/sub.der"
        Get-Asked | Should -Contain "GET $web/sub.crl"
    }

    It 'finds out through it what is revoked' {
        $options = @{ CACertificate = $root, $middle; Proxy = $proxy; FetchCrl = $true; AllowPartialChain = $true; ErrorAction = 'Stop' }
        Get-Outcome { (New-SslSocket localhost $listeners[1].Port @options).State } | Should -Be CertificateRevoked
    }

    It 'asks responders through it' {
        $options = @{ CACertificate = $root, $middle; Proxy = $proxy; Ocsp = 'Must'; AllowPartialChain = $true; ErrorAction = 'Stop' }
        Get-Outcome { (New-SslSocket localhost $listeners[0].Port @options).State } | Should -Be RevocationUnknown
        @(Get-Asked) -like "* $web/ocsp*" | Should -Not -BeNullOrEmpty
    }

    It 'does not go round it: another proxy of the environment, or none, does not count' {
        $env:http_proxy = 'http://127.0.0.1:1'
        $options = @{ CACertificate = $root; Proxy = $proxy; FetchIssuer = $true; ErrorAction = 'Stop' }
        (Get-PeerCertificate localhost $listeners[2].Port @options).IsTrusted | Should -BeTrue
        Get-Asked | Should -Contain "GET $web/round.der"
    }

    It 'goes nowhere else where no proxy is to be used' {
        $env:http_proxy = $proxy
        $options = @{ CACertificate = $root; NoProxy = $true; FetchIssuer = $true; ErrorAction = 'Stop' }
        Get-Outcome { (New-SslSocket localhost $listeners[3].Port @options).State } | Should -Be CertificateChainIncomplete
        Get-Asked | Should -BeNullOrEmpty
    }
}

# Ten stores whose key derivations would take seconds each, where the certificates of responders are meant.
Describe 'A stapled response that would cost' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $identity = New-SslCertificate localhost
        $cost = [System.Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 280000)
        $store = $identity.Certificate.ExportPkcs12($cost, $null)
        function Get-Der([byte] $Tag, [byte[]] $Content) {
            [byte[]] $digits = @(); for ($n = $Content.Length; $n -gt 0; $n = $n -shr 8) { $digits = , [byte] ($n -band 0xFF) + $digits }
            [byte[]] $length = if ($Content.Length -lt 128) { $Content.Length } else { @(0x80 -bor $digits.Length) + $digits }
            , [byte[]] (@($Tag) + $length + $Content)
        }
        # BasicOCSPResponse: by the hash of some key, made now, about nothing, not signed, with these certificates.
        function New-Response([byte[]] $Certificates) {
            $now = [System.Text.Encoding]::ASCII.GetBytes([datetime]::UtcNow.ToString('yyyyMMddHHmmss') + 'Z')
            $data = Get-Der 0x30 ((Get-Der 0xA2 (Get-Der 0x04 ([byte[]]::new(20)))) + (Get-Der 0x18 $now) + (Get-Der 0x30 @()))
            $algorithm = [Convert]::FromHexString('300A06082A8648CE3D040302')
            $basic = Get-Der 0x30 ($data + $algorithm + (Get-Der 0x03 ([byte[]]::new(65))) + (Get-Der 0xA0 (Get-Der 0x30 $Certificates)))
            $oid = [Convert]::FromHexString('06092B0601050507300101')
            , (Get-Der 0x30 ((Get-Der 0x0A @(0)) + (Get-Der 0xA0 (Get-Der 0x30 ($oid + (Get-Der 0x04 $basic))))))
        }
        function Get-Effort([scriptblock] $Script) {
            $process = [System.Diagnostics.Process]::GetCurrentProcess()
            $start = $process.TotalProcessorTime
            $null = & $Script
            $process.Refresh()
            ($process.TotalProcessorTime - $start).TotalMilliseconds
        }
        $ten = New-Response ([byte[]] (@($store) * 10))
        $hundreds = New-Response ([byte[]] (@($identity.Certificate.RawData) * 90))
        # The first handshake compiles what it needs.
        $listener = New-SslListener -Certificate $identity
        $null = New-SslSocket localhost $listener.Port -CACertificate $identity.Authority
        $listener.Close()
    }

    It 'costs nothing and proves nothing: <_>' -ForEach 'TLSv1_2', 'TLSv1_3' {
        $ofOne = Get-Effort { [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($store) }
        $listener = New-SslListener -Certificate $identity -OcspResponse (, $ten) -Version $_
        try {
            $trust = @{ CACertificate = $identity.Authority; Version = $_ }
            $effort = Get-Effort { $script:socket = New-SslSocket localhost $listener.Port @trust -ErrorAction Stop }
            $socket.State | Should -Be Open
            # Ten of them were there.
            $effort | Should -BeLessThan (5 * $ofOne)
            $null = New-SslSocket localhost $listener.Port @trust -Ocsp Must -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'RevocationUnknown,*'
        }
        finally { $listener.Close() }
    }

    # A listener of ours refuses to staple it.
    It 'is passed over where it has more certificates than any' -Skip:(-not (Test-Program openssl)) {
        $identity | Export-SslCertificate -Path "$TestDrive/web.pem" -IncludeKey -Unencrypted
        [System.IO.File]::WriteAllBytes("$TestDrive/hundreds.der", $hundreds)
        $port = Get-PeerPort
        $pem = "$TestDrive/web.pem"
        $server = Start-PeerServer $port openssl @('s_server', '-accept', "127.0.0.1:$port", '-cert', $pem, '-key', $pem,
            '-status_file', "$TestDrive/hundreds.der", '-quiet')
        try {
            $socket = New-SslSocket localhost $port -CACertificate $identity.Authority -ErrorAction Stop
            $socket.State | Should -Be Open
            $socket.OcspResponse.Fault | Should -BeLike '*more than*certificates*'
        }
        finally { Stop-PeerServer $server }
    }
}

# What is given on a command line is kept, or is an error that says why not: nothing is dropped, and nothing is told in .NET's words.

BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    # File modes can be set since .NET 7.
    $noModes = $IsWindows -or $IsWindowsPowerShellBuild
}

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $listener = New-SslListener -SelfSigned
    $ca = @{ CACertificate = $listener.CertificateAuthority; Timeout = 20; ErrorAction = 'Stop' }
    $certificate = New-SslCertificate localhost
    $folder = (New-Item (Join-Path ([System.IO.Path]::GetTempPath()) "$([guid]::NewGuid())") -ItemType Directory).FullName
    $nul = "a`0b.pem"

    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }
}

AfterAll {
    Close-SslSocket $listener
    Remove-Item $folder -Recurse
}

Describe 'The key log' {
    It 'is turned off by an empty -KeyLogFile, whatever the environment says' {
        $before = $env:SSLKEYLOGFILE
        $env:SSLKEYLOGFILE = Join-Path $folder environment.log
        try { Close-SslSocket (New-SslSocket localhost $listener.Port @ca -KeyLogFile '') } finally { $env:SSLKEYLOGFILE = $before }
        Join-Path $folder environment.log | Should -Not -Exist
    }

    It 'is checked before a listener listens, or a host is called' {
        $path = Join-Path $folder missing keys.log
        (Get-Failure { New-SslListener -SelfSigned -KeyLogFile $path }).FullyQualifiedErrorId | Should -BeLike 'FileNotWritable*'
        (Get-Failure { New-SslContext -KeyLogFile $folder }).FullyQualifiedErrorId | Should -BeLike 'FileNotWritable*'
        (Get-Failure { New-SslSocket no-such-host.invalid -KeyLogFile $path -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'FileNotWritable*'
    }

    It 'is its owner''s alone, also if it was there' -Skip:$noModes {
        $path = Join-Path $folder open.log
        Set-Content $path ''
        [System.IO.File]::SetUnixFileMode($path, 'UserRead, UserWrite, GroupRead, OtherRead')
        $null = New-SslContext -KeyLogFile $path
        [System.IO.File]::GetUnixFileMode($path) | Should -Be 'UserWrite, UserRead'
    }
}

Describe 'A path with a NUL character' {
    It 'is told as what it is: <Name>' -ForEach @(
        @{ Name = 'CAFile'; Action = { New-SslContext -CAFile $nul } }
        @{ Name = 'CAPath'; Action = { New-SslContext -CAPath $nul } }
        @{ Name = 'KeyLogFile'; Action = { New-SslContext -KeyLogFile $nul } }
        @{ Name = 'CrlFile'; Action = { New-SslContext -CrlFile $nul } }
        @{ Name = 'CertificateMap'; Action = { New-SslContext -CertificateMap @{ a = $nul } } }
        @{ Name = 'a default'; Action = { Set-SslDefault -CAFile $nul } }
        @{ Name = 'Import'; Action = { Import-SslCertificate -LiteralPath $nul -ErrorAction Stop } }
        @{ Name = 'Test'; Action = { Test-SslCertificate -LiteralPath $nul -ErrorAction Stop } }
        @{ Name = 'Get'; Action = { Get-PeerCertificate -Path $nul -ErrorAction Stop } }
        @{ Name = 'Export'; Action = { Export-SslCertificate $certificate $nul } }
        @{ Name = 'Send'; Action = { Send-SslData $socket -Path $nul -ErrorAction Stop } }
    ) {
        $socket = if ($Name -eq 'Send') { New-SslSocket localhost $listener.Port @ca }
        $failure = Get-Failure $Action
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotReadable*'
        "$failure" | Should -BeLike '*NUL character*'
        Close-SslSocket $socket
    }
}

Describe 'Versions' {
    It 'are understood however they are written: <_>' -ForEach 'Tls12', 'TLS1.2', 'TLSv1.2', '1.2', 'tls1_2', 'TLSv1_2', 1.2, ([System.Security.Authentication.SslProtocols]::Tls12) {
        (New-SslContext -Version $_).Versions | Should -Be 'TLSv1_2'
    }

    It 'take .NET''s flags, and nothing of it that is not a version' {
        (New-SslContext -Version ([System.Security.Authentication.SslProtocols]'Tls12, Tls13')).Versions | Should -Be 'TLSv1_3', 'TLSv1_2'
        "$(Get-Failure { New-SslContext -Version ([System.Security.Authentication.SslProtocols]::None) })" | Should -BeLike '*None*names no version*'
        "$(Get-Failure { New-SslContext -Version 'SSLv23:!TLSv1_3:!TLSv1_2' })" | Should -BeLike '*SSLv23*begin with TLSv1_3 and TLSv1_2*'
    }
}

Describe 'An option that cannot be kept' {
    It 'is refused: <Name>' -ForEach @(
        @{ Name = '-VerifyName without verification'; Says = '*-VerifyName cannot be kept*'; Action = { New-SslSocket localhost $listener.Port -VerifyMode None -VerifyName a.example -ErrorAction Stop } }
        @{ Name = '-VerifyScheme without verification'; Says = '*-VerifyScheme cannot be kept*'; Action = { Get-PeerCertificate localhost $listener.Port -VerifyMode None -VerifyScheme http -ErrorAction Stop } }
        @{ Name = '-VerifyName with no names compared'; Says = '*-VerifyName cannot be kept*'; Action = { New-SslSocket localhost $listener.Port @ca -VerifyScheme none -VerifyName a.example } }
        @{ Name = '-SessionKey without a cache'; Says = '*-SessionKey cannot be kept*'; Action = { New-SslSocket localhost $listener.Port @ca -SessionKey a } }
        @{ Name = '-Password without a key'; Says = '*-Password cannot be kept*'; Action = { New-SslContext -Password (ConvertTo-SecureString a -AsPlainText -Force) } }
        @{ Name = '-Scheme without a name'; Says = '*-Scheme cannot be kept*'; Action = { Test-SslCertificate -Certificate $certificate -Scheme http } }
        @{ Name = '-Field with -AsText'; Says = '-Field contradicts -AsText*'; Action = { Get-PeerCertificate -InputObject $certificate -Field cn -AsText } }
        @{ Name = '-Http without its check'; Says = '-Http contradicts -Check*'; Action = { Test-SslServer localhost -Check Protocols -Http } }
        @{ Name = '-ThrottleLimit of a session'; Says = '*-ThrottleLimit changes nothing*'; Action = { Enter-SslSession localhost $listener.Port @ca -ThrottleLimit 3 } }
        @{ Name = '-DnsName without -SelfSigned'; Says = '*-DnsName is for*'; Action = { New-SslListener -Certificate $certificate -DnsName a.example } }
        @{ Name = '-Psk without its suites'; Says = '*-Psk cannot be kept*'; Action = { New-SslContext -Psk ([byte[]](1..32)) -Version TLSv1_2 -CipherList ECDHE } }
        @{ Name = '-FetchIssuer on a server that does not ask'; Says = '*-FetchIssuer cannot be kept*'; Action = { New-SslListener -SelfSigned -FetchIssuer } }
        @{ Name = '-AllowPartialChain on a server that does not ask'; Says = '*-AllowPartialChain cannot be kept*'; Action = { New-SslListener -SelfSigned -AllowPartialChain } }
        @{ Name = '-LocalAddress of another family than -AddressFamily'; Says = '*-LocalAddress 127.0.0.1 contradicts*'; Action = { New-SslSocket localhost $listener.Port @ca -LocalAddress 127.0.0.1 -AddressFamily IPv6 } }
        @{ Name = '-LocalAddress of another family than the host'; Says = '*127.0.0.1 is an IPv4 address, and IPv6 (-LocalAddress ::1)*'; Action = { New-SslSocket 127.0.0.1 $listener.Port @ca -LocalAddress ::1 } }
        @{ Name = 'a name that SNI cannot carry'; Says = '*-ServerName has 299 characters*'; Action = { New-SslSocket localhost $listener.Port @ca -ServerName ((1..100 | ForEach-Object { 'ab' }) -join '.') } }
        @{ Name = 'a UDP socket'; Says = '*of type Dgram*'; Action = { $udp = [System.Net.Sockets.UdpClient]::new(); $udp.Connect('127.0.0.1', 9); try { Start-SslUpgrade $udp.Client -ComputerName localhost -ErrorAction Stop } finally { $udp.Dispose() } } }
    ) {
        $failure = Get-Failure $Action
        "$failure" | Should -BeLike $Says
        $failure.Exception.Code | Should -BeIn 'InvalidOption', 'NameNotFound'
    }

    It 'is -ProxyCredential where there is no proxy' {
        $names = 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'
        $before = @{}
        foreach ($name in $names) { $before[$name] = [Environment]::GetEnvironmentVariable($name); [Environment]::SetEnvironmentVariable($name, $null) }
        $credential = [pscredential]::new('me', (ConvertTo-SecureString secret -AsPlainText -Force))
        try { "$(Get-Failure { New-SslSocket localhost $listener.Port @ca -ProxyCredential $credential })" | Should -BeLike '-ProxyCredential was given, and there is no proxy*' }
        finally { foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }
    }
}

Describe 'A URL with a password' {
    It 'is not quoted: <_>' -ForEach @(
        { New-SslSocket https://me:s3cret@localhost/ -ErrorAction Stop }
        { New-SslSocket me:s3cret@localhost -ErrorAction Stop }
        { Get-PeerCertificate https://me:s3cret@localhost:99999/ -ErrorAction Stop }
        { New-SslSocket localhost $listener.Port @ca -ServerName https://me:s3cret@localhost/ }
        { New-SslSocket localhost $listener.Port @ca -VerifyName https://me:s3cret@localhost/ }
        { New-SslSocket localhost $listener.Port @ca -Proxy ftp://me:s3cret@localhost/ }
        { $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port); try { Start-SslUpgrade $client -ComputerName https://me:s3cret@localhost/ -ErrorAction Stop } finally { $client.Dispose() } }
        { Test-SslHostname -Certificate $certificate -HostName https://me:s3cret@localhost/ -Detailed | ForEach-Object { throw $_.Reason } }
    ) {
        $failure = Get-Failure $_
        $failure | Should -Not -BeNullOrEmpty
        "$failure" | Should -Not -Match 's3cret'
    }
}

Describe 'What is given by position' {
    BeforeAll {
        $path = Join-Path $folder a.pem
        $certificate | Export-SslCertificate -Path $path
        $lines = Get-Content $path
    }

    It 'may be a certificate, as it may come from the pipeline: <_>' -ForEach 'Test-SslCertificate', 'Get-PeerCertificate' {
        foreach ($given in $certificate, $certificate.Certificate, (Get-Item $path), $certificate.Certificate.RawData, $lines, ($lines -join "`n")) {
            & $_ $given -ErrorAction Stop -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        }
    }

    It 'may be what Import-SslCertificate gave of a file with a chain' {
        $root = New-SslCertificate Root -Kind CA
        $middle = New-SslCertificate Middle -Kind Intermediate -Issuer $root
        $leaf = New-SslCertificate localhost -Issuer $middle
        $full = Join-Path $folder full.pem
        $leaf | Export-SslCertificate -Path $full -IncludeChain
        Test-SslCertificate -Certificate (Import-SslCertificate $full) -CACertificate $root.Certificate | Should -BeTrue
    }

    It 'is an error where a wildcard means no file: <_>' -ForEach 'Test-SslCertificate', 'Get-PeerCertificate', 'Import-SslCertificate' {
        $failure = Get-Failure { & $_ -Path (Join-Path $folder *.none) -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotReadable*'
        (Get-Failure { & $_ -Path 'nodrive:/*' -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'FileNotReadable*'
    }
}

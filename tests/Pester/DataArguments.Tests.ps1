# What is sent, waited for and written, by position and through the pipe: all of it arrives, or an error says why not.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $listener = New-SslListener -SelfSigned
    $trust = @{ CACertificate = $listener.CertificateAuthority; Timeout = 20; ErrorAction = 'Stop' }
    $folder = (New-Item (Join-Path ([System.IO.Path]::GetTempPath()) "$([guid]::NewGuid())") -ItemType Directory).FullName

    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }

    # What comes out at the other end, in hex.
    function Get-Sent([scriptblock] $Action) {
        $socket = New-SslSocket localhost $listener.Port @trust
        $other = Wait-SslConnection $listener -Timeout 20
        try { $null = & $Action $socket } finally { Close-SslSocket $socket }
        [System.BitConverter]::ToString([byte[]](Receive-SslData $other -All -AsBytes -Timeout 20))
        Close-SslSocket $other
    }
}

AfterAll {
    Close-SslSocket $listener
    Remove-Item $folder -Recurse
}

Describe 'Receive-SslData' {
    BeforeEach {
        $socket = New-SslSocket localhost $listener.Port @trust
        $other = Wait-SslConnection $listener -Timeout 20
        Send-SslData $other "one`r`ntwo`nthree`nENDrest`n"
        Close-SslSocket $other
    }

    AfterEach { Close-SslSocket $socket }

    It 'takes a socket through the pipe: <Name>' -ForEach @(
        @{ Name = '-Count'; Given = @{ Count = 3 }; Comes = 'one' }
        @{ Name = '-Count -AsBytes'; Given = @{ Count = 3; AsBytes = $true }; Comes = @(, [byte[]](111, 110, 101)) }
        @{ Name = '-Line'; Given = @{ Line = $true }; Comes = 'one' }
        @{ Name = '-Line -Count'; Given = @{ Line = $true; Count = 2 }; Comes = 'one', 'two' }
        @{ Name = '-Line -All'; Given = @{ Line = $true; All = $true }; Comes = 'one', 'two', 'three', 'ENDrest' }
        @{ Name = '-All'; Given = @{ All = $true }; Comes = "one`r`ntwo`nthree`nENDrest`n" }
        @{ Name = '-Peek -Count'; Given = @{ Peek = $true; Count = 2 }; Comes = 'on' }
        @{ Name = '-Delimiter'; Given = @{ Delimiter = "`n" }; Comes = "one`r" }
        @{ Name = '-Until'; Given = @{ Until = 'two' }; Comes = "one`r`ntwo" }
        @{ Name = '-Until, bytes as numbers'; Given = @{ Until = 111, 110, 101 }; Comes = 'one' }
        @{ Name = '-Until, bytes'; Given = @{ Until = [byte[]](111, 110) }; Comes = 'on' }
        @{ Name = '-Until, a byte'; Given = @{ Until = [byte] 110 }; Comes = 'on' }
        @{ Name = '-Until, characters'; Given = @{ Until = [char[]] 'ne' }; Comes = 'one' }
        @{ Name = 'nothing else'; Given = @{ }; Comes = "one`r`ntwo`nthree`nENDrest`n" }
    ) {
        $socket | Receive-SslData @Given -Timeout 20 | Should -Be $Comes
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'several marks'; Given = @{ Until = 'A', 'D' } }
        @{ Name = 'a number, which may be a text or a byte'; Given = @{ Until = 10 } }
        @{ Name = 'an object for a mark'; Given = @{ Delimiter = [pscustomobject]@{ A = 1 } } }
        @{ Name = 'a mark that the encoding does not have'; Given = @{ Until = [string][char] 0x20AC; Encoding = 'latin1' } }
        @{ Name = 'all, and so much of it'; Given = @{ All = $true; Count = 3 } }
    ) {
        (Get-Failure { Receive-SslData $socket @Given -Timeout 5 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }
}

Describe 'Send-SslData' {
    It 'takes the socket through the pipe, or several' {
        Get-Sent { $args[0] | Send-SslData hello } | Should -Be '68-65-6C-6C-6F'
        Get-Sent { $args[0] | Send-SslData -InputObject hello } | Should -Be '68-65-6C-6C-6F'
        Get-Sent { $args[0], $args[0] | Send-SslData a } | Should -Be '61-61'
        Get-Sent { 'hello' | Send-SslData $args[0] } | Should -Be '68-65-6C-6C-6F'
    }

    It 'puts characters together that come in halves' {
        Get-Sent { "a$([char]::ConvertFromUtf32(0x1F600))b".ToCharArray() | Send-SslData $args[0] } | Should -Be '61-F0-9F-98-80-62'
        Get-Sent { Send-SslData $args[0] "a$([char] 0xD83D)", "$([char] 0xDE00)b" } | Should -Be '61-F0-9F-98-80-62'
    }

    It 'sends nothing of what it cannot write: <Name>' -ForEach @(
        @{ Name = 'a character that the encoding does not have'; Value = { [string][char] 0x20AC }; Encoding = 'latin1' }
        @{ Name = 'half a character'; Value = { "a$([char] 0xD83D)" }; Encoding = 'utf8' }
        @{ Name = 'the other half alone'; Value = { "$([char] 0xDE00)a" }; Encoding = 'utf8' }
        @{ Name = 'an object'; Value = { [pscustomobject]@{ A = 1 } }; Encoding = 'utf8' }
        @{ Name = 'a table'; Value = { @{ A = 1 } }; Encoding = 'utf8' }
        @{ Name = 'a directory'; Value = { Get-Item $folder }; Encoding = 'utf8' }
        @{ Name = 'a process'; Value = { Get-Process -Id $PID }; Encoding = 'utf8' }
        @{ Name = 'a secret'; Value = { ConvertTo-SecureString a -AsPlainText -Force }; Encoding = 'utf8' }
    ) {
        $value = & $Value
        Get-Sent { Send-SslData $args[0] $value -Encoding $Encoding -ErrorAction SilentlyContinue -ErrorVariable script:failures } | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }

    It 'knows PowerShell''s words for encodings: <Word>' -ForEach @(
        @{ Word = 'utf32'; Sent = '61-00-00-00' }
        @{ Word = 'bigendianutf32'; Sent = '00-00-00-61' }
        @{ Word = 'bigendianunicode'; Sent = '00-61' }
        @{ Word = 'unicode'; Sent = '61-00' }
        @{ Word = 'oem'; Sent = '61' }
        @{ Word = 'ansi'; Sent = '61' }
    ) {
        Get-Sent { Send-SslData $args[0] a -Encoding $Word } | Should -Be $Sent
    }
}

Describe 'The argument after what comes from the pipe' {
    It 'is the file of Export-SslCertificate' {
        $one, $two = 'a.example', 'b.example' | ForEach-Object { New-SslCertificate $_ }
        Push-Location $folder
        try {
            $one | Export-SslCertificate one.pem
            $one, $two | Export-SslCertificate both.pem
            Export-SslCertificate $two two.pem
            $one, $two | Export-SslCertificate -Path { "$($_.DnsNames[0]).pem" } -KeyPath { "$($_.DnsNames[0]).key" } -Unencrypted
            @(Import-SslCertificate both.pem).Count | Should -Be 2
            (Import-SslCertificate one.pem).Subject, (Import-SslCertificate two.pem).Subject | Should -Be 'CN=a.example', 'CN=b.example'
            (Import-SslCertificate a.example.pem -KeyFile a.example.key).HasPrivateKey | Should -BeTrue
            (Import-SslCertificate b.example.pem -KeyFile b.example.key).Subject | Should -Be 'CN=b.example'
            # Where it was read from is not where it goes.
            (Get-Failure { Import-SslCertificate one.pem | Export-SslCertificate -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
        } finally { Pop-Location }
    }

    It 'is a host for Start-SslUpgrade' {
        $listener = New-SslListener -SelfSigned
        $trust = @{ CACertificate = $listener.CertificateAuthority; ErrorAction = 'Stop' }
        try {
            foreach ($upgrade in { $_ | Start-SslUpgrade localhost @trust }, { Start-SslUpgrade $_ localhost @trust }, { Start-SslUpgrade -InputObject $_ localhost @trust }) {
                $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port)
                $socket = $tcp | ForEach-Object $upgrade
                $socket.PeerCertificate.HostnameMatch | Should -BeTrue
                Close-SslSocket $socket
            }
            $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port)
            { $tcp | Start-SslUpgrade other.example @trust } | Should -Throw '*other.example*'
            $tcp.Dispose()
        }
        finally { Close-SslSocket $listener }
    }

    It 'is a host for Test-SslCertificate: <Name>' -ForEach @(
        @{ Name = 'an object'; Given = { $certificate } }
        @{ Name = 'the platform''s'; Given = { $certificate.GetCertificate() } }
        @{ Name = 'a path'; Given = { $file } }
        @{ Name = 'a file'; Given = { Get-Item $file } }
        @{ Name = 'lines'; Given = { Get-Content $file } }
        @{ Name = 'bytes'; Given = { [System.IO.File]::ReadAllBytes($file) } }
    ) {
        $certificate = New-SslCertificate localhost
        $root = $certificate.GetAuthority()
        $file = "$TestDrive/$([guid]::NewGuid()).pem"
        $certificate | Export-SslCertificate $file
        Push-Location Env:
        try {
            & $Given | Test-SslCertificate localhost -CACertificate $root | Should -BeTrue
            & $Given | Test-SslCertificate other.example -CACertificate $root -WarningAction SilentlyContinue | Should -BeFalse
            & $Given | Test-SslCertificate -CACertificate $root | Should -BeTrue
            Test-SslCertificate -Certificate $certificate other.example -CACertificate $root -WarningAction SilentlyContinue | Should -BeFalse
            $all = if ($Name -eq 'bytes') { , [byte[]] (& $Given) } else { & $Given }
            Test-SslCertificate $all other.example -CACertificate $root -WarningAction SilentlyContinue | Should -BeFalse
        }
        finally { Pop-Location }
    }

    It 'is not taken for a host where it is a file, and a certificate must be given' {
        $certificate = New-SslCertificate localhost
        $file = "$TestDrive/host.pem"
        $certificate | Export-SslCertificate $file
        { $certificate | Test-SslCertificate $file } | Should -Throw '*-Path names others*'
        { $certificate | Test-SslCertificate a.example b.example } | Should -Throw '*-Path names others*'
        { Test-SslCertificate } | Should -Throw 'No certificate was given.'
        { Test-SslCertificate -HostName localhost } | Should -Throw 'No certificate was given.'
    }
}

Describe 'An IPv4 address in IPv6''s clothes' {
    It 'is called by IPv4: <_>' -ForEach '::ffff:127.0.0.1', '[::ffff:127.0.0.1]' {
        $socket = New-SslSocket $_ $listener.Port @trust -VerifyName localhost
        $socket.State | Should -Be 'Open'
        Close-SslSocket $socket
    }
}

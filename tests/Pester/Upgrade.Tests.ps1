BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    # A socket can be made of a handle since .NET 5.
    $noHandles = $IsWindowsPowerShellBuild
}

Describe 'Start-SslUpgrade' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned
        $ca = Save-Certificate $listener.CertificateAuthority (Join-Path $TestDrive 'ca.pem')
        $plain = New-SslListener -NoHandshake
    }
    AfterAll { Close-SslSocket $listener, $plain }

    It 'upgrades a <Kind>' -ForEach @(
        @{ Kind = 'plain SslSocket'; Make = { New-SslSocket 127.0.0.1 $listener.Port -NoHandshake } }
        @{ Kind = 'TcpClient'; Make = { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port) } }
        @{ Kind = 'Socket'; Make = { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port).Client } }
        @{ Kind = 'Stream'; Make = { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port).GetStream() } }
    ) {
        $source = . $Make
        $client = Start-SslUpgrade $source -ComputerName localhost -CAFile $ca -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        $client.State | Should -Be 'Open'
        'hello' | Send-SslData $client -NewLine
        Receive-SslData $server -Line | Should -Be 'hello'
        'back' | Send-SslData $server -NewLine
        Receive-SslData $client -Line | Should -Be 'back'
        Close-SslSocket $client, $server
    }

    It 'upgrades a copy of a handle, which stays its owner''s' -Skip:$noHandles {
        $donor = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port)
        $handle = $donor.Client.Handle
        $client = Start-SslUpgrade -Handle $handle -ComputerName localhost -CAFile $ca -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        'by handle' | Send-SslData $client -NewLine
        Receive-SslData $server -Line | Should -Be 'by handle'
        $client.RemoteEndPoint.Port | Should -Be $listener.Port
        $null = Stop-SslUpgrade $server -FastShutdown
        Close-SslSocket $client -NoShutdown
        $donor.Connected | Should -BeTrue
        $donor.GetStream().WriteByte(65)
        Receive-SslData $server | Should -Be 'A'
        $donor.Dispose()
        Close-SslSocket $server
    }

    It 'refuses a handle that is not a socket and leaves it open' -Skip:$noHandles {
        { Start-SslUpgrade -Handle ([IntPtr]-1) -ComputerName localhost -ErrorAction Stop } | Should -Throw '*is not a connected socket*'
        $file = [System.IO.File]::Create((Join-Path $TestDrive 'a file'))
        { Start-SslUpgrade -Handle $file.SafeFileHandle.DangerousGetHandle() -ComputerName localhost -ErrorAction Stop } | Should -Throw '*is not a connected socket*'
        # What was refused is still the caller's, and open.
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
        $file.WriteByte(1)
        $file.Flush()
        $file.Dispose()
    }

    It 'upgrades both ends after a greeting in plain text' {
        $client = New-SslSocket localhost $plain.Port -NoHandshake
        $server = Wait-SslConnection $plain -Timeout 20
        $server.State | Should -Be 'Plain'
        '220 ready' | Send-SslData $server -NewLine
        Receive-SslData $client -Line | Should -Be '220 ready'
        # Both ends are in one script: neither may wait for the other, so the handshake is made in turns.
        $tls = Start-SslUpgrade $client -CAFile $ca -VerifyName localhost -Blocking $false -ErrorAction Stop
        $key = Join-Path $TestDrive 'unused'
        $peer = Start-SslUpgrade $server -AsServer -Certificate (New-TestCertificate) -Blocking $false -ErrorAction Stop
        $done = $false
        $failure = $null
        for ($i = 0; $i -lt 1000 -and -not $done; $i++) {
            try { $done = $tls.Connect() -band $peer.Accept() } catch { $failure = $_; break }
            Start-Sleep -Milliseconds 5
        }
        # The certificate is not the authority's: the client says so, and the server hears it.
        $failure.Exception.InnerException.Code | Should -BeIn 'CertificateSelfSigned', 'CertificateUntrusted'
        Close-SslSocket $tls, $peer
    }

    It 'gives a connection back that is still plain, when TLS is refused' {
        $client = New-SslSocket 127.0.0.1 $plain.Port -NoHandshake
        $server = Wait-SslConnection $plain -Timeout 20
        'no TLS here' | Send-SslData $server -NewLine
        Start-SslUpgrade $client -ComputerName localhost -Timeout 5 -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'PeerNotTls*'
        $client.State | Should -Be 'Plain'
        Receive-SslData $client -Line | Should -Be 'no TLS here'
        'still here' | Send-SslData $client -NewLine
        $null = Receive-SslData $server -Until "`n"
        Close-SslSocket $client, $server
    }

    It 'leaves a foreign connection untouched when TLS is refused' {
        $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $plain.Port)
        $server = Wait-SslConnection $plain -Timeout 20
        'plain words' | Send-SslData $server
        Start-SslUpgrade $tcp -ComputerName localhost -Timeout 5 -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].Exception.Message | Should -BeLike '*"plain words"*'
        $tcp.Client.Blocking | Should -BeTrue
        $buffer = [byte[]]::new(100)
        $n = $tcp.GetStream().Read($buffer, 0, 100)
        [System.Text.Encoding]::ASCII.GetString($buffer, 0, $n) | Should -Be 'plain words'
        $tcp.Dispose()
        Close-SslSocket $server
    }

    It 'hands the plain socket to an error trap' {
        $trapped = [System.Collections.Generic.List[string]]::new()
        $client = New-SslSocket 127.0.0.1 $plain.Port -NoHandshake
        $server = Wait-SslConnection $plain -Timeout 20
        'GET / HTTP/1.0' | Send-SslData $client -NewLine
        Start-SslUpgrade $server -AsServer -Certificate (New-TestCertificate) -Timeout 5 -ErrorAction SilentlyContinue -ErrorTrap {
            param($socket, $message)
            $trapped.Add($message)
            'HTTP/1.0 400 Bad Request' | Send-SslData $socket -NewLine
        }
        $trapped[0] | Should -BeLike '*GET / HTTP/1.0*'
        Receive-SslData $client -Line | Should -Be 'HTTP/1.0 400 Bad Request'
        Close-SslSocket $client, $server
    }

    It 'tells of an error trap that fails, beside what it was called for: <Who>' -ForEach @(@{ Who = 'New-SslSocket' }, @{ Who = 'New-SslListener' }) {
        $trap = { throw 'the trap is broken' }
        if ($Who -eq 'New-SslSocket') {
            $server = Start-PlainAnswer '220 mail.example'
            New-SslSocket 127.0.0.1 $server.Port -Timeout 20 -ErrorTrap $trap -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $server.Dispose()
        }
        else {
            $trapping = New-SslListener -SelfSigned -ErrorTrap $trap
            $client = New-SslSocket 127.0.0.1 $trapping.Port -NoHandshake
            'GET / HTTP/1.1' | Send-SslData $client -NewLine
            Wait-SslConnection $trapping -Timeout 3 -ErrorVariable failed -ErrorAction SilentlyContinue
            # It is closed, since nobody took it.
            Receive-SslData $client -Timeout 20 | Should -BeNullOrEmpty
            Close-SslSocket $client, $trapping
        }
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'PeerNotTls*'
        $failed[0].Exception.Message | Should -BeLike '*The error trap failed too: the trap is broken.'
    }

    It 'leaves a handle open when TLS is refused' -Skip:$noHandles {
        $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $plain.Port)
        $server = Wait-SslConnection $plain -Timeout 20
        'plain words' | Send-SslData $server
        Start-SslUpgrade -Handle $tcp.Client.Handle -ComputerName localhost -Timeout 5 -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'PeerNotTls*'
        foreach ($i in 1..3) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
        $buffer = [byte[]]::new(100)
        $n = $tcp.GetStream().Read($buffer, 0, 100)
        [System.Text.Encoding]::ASCII.GetString($buffer, 0, $n) | Should -Be 'plain words'
        $tcp.Dispose()
        Close-SslSocket $server
    }

    It 'puts TLS inside TLS' {
        $outerClient = New-SslSocket localhost $listener.Port -CAFile $ca -ErrorAction Stop
        $outerServer = Wait-SslConnection $listener -Timeout 20
        $inner = Start-SslUpgrade $outerServer -AsServer -Certificate (New-TestCertificate) -Blocking $false -ErrorAction Stop
        $client = Start-SslUpgrade $outerClient -ComputerName localhost -VerifyCallback { $true } -Blocking $false -ErrorAction Stop
        for ($i = 0; $i -lt 2000 -and ($client.State -ne 'Open' -or $inner.State -ne 'Open'); $i++) {
            $null = if ($client.State -ne 'Open') { $client.Connect() }
            $null = if ($inner.State -ne 'Open') { $inner.Accept() }
            Start-Sleep -Milliseconds 2
        }
        $client.State | Should -Be 'Open'
        'deep inside' | Send-SslData $client -NewLine
        $inner.Blocking = $true
        Receive-SslData $inner -Line | Should -Be 'deep inside'
        Close-SslSocket $client, $inner
    }

    It 'wants the host''s name, without which nobody can be verified' {
        $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port)
        Start-SslUpgrade $tcp -CAFile $ca -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].Exception.Message | Should -BeLike "*host's name*"
        $tcp.Dispose()
    }

    It 'refuses what is not a connection' {
        Start-SslUpgrade 'a text' -ComputerName localhost -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
    }
}

Describe 'A listener' {
    BeforeAll { . "$PSScriptRoot/Lab.ps1" }

    It 'is not delayed by a client that stalls' {
        $listener = New-SslListener -SelfSigned
        $ca = Save-Certificate $listener.CertificateAuthority (Join-Path $TestDrive 'ca2.pem')
        $stalled = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port)
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -ErrorAction Stop
        Close-SslSocket $client, (Wait-SslConnection $listener -Timeout 20), $listener
        $stalled.Dispose()
    }

    It 'says when nobody came' {
        $listener = New-SslListener -SelfSigned
        Wait-SslConnection $listener -Timeout 0.2 -ErrorVariable timedOut -ErrorAction SilentlyContinue
        $timedOut[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
        Close-SslSocket $listener
        Wait-SslConnection $listener -Timeout 5 -ErrorVariable closed -ErrorAction SilentlyContinue
        $closed[0].FullyQualifiedErrorId | Should -BeLike 'NotOpen*'
    }

    It 'says when its port is taken' {
        $listener = New-SslListener -SelfSigned
        { New-SslListener $listener.Port -SelfSigned } | Should -Throw -ErrorId "AddressInUse,PSSsl.Commands.NewSslListenerCommand"
        Close-SslSocket $listener
    }

    It 'needs a certificate' {
        { New-SslListener } | Should -Throw -ErrorId "KeyMissing,PSSsl.Commands.NewSslListenerCommand"
    }
}

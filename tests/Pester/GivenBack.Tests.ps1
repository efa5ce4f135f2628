# What was lent is given back as it was, on every way out; and options that were given to a plain socket hold when TLS begins on it.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    # A socket can be made of a handle since .NET 5.
    $noHandles = $IsWindowsPowerShellBuild
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $identity = New-SslCertificate localhost
    $trust = @{ CACertificate = $identity.Authority }
    $listener = New-SslListener -Certificate $identity
    $plain = New-SslListener -NoHandshake
    $serving = New-SslListener -NoHandshake -Certificate $identity

    function New-LentPair {
        $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $plain.Port)
        $tcp.ReceiveTimeout = 20000
        $tcp, (Wait-SslConnection $plain -Timeout 20)
    }
    # Both ends are in this script, so that neither waits for the other.
    function Stop-Both($Client, $Server) {
        $Client.Blocking = $Server.Blocking = $false
        do { $c = $Client.State -eq 'Plain' -or $Client.StopTls(); $s = $Server.State -eq 'Plain' -or $Server.StopTls() } until ($c -and $s)
        $Client.Blocking = $Server.Blocking = $true
    }
    function Read-Lent($Tcp) {
        $buffer = [byte[]]::new(100)
        [System.Text.Encoding]::ASCII.GetString($buffer, 0, $Tcp.GetStream().Read($buffer, 0, 100))
    }
}

AfterAll { Close-SslSocket $listener, $plain, $serving }

Describe 'A connection of which TLS failed' {
    It 'is its owner''s again, whatever the error action: <Action>' -ForEach @(@{ Action = 'Stop' }, @{ Action = 'SilentlyContinue' }) {
        $tcp, $server = New-LentPair
        'no TLS here' | Send-SslData $server -NewLine
        $trapped = [System.Collections.Generic.List[string]]::new()
        try { $null = Start-SslUpgrade $tcp -ComputerName localhost -Timeout 20 -ErrorAction $Action -ErrorTrap { param($s, $e) $trapped.Add($s.State) } }
        catch { $_.FullyQualifiedErrorId | Should -BeLike 'PeerNotTls*' }
        $trapped | Should -Be 'Plain'
        $tcp.Client.Blocking | Should -BeTrue
        $tcp.NoDelay | Should -BeFalse
        Read-Lent $tcp | Should -Be "no TLS here`r`n"
        $tcp.Dispose()
        Close-SslSocket $server
    }

    It 'loses no byte of a stream of the network' {
        $tcp, $server = New-LentPair
        '220 mail.example.org ready' | Send-SslData $server -NewLine
        $null = Start-SslUpgrade $tcp.GetStream() -ComputerName localhost -Timeout 20 -ErrorAction SilentlyContinue -ErrorVariable wrong
        $wrong[0].Exception.Message | Should -BeLike '*220 mail.example.org ready*'
        Read-Lent $tcp | Should -Be "220 mail.example.org ready`r`n"
        $tcp.Dispose()
        Close-SslSocket $server
    }

    It 'waits again after a step that does not block' {
        $tcp, $server = New-LentPair
        $socket = Start-SslUpgrade $tcp -ComputerName localhost -Blocking $false -ErrorAction Stop
        'no TLS here' | Send-SslData $server -NewLine
        $null = Wait-SslSocket $socket -Timeout 20
        { while (-not $socket.Connect()) { $null = Wait-SslSocket $socket -Timeout 20 } } | Should -Throw '*does not speak TLS*'
        $tcp.Client.Blocking | Should -BeTrue
        Read-Lent $tcp | Should -Be "no TLS here`r`n"
        $tcp.Dispose()
        Close-SslSocket $server
    }

    It 'outlives a trap that fails, and both errors are told' {
        $tcp, $server = New-LentPair
        'no TLS here' | Send-SslData $server -NewLine
        $null = Start-SslUpgrade $tcp -ComputerName localhost -Timeout 20 -ErrorTrap { throw 'of the trap' } -ErrorAction SilentlyContinue -ErrorVariable wrong
        $wrong[0].FullyQualifiedErrorId | Should -BeLike 'PeerNotTls*'
        $wrong[0].Exception.Message | Should -BeLike '*error trap failed too: of the trap*'
        $tcp.Client.Blocking | Should -BeTrue
        Read-Lent $tcp | Should -Be "no TLS here`r`n"
        $tcp.Dispose()
        Close-SslSocket $server
    }

    It 'keeps how a plain socket waits' {
        $socket = New-SslSocket localhost $plain.Port -NoHandshake -Timeout 7
        $server = Wait-SslConnection $plain -Timeout 20
        'no TLS here' | Send-SslData $server -NewLine
        $null = Start-SslUpgrade $socket @trust -Timeout 20 -ErrorAction SilentlyContinue
        $socket.State, $socket.Blocking, $socket.Timeout | Should -Be 'Plain', $true, ([timespan]::FromSeconds(7))
        Receive-SslData $socket -Line | Should -Be 'no TLS here'
        Close-SslSocket $socket, $server
    }

    It 'leaves a handle open and waiting' -Skip:$noHandles {
        $tcp, $server = New-LentPair
        'no TLS here' | Send-SslData $server -NewLine
        $null = Start-SslUpgrade -Handle $tcp.Client.Handle -ComputerName localhost -Timeout 20 -ErrorAction SilentlyContinue -ErrorVariable wrong
        $wrong[0].FullyQualifiedErrorId | Should -BeLike 'PeerNotTls*'
        Read-Lent $tcp | Should -Be "no TLS here`r`n"
        $tcp.Dispose()
        Close-SslSocket $server
    }

    It 'takes a handle that was used asynchronously before' -Skip:$noHandles {
        $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Port)
        $stop = [System.Threading.CancellationTokenSource]::new()
        $pending = $tcp.GetStream().ReadAsync([byte[]]::new(1), 0, 1, $stop.Token)
        $stop.Cancel()
        try { $null = $pending.GetAwaiter().GetResult() } catch { $null = $_ }
        $client = Start-SslUpgrade -Handle $tcp.Client.Handle -ComputerName localhost @trust -Timeout 20 -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        'by handle' | Send-SslData $client -NewLine
        Receive-SslData $server -Line | Should -Be 'by handle'
        Close-SslSocket $client, $server
        $tcp.Dispose()
    }
}

Describe 'A connection of which TLS has ended' {
    It 'waits again, for its owner and for the socket' {
        $tcp, $server = New-LentPair
        $client = Start-SslUpgrade $tcp -ComputerName localhost @trust -Blocking $false
        $null = Start-SslUpgrade $server -AsServer -Certificate $identity -Blocking $false
        do { $c = $client.Connect(); $s = $server.Accept(); if (-not ($c -and $s)) { $null = Wait-SslSocket $client, $server -Timeout 20 } } until ($c -and $s)
        $client.Blocking = $server.Blocking = $true
        Stop-Both $client $server
        $tcp.Client.Blocking | Should -BeTrue
        'for the owner' | Send-SslData $server
        Read-Lent $tcp | Should -Be 'for the owner'
        'for the socket' | Send-SslData $server -NewLine
        Receive-SslData $client -Line -Timeout 20 | Should -Be 'for the socket'
        Receive-SslData $client -Line -Timeout 0.2 -ErrorAction SilentlyContinue -ErrorVariable late | Should -BeNullOrEmpty
        $late[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
        'back' | Send-SslData $client -NewLine
        Receive-SslData $server -Line | Should -Be 'back'
        $tcp.Dispose()
        Close-SslSocket $server
    }
}

Describe 'Options of a plain socket' {
    It 'hold for <How>' -ForEach @(
        @{ How = '.Connect()'; Begin = { param($s) $null = $s.Connect(); $s } }
        @{ How = 'Start-SslUpgrade'; Begin = { param($s) Start-SslUpgrade $s -ErrorAction Stop } }
        @{ How = 'Start-SslUpgrade with one more'; Begin = { param($s) Start-SslUpgrade $s -Group secp256r1 -ErrorAction Stop } }
    ) {
        $socket = New-SslSocket 127.0.0.1 $listener.Port -NoHandshake @trust -Version TLSv1_2 -ServerName localhost -VerifyName localhost
        $socket.State | Should -Be 'Plain'
        $socket = & $Begin $socket
        $server = Wait-SslConnection $listener -Timeout 20
        $socket.State, $socket.Version | Should -Be 'Open', 'TLSv1_2'
        $server.ServerName | Should -Be 'localhost'
        Close-SslSocket $socket, $server
    }

    It 'are enforced: a pin that does not fit' {
        $socket = New-SslSocket localhost $listener.Port -NoHandshake -Fingerprint ('sha256$' + '00' * 32)
        { $socket.Connect() } | Should -Throw '*fingerprint*'
        Close-SslSocket $socket
        $socket.State | Should -Be 'Closed'
        # The client's refusal stands before the next client's connection.
        $null = Wait-SslConnection $listener -NoWait -ErrorAction SilentlyContinue
    }

    It 'are there again after TLS has ended, on both ends' {
        $client = New-SslSocket localhost $serving.Port -NoHandshake @trust
        $server = Wait-SslConnection $serving -Timeout 20
        foreach ($round in 1, 2) {
            $client.Blocking = $server.Blocking = $false
            do { $c = $client.Connect(); $s = $server.Accept(); if (-not ($c -and $s)) { $null = Wait-SslSocket $client, $server -Timeout 20 } } until ($c -and $s)
            $client.Blocking = $server.Blocking = $true
            "secret $round" | Send-SslData $client -NewLine
            Receive-SslData $server -Line | Should -Be "secret $round"
            Stop-Both $client $server
            "plain $round" | Send-SslData $server -NewLine
            Receive-SslData $client -Line | Should -Be "plain $round"
        }
        Close-SslSocket $client, $server
    }
}

Describe 'The end of a stream' {
    BeforeEach {
        $client = New-SslSocket localhost $listener.Port @trust
        $server = Wait-SslConnection $listener -Timeout 20
        'abcdefgh' | Send-SslData $server
        Close-SslSocket $server
    }
    AfterEach { Close-SslSocket $client }

    It 'ends a loop over pieces without an error' {
        $pieces = for (; ($x = Receive-SslData $client -Count 3 -Timeout 20 -ErrorAction Stop);) { $x }
        $pieces | Should -Be 'abc', 'def', 'gh'
    }

    It 'is not used up by a look at it' {
        Receive-SslData $client -Count 8 | Should -Be 'abcdefgh'
        Receive-SslData $client -Peek -Timeout 20 -ErrorAction Stop | Should -BeNullOrEmpty
        Receive-SslData $client -Peek -Timeout 20 -ErrorAction Stop | Should -BeNullOrEmpty
        Receive-SslData $client -Timeout 20 -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'is told by a Stream each time' {
        $stream = $client.GetStream()
        $reader = [System.IO.StreamReader]::new($stream)
        $reader.ReadToEnd() | Should -Be 'abcdefgh'
        $reader.EndOfStream | Should -BeTrue
        $stream.Read([byte[]]::new(4), 0, 4) | Should -Be 0
        $stream.ReadAsync([byte[]]::new(4), 0, 4).GetAwaiter().GetResult() | Should -Be 0
        { $stream.CopyTo([System.IO.Stream]::Null) } | Should -Not -Throw
    }

    It 'is not reached by a limit: what is too much is kept' {
        Receive-SslData $client -All -MaxLength 4 -Timeout 20 -ErrorAction SilentlyContinue -ErrorVariable long | Should -BeNullOrEmpty
        $long[0].FullyQualifiedErrorId | Should -BeLike 'TooLong*'
        Receive-SslData $client -Until 'h' -MaxLength 4 -Timeout 20 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Receive-SslData $client -All | Should -Be 'abcdefgh'
    }

    It 'needs no bytes to look at none' { @($client.Peek(0)).Count | Should -Be 0 }
}

Describe 'Close-SslSocket' {
    It 'closes all that it is given, also TLS inside of TLS that was reset' {
        $tcp, $raw = New-LentPair
        $outer = Start-SslUpgrade $tcp -ComputerName localhost @trust -Blocking $false
        $null = Start-SslUpgrade $raw -AsServer -Certificate $identity -Blocking $false
        do { $c = $outer.Connect(); $s = $raw.Accept(); if (-not ($c -and $s)) { $null = Wait-SslSocket $outer, $raw -Timeout 20 } } until ($c -and $s)
        $inner = Start-SslUpgrade $outer -ComputerName localhost @trust -Blocking $false
        $null = $inner.Connect()
        # The peer goes away with unread bytes: a reset.
        Close-SslSocket $raw -NoShutdown
        $other = New-SslSocket localhost $plain.Port -NoHandshake
        { Close-SslSocket $inner, $other -ErrorAction Stop } | Should -Not -Throw
        $inner.State, $outer.State, $other.State | Should -Be 'Closed', 'Closed', 'Closed'
        $null = Wait-SslConnection $plain -NoWait | Close-SslSocket
    }
}

Describe 'The place of a session' {
    It 'is the peer''s address, of a connection that was made elsewhere' {
        $cache = New-SslSessionCache
        $tcp = [System.Net.Sockets.TcpClient]::new([System.Net.Sockets.AddressFamily]::InterNetworkV6)
        $tcp.Client.DualMode = $true
        $tcp.Connect([ipaddress]::Loopback.MapToIPv6(), $listener.Port)
        $client = Start-SslUpgrade $tcp -VerifyName localhost -SessionCache $cache @trust -ErrorAction Stop
        $server = Wait-SslConnection $listener -Timeout 20
        'x' | Send-SslData $server -NewLine
        $null = Receive-SslData $client -Line
        Close-SslSocket $client, $server
        $cache.Sessions.Key | Select-Object -Unique | Should -Be "127.0.0.1:$($listener.Port)"
    }
}

# Wait-SslSocket: which of many sockets are ready, on one thread.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $hasOpenSsl = Test-Program openssl
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $listener = New-SslListener -SelfSigned -Backlog 600
    $ca = Save-Certificate $listener.CertificateAuthority (Join-Path $TestDrive 'ca.pem')
    $context = New-SslContext -CAFile $ca
    function New-Pair {
        $client = New-SslSocket localhost $listener.Port -Context $context -Timeout 20 -ErrorAction Stop
        $client, (Wait-SslConnection $listener -Timeout 20)
    }
}

AfterAll { Close-SslSocket $listener }

Describe 'Wait-SslSocket' {
    It 'writes nothing when the time passes' {
        $client, $server = New-Pair
        Wait-SslSocket $client, $server -Timeout 0.2 | Should -BeNullOrEmpty
        Wait-SslSocket $client, $server -Timeout 0 | Should -BeNullOrEmpty
        Close-SslSocket $client, $server
    }

    It 'looks at decrypted bytes first' {
        $client, $server = New-Pair
        'abcdef' | Send-SslData $server
        Receive-SslData $client -Count 1 | Should -Be 'a'
        # The network has nothing any more; the socket has.
        Wait-SslSocket $client -For Read -Timeout 20 | Should -Be $client
        Wait-SslSocket $client -Timeout 0 | Should -Be $client
        Close-SslSocket $client, $server
    }

    It 'finds also those that are ready in the network when others have bytes in memory' {
        $first, $firstServer = New-Pair
        $second, $secondServer = New-Pair
        'ab' | Send-SslData $firstServer
        Receive-SslData $first -Count 1 | Should -Be 'a'
        'x' | Send-SslData $secondServer
        $null = Wait-SslSocket $second -Timeout 20
        Wait-SslSocket $first, $second -Timeout 20 | Should -Be $first, $second
        Close-SslSocket $first, $firstServer, $second, $secondServer
    }

    It 'is not fooled by a session ticket' -Skip:(-not $hasOpenSsl) {
        $identity = New-SslCertificate localhost
        $trust = Save-Certificate $identity.Authority (Join-Path $TestDrive 'ticket-ca.pem')
        $null = Export-SslCertificate $identity (Join-Path $TestDrive 'cert.pem') -KeyPath (Join-Path $TestDrive 'key.pem') -Unencrypted
        $start = [System.Diagnostics.ProcessStartInfo]::new('openssl')
        foreach ($word in 's_server', '-accept', '127.0.0.1:0', '-cert', (Join-Path $TestDrive 'cert.pem'), '-key', (Join-Path $TestDrive 'key.pem'), '-tls1_3', '-num_tickets', '2') { $start.ArgumentList.Add($word) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $peer = [System.Diagnostics.Process]::Start($start)
        try {
            do { $line = $peer.StandardOutput.ReadLine() } until ($line -match 'ACCEPT .*:(\d+)')
            $client = New-SslSocket localhost $Matches[1] -CAFile $trust -Timeout 20 -ErrorAction Stop
            # Its tickets make the network's socket readable, and there is nothing to read.
            Wait-SslSocket $client -For Read -Timeout 1 | Should -BeNullOrEmpty
            $client.BytesReceived | Should -BeGreaterThan 0
            $peer.StandardInput.WriteLine('data')
            Wait-SslSocket $client -For Read -Timeout 20 | Should -Be $client
            Receive-SslData $client -Line | Should -Be 'data'
            Close-SslSocket $client
        }
        finally {
            $peer.Kill()
            $peer.Dispose()
        }
    }

    It 'calls a socket ready that has ended, by goodbye or without' {
        $client, $server = New-Pair
        $other, $otherServer = New-Pair
        Close-SslSocket $server
        Close-SslSocket $otherServer -NoShutdown
        $ready = @()
        while ($ready.Count -lt 2) { $ready = @(Wait-SslSocket $client, $other -Timeout 20) }
        Receive-SslData $client | Should -BeNullOrEmpty
        { Receive-SslData $other -ErrorAction Stop } | Should -Throw '*without close_notify*'
        Close-SslSocket $client, $other
    }

    It 'waits for room, and for the rest of a write' {
        $client, $server = New-Pair
        Wait-SslSocket $client -For Write -Timeout 20 | Should -Be $client
        $client.Blocking = $false
        $chunk = [byte[]]::new(100000)
        $sent = 0
        while (($n = $client.Write($chunk)) -eq $chunk.Length) { $sent += $n }
        if ($n -gt 0) { $sent += $n }
        $client.LastError.Code | Should -Be 'WantWrite'
        Wait-SslSocket $client -For Write -Timeout 0 | Should -BeNullOrEmpty
        Wait-SslSocket $client -Timeout 0 | Should -BeNullOrEmpty
        # Auto waits for room too, since a write found none.
        $server.Blocking = $false
        $received = 0
        $left = 3000000
        $buffer = [byte[]]::new(65536)
        while ($received -lt $sent + $left) {
            $ready = Wait-SslSocket $client, $server -Timeout 20
            $ready | Should -Not -BeNullOrEmpty
            if ($ready -contains $server) { while (($got = $server.Read($buffer, 0, $buffer.Length)) -gt 0) { $received += $got } }
            # Who stops before a write finds no room is not told of room later.
            while ($ready -contains $client -and $left -gt 0) {
                $n = $client.Write($chunk, 0, [Math]::Min($chunk.Length, $left))
                if ($n -lt 0) { break }
                $left -= $n
                $sent += $n
            }
        }
        $received | Should -Be ($sent)
        Close-SslSocket $client, $server
    }

    # Buffers of Windows' sockets go on growing: a write that was stuck may be possible a moment later, and is then told rightly.
    It 'does not tell again and again of data that nobody wants while a write is stuck' -Skip:$IsWindows {
        $client, $server = New-Pair
        $client.Blocking = $false
        $chunk = [byte[]]::new(100000)
        while ($client.Write($chunk) -ge 0) { }
        'not wanted now' | Send-SslData $server -NewLine
        Wait-SslSocket $client -For Read -Timeout 20 | Should -Be $client
        Wait-SslSocket $client -Timeout 0 | Should -BeNullOrEmpty
        # Who reads all the same is told of both.
        $client.ReadLine() | Should -Be 'not wanted now'
        $client.ReadLine() | Should -BeNullOrEmpty
        'wanted' | Send-SslData $server -NewLine
        Wait-SslSocket $client -Timeout 20 | Should -Be $client
        $client.ReadLine() | Should -Be 'wanted'
        Close-SslSocket $client, $server -NoShutdown
    }

    It 'writes listeners that have a connection, and hands those out without waiting' {
        Wait-SslSocket $listener -Timeout 0 | Should -BeNullOrEmpty
        Wait-SslConnection $listener -NoWait | Should -BeNullOrEmpty
        $client = New-SslSocket localhost $listener.Port -Context $context -ErrorAction Stop
        Wait-SslSocket $listener, $client -Timeout 20 | Should -Be $listener
        $server = Wait-SslConnection $listener -NoWait
        $server.State | Should -Be 'Open'
        Close-SslSocket $client, $server
    }

    It 'reports clients that failed, and goes on' {
        $null = New-SslSocket localhost $listener.Port -CAFile $null -ErrorAction SilentlyContinue
        Wait-SslSocket $listener -Timeout 20 | Should -Be $listener
        Wait-SslConnection $listener -NoWait -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.Count | Should -Be 1
    }

    It 'waits for sockets over streams and TLS in TLS together with others' {
        $plain = New-SslListener -NoHandshake
        $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $plain.Port)
        $streamServer = Wait-SslConnection $plain -Timeout 20
        $identity = New-SslCertificate localhost
        $stream = Start-SslUpgrade $tcp.GetStream() -ComputerName localhost -CACertificate $identity.Authority -Blocking $false
        $null = Start-SslUpgrade $streamServer -AsServer -Certificate $identity -Blocking $false
        do { $c = $stream.Connect(); $s = $streamServer.Accept(); if (-not ($c -and $s)) { Wait-SslSocket $stream, $streamServer -Timeout 20 | Should -Not -BeNullOrEmpty } } until ($c -and $s)
        $client, $server = New-Pair
        Wait-SslSocket $stream, $client -Timeout 0.2 | Should -BeNullOrEmpty
        'by stream' | Send-SslData $streamServer -NewLine
        Wait-SslSocket $client, $stream -Timeout 20 | Should -Be $stream
        $stream.ReadLine() | Should -Be 'by stream'
        'by socket' | Send-SslData $server -NewLine
        Wait-SslSocket $client, $stream -Timeout 20 | Should -Be $client
        Close-SslSocket $stream, $streamServer, $client, $server, $plain
    }

    It 'says what can''t be waited for, and waits for the rest' {
        $client, $server = New-Pair
        $closed, $other = New-Pair
        Close-SslSocket $closed, $other
        'x' | Send-SslData $server
        $ready = Wait-SslSocket $closed, 'text', $client -Timeout 20 -ErrorVariable wrong -ErrorAction SilentlyContinue
        $ready | Should -Be $client
        $wrong.Count | Should -Be 2
        $wrong[0].FullyQualifiedErrorId | Should -BeLike 'NotOpen*'
        $wrong[1].FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
        Wait-SslSocket @() -Timeout 1 | Should -BeNullOrEmpty
        Close-SslSocket $client, $server
    }

    It 'takes them from the pipeline' {
        $client, $server = New-Pair
        'x' | Send-SslData $server
        $client, $listener | Wait-SslSocket -Timeout 20 | Should -Be $client
        Close-SslSocket $client, $server
    }
}

Describe 'Sockets that do not block' {
    It 'say what they want, and are asked again' {
        $client, $server = New-Pair
        $client.Blocking = $false
        $client.Read([byte[]]::new(10), 0, 10) | Should -Be -1
        $client.LastError.Code | Should -Be 'WantRead'
        $client.ReadLine() | Should -BeNullOrEmpty
        Receive-SslData $client | Should -BeNullOrEmpty
        'half' | Send-SslData $server
        $null = Wait-SslSocket $client -Timeout 20
        $client.ReadLine() | Should -BeNullOrEmpty
        $client.LastError.Code | Should -Be 'WantRead'
        ' and half' | Send-SslData $server -NewLine
        $null = Wait-SslSocket $client -Timeout 20
        $client.ReadLine() | Should -Be 'half and half'
        Close-SslSocket $client, $server
    }
}

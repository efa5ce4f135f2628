# A listener with clients that want nothing of it: those who send nothing, or begin and stop, or speak something else, keep nobody waiting for their time-out.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    function Connect-Client($Listener, [int] $Count, [byte[]] $Bytes, [switch] $Leave) {
        foreach ($n in 1..$Count) {
            $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $Listener.Port)
            if ($Bytes) { $client.GetStream().Write($Bytes, 0, $Bytes.Length) }
            if ($Leave) { $client.Dispose() } else { $client }
        }
    }
}

Describe 'A listener' {
    # What is left to itself would be dropped after ten minutes.
    BeforeEach { $listener = New-SslListener -SelfSigned -Timeout 600 }

    AfterEach { $clients | ForEach-Object Dispose; Close-SslSocket $listener }

    It 'lets a client in beside <Count> that <Do>' -ForEach @(
        @{ Do = 'send nothing'; Count = 64 }
        @{ Do = 'send nothing'; Count = 700 }
        @{ Do = 'send one byte'; Count = 64; Bytes = [byte[]](22) }
        @{ Do = 'send one byte'; Count = 400; Bytes = [byte[]](22) }
    ) {
        $clients = Connect-Client $listener $Count $Bytes
        foreach ($n in 1..3) {
            $socket = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -Timeout 20 -ErrorAction Stop
            $socket.State | Should -Be 'Open'
            Close-SslSocket $socket
        }
    }

    It 'keeps the newest failures, and goes on accepting' {
        $clients = @()
        Connect-Client $listener 400 ([System.Text.Encoding]::ASCII.GetBytes("GET / HTTP/1.0`r`n`r`n")) -Leave
        $socket = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -Timeout 20 -ErrorAction Stop
        # 64 failures at a time, and the connection.
        $listener.Pending | Should -BeLessOrEqual 65
        $taken = @()
        # A client's handshake is over before the server has put it where it is taken from.
        $taken += Wait-SslConnection $listener -Timeout 20 -ErrorVariable +failures -ErrorAction SilentlyContinue
        while ($listener.Pending) { $taken += Wait-SslConnection $listener -NoWait -ErrorVariable +failures -ErrorAction SilentlyContinue }
        $taken.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'PeerNotTls*'
        Close-SslSocket (@($taken) + $socket)
    }

    It 'tells who was dropped' {
        $clients = Connect-Client $listener 600
        $socket = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -Timeout 20 -ErrorAction Stop
        Wait-SslConnection $listener -Timeout 20 -ErrorVariable +failures -ErrorAction SilentlyContinue | Close-SslSocket
        # The system may hand out connections in another order than they were made, so that some arrive behind that one.
        for ($i = 0; $i -lt 200 -and -not $failures; $i++) {
            Start-Sleep -Milliseconds 100
            Wait-SslConnection $listener -NoWait -ErrorVariable +failures -ErrorAction SilentlyContinue | Close-SslSocket
        }
        "$($failures[0])" | Should -BeLike '127.0.0.1:* was dropped to make room for others: it had sent nothing in*'
        Close-SslSocket $socket
    }
}

# A socket that cannot do what it is asked for says which kind of no it is, and what can be done: closed, plain, in its handshake, failed, shut down by the one end or the other.
BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $listener = New-SslListener -SelfSigned
    $trust = @{ CACertificate = $listener.CertificateAuthority }
    $plain = New-SslListener -NoHandshake
    $others = [System.Collections.Generic.List[object]]::new()

    function New-Pair {
        $client = New-SslSocket localhost $listener.Port @trust -Timeout 20 -ErrorAction Stop
        $client, (Wait-SslConnection $listener -Timeout 20)
    }

    # A socket in each state, by its name.
    function New-SocketThatIs([string] $State) {
        switch ($State) {
            'Closed' {
                $client, $server = New-Pair
                Close-SslSocket $client, $server
            }
            'Closed with something unread' {
                $client, $server = New-Pair
                'unread' | Send-SslData $server
                Receive-SslData $client -Peek -Count 1 | Should -Be 'u'
                Close-SslSocket $client, $server
            }
            'Plain' {
                $client = New-SslSocket 127.0.0.1 $plain.Port -NoHandshake
                $others.Add((Wait-SslConnection $plain -Timeout 20))
            }
            'Handshaking' {
                $client = New-SslSocket 127.0.0.1 $plain.Port -NoHandshake
                $others.Add((Wait-SslConnection $plain -Timeout 20))
                $null = Start-SslUpgrade $client -ComputerName localhost -Blocking $false
                $client.Connect() | Should -BeFalse
            }
            'Failed in its handshake' {
                $client = New-SslSocket 127.0.0.1 $plain.Port -NoHandshake
                $server = Wait-SslConnection $plain -Timeout 20
                $others.Add($server)
                $null = Start-SslUpgrade $client -ComputerName localhost -Blocking $false
                'no TLS here' | Send-SslData $server -NewLine
                { while (-not $client.Connect()) { $null = Wait-SslSocket $client -Timeout 20 } } | Should -Throw '*no TLS here*'
            }
            'Failed while it was open' {
                $client = New-SslSocket 127.0.0.1 $plain.Port -NoHandshake
                $server = Wait-SslConnection $plain -Timeout 20
                $others.Add($server)
                Start-Both $client $server
                # Behind the back of its TLS the server's end says something in plain text.
                $server = Stop-SslUpgrade $server -NoShutdown
                'not a record' | Send-SslData $server
                { Receive-SslData $client -ErrorAction Stop -Timeout 20 } | Should -Throw
            }
            'Shut down by the peer' {
                $client, $server = New-Pair
                $others.Add($server)
                Close-SslSocket $server
                Receive-SslData $client -Timeout 20 | Should -BeNullOrEmpty
                $client.ClosedCleanly | Should -BeTrue
            }
            'Shut down by this end' {
                $client, $server = New-Pair
                $others.Add($server)
                Stop-SslUpgrade $client -Timeout 0.1 -ErrorAction SilentlyContinue
            }
        }
        $client
    }

    function Start-Both($Client, $Server) {
        $null = Start-SslUpgrade $Client -ComputerName localhost -CACertificate $identity.Authority -Blocking $false -ErrorAction Stop
        $null = Start-SslUpgrade $Server -AsServer -Certificate $identity -Blocking $false -ErrorAction Stop
        do { $c = $Client.Connect(); $s = $Server.Accept(); if (-not ($c -and $s)) { $null = Wait-SslSocket $Client, $Server -Timeout 20 } } until ($c -and $s)
        $Client.Blocking = $Server.Blocking = $true
    }
    $identity = New-SslCertificate localhost

    # What a command came to: 'done', or the error.
    function Get-Outcome([scriptblock] $Command) {
        try { $null = & $Command; 'done' } catch { $_ }
    }
}

AfterAll {
    Close-SslSocket $listener, $plain
    Close-SslSocket $others -NoShutdown
}

Describe 'A socket that is <State>' -ForEach @(
    @{ State = 'Closed'; Code = 'NotOpen'; Says = '*is closed*'; Do = '*New-SslSocket*'; Stops = $null; Starts = $null }
    @{ State = 'Closed with something unread'; Code = 'NotOpen'; Says = '*is closed*'; Do = '*New-SslSocket*'; Stops = $null; Starts = $null }
    @{ State = 'Handshaking'; Code = 'NotOpen'; Says = '*is still in its handshake*'; Do = '*Connect()*Stop-SslUpgrade*'; Stops = 'Plain'; Starts = $null }
    @{ State = 'Failed in its handshake'; Code = 'PeerNotTls'; Says = '*has failed:*no TLS here*'; Do = '*Stop-SslUpgrade*'; Stops = 'Plain'; Starts = $null }
    @{ State = 'Failed while it was open'; Code = 'ProtocolViolation'; Says = '*has failed:*'; Do = '*New-SslSocket*'; Stops = $null; Starts = $null }
    @{ State = 'Shut down by the peer'; Code = 'NotOpen'; Says = '*has been shut down by the peer*'; Do = '*Stop-SslUpgrade*Close-SslSocket*'; Stops = 'Plain'; Starts = 'TLS in TLS' }
    @{ State = 'Shut down by this end'; Code = 'NotOpen'; Says = '*has been shut down by this end*'; Do = '*Stop-SslUpgrade*Close-SslSocket*'; Stops = 'waits'; Starts = 'TLS in TLS' }
) {
    BeforeEach { $socket = New-SocketThatIs $State }
    AfterEach { Close-SslSocket $socket -NoShutdown }

    It 'is not written to' {
        $e = Get-Outcome { 'x' | Send-SslData $socket -Timeout 20 }
        $e.FullyQualifiedErrorId | Should -Be "$Code,PSSsl.Commands.SendSslDataCommand"
        $e.Exception.Message | Should -BeLike $Says
        $e.Exception.RecommendedAction | Should -BeLike $Do
        $e.ErrorDetails.RecommendedAction | Should -BeLike $Do
        # What to do is shown, and once.
        $shown = ($e | Out-String -Width 500) -replace '\x1b\[[0-9;]*m' -replace '\s+', ' '
        ([regex]::Matches($shown, [regex]::Escape($e.ErrorDetails.RecommendedAction))).Count | Should -Be 1
        $e.TargetObject | Should -Be $socket
        { $socket.Write('x') } | Should -Throw $Says
    }

    It 'is not read: <_>' -ForEach @('what is there', '-Line', '-Count', '-All', '-Peek', '-Until') {
        # Who said goodbye first may read what the peer has still to say.
        if ($State -eq 'Shut down by this end') { return }
        $how = @{ 'what is there' = @{}; '-Line' = @{ Line = $true }; '-Count' = @{ Count = 2 }; '-All' = @{ All = $true }; '-Peek' = @{ Peek = $true }; '-Until' = @{ Until = ';' } }[$_]
        $e = Get-Outcome { Receive-SslData $socket @how -Timeout 20 -ErrorAction Stop }
        $e.FullyQualifiedErrorId | Should -Be "$Code,PSSsl.Commands.ReceiveSslDataCommand"
        $e.Exception.Message | Should -BeLike $Says
        $e.Exception.RecommendedAction | Should -BeLike $Do
        $socket.LastError.Code | Should -Be $Code
    }

    It 'goes on in plain text, or says why not' {
        $e = Get-Outcome { Stop-SslUpgrade $socket -Timeout 0.2 -ErrorAction Stop }
        if ($Stops -eq 'Plain') {
            if ($State -eq 'Shut down by the peer') { $e | Should -Be 'done' }
            $socket.State | Should -Be 'Plain'
            $socket.Version | Should -BeNullOrEmpty
        }
        elseif ($Stops -eq 'waits') {
            $e.FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
        }
        else {
            $e.FullyQualifiedErrorId | Should -BeLike "$Code,*"
            $e.Exception.Message | Should -BeLike $Says
        }
    }

    It 'is not upgraded' {
        if ($Starts) { return }
        $e = Get-Outcome { Start-SslUpgrade $socket -ComputerName localhost -Timeout 5 -ErrorAction Stop }
        $e.FullyQualifiedErrorId | Should -Be "$Code,PSSsl.Commands.StartSslUpgradeCommand"
        $e.Exception.Message | Should -BeLike $Says
    }

    It 'is not a surprise to Wait-SslSocket' {
        $ready = Wait-SslSocket $socket -For Read -Timeout 0 -ErrorVariable wrong -ErrorAction SilentlyContinue
        if ($State -like 'Closed*') {
            $ready | Should -BeNullOrEmpty
            $wrong[0].Exception.Message | Should -BeLike '*is closed*'
        }
        # Whoever has nothing to wait for any more is ready: reading says why.
        elseif ($State -in 'Failed in its handshake', 'Failed while it was open', 'Shut down by the peer') { $ready | Should -Be $socket }
        else { $ready | Should -BeNullOrEmpty }
    }

    It 'can be closed, twice' {
        Close-SslSocket $socket
        Close-SslSocket $socket
        $socket.State | Should -Be 'Closed'
        { Receive-SslData $socket -ErrorAction Stop } | Should -Throw '*is closed*'
    }
}

Describe 'A socket that was never opened' {
    It 'talks plain text, can be upgraded, and has no TLS to end' {
        $socket = New-SocketThatIs 'Plain'
        $peer = $others[$others.Count - 1]
        'plain' | Send-SslData $socket -NewLine
        Receive-SslData $peer -Line | Should -Be 'plain'
        $e = Get-Outcome { Stop-SslUpgrade $socket -ErrorAction Stop }
        $e.FullyQualifiedErrorId | Should -BeLike 'NotOpen*'
        $e.Exception.Message | Should -BeLike '*is plain already*'
        $e.Exception.RecommendedAction | Should -BeLike '*Start-SslUpgrade*'
        { $socket.Accept() } | Should -Throw '*speaks no TLS*'
        Wait-SslSocket $socket -For Write -Timeout 20 | Should -Be $socket
        Wait-SslSocket $socket -For Read -Timeout 0 | Should -BeNullOrEmpty
        Close-SslSocket $socket
        Receive-SslData $peer | Should -BeNullOrEmpty
    }
}

Describe 'A handshake that is given up' {
    It 'leaves a plain connection: <State>' -ForEach @(@{ State = 'Handshaking' }, @{ State = 'Failed in its handshake' }) {
        $socket = New-SocketThatIs $State
        $peer = $others[$others.Count - 1]
        (Stop-SslUpgrade $socket -ErrorAction Stop).State | Should -Be 'Plain'
        $socket.Blocking = $true
        # What the peer said in plain text is still there.
        if ($State -ne 'Handshaking') { Receive-SslData $socket -Line | Should -Be 'no TLS here' }
        'still plain' | Send-SslData $peer -NewLine
        Receive-SslData $socket -Line | Should -Be 'still plain'
        Start-SslUpgrade $socket -ComputerName localhost -Blocking $false -ErrorAction Stop | Should -Be $socket
        Close-SslSocket $socket
    }

    It 'tells a client from a server' {
        $socket = New-SocketThatIs 'Handshaking'
        { $socket.Accept() } | Should -Throw '*is its client*'
        Close-SslSocket $socket
    }
}

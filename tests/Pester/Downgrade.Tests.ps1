# Stop-SslUpgrade: TLS ends and the connection goes on in plain text, ten times on one connection, with peers that we did not write.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $noPython = -not (Test-Program python3)
    $peers = @(
        @{ Name = 'OpenSSL'; Program = 'python3'; Script = 'updown.py'; Library = 'openssl'; Missing = $noPython }
        @{ Name = 'GnuTLS'; Program = 'python3'; Script = 'updown.py'; Library = 'gnutls'; Missing = $noPython }
        @{ Name = "Perl's IO::Socket::SSL"; Program = 'perl'; Script = 'updown.pl'; Missing = -not (Test-PerlModule IO::Socket::SSL) }
    )
    $rounds = foreach ($peer in $peers) { foreach ($role in 'client', 'server') { $peer + @{ Role = $role } } }
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N'))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    $identity = New-SslCertificate localhost
    $null = Save-Certificate $identity.Authority "$folder/ca.pem"
    $null = Export-SslCertificate $identity "$folder/cert.pem" -KeyPath "$folder/key.pem" -Unencrypted
    $plain = New-SslListener -NoHandshake

    function Start-Peer([string] $Program, [string[]] $Arguments) {
        $start = [System.Diagnostics.ProcessStartInfo]::new($Program)
        foreach ($argument in $Arguments) { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        [System.Diagnostics.Process]::Start($start)
    }

    # Two ends in plain text; Connect-Tls and Stop-Both take them up and down in turns, since both are in this script.
    function New-PlainPair {
        $client = New-SslSocket localhost $plain.Port -NoHandshake
        $client, (Wait-SslConnection $plain -Timeout 20)
    }
    function Start-Both($Client, $Server) {
        $null = Start-SslUpgrade $Client -ComputerName localhost -CAFile "$folder/ca.pem" -Blocking $false -ErrorAction Stop
        $null = Start-SslUpgrade $Server -AsServer -Certificate $identity -Blocking $false -ErrorAction Stop
        do { $c = $Client.Connect(); $s = $Server.Accept(); if (-not ($c -and $s)) { $null = Wait-SslSocket $Client, $Server -Timeout 20 } } until ($c -and $s)
        $Client.Blocking = $Server.Blocking = $true
    }
}

AfterAll {
    Close-SslSocket $plain
    [System.IO.Directory]::Delete($folder, $true)
}

Describe 'Stop-SslUpgrade' {
    # Whether a test is skipped is decided before its case is known to it: each has one of its own.
    foreach ($round in $rounds) {
        It 'goes up and down ten times with <Name> as <Role>' -ForEach $round -Skip:$round.Missing {
            $rounds = 10
            $script = "$PSScriptRoot/peers/$Script"
            $arguments = @($script) + @(if ($Library) { $Library })
            if ($Role -eq 'server') {
                $peer = Start-Peer $Program ($arguments + 'server', '0', "$folder/cert.pem", "$folder/key.pem", "$rounds")
                $socket = New-SslSocket 127.0.0.1 $peer.StandardOutput.ReadLine() -NoHandshake -Timeout 20
            }
            else {
                $peer = Start-Peer $Program ($arguments + 'client', "$($plain.Port)", "$folder/ca.pem", '-', "$rounds")
                $socket = Wait-SslConnection $plain -Timeout 20
            }
            try {
                foreach ($i in 1..$rounds) {
                    "up $i" | Send-SslData $socket -NewLine
                    Receive-SslData $socket -Line | Should -Be "ok $i"
                    $socket = if ($Role -eq 'server') { Start-SslUpgrade $socket -ComputerName localhost -CAFile "$folder/ca.pem" -ErrorAction Stop }
                    else { Start-SslUpgrade $socket -AsServer -Certificate $identity -ErrorAction Stop }
                    $socket.State | Should -Be 'Open'
                    "secret $i" | Send-SslData $socket -NewLine
                    Receive-SslData $socket -Line | Should -Be "SECRET $i"
                    if ($i % 2 -eq 0) {
                        # The peer says goodbye first: reads end, and nothing more may be read or written until TLS is over here too.
                        Receive-SslData $socket | Should -BeNullOrEmpty
                        $socket.ClosedCleanly | Should -BeTrue
                        { Receive-SslData $socket -ErrorAction Stop } | Should -Throw '*Stop-SslUpgrade*'
                        { 'x' | Send-SslData $socket } | Should -Throw '*Stop-SslUpgrade*'
                    }
                    $socket = Stop-SslUpgrade $socket -ErrorAction Stop
                    $socket.State | Should -Be 'Plain'
                    $socket.Version | Should -BeNullOrEmpty
                    Receive-SslData $socket -Line | Should -Be "plain $i"
                    "down $i" | Send-SslData $socket -NewLine
                }
                $peer.WaitForExit(10000) | Should -BeTrue
                if ($peer.ExitCode) { throw $peer.StandardError.ReadToEnd() }
            }
            finally {
                Close-SslSocket $socket
                if (-not $peer.HasExited) { $peer.Kill() }
                $peer.Dispose()
            }
        }
    }

    It 'keeps what the peer said last, and the plain text right behind it' {
        $client, $server = New-PlainPair
        Start-Both $client $server
        'the last line in TLS' | Send-SslData $server -NewLine
        $server = Stop-SslUpgrade $server -FastShutdown
        'the first in plain text' | Send-SslData $server -NewLine
        $client = Stop-SslUpgrade $client -ErrorAction Stop
        Receive-SslData $client -Line | Should -Be 'the last line in TLS'
        Receive-SslData $client -Line | Should -Be 'the first in plain text'
        Close-SslSocket $client, $server
    }

    It 'can be told in steps on sockets that do not block' {
        $client, $server = New-PlainPair
        Start-Both $client $server
        $client.Blocking = $server.Blocking = $false
        $client.StopTls() | Should -BeFalse
        $client.LastError.Code | Should -Be 'WantRead'
        Wait-SslSocket $client -Timeout 0 | Should -BeNullOrEmpty
        # The other end is ready, because the end is there to be read.
        Wait-SslSocket $server -Timeout 20 | Should -Be $server
        $server.StopTls() | Should -BeTrue
        Wait-SslSocket $client -Timeout 20 | Should -Be $client
        $client.StopTls() | Should -BeTrue
        $client.State, $server.State | Should -Be 'Plain', 'Plain'
        Close-SslSocket $client, $server
    }

    It 'says in time that the peer does not answer, and can be asked again' {
        $client, $server = New-PlainPair
        Start-Both $client $server
        Stop-SslUpgrade $client -Timeout 0.2 -ErrorVariable late -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $late[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
        $late[0].Exception.Phase | Should -Be 'Shutdown'
        $client.State | Should -Be 'Open'
        $null = Stop-SslUpgrade $server
        (Stop-SslUpgrade $client -ErrorAction Stop).State | Should -Be 'Plain'
        Close-SslSocket $client, $server
    }

    It 'goes on without goodbye where the peer says none' {
        $client, $server = New-PlainPair
        Start-Both $client $server
        $null = $client, $server | Stop-SslUpgrade -NoShutdown
        'plain' | Send-SslData $client -NewLine
        Receive-SslData $server -Line | Should -Be 'plain'
        Close-SslSocket $client, $server
    }

    # On Windows a server of ours hears the goodbye before it sends more.
    It 'does not wait for a peer that goes on talking without end' -Skip:$IsWindows {
        $client, $server = New-PlainPair
        Start-Both $client $server
        $server.Blocking = $client.Blocking = $false
        $megabytes = [byte[]]::new(65536)
        $null = $client.StopTls()
        { while ($true) { if ($server.Write($megabytes) -lt 0) { if ($client.StopTls()) { return } } else { $null = $client.StopTls() } } } | Should -Throw '*goes on sending*'
        Close-SslSocket $client, $server -NoShutdown
    }

    It 'says what is wrong: <Why>' -ForEach @(
        @{ Why = 'plain already'; State = 'Plain'; Text = '*is plain already*' }
        @{ Why = 'closed'; State = 'Closed'; Text = '*is closed*' }
        @{ Why = 'the peer hangs up'; State = 'Vanished'; Text = '*without sending close_notify*' }
    ) {
        $client, $server = New-PlainPair
        if ($State -ne 'Plain') { Start-Both $client $server }
        if ($State -eq 'Closed') { Close-SslSocket $client }
        if ($State -eq 'Vanished') { Close-SslSocket $server -NoShutdown }
        { Stop-SslUpgrade $client -ErrorAction Stop -Timeout 20 } | Should -Throw $Text
        Close-SslSocket $client, $server
    }

    It 'leaves the outer TLS when the inner one ends' {
        $client, $server = New-PlainPair
        Start-Both $client $server
        $innerClient = Start-SslUpgrade $client -ComputerName localhost -CAFile "$folder/ca.pem" -Blocking $false
        $innerServer = Start-SslUpgrade $server -AsServer -Certificate $identity -Blocking $false
        do { $c = $innerClient.Connect(); $s = $innerServer.Accept() } until ($c -and $s)
        'inside' | Send-SslData $innerClient -NewLine
        Wait-SslSocket $innerServer -Timeout 20 | Receive-SslData -Line | Should -Be 'inside'
        $null = $innerClient.StopTls()
        $null = Wait-SslSocket $innerServer -Timeout 20
        $innerServer.StopTls() | Should -BeTrue
        $null = Wait-SslSocket $innerClient -Timeout 20
        $innerClient.StopTls() | Should -BeTrue
        'outside' | Send-SslData $client -NewLine
        Receive-SslData $server -Line | Should -Be 'outside'
        $client.State | Should -Be 'Open'
        Close-SslSocket $client, $server
    }

    It 'gives a TcpClient back with nothing taken from it' {
        $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $plain.Port)
        $server = Wait-SslConnection $plain -Timeout 20
        $client = Start-SslUpgrade $tcp -ComputerName localhost -CAFile "$folder/ca.pem" -Blocking $false
        $null = Start-SslUpgrade $server -AsServer -Certificate $identity -Blocking $false
        do { $c = $client.Connect(); $s = $server.Accept() } until ($c -and $s)
        $null = Stop-SslUpgrade $server -FastShutdown
        'for the TcpClient' | Send-SslData $server
        $null = Stop-SslUpgrade $client -ErrorAction Stop -Timeout 20
        $client.Pending | Should -Be 0
        $tcp.Client.Blocking = $true
        $buffer = [byte[]]::new(100)
        [System.Text.Encoding]::ASCII.GetString($buffer, 0, $tcp.GetStream().Read($buffer, 0, 100)) | Should -Be 'for the TcpClient'
        $tcp.Dispose()
        Close-SslSocket $server -NoShutdown
    }
}

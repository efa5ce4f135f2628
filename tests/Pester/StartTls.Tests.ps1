# -StartTls through everything that connects. How each protocol is spoken is tested against real servers elsewhere; here what a user sees.
BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $identity = New-SslCertificate localhost
    $trust = @{ CACertificate = $identity.Authority }

    # A server that follows a script in a runspace of its own: 'C: ' lines must come, 'S: ' lines are said, 'TLS' begins it, 'echo' sends a line back in capitals.
    function Start-Conversation([string[]] $Script) {
        $listener = New-SslListener -NoHandshake
        $shell = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $null = $shell.AddScript({
            param($module, $listener, $identity, $script)
            Import-Module $module
            $socket = Wait-SslConnection $listener -Timeout 20
            foreach ($step in $script) {
                $text = $step.Substring([Math]::Min(3, $step.Length))
                switch -CaseSensitive -Regex ($step) {
                    '^S: ' { $text | Send-SslData $socket -NewLine }
                    '^C: ' { $line = Receive-SslData $socket -Line -Timeout 20; if ($line -notlike $text) { throw "'$line' is not '$text'" } }
                    '^TLS$' { $socket = Start-SslUpgrade $socket -AsServer -Certificate $identity -ErrorAction Stop -Timeout 20 }
                    '^echo$' { (Receive-SslData $socket -Line -Timeout 20).ToUpper() | Send-SslData $socket -NewLine }
                }
            }
            Close-SslSocket $socket
        }).AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1").AddArgument($listener).AddArgument($identity).AddArgument($Script)
        [pscustomobject]@{ Port = $listener.Port; Listener = $listener; Shell = $shell; Run = $shell.BeginInvoke() }
    }

    function Stop-Conversation($Conversation) {
        if (-not $Conversation.Run.AsyncWaitHandle.WaitOne(20000)) { throw 'The server''s script did not end.' }
        $failed = @($Conversation.Shell.Streams.Error)
        Close-SslSocket $Conversation.Listener
        $Conversation.Shell.Dispose()
        if ($failed) { throw $failed[0] }
    }

    $smtp = 'S: 220-mail.example ESMTP', 'S: 220 be welcome', 'C: EHLO `[127.0.0.1`]', 'S: 250-mail.example', 'S: 250-SIZE 1000', 'S: 250 STARTTLS', 'C: STARTTLS', 'S: 220 go ahead', 'TLS'
}

Describe '-StartTls' {
    It 'asks for TLS and keeps what the server said' {
        $server = Start-Conversation ($smtp + 'echo')
        $socket = New-SslSocket localhost $server.Port -StartTls Smtp @trust -Timeout 20 -ErrorAction Stop
        $socket.State | Should -Be 'Open'
        $socket.StartTls.Protocol | Should -Be 'Smtp'
        $socket.StartTls.Greeting | Should -Be "220 mail.example ESMTP`nbe welcome"
        $socket.StartTls.Capabilities | Should -Be 'SIZE 1000', 'STARTTLS'
        'inside' | Send-SslData $socket -NewLine
        Receive-SslData $socket -Line | Should -Be 'INSIDE'
        Stop-Conversation $server
        Close-SslSocket $socket
    }

    It 'shows the certificate' {
        $server = Start-Conversation $smtp
        (Get-PeerCertificate localhost $server.Port -StartTls Smtp @trust -Timeout 20).HostnameMatch | Should -BeTrue
        Stop-Conversation $server
    }

    It 'comes by property name' {
        $server = Start-Conversation $smtp
        [pscustomobject]@{ ComputerName = 'localhost'; Port = $server.Port; StartTls = 'Smtp' } | Get-PeerCertificate @trust -Timeout 20 | ForEach-Object CommonName | Should -Be localhost
        Stop-Conversation $server
    }

    It 'upgrades a <Kind>' -ForEach @(
        @{ Kind = 'TcpClient'; Make = { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $server.Port) } }
        @{ Kind = 'stream'; Make = { , [System.Net.Sockets.TcpClient]::new('127.0.0.1', $server.Port).GetStream() } }
        @{ Kind = 'plain socket'; Make = { New-SslSocket localhost $server.Port -NoHandshake } }
    ) {
        $server = Start-Conversation $smtp
        $socket = Start-SslUpgrade (& $Make) -ComputerName localhost -StartTls Smtp @trust -Timeout 20 -ErrorAction Stop
        $socket.StartTls.Capabilities | Should -Contain 'STARTTLS'
        Stop-Conversation $server
        Close-SslSocket $socket
    }

    It 'quotes a refusal, and gives a connection back that can be talked on' {
        $server = Start-Conversation 'S: 220 hello', 'C: EHLO *', 'S: 250 nothing special', 'C: STARTTLS', 'S: 454 TLS not available', 'C: QUIT', 'S: 221 bye'
        $plain = New-SslSocket localhost $server.Port -NoHandshake
        Start-SslUpgrade $plain -StartTls Smtp @trust -Timeout 20 -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'StartTlsRefused*'
        $refused[0].Exception.Message | Should -BeLike '*Smtp*"454 TLS not available"*'
        $refused[0].Exception.Phase | Should -Be 'StartTls'
        $plain.State | Should -Be 'Plain'
        'QUIT' | Send-SslData $plain -NewLine
        Receive-SslData $plain -Line | Should -Be '221 bye'
        Stop-Conversation $server
        Close-SslSocket $plain
    }

    It 'refuses what somebody put behind the server''s consent' {
        $server = Start-Conversation ($smtp[0..6] + "S: 220 go ahead`r`nRSET")
        New-SslSocket localhost $server.Port -StartTls Smtp @trust -Timeout 20 -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'StartTlsInjected*'
        Stop-Conversation $server
    }

    It 'says that a port speaks TLS from the start, or says nothing' {
        $listener = New-SslListener -SelfSigned
        New-SslSocket localhost $listener.Port -StartTls Smtp -Timeout 0.5 -ErrorVariable silent -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $silent[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
        $silent[0].Exception.RecommendedAction | Should -BeLike '*TLS from the start*'
        Close-SslSocket $listener
    }

    It 'takes the protocol''s port' {
        $refused = New-SslSocket 127.0.0.1 -LocalAddress 127.0.0.1 -StartTls Lmtp -Timeout 5 -ErrorAction SilentlyContinue -ErrorVariable failed
        $refused | Should -BeNullOrEmpty
        $failed[0].Exception.Message | Should -BeLike '*127.0.0.1:24 *'
    }

    It 'completes the protocols, with what they are' {
        $found = [System.Management.Automation.CommandCompletion]::CompleteInput('New-SslSocket x -StartTls Sm', 28, $null).CompletionMatches
        $found[0].CompletionText | Should -Be 'Smtp'
        $found[0].ToolTip | Should -BeLike '*RFC 3207*'
    }

    It 'names the words when one is wrong' {
        { New-SslSocket localhost -StartTls Gopher } | Should -Throw '*Smtp*'
    }
}

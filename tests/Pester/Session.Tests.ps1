# Talking to a server by hand; lines from the pipeline stand for a person who types.
BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $listener = New-SslListener -SelfSigned
    $trust = @{ CACertificate = $listener.CertificateAuthority }
    $server = [powershell]::Create()
    $null = $server.AddScript({
        param($listener, $module)
        Import-Module $module
        while ($socket = Wait-SslConnection $listener -ErrorAction SilentlyContinue) {
            'ready' | Send-SslData -Socket $socket -NewLine
            $buffer = [System.Text.StringBuilder]::new()
            while (($byte = $socket.ReadByte()) -ge 0) {
                $null = $buffer.Append([char] $byte)
                if ($byte -ne 10) { continue }
                $line = $buffer.ToString(); $null = $buffer.Clear()
                if ($line.Trim() -eq 'QUIT') { "bye`e[31m" | Send-SslData -Socket $socket; break }
                "$($line.Length) $($line.Trim())" | Send-SslData -Socket $socket -NewLine
            }
            Close-SslSocket $socket
        }
    }).AddArgument($listener).AddArgument([System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1"))
    $run = $server.BeginInvoke()
}

AfterAll {
    Close-SslSocket $listener
    $null = $run.AsyncWaitHandle.WaitOne(20000)
    $server.Dispose()
}

Describe 'A session' {
    It 'sends lines and shows what the server says, until it hangs up' {
        $said = 'one', '', 'QUIT' | Enter-SslSession localhost $listener.Port @trust
        $said | Should -Be 'ready', '4 one', '1 ', 'bye\x1B[31m'
    }

    It 'ends lines as it is told' { @('one', 'QUIT' | Enter-SslSession localhost $listener.Port -Crlf @trust)[1] | Should -Be '5 one' }

    It 'goes on over a socket, and leaves it open' {
        $socket = New-SslSocket localhost $listener.Port @trust
        try {
            'a' | Enter-SslSession -Socket $socket -Linger 0.2 | Should -Be 'ready', '2 a'
            $socket.State | Should -Be Open
            'b' | Enter-SslSession $socket -Linger 0.2 | Should -Be '2 b'
        }
        finally { Close-SslSocket $socket }
    }

    It 'verifies whom it talks to, and says why it cannot begin' {
        $null = 'a' | Enter-SslSession localhost $listener.Port -ErrorAction SilentlyContinue -ErrorVariable wrong
        $wrong[0].FullyQualifiedErrorId | Should -Match '^Certificate(Untrusted|ChainIncomplete),'
        { 'a' | Enter-SslSession localhost -Port 1, 2 @trust } | Should -Throw '*one port*'
    }

    It 'tells on the verbose stream what was agreed on' {
        $said = 'QUIT' | Enter-SslSession localhost $listener.Port @trust -Verbose 4>&1 | Out-String
        $said | Should -Match 'Connected to localhost:\d+: TLSv1_3'
        $said | Should -Match 'has closed the connection'
    }
}

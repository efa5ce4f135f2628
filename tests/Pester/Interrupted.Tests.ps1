# Ctrl+C at any moment: whatever a cmdlet is doing then, the pipeline ends, and the session goes on. No script here is a loop that spins:
# PowerShell from 7.3 on loses a stop that comes while one pipeline of a script ends and the next has not begun (it saves whether it is
# stopping there, and restores it), whatever the commands are.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $module = "$PSScriptRoot/../../out/PSSsl/PSSsl.psd1"
    $listener = New-SslListener -SelfSigned
    # Takes connections, and says nothing.
    $silent = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $silent.Start()
    # Begins in plain text and stops in the middle of a line.
    $halting = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $halting.Start()
    $talker = [powershell]::Create()
    $null = $talker.AddScript({
        param($server)
        while ($true) {
            $client = $server.AcceptTcpClient()
            $client.GetStream().Write([byte[]](0x32, 0x32, 0x30, 0x2D), 0, 4)
        }
    }).AddArgument($halting)
    $null = $talker.BeginInvoke()

    $ca = $listener.CertificateAuthority
    $good, $mute, $mail = foreach ($server in $listener.Port, $silent.LocalEndpoint.Port, $halting.LocalEndpoint.Port) { "localhost:$server" }
    $hosts = @($good, $mute, 'localhost:1', $good, $mail, "127.0.0.1:$($listener.Port)", 'no-such-host.invalid', $mute) * 3
    $shared = @{ listener = $listener; hosts = $hosts; good = $good; mute = $mute; mail = $mail; trust = @{ CACertificate = $ca } }

    $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
    $runspace.Open()
    foreach ($name in $shared.Keys) { $runspace.SessionStateProxy.SetVariable($name, $shared[$name]) }
    $first = [powershell]::Create($runspace)
    $null = $first.AddCommand('Import-Module').AddArgument($module).Invoke()
    $first.Dispose()
    # The same moments each time.
    $random = [random]::new(20)
}

AfterAll {
    $runspace.Dispose()
    $silent.Stop()
    # What waits in .NET hears of no stop.
    $halting.Stop()
    $talker.Dispose()
    Close-SslSocket $listener
}

Describe 'Ctrl+C' {
    It 'ends <Name>, whenever it comes' -ForEach @(
        @{ Name = 'a fleet of Get-PeerCertificate'; Script = '$hosts | Get-PeerCertificate @trust -Timeout 60' }
        @{ Name = 'a fleet that is throttled'; Script = '$hosts | Get-PeerCertificate @trust -Timeout 60 -ThrottleLimit 2' }
        @{ Name = 'a fleet of New-SslSocket'; Script = '$hosts | New-SslSocket @trust -Timeout 60 | Close-SslSocket' }
        @{ Name = 'a fleet with callbacks'; Script = '$hosts | New-SslSocket -Timeout 60 -VerifyCallback { Start-Sleep -Milliseconds 20; $true } | Close-SslSocket' }
        @{ Name = 'a fleet by STARTTLS'; Script = '$hosts | Get-PeerCertificate @trust -StartTls Smtp -Timeout 60' }
        @{ Name = 'audits'; Script = '$good, $mute | Test-SslServer -Timeout 60' }
        @{ Name = 'a fleet that fetches'; Script = '$hosts | Get-PeerCertificate -Timeout 60 -Ocsp Try -FetchIssuer' }
        @{ Name = 'a wait for connections'; Script = 'while ($true) { $null = Wait-SslConnection $listener -Timeout 60; Start-Sleep -Milliseconds 1 }' }
        @{ Name = 'a wait for sockets'; Script = '$s = New-SslSocket $good @trust; Wait-SslSocket $s -Timeout 60 -For Read' }
        @{ Name = 'reads'; Script = '$s = New-SslSocket $good @trust; Receive-SslData $s -Line -Timeout 60' }
        @{ Name = 'writes'; Script = '$s = New-SslSocket $good @trust; while ($true) { Send-SslData $s ([byte[]]::new(100kb)) -Timeout 60 }' }
        @{ Name = 'a goodbye'; Script = '$s = New-SslSocket $good @trust -Timeout 60; Stop-SslUpgrade $s -Timeout 60' }
        @{ Name = 'an upgrade'; Script = '$t = [System.Net.Sockets.TcpClient]::new("127.0.0.1", ($mute -split ":")[1]); Start-SslUpgrade $t localhost @trust -Timeout 60' }
    ) {
        # Longer than the slowest of these needs by far; nobody is patient with Ctrl+C.
        foreach ($moment in 1..8) {
            $shell = [powershell]::Create($runspace)
            $null = $shell.AddScript($Script)
            $null = $shell.BeginInvoke()
            Start-Sleep -Milliseconds $random.Next(0, 350)
            $stopping = $shell.BeginStop($null, $null)
            # It takes a moment; on a machine that does much else the thread that ends it waits its turn.
            $ended = $stopping.AsyncWaitHandle.WaitOne(15000)
            $ended | Should -BeTrue -Because "Ctrl+C must end a pipeline (time $moment)"
            $shell.Dispose()
        }
        # And the session goes on.
        $shell = [powershell]::Create($runspace)
        $after = $shell.AddScript('$s = New-SslSocket $good @trust; "$($s.State)"; Close-SslSocket $s; while ($listener.Pending) { Wait-SslConnection $listener -NoWait -ErrorAction Ignore | Close-SslSocket }').Invoke()
        $shell.Dispose()
        $after | Should -Be 'Open'
    }
}

Describe 'Ctrl+C ends every wait' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $module = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1")
        $listener = New-SslListener -SelfSigned
        $plain = New-SslListener -NoHandshake
        # Begins a command in a runspace of its own, stops it as Ctrl+C would, and tells how that ended.
        function Stop-Running([string] $Command, [hashtable] $Variables) {
            $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
            $state.ImportPSModule($module)
            $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($state)
            $runspace.Open()
            foreach ($name in $Variables.Keys) { $runspace.SessionStateProxy.SetVariable($name, $Variables[$name]) }
            $shell = [powershell]::Create()
            $shell.Runspace = $runspace
            $running = $shell.AddScript($Command).BeginInvoke()
            Start-Sleep -Milliseconds 300
            $running.IsCompleted | Should -BeFalse -Because 'it should be waiting'
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $script:took = $watch.ElapsedMilliseconds
            $shell.InvocationStateInfo.State
            $shell.Dispose()
            $runspace.Dispose()
        }
    }
    AfterAll { Close-SslSocket $listener, $plain }

    It 'in <Where>' -ForEach @(
        @{ Where = 'Wait-SslConnection'; Command = 'Wait-SslConnection $listener' }
        @{ Where = 'a handshake'; Command = 'New-SslSocket 127.0.0.1 $plain.Port' }
        @{ Where = 'a handshake of an upgrade'; Command = 'Start-SslUpgrade (New-SslSocket 127.0.0.1 $plain.Port -NoHandshake) -ComputerName localhost' }
        @{ Where = 'Receive-SslData'; Command = 'New-SslSocket 127.0.0.1 $plain.Port -NoHandshake | Receive-SslData -Line' }
        @{ Where = 'Send-SslData'; Command = '$s = New-SslSocket 127.0.0.1 $plain.Port -NoHandshake; while ($true) { Send-SslData $s ([byte[]]::new(1048576)) }' }
    ) {
        Stop-Running $Command @{ listener = $listener; plain = $plain } | Should -Be 'Stopped'
        Write-Verbose "$Where stopped after $script:took ms" -Verbose
    }

    It 'and gives a connection of .NET''s back as it was' {
        $fresh = New-SslListener -NoHandshake
        $tcp = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $fresh.Port)
        $tcp.ReceiveTimeout = 20000
        $server = Wait-SslConnection $fresh -Timeout 20
        Stop-Running 'Start-SslUpgrade $tcp -ComputerName localhost' @{ tcp = $tcp } | Should -Be 'Stopped'
        $tcp.Client.Blocking | Should -BeTrue
        'still here' | Send-SslData $server
        $buffer = [byte[]]::new(100)
        [System.Text.Encoding]::ASCII.GetString($buffer, 0, $tcp.GetStream().Read($buffer, 0, 100)) | Should -Be 'still here'
        $tcp.Dispose()
        Close-SslSocket $server, $fresh
    }
}

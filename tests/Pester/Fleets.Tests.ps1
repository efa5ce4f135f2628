# Everything that connects, over many hosts.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $noPython = -not (Test-Program python3)
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $module = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1")
    $identity = New-SslCertificate localhost
    $trust = @{ CACertificate = $identity.Authority }

    # Servers by Python's ssl; the table that they write is what a user has as CSV.
    function Start-Fleet([int] $Count, [int] $Milliseconds) {
        $null = Export-SslCertificate $identity "$TestDrive/fleet.pem" -KeyPath "$TestDrive/fleet.key" -Unencrypted -Force
        $start = [System.Diagnostics.ProcessStartInfo]::new('python3')
        foreach ($argument in "$PSScriptRoot/peers/fleet.py", $Count, $Milliseconds, "$TestDrive/fleet.pem", "$TestDrive/fleet.key") { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $lines = while (($line = $process.StandardOutput.ReadLine()) -ne 'end') { if ($null -eq $line) { throw 'The fleet did not start.' }; $line }
        @{ Process = $process; Hosts = @($lines | ConvertFrom-Csv) }
    }

    # Runs a command in a runspace of its own; it is not waited for.
    function Start-Running([string] $Command, [hashtable] $Variables) {
        $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
        $state.ImportPSModule($module)
        $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($state)
        $runspace.Open()
        foreach ($name in $Variables.Keys) { $runspace.SessionStateProxy.SetVariable($name, $Variables[$name]) }
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $none = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $none.Complete()
        @{ Shell = $shell; Runspace = $runspace; Output = $output; Run = $shell.AddScript($Command).BeginInvoke($none, $output) }
    }

    function Stop-Running($Running) {
        $Running.Shell.Dispose()
        $Running.Runspace.Dispose()
    }
}

Describe 'A thousand hosts, one in ten of them dead in one of six ways' -Skip:$noPython {
    BeforeAll {
        $fleet = Start-Fleet 1000 50
        $certificates = $fleet.Hosts | Get-PeerCertificate @trust -Timeout 5 -ErrorVariable failures -ErrorAction SilentlyContinue
    }
    AfterAll { Stop-PeerServer $fleet.Process }

    It 'shows the certificates of those that live' {
        $certificates.Count | Should -Be 900
        @($certificates | Where-Object IsTrusted).Count | Should -Be 900
        @($certificates.Target.Port | Sort-Object -Unique).Count | Should -Be 900
        @($certificates | Where-Object { $_.Target.Kind -ne 'tls' }).Count | Should -Be 0
        $certificates[0].Peer | Should -Be "localhost:$($certificates[0].Target.Port)"
    }

    It 'says <Code> of those that are <Kind>' -ForEach @(
        @{ Kind = 'refused'; Code = 'ConnectionRefused'; Count = 17 }
        @{ Kind = 'silent'; Code = 'TimedOut'; Count = 17 }
        @{ Kind = 'slow'; Code = 'TimedOut'; Count = 17 }
        @{ Kind = 'plain'; Code = 'PeerNotTls'; Count = 17 }
        @{ Kind = 'reset'; Code = 'PeerVanished'; Count = 16 }
        @{ Kind = 'garbage'; Code = 'PeerNotTls'; Count = 16 }
    ) {
        $errors = @($failures | Where-Object { $_.TargetObject.Kind -eq $Kind })
        $errors.Count | Should -Be $Count
        $errors | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike "$Code,*" }
    }
}

Describe 'What results are about' {
    BeforeAll { $listener = New-SslListener -Certificate $identity }
    AfterAll { Close-SslSocket $listener }

    It 'is the row of a table that came down the pipeline' {
        $row = [pscustomobject]@{ ComputerName = 'localhost'; Port = $listener.Port; Owner = 'Ann'; StartTls = ''; ServerName = '' }
        $socket = $row | New-SslSocket @trust
        $socket.Target.Owner | Should -Be 'Ann'
        $socket.ServerName | Should -Be 'localhost' -Because 'an empty column says nothing'
        (Get-PeerCertificate $socket).Target.Owner | Should -Be 'Ann'
        Close-SslSocket $socket
        ($row | Get-PeerCertificate @trust).Target | Should -Be $row
    }

    It 'is the word, if hosts are words' {
        $word = "localhost:$($listener.Port)"
        ($word | Get-PeerCertificate @trust).Target | Should -Be $word
        (Get-PeerCertificate $word @trust).Target | Should -Be $word
    }

    It 'is what -Target says' {
        (Get-PeerCertificate localhost $listener.Port @trust -Target @{ Rack = 7 }).Target.Rack | Should -Be 7
        Get-PeerCertificate 'local host' -Target 12 -ErrorVariable wrong -ErrorAction SilentlyContinue
        $wrong[0].TargetObject | Should -Be 12
    }

    It 'is told when a row has no column with a host: <Name>' -ForEach @(
        @{ Name = 'another name'; Lines = 'Machine,Port', 'www.example.org,443'; Says = "*no column ComputerName; it has 'Machine', 'Port'*" }
        @{ Name = 'another separator'; Lines = 'ComputerName;Port', 'localhost;443'; Says = "*no column ComputerName; it has 'ComputerName;Port'*" }
    ) {
        $null = $Lines | ConvertFrom-Csv | Get-PeerCertificate -ErrorAction SilentlyContinue -ErrorVariable wrong
        $wrong[0].FullyQualifiedErrorId | Should -BeLike 'InvalidOption,*'
        $wrong[0].Exception.Message | Should -BeLike $Says
        $wrong[0].Exception.RecommendedAction | Should -BeLike '*ComputerName*-Delimiter*'
    }

    It 'can be chosen by the names of the columns that are shown' {
        $certificate = Get-PeerCertificate localhost $listener.Port @trust
        $certificate | Where-Object Days -gt 10000 | Should -BeNullOrEmpty
        $certificate.Days | Should -Be $certificate.DaysRemaining
        $certificate.Trusted, $certificate.Match | Should -Be $true, $true
        $there = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($certificate, 2))
        $there.Days, $there.Trusted, $there.Match | Should -Be $certificate.DaysRemaining, $true, $true
    }

    It 'leaves one bad row alone' {
        $rows = 'ComputerName,Port', "localhost,$($listener.Port)", 'localhost,nonsense', "local host,", "localhost,$($listener.Port)" | ConvertFrom-Csv
        $shown = $rows | Get-PeerCertificate @trust -ErrorVariable wrong -ErrorAction SilentlyContinue
        @($shown).Count | Should -Be 2
        $wrong.TargetObject.ComputerName | Should -Be 'localhost', 'local host'
        $wrong | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'InvalidOption,*' }
    }
}

Describe 'The pipeline' {
    BeforeAll {
        $listener = New-SslListener -Certificate $identity
        $silent = New-SslListener -NoHandshake
    }
    AfterAll { Close-SslSocket $listener, $silent }

    It 'gets results as they come, not when all are there' {
        # The second host never answers; the first one's certificate is there all the same.
        $running = Start-Running '"localhost:$($listener.Port)", "localhost:$($silent.Port)" | Get-PeerCertificate @trust -Timeout 60' @{ listener = $listener; silent = $silent; trust = $trust }
        while ($running.Output.Count -eq 0 -and -not $running.Run.IsCompleted) { Start-Sleep -Milliseconds 20 }
        $running.Run.IsCompleted | Should -BeFalse
        $running.Output[0].CommonName | Should -Be localhost
        $running.Shell.Stop()
        Stop-Running $running
    }

    It 'may take only what it wants; the other sockets are closed' {
        $socket = $null
        do { 1..50 | ForEach-Object { "localhost:$($listener.Port)" } | New-SslSocket @trust | ForEach-Object { $socket = $_; break } } while ($false)
        $socket.State | Should -Be 'Open'
        Close-SslSocket $socket
        # Whoever came and was let in hears the end: none of the sockets is left to nobody.
        while ($listener.Pending -gt 0) {
            $client = Wait-SslConnection $listener -Timeout 1 -ErrorAction SilentlyContinue
            if ($client) {
                try { Receive-SslData $client -All -AllowTruncation -Timeout 20 | Should -BeNullOrEmpty } finally { Close-SslSocket $client }
            }
        }
    }

    It 'stops at once on Ctrl+C, with 32 hosts under way and more to come' {
        $running = Start-Running '1..100 | ForEach-Object { "localhost:$($silent.Port)" } | Get-PeerCertificate -Timeout 0' @{ silent = $silent }
        while ($silent.Pending -lt 32) { Start-Sleep -Milliseconds 20 }
        $running.Shell.Stop()
        $running.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        for ($i = 0; $i -lt 32; $i++) {
            $client = Wait-SslConnection $silent -Timeout 20
            $null = Receive-SslData $client -All -AsBytes -AllowTruncation -Timeout 20
            Close-SslSocket $client
        }
        Stop-Running $running
    }

    It 'shows a bar with counts, and time left once all hosts are known' {
        $running = Start-Running '$hosts = 1..20 | ForEach-Object { "localhost:$($silent.Port)" }; $hosts | Get-PeerCertificate -Timeout 2 -ThrottleLimit 10 -ErrorAction SilentlyContinue' @{ silent = $silent }
        $null = $running.Run.AsyncWaitHandle.WaitOne(60000)
        $bars = @($running.Shell.Streams.Progress)
        $bars[0].Activity | Should -Be 'Get-PeerCertificate'
        $half = @($bars | Where-Object { $_.PercentComplete -eq 50 })[0]
        $half.StatusDescription | Should -Be '10 of 20 hosts done, 10 failed, 10 under way'
        $half.SecondsRemaining | Should -BeGreaterThan 0
        $bars[-1].RecordType | Should -Be 'Completed'
        Stop-Running $running
    }

    It 'shows no bar for what is over in a moment' {
        $running = Start-Running 'Get-PeerCertificate localhost $listener.Port @trust' @{ listener = $listener; trust = $trust }
        $null = $running.Run.AsyncWaitHandle.WaitOne(60000)
        $running.Output.Count | Should -Be 1
        Stop-Running $running
    }
}

Describe '-AsJob' {
    BeforeAll {
        $listener = New-SslListener -Certificate $identity
        $silent = New-SslListener -NoHandshake
        function Wait-Over($Job) { if (-not $Job.Finished.WaitOne(30000)) { throw 'The job is not over.' } }
    }
    AfterAll { Close-SslSocket $listener, $silent }

    It 'asks in the background' {
        $job = "localhost:$($listener.Port)", "localhost:$($silent.Port)" | Get-PeerCertificate -AsJob @trust -Timeout 2
        $job.PSJobTypeName | Should -Be 'SslJob'
        Wait-Over $job
        $job.State | Should -Be 'Completed'
        $job.HasMoreData | Should -BeTrue
        $job.Output[0].Target | Should -Be "localhost:$($listener.Port)"
        $job.Output[0].IsTrusted | Should -BeTrue
        $job.Error[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
        $job.Error[0].TargetObject | Should -Be "localhost:$($silent.Port)"
        $job.Dispose()
    }

    It 'takes hosts as an argument, and rows from the pipeline' {
        $job = Get-PeerCertificate localhost $listener.Port -AsJob @trust
        Wait-Over $job
        $job.Output.Count | Should -Be 1
        $job.Dispose()
        $job = [pscustomobject]@{ ComputerName = 'localhost'; Port = $listener.Port; Rack = 7 } | Get-PeerCertificate -AsJob @trust
        Wait-Over $job
        $job.Output[0].Target.Rack | Should -Be 7
        $job.Dispose()
    }

    It 'is stopped at once' {
        $job = Get-PeerCertificate localhost $silent.Port -AsJob -Timeout 0
        while ($silent.Pending -eq 0) { Start-Sleep -Milliseconds 20 }
        $job.StopJob()
        $job.State | Should -Be 'Stopped'
        $client = Wait-SslConnection $silent -Timeout 20
        $null = Receive-SslData $client -All -AsBytes -AllowTruncation -Timeout 20
        Close-SslSocket $client
        $job.Dispose()
    }

    It 'says at once what it cannot do' {
        { Get-PeerCertificate localhost $listener.Port -AsJob -VerifyCallback { $true } } | Should -Throw '*a job cannot call*'
        { 'localhost' | Get-PeerCertificate -AsJob -Target 1 } | Should -Throw '*cannot be given together*'
        { Get-PeerCertificate localhost $listener.Port -AsJob -CAFile /nowhere/ca.pem } | Should -Throw '*ca.pem*'
    }
}

Describe 'What has a problem' {
    It 'is all that is not Ok, and a line at the end counts' {
        $fine = New-SslListener -Certificate (New-SslCertificate localhost -Issuer ($root = New-SslCertificate 'Problem Root' -Kind CA) -ValidDays 200)
        $soon = New-SslListener -Certificate (New-SslCertificate localhost -Issuer $root -ValidDays 9)
        try {
            $ports = $fine.Port, $soon.Port, 1
            $shown = @(Get-PeerCertificate localhost -Port $ports -CACertificate $root.Certificate -Problem -InformationVariable said -ErrorAction SilentlyContinue -ErrorVariable failed)
            $shown.Status | Should -Be EndsSoon
            @($failed).Count | Should -Be 1
            "$($said[-1])" | Should -Be '3 hosts: 1 Ok, 1 EndsSoon, 1 not reached'
            $said[-1].Tags | Should -Contain Summary
            $null = Test-SslServer localhost -Port $fine.Port, 1 -Quick -CACertificate $root.Certificate -InformationVariable said -ErrorAction SilentlyContinue
            "$($said[-1])" | Should -BeLike '2 servers: 1 ?, 1 not reached'
        }
        finally { Close-SslSocket $fine, $soon }
    }
}

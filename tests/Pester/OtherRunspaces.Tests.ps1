# A context is made in one runspace and used in others, from several threads at once: its script blocks answer there as they do at home, or say why they cannot.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $module = "$PSScriptRoot/../../out/PSSsl/PSSsl.psd1"
    $good = New-SslListener -SelfSigned
    $bad = New-SslListener -SelfSigned
    $ca = $good.CertificateAuthority
    $banned = @((Get-PeerCertificate localhost $bad.Port -WarningAction SilentlyContinue).Thumbprint)

    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }

    # What comes of so many handshakes, eight at a time, each in a runspace that is not the context's.
    function Get-Outcome($Context, $Listener, [int] $Count = 60) {
        $port = $Listener.Port
        $module = $module
        $outcomes = 1..$Count | ForEach-Object -ThrottleLimit 8 -TimeoutSeconds 120 -Parallel {
            Import-Module $using:module
            try {
                $socket = New-SslSocket localhost $using:port -Context $using:Context -Timeout 20 -ErrorAction Stop
                "$($socket.State)"
                Close-SslSocket $socket
            } catch { "$($_.Exception.Code): $_" }
        }
        while ($Listener.Pending) { Wait-SslConnection $Listener -NoWait -ErrorAction SilentlyContinue | Close-SslSocket }
        $outcomes
    }
}

AfterAll { Close-SslSocket $good, $bad }

Describe 'A verify callback in other runspaces' {
    It 'lets all of a good server''s handshakes through and none of a bad one''s: <Kind>' -ForEach @(
        @{ Kind = 'it looks at its argument'; Context = { New-SslContext -CACertificate $ca -VerifyCallback { $_.Ok } } }
        @{ Kind = 'it uses a variable'; Context = { New-SslContext -VerifyCallback { $_.Depth -gt 0 -or $_.Certificate.Thumbprint -notin $banned } } }
        @{ Kind = 'a closure'; Context = { $list = $banned; New-SslContext -VerifyCallback { $_.Depth -gt 0 -or $_.Certificate.Thumbprint -notin $list }.GetNewClosure() } }
        @{ Kind = 'its text was made a script block'; Context = { New-SslContext -VerifyCallback ([scriptblock]::Create('$_.Depth -gt 0 -or $_.Certificate.Thumbprint -notin $banned')) } }
        @{ Kind = 'a callback of a scheme'; Context = { New-SslContext -CACertificate $ca -VerifyScheme @{ callback = { param($name) $name -eq 'localhost' } } } }
    ) {
        $context = & $Context
        $outcomes = Get-Outcome $context $good 24
        @($outcomes -eq 'Open').Count | Should -Be 24 -Because ($outcomes -ne 'Open' | Select-Object -First 1)
        $outcomes = Get-Outcome $context $bad 24
        $outcomes.Count | Should -Be 24
        @($outcomes -eq 'Open').Count | Should -Be 0
    }

    It 'sees what a variable is then' {
        $list = @()
        $context = New-SslContext -VerifyCallback { $_.Depth -gt 0 -or $_.Certificate.Thumbprint -notin $list }
        Get-Outcome $context $bad 1 | Should -Be 'Open'
        $list = $banned
        $context = New-SslContext -CACertificate $bad.CertificateAuthority -VerifyCallback { $_.Depth -gt 0 -or $_.Certificate.Thumbprint -notin $list }
        Get-Outcome $context $bad 1 | Should -BeLike 'CallbackRefused*'
    }

    It 'refuses, and says so, where what it uses cannot be had: <Uses>' -ForEach @(
        @{ Uses = '$script:banned'; Callback = { $_.Certificate.Thumbprint -notin $script:banned } }
        @{ Uses = '$global:banned'; Callback = { $_.Certificate.Thumbprint -notin $global:banned } }
        @{ Uses = '$function:banned'; Callback = { $_.Certificate.Thumbprint -notin $function:banned } }
        @{ Uses = '$setLater'; Callback = { $_.Certificate.Thumbprint -notin $setLater } }
    ) {
        $context = New-SslContext -VerifyCallback $Callback
        $setLater = $banned
        $outcomes = Get-Outcome $context $bad 2
        $outcomes.Count | Should -Be 2
        $outcomes | Should -BeLike "CallbackRefused*cannot run here*$Uses*"
    }

    It 'does not run a block of another runspace that came by a shared table' {
        $shared = [hashtable]::Synchronized(@{ Plain = { $_.Ok }; Outer = { $_.Certificate.Thumbprint -notin $banned } })
        $port = $good.Port
        $outcomes = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:module
            $table = $using:shared
            foreach ($block in $table.Plain, $table.Outer) {
                try { "$((New-SslSocket localhost $using:port -CACertificate $using:ca -VerifyCallback $block -Timeout 20 -ErrorAction Stop).State)" } catch { "$($_.Exception.Code): $_" }
            }
        }
        @($outcomes -eq 'Open').Count | Should -Be 4
        @($outcomes -like 'CallbackRefused*$banned*').Count | Should -Be 4
    }

    It 'ends with the job that runs it' {
        $context = New-SslContext -CACertificate $ca -VerifyCallback { Start-Sleep 600; $true }
        $job = Start-ThreadJob { param($module, $port, $context) Import-Module $module; New-SslSocket localhost $port -Context $context } -ArgumentList $module, $good.Port, $context
        Start-Sleep -Milliseconds 800
        Stop-Job $job
        $job.State | Should -Be 'Stopped'
        Remove-Job $job
    }

    It 'runs while its own runspace is asleep, and after that is gone' {
        $made = Start-ThreadJob { param($module, $ca) Import-Module $module; New-SslContext -CACertificate $ca -VerifyCallback { $_.Ok } } -ArgumentList $module, $ca
        $context = $made | Wait-Job | Receive-Job
        Remove-Job $made
        $socket = New-SslSocket localhost $good.Port -Context $context -ErrorAction Stop
        $socket.State | Should -Be 'Open'
        Close-SslSocket $socket
        Get-Outcome $context $good 4 | Should -Be (@('Open') * 4)
    }
}

Describe 'Other script blocks in other runspaces' {
    It 'run for a server whose connections are taken there' {
        $key = [byte[]](1..32)
        $context = New-SslContext -Certificate (New-SslCertificate localhost) -CipherList 'DEFAULT:PSK' -Version TLSv1_2 -MessageCallback { $null = "$_" } -Psk { if ($_ -eq 'lab') { , $key } }
        $server = New-SslListener -Context $context
        $job = Start-ThreadJob { param($module, $server) Import-Module $module; Wait-SslConnection $server -Timeout 20 } -ArgumentList $module, $server
        try {
            $socket = New-SslSocket localhost $server.Port -Psk @{ Identity = 'lab'; Key = $key } -CipherList PSK -Version TLSv1_2 -Timeout 20 -ErrorAction Stop
            $socket.PskIdentity | Should -Be 'lab'
            Close-SslSocket $socket
            $job | Wait-Job | Receive-Job | Close-SslSocket
        } finally { Remove-Job $job -Force; Close-SslSocket $server }
    }

    It 'say what they miss' {
        $context = New-SslContext -CACertificate $ca -MessageCallback { $script:seen += 1 }
        Get-Outcome $context $good 1 | Should -BeLike 'InvalidOption: The script block of -MessageCallback cannot run here*$script:seen*'
    }
}

Describe 'A script block that fails' {
    It 'is named, and is not a fault of the module' {
        "$(Get-Failure { New-SslSocket localhost $good.Port -CACertificate $ca -MessageCallback { throw 'full' } -Timeout 20 -ErrorAction Stop })" | Should -BeLike '-MessageCallback failed: full.*'
        $server = New-SslListener -Psk { throw 'no database' } -CipherList PSK -Version TLSv1_2
        $job = Start-ThreadJob { param($module, $server) Import-Module $module; Wait-SslConnection $server -Timeout 3 -ErrorVariable failures -ErrorAction SilentlyContinue; "$failures" } -ArgumentList $module, $server
        $null = Get-Failure { New-SslSocket localhost $server.Port -Psk @{ Identity = 'lab'; Key = [byte[]](1..32) } -CipherList PSK -Version TLSv1_2 -Timeout 20 -ErrorAction Stop }
        $job | Wait-Job | Receive-Job | Should -BeLike '-Psk failed: no database.*'
        Remove-Job $job
        Close-SslSocket $server
    }
}

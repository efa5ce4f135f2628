# The nightly audit over several machines: two SSH servers of its own, with keys of their own, stand for them.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $isSsh = -not $IsWindows -and (Test-Program sshd -Also /usr/sbin) -and (Test-Program ssh) -and [Environment]::UserName -eq 'root'
}

Describe 'The nightly audit over two machines' -Skip:(-not $isSsh) {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $folder = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N'))
        $null = New-Item $folder, /run/sshd -ItemType Directory -Force
        foreach ($name in 'host', 'user') { $null = ssh-keygen -q -t ed25519 -N '' -f "$folder/$name" }
        $ports = (Get-PeerPort), (Get-PeerPort)
        $machines = foreach ($port in $ports) {
            "Port $port
            ListenAddress 127.0.0.1
            HostKey $folder/host
            PidFile none
            AuthorizedKeysFile $folder/user.pub
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            SetEnv POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_ROOT=$env:DOTNET_ROOT
            Subsystem powershell $ThisShell -sshs -NoLogo -NoProfile" | Set-Content "$folder/sshd_$port"
            # It wants to be called by its whole name, since it starts itself anew for each connection.
            Start-PeerServer $port /usr/sbin/sshd '-D', '-e', '-f', "$folder/sshd_$port"
        }
        $ports | ForEach-Object { "[127.0.0.1]:$_ $(Get-Content "$folder/host.pub")" } | Set-Content "$folder/known"
        $listeners = 1..2 | ForEach-Object { New-SslListener -SelfSigned }
        $listeners.CertificateAuthority.ForEach({ $_.ExportCertificatePem() }) | Set-Content "$folder/ca.pem"
        $run = @{
            Machine = $ports | ForEach-Object { "root@127.0.0.1:$_" }
            KeyFilePath = "$folder/user"
            SshOption = @{ UserKnownHostsFile = "$folder/known"; StrictHostKeyChecking = 'yes'; IdentitiesOnly = 'yes' }
            ModulePath = "$((Get-Module PSSsl).ModuleBase)/PSSsl.psd1"
            CAFile = "$folder/ca.pem"
        }
        $script = "$PSScriptRoot/../../examples/nightly-audit.ps1"
    }

    AfterAll {
        $listeners | Close-SslSocket
        $machines | ForEach-Object { Stop-PeerServer $_ }
        [System.IO.Directory]::Delete($folder, $true)
    }

    It 'shares the hosts out, and brings all reports back to one place' {
        @('ComputerName,Port') + $listeners.ForEach({ "localhost,$($_.Port)" }) | Set-Content "$folder/hosts.csv"
        $said = @(& $script "$folder/hosts.csv" "$folder/out" @run)
        $said[0] | Should -Be '2 servers audited, 0 not reached, 0 changes for the worse.' -Because "$said"
        $LASTEXITCODE | Should -Be 0
        $reports = Import-SslReport "$folder/out/report.json"
        $reports.Port | Sort-Object | Should -Be ($listeners.Port | Sort-Object)
        $reports.Grade.Letter | Sort-Object -Unique | Should -Be 'A'
        $reports[0].Suites[0].Cipher.StandardName | Should -Match '^TLS_'
        Get-Content -Raw "$folder/out/report.html" | Should -Match "localhost:$($listeners[1].Port)"
    }

    It 'tells that a machine did not come back, and that its hosts were not asked' {
        $gone = $run.Clone()
        $gone.Machine = $run.Machine[0], "root@127.0.0.1:$(Get-PeerPort)"
        $said = @(& $script "$folder/hosts.csv" "$folder/out2" @gone)
        $said[0] | Should -Match '^1 servers audited, [1-9] not reached' -Because "$said"
        $said -join "`n" | Should -Match 'Not reached: .*127\.0\.0\.1'
        $LASTEXITCODE | Should -Be 2
    }
}

# examples/infrastructure.Tests.ps1 as an administrator would run it: a copy with other servers, in a shell of its own. It must pass, and above all fail, when it should.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $hasOpenSsl = Test-Program openssl
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
    $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid().ToString('N'))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    $peers = [System.Collections.Generic.List[object]]::new()
    $ca = New-SslCertificate 'Lab CA' -Kind CA
    $caFile = Save-Certificate $ca.Certificate "$folder/ca.pem"

    function Start-Server([string] $Name, [hashtable] $Certificate = @{}, [string[]] $Options = @(), [string] $HostName = 'localhost') {
        $null = New-SslCertificate $HostName -Issuer $ca @Certificate | Export-SslCertificate -Path "$folder/$Name.pem" -IncludeKey -Unencrypted -Force
        $port = Get-PeerPort
        $peers.Add((Start-PeerServer $port openssl (@('s_server', '-accept', "127.0.0.1:$port", '-cert', "$folder/$Name.pem", '-key', "$folder/$Name.pem", '-quiet', '-naccept', '1000') + $Options)))
        $port
    }

    # Mail in as much as the example asks for: greeting, EHLO, STARTTLS, for any number of clients.
    function Start-MailServer {
        $listener = New-SslListener -NoHandshake
        $shell = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $null = $shell.AddScript({
            param($module, $listener, $identity)
            Import-Module $module
            while ($socket = Wait-SslConnection $listener -Timeout 60) {
                '220 mail.example ESMTP' | Send-SslData $socket -NewLine
                while ($line = Receive-SslData $socket -Line -Timeout 20) {
                    if ($line -like 'EHLO*') { "250-mail.example`r`n250 STARTTLS" | Send-SslData $socket -NewLine; continue }
                    '220 go ahead' | Send-SslData $socket -NewLine
                    $tls = Start-SslUpgrade $socket -AsServer -Certificate $identity -Timeout 20
                    if ($tls) { $null = Receive-SslData $tls -Line -Timeout 20 }
                    break
                }
                Close-SslSocket $socket
            }
        }).AddArgument("$root/out/PSSsl/PSSsl.psd1").AddArgument($listener).AddArgument((New-SslCertificate localhost -Issuer $ca))
        $null = $shell.BeginInvoke()
        [pscustomobject]@{ Port = $listener.Port; Listener = $listener; Shell = $shell }
    }

    # Gives the lines of the run.
    function Invoke-Example([string[]] $Rows, [string] $Settings = '') {
        $text = [System.IO.File]::ReadAllText("$root/examples/infrastructure.Tests.ps1").Replace("`r", '')
        $own = [regex]::Replace($text, '(?s)\$Servers = @\(\n.*?\n    \)', { "`$Servers = @(`n$($Rows -join "`n")`n    )" }).Replace("`$CAFile = ''", "`$CAFile = '$caFile'")
        $own | Should -Not -BeExactly $text
        $own | Should -Not -Match 'example\.org'''
        $copy = "$folder/infrastructure.Tests.ps1"
        [System.IO.File]::WriteAllText($copy, $own)
        $before = $env:PSModulePath
        $env:PSModulePath = "$root/out$([System.IO.Path]::PathSeparator)$before"
        try {
            $pester = (Get-Module Pester).Path
            $run = "Import-Module '$pester'; `$PSStyle.OutputRendering = 'PlainText'; `$r = Invoke-Pester -Path '$copy' -PassThru -Output Detailed; " +
                "'{0} passed, {1} failed, {2} skipped' -f `$r.PassedCount, `$r.FailedCount, `$r.SkippedCount"
            & $ThisShell -NoProfile -NonInteractive -Command $run 2>&1
        }
        finally { $env:PSModulePath = $before }
    }
}

AfterAll {
    foreach ($peer in $peers) { Stop-PeerServer $peer }
    [System.IO.Directory]::Delete($folder, $true)
}

Describe 'The tests of an infrastructure' -Skip:(-not $hasOpenSsl) {
    It 'pass when all is well' {
        $mail = Start-MailServer
        try {
            $lines = Invoke-Example "@{ Role = 'Web'; ComputerName = 'localhost'; Port = $(Start-Server web) }",
                "@{ Role = 'Mail'; ComputerName = 'localhost'; Port = $($mail.Port); StartTls = 'Smtp' }",
                "@{ Role = 'Mailboxes'; ComputerName = 'localhost'; Port = $(Start-Server boxes -Options '-tls1_2'); Tls13 = `$false }"
            $lines[-1] | Should -Be '20 passed, 0 failed, 1 skipped' -Because ($lines -join "`n")
        }
        finally { Close-SslSocket $mail.Listener; $mail.Shell.Dispose() }
    }

    It 'fail when they should, and say why' {
        $expired = Start-Server expired @{ NotBefore = [datetime]::UtcNow.AddDays(-9); NotAfter = [datetime]::UtcNow.AddDays(-1.5) }
        $soon = Start-Server soon @{ NotAfter = [datetime]::UtcNow.AddDays(10.5) }
        $other = Start-Server other -HostName other.example
        $old = Start-Server old -Options '-tls1', '-cipher', 'ALL:@SECLEVEL=0'
        $dead = Get-PeerPort
        $lines = Invoke-Example ($expired, $soon, $other, $old, $dead | ForEach-Object { "@{ Role = 'Web'; ComputerName = 'localhost'; Port = $_ }" })
        $text = $lines -join "`n"
        $text | Should -BeLike "*Expected localhost:$expired to have a valid certificate, but *expired*"
        $text | Should -BeLike "*Expected localhost:$expired to have a certificate that expires after *(in 30 days), because renewing it takes time, but that of 'CN=localhost' expired on *(1 day ago).*"
        $text | Should -BeLike "*Expected localhost:$soon to have a certificate that expires after *, but that of 'CN=localhost' expires on *(in 10 days).*"
        $text | Should -BeLike "*Expected localhost:$other to have a valid certificate, but *not for localhost*"
        $text | Should -BeLike "*Expected localhost:$other to have a certificate for localhost, but the certificate is not for localhost: its DNS names are other.example.*"
        $text | Should -BeLike "*Expected localhost:$old to negotiate TLSv1_3, because *, but it negotiated TLSv1 (*"
        $text | Should -BeLike "*Expected localhost:$old not to negotiate SSLv3, TLSv1 or TLSv1_1, because *, but it negotiated TLSv1 (*"
        $text | Should -BeLike "*Expected localhost:$old not to negotiate one of RC4:DES:3DES:EXPORT:aNULL:eNULL, but it negotiated *"
        foreach ($asked in 'to offer TLS', 'to negotiate TLSv1_3', 'not to negotiate SSLv3', 'not to negotiate one of RC4', 'to have a valid certificate', 'to have a certificate for localhost', 'to have a certificate that expires') {
            $text | Should -BeLike "*Expected localhost:$dead $asked*could not be found out: it (127.0.0.1) refuses the connection*"
        }
        $lines[-1] -match '^\d+ passed, (?<failed>\d+) failed, 0 skipped$' | Should -BeTrue -Because $lines[-1]
        # The expired: 2. Soon: 1. The wrong name: 2. TLS 1.0: two about versions, its anonymous suites, and trust, which clients of today never come to: 4. The dead one: 7.
        $Matches['failed'] | Should -Be 16
    }
}

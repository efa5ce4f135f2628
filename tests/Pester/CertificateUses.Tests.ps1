# Certificates as they are found on servers of one's own: for remote desktops alone, for hosts with an underscore.

BeforeAll { . $PSScriptRoot/Lab.ps1 }

Describe 'A certificate for remote desktops alone' {
    BeforeAll {
        $certificate = New-SslCertificate localhost -ExtendedKeyUsage remoteDesktop
        $trust = @{ CACertificate = $certificate.Authority ?? $certificate.Certificate; Timeout = 20; ErrorAction = 'Stop' }
        if (-not $certificate.Authority) { $trust.AllowPartialChain = $true }

        # One remote desktop's server: the client's connection request is answered, and TLS begun.
        function Start-Desktop {
            $listener = New-SslListener -NoHandshake -Certificate $certificate
            $job = Start-ThreadJob {
                param($module, $listener, $context)
                Import-Module $module
                $client = Wait-SslConnection $listener -Timeout 20
                $null = Receive-SslData $client -Count 19 -AsBytes
                Send-SslData $client ([byte[]](3, 0, 0, 0x13, 0x0E, 0xD0, 0, 0, 0x12, 0x34, 0, 2, 0, 8, 0, 1, 0, 0, 0))
                $null = Start-SslUpgrade $client -AsServer -Context $context -ErrorAction SilentlyContinue
            } -ArgumentList "$PSScriptRoot/../../out/PSSsl/PSSsl.psd1", $listener, $listener.Context
            [pscustomobject]@{ Port = $listener.Port; Listener = $listener; Job = $job }
        }

        function Stop-Desktop($Desktop) {
            $null = $Desktop.Job | Wait-Job
            Remove-Job $Desktop.Job
            Close-SslSocket $Desktop.Listener
        }
    }

    It 'is one behind -StartTls Rdp' {
        $desktop = Start-Desktop
        try {
            $socket = New-SslSocket localhost $desktop.Port -StartTls Rdp @trust
            $socket.State | Should -Be 'Open'
            (Get-PeerCertificate $socket -CACertificate $trust.CACertificate -AllowPartialChain).IsTrusted | Should -BeTrue
            Close-SslSocket $socket
        } finally { Stop-Desktop $desktop }
    }

    It 'is none anywhere else' {
        $listener = New-SslListener -Certificate $certificate
        try { (New-SslSocket localhost $listener.Port @trust -ErrorAction SilentlyContinue -ErrorVariable failure) | Should -BeNullOrEmpty } catch { $failure = $_ } finally { Close-SslSocket $listener }
        "$failure" | Should -BeLike '*must not be used by a server*'
    }
}

Describe 'A host with an underscore' {
    It 'gets a certificate that matches it, which no public authority would give' {
        $certificate = New-SslCertificate my_host.lab.example
        $certificate.DnsNames | Should -Contain 'my_host.lab.example'
        Test-SslHostname my_host.lab.example -Certificate $certificate | Should -BeTrue
        $verdict = Test-SslCertificate -Certificate $certificate -CACertificate $certificate.Certificate -AllowPartialChain -Strict -Detailed
        "$($verdict.VerifyErrors)" | Should -BeLike '*character that host names do not have*'
    }
}

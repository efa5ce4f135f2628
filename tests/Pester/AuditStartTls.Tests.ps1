# Audits behind STARTTLS: what was sent before TLS must not count inside of it.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $servers = @(@{ Server = 'postfix'; Protocols = @('Smtp') }, @{ Server = 'dovecot'; Protocols = @('Imap', 'Pop3') })
    $isPython = Test-Program python3
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $null = openssl req -x509 -newkey rsa:2048 -nodes -keyout "$TestDrive/key.pem" -out "$TestDrive/cert.pem" -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>&1
}

Describe 'What a mail server does with a command behind STARTTLS' -Skip:(-not $isPython) {
    It 'is told: one that would <Way> it is <State>' -ForEach @(
        @{ Way = 'keep'; State = 'Vulnerable' }, @{ Way = 'forget'; State = 'NotVulnerable' }, @{ Way = 'refuse'; State = 'NotVulnerable' }
    ) {
        $port = Get-PeerPort
        $peer = Start-PeerServer $port python3 "$PSScriptRoot/peers/starttls.py", $port, "$TestDrive/cert.pem", "$TestDrive/key.pem", $Way
        try {
            $report = Test-SslServer 127.0.0.1 $port -StartTls Smtp -CAFile "$TestDrive/cert.pem" -Check Weaknesses
            ($report.Weaknesses | Where-Object Name -eq 'STARTTLS injection').State | Should -Be $State
            @($report.Findings).Id -contains 'SSL0509' | Should -Be ($State -eq 'Vulnerable')
        }
        finally { Stop-PeerServer $peer }
    }
}

# Servers with users of their own must get into the folder.
Describe 'An audit of <Server>' -ForEach $servers -Skip:(-not ((Test-Program dovecot) -and (Test-Program postfix) -and [Environment]::UserName -eq 'root')) {
    BeforeAll {
        $folder = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N'))
        $null = New-Item $folder -ItemType Directory
        Copy-Item "$TestDrive/cert.pem", "$TestDrive/key.pem" $folder
        $ports = @(1..4 | ForEach-Object { Get-PeerPort })
        $peer = & "$PSScriptRoot/servers/$Server.ps1" $folder $ports
    }

    AfterAll {
        Stop-PeerServer $peer
        [System.IO.Directory]::Delete($folder, $true)
    }

    It 'finds that it keeps nothing of what comes before TLS, by <_>' -ForEach $Protocols {
        $report = Test-SslServer 127.0.0.1 $ports[$Protocols.IndexOf($_)] -StartTls $_ -CAFile "$folder/cert.pem" -Check Weaknesses
        ($report.Weaknesses | Where-Object Name -eq 'STARTTLS injection').State | Should -Be NotVulnerable
        # Dovecot hangs up where it chooses Diffie-Hellman and has no parameters for it.
        # Each of its connections has a process and ticket keys of its own.
        $report.Weaknesses | Where-Object { $_.State -eq 'Unknown' -and $_.Name -ne 'Ticketbleed' } | Should -BeNullOrEmpty
    }
}

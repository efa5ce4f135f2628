# Audits behind STARTTLS: what was sent before TLS must not count inside of it.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $servers = @(
        @{ Server = 'postfix'; Program = 'postfix'; Protocols = @('Smtp'); Grade = 'F' } # anonymous suites, as a mail server may have them
        @{ Server = 'dovecot'; Program = 'dovecot'; Protocols = @('Imap', 'Pop3'); Grade = 'A' }
        @{ Server = 'slapd'; Program = 'slapd'; Protocols = @('Ldap'); Grade = 'B' }
        @{ Server = 'postgresql'; Program = 'pg_ctlcluster'; Protocols = @('Postgres'); Grade = 'A' }
        @{ Server = 'mariadb'; Program = 'mariadbd'; Protocols = @('MySql'); Grade = 'A' }
    )
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

# Servers with users of their own must get into the folder. All are as their packages have them.
foreach ($one in $servers) {
    Describe 'An audit of <Server>' -ForEach $one -Skip:([Environment]::UserName -ne 'root' -or -not (Test-Program $one.Program)) {
        BeforeAll {
            $folder = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N'))
            $null = New-Item $folder -ItemType Directory
            Copy-Item "$TestDrive/cert.pem", "$TestDrive/key.pem" $folder
            Copy-Item "$TestDrive/cert.pem" "$folder/ca.pem"
            $null = chmod 755 $folder
            $null = chmod 600 "$folder/key.pem"
            $ports = @(1..4 | ForEach-Object { Get-PeerPort })
            $peer = & "$PSScriptRoot/servers/$Server.ps1" $folder $ports
        }

        AfterAll {
            Stop-PeerServer $peer
            [System.IO.Directory]::Delete($folder, $true)
        }

        It 'has a grade, and everything is known, by <_>' -ForEach $Protocols {
            $report = Test-SslServer localhost $ports[$Protocols.IndexOf($_)] -StartTls $_ -CAFile "$folder/cert.pem"
            $report.Grade.Letter | Should -Be $Grade -Because "$($report.Grade.Caps)"
            $report.Incomplete | Should -BeNullOrEmpty
            # A command that does no harm is known of mail and news alone.
            $injection = if ($_ -in 'Smtp', 'Imap', 'Pop3') { 'NotVulnerable' } else { 'Unknown' }
            ($report.Weaknesses | Where-Object Name -eq 'STARTTLS injection').State | Should -Be $injection
            $report.Weaknesses | Where-Object { $_.State -eq 'Unknown' -and $_.Name -ne 'STARTTLS injection' } | Should -BeNullOrEmpty
            @($report.Findings).Id | Should -Contain 'SSL0303'
        }
    }
}

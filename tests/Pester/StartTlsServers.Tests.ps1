# -StartTls with servers that we did not write: what they say before, the handshake, and a word inside of TLS.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $isRoot = [Environment]::UserName -eq 'root'
    $servers = @(
        @{
            Server = 'postfix'; Program = 'postfix'; Speaks = @(
                @{ Protocol = 'Smtp'; Greeting = '220 mail.lab.example*'; Capability = 'STARTTLS'; Say = 'EHLO client.example'; Until = '250 ' }
            )
        }
        @{
            Server = 'dovecot'; Program = 'dovecot'; Speaks = @(
                @{ Protocol = 'Imap'; Greeting = '`* OK *'; Capability = 'IMAP4rev1'; Say = 'b1 CAPABILITY'; Until = 'b1 OK' }
                @{ Protocol = 'Pop3'; Greeting = '+OK *'; Capability = 'STLS'; Say = 'CAPA'; Until = "`n.`r" }
                @{ Protocol = 'Sieve'; Greeting = 'OK *'; Capability = '"STARTTLS"'; Say = 'CAPABILITY'; Until = 'OK' }
                @{ Protocol = 'Lmtp'; Greeting = '220 *'; Capability = 'STARTTLS'; Say = 'LHLO client.example'; Until = '250 ' }
            )
        }
        @{ Server = 'inn'; Program = 'nnrpd'; Speaks = @(@{ Protocol = 'Nntp'; Greeting = '200 news.lab.example*'; Capability = 'STARTTLS'; Say = 'CAPABILITIES'; Until = "`n.`r" }) }
        @{ Server = 'inspircd'; Program = 'inspircd'; Speaks = @(@{ Protocol = 'Irc'; Capability = 'tls'; Say = "NICK lab`r`nUSER lab 0 * :lab"; Until = ' 001 lab ' }) }
        @{
            Server = 'prosody'; Program = 'prosody'; Speaks = @(
                @{ Protocol = 'Xmpp'; Greeting = '<stream:stream *'; Capability = 'starttls'; Say = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>"; Until = '</stream:features>' }
                @{ Protocol = 'XmppServer'; Greeting = '<stream:stream *'; Capability = 'starttls'; Say = "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>"; Until = 'xmlns' }
            )
        }
        # A search of the root entry, to be answered by a result (0x65).
        @{ Server = 'slapd'; Program = 'slapd'; Speaks = @(@{ Protocol = 'Ldap'; Bytes = 0x30, 0x25, 2, 1, 2, 0x63, 0x20, 4, 0, 0x0A, 1, 0, 0x0A, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0, 0x87, 0x0B, 0x6F, 0x62, 0x6A, 0x65, 0x63, 0x74, 0x43, 0x6C, 0x61, 0x73, 0x73, 0x30, 0; Answer = 0x30 }) }
        # The startup message for the user postgres: answered by R, authentication.
        @{ Server = 'postgresql'; Program = 'pg_ctlcluster'; Speaks = @(@{ Protocol = 'Postgres'; Bytes = [byte[]](0, 0, 0, 23, 0, 3, 0, 0) + [System.Text.Encoding]::ASCII.GetBytes("user`0postgres`0`0"); Answer = 0x52 }) }
        # A login, sequence number 2, is answered by a packet with number 3.
        @{ Server = 'mariadb'; Program = 'mariadbd'; Speaks = @(@{ Protocol = 'MySql'; Greeting = '*MariaDB*'; Capability = 'CLIENT_SSL'; Bytes = [byte[]](0x26, 0, 0, 2, 1, 0x8A, 8, 0, 0, 0, 0, 1, 45) + [byte[]]::new(23) + [System.Text.Encoding]::ASCII.GetBytes("root`0`0"); Answer = 7 }) }
        @{ Server = 'xrdp'; Program = 'xrdp'; Speaks = @(@{ Protocol = 'Rdp'; Capability = 'PROTOCOL_SSL' }) }
    )
}

# Whether a block is skipped is decided before its case is known to it: each has one of its own.
foreach ($server in $servers) {

    Describe '-StartTls with <Server>' -ForEach $server -Skip:(-not ((Test-Program $server.Program -Also /usr/lib/news/bin) -and $isRoot)) {
        BeforeAll {
            . "$PSScriptRoot/Lab.ps1"
            # Not below the test drive: servers with users of their own must get into it.
            $folder = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N'))
            $null = [System.IO.Directory]::CreateDirectory($folder)
            $identity = New-SslCertificate localhost
            $trust = @{ CAFile = Save-Certificate $identity.Authority "$folder/ca.pem" }
            $null = Export-SslCertificate $identity "$folder/cert.pem" -KeyPath "$folder/key.pem" -Unencrypted
            if ($IsWindowsPowerShellBuild) { & chmod 600 "$folder/key.pem" }
            $ports = @($Speaks | ForEach-Object { Get-PeerPort })
            $process = & "$PSScriptRoot/servers/$Server.ps1" $folder $ports
            $portOf = @{}
            foreach ($speaks in $Speaks) { $portOf[$speaks.Protocol] = $ports[$portOf.Count] }
        }

        AfterAll {
            Stop-PeerServer $process
            [System.IO.Directory]::Delete($folder, $true)
        }

        It 'connects by <Protocol>, and is understood inside of TLS' -ForEach $Speaks {
            $socket = New-SslSocket localhost $portOf[$Protocol] -StartTls $Protocol @trust -Timeout 20 -ErrorAction Stop
            try {
                $socket.State | Should -Be 'Open'
                $socket.StartTls.Protocol | Should -Be $Protocol
                if ($Greeting) { $socket.StartTls.Greeting | Should -BeLike $Greeting }
                if ($Capability) { $socket.StartTls.Capabilities | Should -Contain $Capability }
                if ($Say) {
                    $Say | Send-SslData $socket -NewLine
                    Receive-SslData $socket -Until $Until -ErrorAction Stop | Should -BeLike "*$Until"
                }
                elseif ($Bytes) {
                    Send-SslData $socket ([byte[]]$Bytes)
                    (Receive-SslData $socket -Count 1 -AsBytes -ErrorAction Stop)[0] | Should -Be $Answer
                }
            }
            finally { Close-SslSocket $socket }
        }

        It 'shows its certificate by <Protocol>' -ForEach $Speaks {
            $certificate = Get-PeerCertificate localhost $portOf[$Protocol] -StartTls $Protocol @trust -Timeout 20 -ErrorAction Stop
            $certificate.IsTrusted, $certificate.HostnameMatch | Should -Be $true, $true
        }
    }
}

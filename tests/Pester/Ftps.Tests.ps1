# FTPS against vsftpd, which demands that data connections resume the control connection's session.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $hasVsftpd = (Test-Program vsftpd) -and [Environment]::UserName -eq 'root'
}

Describe 'FTPS' -Skip:(-not $hasVsftpd) {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        # Of its own, and not below the test drive: the server's unprivileged process must get into it.
        $folder = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N'))
        foreach ($name in 'root', 'empty') { $null = [System.IO.Directory]::CreateDirectory("$folder/$name") }
        $contents = -join (1..2000 | ForEach-Object { "line $_`n" })
        [System.IO.File]::WriteAllText("$folder/root/file.txt", $contents)
        $identity = New-SslCertificate localhost
        $trust = @{ CAFile = Save-Certificate $identity.Authority "$folder/ca.pem" }
        $null = Export-SslCertificate $identity "$folder/cert.pem" -KeyPath "$folder/key.pem" -Unencrypted
        $port = Get-PeerPort
        [System.IO.File]::WriteAllText("$folder/vsftpd.conf", @"
listen=YES
background=NO
listen_address=127.0.0.1
listen_port=$port
anonymous_enable=YES
anon_root=$folder/root
allow_anon_ssl=YES
force_anon_data_ssl=YES
force_anon_logins_ssl=YES
ssl_enable=YES
require_ssl_reuse=YES
ssl_ciphers=HIGH
rsa_cert_file=$folder/cert.pem
rsa_private_key_file=$folder/key.pem
secure_chroot_dir=$folder/empty
seccomp_sandbox=NO
isolate=NO
isolate_network=NO
xferlog_enable=NO
"@)
        $vsftpd = Start-PeerServer $port vsftpd "$folder/vsftpd.conf"
        $example = "$PSScriptRoot/../../examples/ftps.ps1"
    }

    AfterAll {
        Stop-PeerServer $vsftpd
        [System.IO.Directory]::Delete($folder, $true)
    }

    It 'fetches a file over a data connection that resumes the control connection''s session, in <_>' -ForEach 'TLSv1_3', 'TLSv1_2' {
        $said = & $example localhost /file.txt -Port $port -Tls ($trust + @{ Version = $_ }) *>&1 | ForEach-Object { "$_" }
        $said | Should -Contain "Data connection: $_, session resumed: True."
        $said[-1] | Should -BeExactly $contents
    }

    It 'is refused a data connection without it' {
        $control = New-SslSocket localhost $port -StartTls Ftp @trust -ErrorAction Stop
        try {
            foreach ($command in 'USER anonymous', 'PASS guest@', 'PBSZ 0', 'PROT P', 'EPSV') {
                $command | Send-SslData $control -NewLine
                $answer = Receive-SslData $control -Line
            }
            $answer | Should -Match '^229 .*\(\|\|\|(\d+)\|\)'
            $data = New-SslSocket localhost ([regex]::Match($answer, '\|\|\|(\d+)').Groups[1].Value) -NoHandshake
            'RETR /file.txt' | Send-SslData $control -NewLine
            Receive-SslData $control -Line | Should -Match '^150'
            # The server hangs up on the data connection, and tells why on the other one.
            $null = Start-SslUpgrade $data @trust -ErrorAction SilentlyContinue
            Close-SslSocket $data
            Receive-SslData $control -Line | Should -Match '^522 .*reuse'
        }
        finally { Close-SslSocket $control, $data }
    }
}

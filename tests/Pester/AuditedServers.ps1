# Servers that we did not write, for audits: what they are, how they are started, and what sslscan finds of them.
function Get-AuditedServer {
    # Node's releases of the time of Heartbleed, as .ci/run unpacks them: OpenSSL 1.0.0f, 1.0.1e and 1.0.1u are built into them.
    $old = if ($env:PSSSL_OLD_NODE) { $env:PSSSL_OLD_NODE } else { '/no-old-node' }
    $everything = 'ALL:eNULL:EXPORT'
    $old13 = 'SSLv2', 'SSLv3', 'TLSv1'
    @(
        @{
            Server = 'OpenSSL 1.0.0f'; Program = "$old/0.8.6/bin/node"; Versions = $old13; Cipher = $everything; Script = 'old-node.js'
            Has = 'CCS injection', 'DROWN', 'POODLE', 'RC4', 'SWEET32', 'BEAST', 'Lucky Thirteen', 'NULL ciphers', 'Export ciphers'
        }
        @{
            Server = 'OpenSSL 1.0.1e'; Program = "$old/0.10.0/bin/node"; Versions = $old13 + 'TLSv1_1', 'TLSv1_2'; Cipher = $everything; Script = 'old-node.js'
            Has = 'Heartbleed', 'CCS injection', 'DROWN', 'POODLE', 'RC4', 'SWEET32', 'BEAST', 'Lucky Thirteen', 'NULL ciphers', 'Export ciphers'
        }
        # Export suites need a key of 512 bits, of the certificate if there is no other one.
        @{
            Server = 'OpenSSL 1.0.1e with a key of 512 bits'; Program = "$old/0.10.0/bin/node"; Versions = $old13 + 'TLSv1_1', 'TLSv1_2'; Cipher = 'EXPORT:RC4-SHA'; Bits = 512
            # It says nothing at bad padding, and has no suite that a handshake can be completed with here.
            Open = 'POODLE in TLS', 'ROBOT', 'Ticketbleed'; Script = 'old-node.js'; Has = 'FREAK', 'Export ciphers', 'Heartbleed', 'CCS injection', 'DROWN', 'RC4', 'POODLE', 'SWEET32', 'BEAST', 'Lucky Thirteen'
        }
        @{
            Server = 'OpenSSL 1.0.1u'; Program = "$old/0.12.18/bin/node"; Versions = 'TLSv1', 'TLSv1_1', 'TLSv1_2'; Cipher = 'HIGH:!aNULL:!3DES'; Script = 'old-node.js'
            Has = 'BEAST', 'Lucky Thirteen'
        }
        @{
            Server = 'nginx with everything of OpenSSL 3'; Program = 'nginx'; Versions = 'TLSv1', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'; Cipher = 'ALL:eNULL:@SECLEVEL=0'
            Script = 'nginx'; Has = 'Logjam', 'BEAST', 'Lucky Thirteen', 'NULL ciphers', 'Anonymous ciphers'
        }
        @{ Server = 'nginx with good suites'; Program = 'nginx'; Versions = 'TLSv1_2', 'TLSv1_3'; Cipher = 'ECDHE+AESGCM'; Script = 'nginx'; Has = @() }
        @{ Server = 'haproxy'; Program = 'haproxy'; Versions = 'TLSv1_2', 'TLSv1_3'; Cipher = 'ECDHE+AESGCM'; Script = 'haproxy'; Has = @() }
        @{ Server = 'stunnel'; Program = 'stunnel4'; Versions = 'TLSv1_2', 'TLSv1_3'; Cipher = 'ECDHE+AESGCM'; Script = 'stunnel'; Has = @() }
        @{ Server = 'Apache'; Program = 'apache2'; Versions = 'TLSv1_2', 'TLSv1_3'; Cipher = 'ECDHE+AESGCM'; Script = 'apache'; Has = @() }
        @{
            Server = 'GnuTLS with everything'; Program = 'gnutls-serv'; Versions = 'TLSv1', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'; Script = 'gnutls'
            Cipher = 'LEGACY:+VERS-ALL:+CIPHER-ALL:+ARCFOUR-128:+3DES-CBC:+KX-ALL:+MAC-ALL:%COMPAT'; Has = 'RC4', 'SWEET32', 'BEAST', 'Lucky Thirteen'
        }
        @{ Server = 'GnuTLS'; Program = 'gnutls-serv'; Versions = 'TLSv1_2', 'TLSv1_3'; Script = 'gnutls'; Cipher = 'SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2'; Has = 'Lucky Thirteen' }
        @{
            Server = 'JSSE with everything'; Program = 'java'; Versions = 'SSLv3', 'TLSv1', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'; Cipher = 'all'; Script = 'java'
            Has = 'POODLE', 'RC4', 'SWEET32', 'BEAST', 'Lucky Thirteen', 'NULL ciphers', 'Anonymous ciphers', 'Export ciphers', 'FREAK', 'Logjam'
        }
        @{ Server = 'JSSE'; Program = 'java'; Versions = 'TLSv1_2', 'TLSv1_3'; Cipher = 'default'; Script = 'java'; Has = 'Lucky Thirteen' }
    )
}

# Starts one of them on a port of this machine, with a certificate of its own in cert.pem of the folder.
function Start-Audited($Script, $Program, $Cipher, $Versions, $Folder, $Port, $Bits) {
    $pem = "$Folder/cert.pem", "$Folder/key.pem"
    $null = openssl req -x509 -newkey rsa:$Bits -nodes -keyout $pem[1] -out $pem[0] -days 90 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>&1
    $names = $Versions.ForEach({ $_ -replace '_', '.' })
    switch ($Script) {
        'old-node.js' {
            $null = openssl rsa -in $pem[1] -traditional -out "$Folder/old.pem" 2>&1
            Start-PeerServer $Port $Program "$PSScriptRoot/peers/old-node.js", $Port, $pem[0], "$Folder/old.pem", $Cipher
        }
        'gnutls' { Start-PeerServer $Port $Program '--echo', '--port', $Port, '--x509certfile', $pem[0], '--x509keyfile', $pem[1], '--priority', $Cipher }
        'java' { Start-PeerServer $Port $Program "$PSScriptRoot/peers/TlsServer.java", $Port, $pem[0], $pem[1], $Cipher }
        'nginx' {
            $null = openssl dhparam -dsaparam -out "$Folder/dh.pem" $(if ($Cipher -match 'ALL') { 1024 } else { 2048 }) 2>&1
            "daemon off; master_process off; pid $Folder/pid; error_log stderr; events {}
            http { access_log off; client_body_temp_path $Folder/a; proxy_temp_path $Folder/b; fastcgi_temp_path $Folder/c; uwsgi_temp_path $Folder/d; scgi_temp_path $Folder/e;
                server { listen 127.0.0.1:$Port ssl; ssl_certificate $($pem[0]); ssl_certificate_key $($pem[1]); ssl_protocols $names; ssl_ciphers $Cipher; ssl_dhparam $Folder/dh.pem;
                    ssl_prefer_server_ciphers on; return 200; } }" | Set-Content "$Folder/nginx.conf"
            Start-PeerServer $Port nginx '-c', "$Folder/nginx.conf", '-e', 'stderr', '-p', $Folder
        }
        'haproxy' {
            Get-Content $pem | Set-Content "$Folder/both.pem"
            "global`nssl-default-bind-ciphers $Cipher`ndefaults`nmode http`ntimeout client 5s`ntimeout connect 5s`ntimeout server 5s`nfrontend web`nbind 127.0.0.1:$Port ssl crt $Folder/both.pem
            http-request return status 200`n" | Set-Content "$Folder/haproxy.cfg"
            Start-PeerServer $Port haproxy '-db', '-f', "$Folder/haproxy.cfg"
        }
        'stunnel' {
            "foreground = yes`npid =`n[web]`naccept = 127.0.0.1:$Port`nconnect = 127.0.0.1:9`ncert = $($pem[0])`nkey = $($pem[1])`nciphers = $Cipher`n" | Set-Content "$Folder/stunnel.conf"
            Start-PeerServer $Port stunnel4 "$Folder/stunnel.conf"
        }
        'apache' {
            $modules = '/usr/lib/apache2/modules'
            "ServerName localhost`nServerRoot $Folder`nPidFile $Folder/pid`nErrorLog $Folder/log`nListen 127.0.0.1:$Port`nLoadModule mpm_event_module $modules/mod_mpm_event.so
            LoadModule ssl_module $modules/mod_ssl.so`nLoadModule socache_shmcb_module $modules/mod_socache_shmcb.so`nLoadModule authz_core_module $modules/mod_authz_core.so
            SSLEngine on`nSSLCertificateFile $($pem[0])`nSSLCertificateKeyFile $($pem[1])`nSSLProtocol -all +TLSv1.2 +TLSv1.3`nSSLCipherSuite $Cipher`nUser www-data`nGroup www-data" |
                Set-Content "$Folder/apache.conf"
            Start-PeerServer $Port apache2 '-f', "$Folder/apache.conf", '-D', 'FOREGROUND'
        }
    }
}

# Against some servers it waits for ever now and then.
function Invoke-SslScan([int] $Port) {
    foreach ($try in 1..3) {
        $text = timeout 45 sslscan --xml=- --no-colour --no-check-certificate "localhost:$Port" 2>$null
        if ($LASTEXITCODE -eq 0) { return [xml] $text }
    }
    throw "sslscan did not end within 45 s, three times."
}

# What sslscan finds of SSL 3.0 and later: version and number of each suite.
function Get-ScannedSuite($Scan) {
    foreach ($suite in $Scan.document.ssltest.cipher) {
        $version = $suite.sslversion -replace '^TLSv1\.0$', 'TLSv1' -replace '\.', '_'
        '{0} {1:X4}' -f $version, [Convert]::ToInt32($suite.id, 16)
    }
}

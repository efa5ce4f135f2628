# Audits of servers that are none, or play with who asks: a report in its time, and no word of safety that is not true.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $isPython = Test-Program python3
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $sure = 'CCS injection', 'ROBOT', 'POODLE in TLS', 'RC4', 'FREAK', 'NULL ciphers', 'Anonymous ciphers', 'Export ciphers', 'SWEET32', 'BEAST', 'POODLE', 'Logjam'

    function Test-Hostile([string[]] $Way, [hashtable] $With = @{ TimeLimit = 15 }, [int] $Timeout = 2) {
        $port = Get-PeerPort
        $peer = Start-PeerServer $port python3 (@("$PSScriptRoot/peers/hostile.py", "$port") + $Way)
        try { Test-SslServer 127.0.0.1 $port -Timeout $Timeout @With -ErrorAction Stop } finally { Stop-PeerServer $peer }
    }
}

Describe 'An audit of a server that <_>' -Skip:(-not $isPython) -ForEach 'silent', 'tarpit', 'flood', 'crumbs', 'bytes', 'warnings', 'drip', 'hello', 'claims', 'random', 'differ' {
    It 'ends, and calls nothing safe that was not found out' {
        $before = [GC]::GetTotalAllocatedBytes()
        $report = Test-Hostile $_ -Timeout 1
        $report.Weaknesses | Where-Object { $_.State -eq 'NotVulnerable' -and $_.Name -in $sure } | Should -BeNullOrEmpty
        $report.Incomplete | Should -Not -BeNullOrEmpty
        $report.Grade.Letter | Should -BeIn '?', 'F', 'T'
        ([GC]::GetTotalAllocatedBytes() - $before) / 1MB | Should -BeLessThan 200
    }
}

Describe 'An audit of what stands in front of a server' -Skip:(-not $isPython) {
    BeforeAll {
        $good = New-SslListener -SelfSigned
        $other = New-SslListener -SelfSigned -Version TLSv1_2
    }

    AfterAll { $good, $other | Close-SslSocket }

    It 'tells plain HTTP from TLS' {
        { Test-Hostile http } | Should -Throw '*HTTP/1.1 400*'
    }

    It 'finds out that it was banned after 20 connections' {
        $report = Test-Hostile ban, $good.Port
        $report.Weaknesses | Where-Object { $_.State -eq 'NotVulnerable' -and $_.Name -in $sure } | Should -BeNullOrEmpty
        # What was found out before stays: these versions the server behind does not have.
        $report.Protocols | Where-Object { $_.State -eq 'NotOffered' -and $_.Name -in 'TLSv1_2', 'TLSv1_3' } | Should -BeNullOrEmpty
        $report.Incomplete | Should -Match 'no longer take|not certain|takes no more'
    }

    It 'sees that two nodes answer in turn' {
        $report = Test-Hostile nodes, $good.Port, $other.Port @{ TimeLimit = 60; Check = 'Weaknesses' }
        $report.Incomplete | Should -Match 'differ|may not be complete'
        $report.Weaknesses | Where-Object { $_.State -eq 'NotVulnerable' -and $_.Name -in 'RC4', 'Export ciphers', 'NULL ciphers' } | Should -BeNullOrEmpty
    }

    It 'asks one by one where two at a time are too many' {
        $report = Test-Hostile two, $good.Port @{ TimeLimit = 60; Check = 'Suites'; CACertificate = $good.CertificateAuthority; VerifyName = 'localhost' }
        $report.Versions | Should -Be 'TLSv1_3, TLSv1_2'
        @($report.Suites).Count | Should -Be 6
        $report.Incomplete | Should -BeNullOrEmpty
    }

    It 'goes through a proxy with all of its questions' {
        $port = Get-PeerPort
        $log = "$TestDrive/proxy.log"
        $proxy = Start-PeerServer $port python3 "$PSScriptRoot/peers/proxy.py", $port, $TestDrive, $log
        try {
            $report = Test-SslServer localhost $good.Port -Proxy "http://127.0.0.1:$port" -CACertificate $good.CertificateAuthority
            $report.Grade.Letter | Should -Be 'A'
            $report.Incomplete | Should -BeNullOrEmpty
            @(Get-Content $log).Count | Should -Be $report.Connections
            { Test-SslServer localhost (Get-PeerPort) -Proxy "http://127.0.0.1:$port" -ErrorAction Stop } | Should -Throw '*proxy*'
        }
        finally { Stop-PeerServer $proxy }
    }

    It 'speaks IPv6 where there is nothing else' -Skip:(-not [System.Net.Sockets.Socket]::OSSupportsIPv6) {
        $six = New-SslListener -SelfSigned -LocalAddress ::1
        try {
            $report = Test-SslServer ::1 $six.Port -CACertificate $six.CertificateAuthority -Check Protocols, Certificates
            $report.Server | Should -Be "[::1]:$($six.Port)"
            $report.Versions | Should -Be 'TLSv1_3, TLSv1_2'
            $report.Certificates[0].IsTrusted | Should -BeTrue
            ($report | Out-String) | Should -Match ([regex]::Escape("[::1]:$($six.Port)"))
        }
        finally { $six | Close-SslSocket }
    }
}

# nginx with a server for one name, and a refusal for all others.
Describe 'An audit of a server that wants to hear its name' -Skip:(-not (Test-Program nginx)) {
    BeforeAll {
        $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
        $null = openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/key.pem" -out "$folder/cert.pem" -days 90 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>&1
        $port, $other = (Get-PeerPort), (Get-PeerPort)
        $null = openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/key2.pem" -out "$folder/cert2.pem" -days 90 -subj /CN=other.example 2>&1
        "daemon off; master_process off; pid $folder/pid; error_log stderr; events {}
        http { access_log off; client_body_temp_path $folder/a; proxy_temp_path $folder/b; fastcgi_temp_path $folder/c; uwsgi_temp_path $folder/d; scgi_temp_path $folder/e;
            server { listen 127.0.0.1:$port ssl default_server; ssl_reject_handshake on; }
            server { listen 127.0.0.1:$port ssl; server_name localhost; ssl_certificate $folder/cert.pem; ssl_certificate_key $folder/key.pem; return 200; }
            server { listen 127.0.0.1:$other ssl default_server; ssl_certificate $folder/cert2.pem; ssl_certificate_key $folder/key2.pem; return 200; }
            server { listen 127.0.0.1:$other ssl; server_name localhost; ssl_certificate $folder/cert.pem; ssl_certificate_key $folder/key.pem; return 200; } }" | Set-Content "$folder/nginx.conf"
        $nginx = Start-PeerServer $port nginx '-c', "$folder/nginx.conf", '-e', 'stderr', '-p', $folder
    }

    AfterAll { Stop-PeerServer $nginx }

    It 'tells that it needs one, and judges what it shows then' {
        $report = Test-SslServer localhost $port -CAFile "$folder/cert.pem"
        $report.Grade.Letter | Should -Be 'A-' -Because "$($report.Grade.Caps)"
        $needs = $report.Features | Where-Object Name -eq 'Needs a name (SNI)'
        $needs.IsOn | Should -BeTrue
        $needs.Detail | Should -Match 'unrecognized_name'
    }

    It 'tells that another certificate is shown without' {
        $needs = (Test-SslServer localhost $other -CAFile "$folder/cert.pem" -Check Certificates).Features | Where-Object Name -eq 'Needs a name (SNI)'
        $needs.IsOn | Should -BeTrue
        $needs.Value | Should -Be 'another certificate without'
    }

    It 'says what to give where it sends none, or one that is refused' {
        $none = Test-SslServer 127.0.0.1 $port
        $none.Grade.Letter | Should -Be '?'
        $none.Incomplete | Should -Match 'refuses clients that send no name.*-ServerName'
        $none.Protocols | Where-Object State -ne Unknown | Should -BeNullOrEmpty
        $wrong = Test-SslServer localhost $port -ServerName wrong.example -Check Protocols
        $wrong.Incomplete | Should -Match "refuses the name 'wrong.example'"
        $wrong.Protocols | Where-Object State -ne Unknown | Should -BeNullOrEmpty
    }
}

Describe 'An audit that runs out of time' -Skip:(-not $isPython) {
    It 'tells what it found, though the server <Way>' -ForEach @(@{ Way = 'is silent behind the handshake' }) {
        $null = openssl req -x509 -newkey rsa:2048 -nodes -keyout "$TestDrive/key.pem" -out "$TestDrive/cert.pem" -days 30 -subj /CN=localhost 2>&1
        $port = Get-PeerPort
        $peer = Start-PeerServer $port python3 "$PSScriptRoot/peers/mute.py", $port, "$TestDrive/cert.pem", "$TestDrive/key.pem"
        try {
            $all = @(Test-SslServer "127.0.0.1:$port", "127.0.0.1:$port" -Http -Timeout 20 -TimeLimit 5 -Check Certificates, Http)
        }
        finally { Stop-PeerServer $peer }
        $all.Count | Should -Be 2
        $all[0].Incomplete | Should -Match 'what its web server says was not checked, since the time limit of 5 s passed'
        $all[0].Versions | Should -Match 'TLSv1_2'
    }

    It 'says so, where not even the first connection was answered' {
        $port = Get-PeerPort
        $peer = Start-PeerServer $port python3 "$PSScriptRoot/peers/hostile.py", "$port", silent
        try {
            $error.Clear()
            @(Test-SslServer "127.0.0.1:$port", "127.0.0.1:$port" -Timeout 20 -TimeLimit 1 -ErrorAction SilentlyContinue) | Should -BeNullOrEmpty
            @($error | Where-Object { "$_" -match 'did not answer: the time limit of 1 s passed' }).Count | Should -Be 2
        }
        finally { Stop-PeerServer $peer }
    }
}

# The walk-throughs: each is run, and shows what it promises, its failures included.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $noPerl = -not (Test-PerlModule IO::Socket::SSL)
    $noWireshark = -not ((Test-Program tshark) -and (Test-Program text2pcap) -and (Test-Program python3))
    # All of 127/8 is this machine only there: an address of our own has well-known ports that nobody else uses.
    $noAddresses = -not [System.OperatingSystem]::IsLinux()
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $examples = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../examples")
    $module = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1")
    $authority = New-SslCertificate 'Lab authority' -Kind CA
    $null = Export-SslCertificate $authority "$TestDrive/authority.pem"
    $trust = @{ CAFile = "$TestDrive/authority.pem" }
    function New-Identity([int] $Days = 200, [string[]] $DnsName = 'localhost') { New-SslCertificate localhost -DnsName $DnsName -Issuer $authority -NotBefore ([datetime]::Now.AddDays(-100)) -NotAfter ([datetime]::Now.AddDays($Days)) }

    # A script in a process of its own, as a scheduler would start it: in the shell that runs this.
    function Start-Example([string] $Name, [string[]] $Arguments) {
        $start = [System.Diagnostics.ProcessStartInfo]::new($ThisShell)
        foreach ($argument in '-NoProfile', '-NonInteractive', '-File', "$examples/$Name" + $Arguments) { if ($argument) { $start.ArgumentList.Add($argument) } }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        [System.Diagnostics.Process]::Start($start)
    }

    function Wait-Example($Process) {
        $text = $Process.StandardOutput.ReadToEnd()
        if (-not $Process.WaitForExit(30000)) { throw "It does not end: $text" }
        @{ Text = $text; ExitCode = $Process.ExitCode; Errors = $Process.StandardError.ReadToEnd() }
    }

    # A server that runs a script block with its listener, in a runspace of its own.
    function Start-Serving([hashtable] $Listening, [scriptblock] $Script, [object[]] $Arguments) {
        $listener = New-SslListener @Listening
        $shell = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $null = $shell.AddScript("param(`$listener, `$identity, `$given) Import-Module '$module'; `$ErrorActionPreference = 'Stop'; $Script").AddArgument($listener).AddArgument((New-Identity -DnsName 'localhost', "$($listener.LocalEndPoint.Address)")).AddArgument($Arguments)
        @{ Port = $listener.Port; Listener = $listener; Shell = $shell; Run = $shell.BeginInvoke() }
    }

    function Stop-Serving($Serving) {
        Close-SslSocket $Serving.Listener
        if (-not $Serving.Run.AsyncWaitHandle.WaitOne(20000)) { throw 'The server''s script did not end.' }
        $Serving.Shell.Dispose()
    }
}

Describe 'The nightly audit' {
    It 'tells what became worse since last night' {
        $good = New-SslListener -Certificate (New-Identity)
        $folder = "$TestDrive/nightly"
        try {
            "ComputerName,Port`nlocalhost,$($good.Port)" | Set-Content "$TestDrive/nightly.csv"
            $arguments = "$TestDrive/nightly.csv", $folder, '-CAFile', $trust.CAFile
            $first = Wait-Example (Start-Example nightly-audit.ps1 $arguments)
            $first.Errors | Should -BeNullOrEmpty
            $first.ExitCode | Should -Be 0
            $first.Text | Should -Match '1 servers audited, 0 not reached, 0 changes'
            [System.IO.File]::Exists("$folder/report.html") | Should -BeTrue
            # Its authority is no longer trusted.
            $second = Wait-Example (Start-Example nightly-audit.ps1 "$TestDrive/nightly.csv", $folder)
            $second.ExitCode | Should -Be 1
            $second.Text | Should -Match 'SSL0402'
        }
        finally { Close-SslSocket $good }
    }

    It 'keeps what it knew of a host that is not reached' {
        $good = New-SslListener -Certificate (New-Identity)
        $lost = New-SslListener -Certificate (New-Identity)
        $folder = "$TestDrive/lost"
        try {
            "ComputerName,Port`nlocalhost,$($good.Port)`nlocalhost,$($lost.Port)" | Set-Content "$TestDrive/lost.csv"
            $arguments = "$TestDrive/lost.csv", $folder, '-CAFile', $trust.CAFile
            (Wait-Example (Start-Example nightly-audit.ps1 $arguments)).ExitCode | Should -Be 0
            Close-SslSocket $lost
            $second = Wait-Example (Start-Example nightly-audit.ps1 $arguments)
            $second.ExitCode | Should -Be 2
            $second.Text | Should -Match '1 servers audited, 1 not reached'
            $second.Text | Should -Match "Not reached: localhost:$($lost.Port)"
            @(Import-SslReport "$folder/report.json").Port | Should -Be $good.Port
            @(Import-SslReport "$folder/known.json").Count | Should -Be 2
        }
        finally { Close-SslSocket $good, $lost }
    }

    It 'writes to the event log, where there is one' {
        $good = New-SslListener -Certificate (New-Identity)
        try {
            "ComputerName,Port`nlocalhost,$($good.Port)" | Set-Content "$TestDrive/event.csv"
            $run = Wait-Example (Start-Example nightly-audit.ps1 "$TestDrive/event.csv", "$TestDrive/event", '-CAFile', $trust.CAFile, '-EventLog')
            if ([Environment]::OSVersion.Platform -eq 'Win32NT') { $run.ExitCode | Should -Be 0 -Because $run.Errors } else { $run.Errors | Should -Match 'needs Windows' }
        }
        finally { Close-SslSocket $good }
    }
}

Describe 'The quick start' {
    It 'runs by itself' {
        $text = & "$examples/quickstart.ps1" *>&1 | Out-String
        $text | Should -Match 'the server hears: Hello, server!'
        $text | Should -Match 'the server sent close_notify: True'
        $text | Should -Match 'The certificate is not for wrong.example'
    }
}

Describe 'An echo server on one thread' {
    It 'serves 500 clients' {
        $text = & "$examples/echo-server.ps1" *>&1 | Out-String
        $text | Should -Match '500 clients had their own words back'
    }
}

Describe 'An authority for a lab' {
    It 'runs by itself, and leaves nothing behind' {
        $text = & "$examples/test-authority.ps1" *>&1 | Out-String
        $text | Should -Match 'let in: Nightly job'
        $text | Should -Match 'turned away: CN=Lost laptop'
        $text | Should -Match 'authority.crl, client.key'
    }
}

Describe 'A watch over what expires' {
    BeforeAll {
        $fine = New-SslListener -Certificate (New-Identity)
        $soon = New-SslListener -Certificate (New-Identity 20)
        $over = New-SslListener -Certificate (New-Identity -3)
        $foreign = New-SslListener -SelfSigned
        $good = "localhost,$($fine.Port),,Ann"
        function Save-Hosts([string[]] $Rows) { [System.IO.File]::WriteAllLines("$TestDrive/hosts.csv", [string[]](@('ComputerName,Port,StartTls,Owner') + $Rows)); "$TestDrive/hosts.csv" }
    }
    AfterAll { Close-SslSocket $fine, $soon, $over, $foreign }

    It 'puts first what nobody could ask, then what ends first, and tells the scheduler' {
        $hosts = Save-Hosts $good, "localhost,$($soon.Port),,Ben", 'localhost,1,,Dead', "localhost,$($over.Port),,Old", "127.0.0.1,$($fine.Port),,Other name", "localhost,$($foreign.Port),,Foreign",
            ',443,,Nowhere', "localhost,$($fine.Port),Gopher,`"Gus, <b>&`"", 'no-such-host.invalid,443,,Lost'
        $text = & "$examples/expiry-watch.ps1" $hosts @trust -HtmlPath "$TestDrive/report.html"
        $LASTEXITCODE | Should -Be 2
        $text[0] | Should -Be 'Certificates: 8 of 9 hosts need attention (4 not checked, 1 expired, 2 expiring soon, 1 not trusted)'
        $rows = @($text | Where-Object { $_ -match '(not checked|expired|expiring soon|not trusted|ok)  ' } | ForEach-Object { $_ -replace '\d{4}-\d\d-\d\d' -replace '\s+', ' ' })
        @($rows[0..3] | Where-Object { $_ -like ' not checked *' }).Count | Should -Be 4
        $rows[4] | Should -Be " -4 expired localhost:$($over.Port) Old"
        $rows[5] | Should -Be " 19 expiring soon localhost:$($soon.Port) Ben"
        $rows[6] | Should -Be " 29 expiring soon localhost:$($foreign.Port) Foreign"
        $rows[7..8] | Should -Contain " 199 ok localhost:$($fine.Port) Ann"
        $rows[7..8] | Should -Contain " 199 not trusted 127.0.0.1:$($fine.Port) Other name"
        $all = $text -join "`n"
        $all | Should -Match 'localhost:1 \(127.0.0.1\) refuses the connection'
        $all | Should -Match 'The row has no host name'
        $all | Should -Match "'Gopher' is not a STARTTLS protocol"
        $all | Should -Match 'no-such-host.invalid cannot be resolved'
        $html = [System.IO.File]::ReadAllText("$TestDrive/report.html")
        $html | Should -Match '<title>Certificates: 8 of 9 hosts need attention'
        $html | Should -Match 'Gus, &lt;b&gt;&amp;</td>'
        $html | Should -Not -Match '<b>'
        ([xml]($html -replace '<!DOCTYPE html>' -replace '<meta[^>]*>')).html.body.table.tr.Count | Should -Be 10
    }

    It 'is content when all is fine' {
        $text = & "$examples/expiry-watch.ps1" (Save-Hosts $good) @trust
        $LASTEXITCODE | Should -Be 0
        $text[0] | Should -Be 'Certificates: all 1 hosts are ok for 30 days'
        (& "$examples/expiry-watch.ps1" (Save-Hosts $good) @trust -Days 365)[0] | Should -BeLike '*1 expiring soon*'
    }

    It 'ends with a code: <Code> if <When>' -ForEach @(
        @{ Code = 0; When = 'all is fine'; Rows = { $good } }
        @{ Code = 2; When = 'a host is dead'; Rows = { $good, 'localhost,1,,Bob' } }
        @{ Code = 1; When = 'there is nothing to watch'; Rows = { @() } }
    ) {
        $run = Wait-Example (Start-Example expiry-watch.ps1 @((Save-Hosts @(& $Rows)), '-CAFile', $trust.CAFile))
        $run.ExitCode | Should -Be $Code
    }

    It 'has a sample that can be read' {
        $sample = @(Import-Csv "$examples/hosts.csv")
        $sample.Count | Should -BeGreaterThan 3
        foreach ($row in $sample) { if ($row.StartTls) { [PSSsl.SslStartTlsProtocol]$row.StartTls | Should -Not -BeNullOrEmpty } }
    }
}

Describe 'The check for monitoring' {
    BeforeAll {
        $servers = @{}
        foreach ($days in 200, 20, 3, -3) { $servers[$days] = New-SslListener -Certificate (New-Identity -Days $days) }
        $servers['foreign'] = New-SslListener -SelfSigned
    }

    AfterAll { Close-SslSocket @($servers.Values) }

    It 'says <Says> and ends with <Code> for <Name>' -ForEach @(
        @{ Name = 'one that is fine'; Server = 200; Code = 0; Says = 'OK - localhost:* CN=localhost expires in 199 days, on ????-??-?? | days=199;30:;7:' }
        @{ Name = 'one that expires soon'; Server = 20; Code = 1; Says = 'WARNING - * expires in 19 days, * | days=19;30:;7:' }
        @{ Name = 'one that expires very soon'; Server = 3; Code = 2; Says = 'CRITICAL - * expires in 2 days, * | days=2;30:;7:' }
        @{ Name = 'one that has expired'; Server = -3; Code = 2; Says = 'CRITICAL - * expired on * | days=-*;30:;7:' }
        @{ Name = 'one that is not trusted'; Server = 'foreign'; Code = 2; Says = 'CRITICAL - *CN=PSSsl throw-away CA* | days=*' }
        @{ Name = 'another name'; Server = 200; More = '-ServerName', 'other.example'; Code = 2; Says = 'CRITICAL - *other.example*' }
        @{ Name = 'its own thresholds'; Server = 200; More = '-Warning', '300', '-Critical', '250'; Code = 2; Says = 'CRITICAL - * | days=199;300:;250:' }
        @{ Name = 'a dead port'; Server = $null; Code = 3; Says = 'UNKNOWN - *refuses the connection*' }
        @{ Name = 'a word that is not a number'; Server = 200; More = '-Warning', 'soon'; Code = 3; Says = "UNKNOWN - 'soon' is not a number of days.*" }
        @{ Name = 'thresholds the wrong way round'; Server = 200; More = '-Warning', '3'; Code = 3; Says = 'UNKNOWN - -Warning 3 is less than -Critical 7.*' }
        @{ Name = 'an argument that is not known'; Server = 200; More = '-Wrning', '3'; Code = 3; Says = "UNKNOWN - The argument '-Wrning' is not known.*" }
        @{ Name = 'Zabbix'; Server = 200; More = , '-Value'; Code = 0; Says = '199' }
        @{ Name = 'Zabbix, a dead port'; Server = $null; More = , '-Value'; Code = 3; Says = 'ZBX_NOTSUPPORTED: *refuses the connection*' }
    ) {
        $port = if ($null -eq $Server) { 1 } else { $servers[$Server].Port }
        $run = Wait-Example (Start-Example check-certificate.ps1 (@("localhost:$port", '-CAFile', $trust.CAFile) + @($More)))
        $run.ExitCode | Should -Be $Code -Because $run.Text
        $run.Errors | Should -BeNullOrEmpty
        @($run.Text.TrimEnd().Split("`n")).Count | Should -Be 1
        $run.Text.Trim() | Should -BeLike $Says
    }

    It 'is unknown without a server' { (Wait-Example (Start-Example check-certificate.ps1 @())).ExitCode | Should -Be 3 }
}

Describe 'The certificate of any port' {
    BeforeAll {
        $address = "127.$([System.Random]::new().Next(1, 250)).$([System.Random]::new().Next(1, 250)).7"
        # What a server says before TLS: an answer for each so many bytes, or line, that it got.
        $before = {
            $socket = Wait-SslConnection $listener -Timeout 20
            foreach ($step in $given) {
                if ($step -is [int]) { $null = Receive-SslData $socket -Count $step -AsBytes } elseif ($step -eq 'line') { $null = Receive-SslData $socket -Line } else { Send-SslData $socket $step }
            }
            Close-SslSocket (Start-SslUpgrade $socket -AsServer -Certificate $identity)
        }
        $postgres = 8, [byte[]](, 0x53)
    }

    It 'is asked for in the words of <Protocol>, which port <Port> suggests' -Skip:$noAddresses -ForEach @(
        @{ Port = 2525; Protocol = 'Smtp'; Steps = "220 mail.example`r`n", 'line', "250-mail.example`r`n250 STARTTLS`r`n", 'line', "220 go ahead`r`n" }
        @{ Port = 3268; Protocol = 'Ldap'; Steps = 31, [byte[]](0x30, 0x0C, 2, 1, 1, 0x78, 7, 0x0A, 1, 0, 4, 0, 4, 0) }
        @{ Port = 3389; Protocol = 'Rdp'; Steps = 19, [byte[]](3, 0, 0, 0x13, 0x0E, 0xD0, 0, 0, 0x12, 0x34, 0, 2, 0, 8, 0, 1, 0, 0, 0) }
        @{ Port = 5432; Protocol = 'Postgres'; Steps = 8, [byte[]](, 0x53) }
    ) {
        $server = Start-Serving @{ Port = $Port; LocalAddress = $address; NoHandshake = $true } $before $Steps
        try {
            $certificate = & "$examples/certificate-of-port.ps1" $address $Port @trust -InformationVariable said -InformationAction SilentlyContinue
            "$said" | Should -BeLike "*$Protocol first, as the port suggests*"
            $certificate.CommonName | Should -Be localhost
            $certificate.IsTrusted | Should -BeTrue
        }
        finally { Stop-Serving $server }
    }

    It 'knows port <Port> for <Protocol>, and says when nothing is there' -Skip:$noAddresses -ForEach @(
        @{ Port = 25; Protocol = 'Smtp first' }, @{ Port = 587; Protocol = 'Smtp first' }, @{ Port = 'imap'; Protocol = 'Imap first' }, @{ Port = 110; Protocol = 'Pop3 first' }, @{ Port = 389; Protocol = 'Ldap first' }
        @{ Port = 1433; Protocol = 'Mssql first' }, @{ Port = 3306; Protocol = 'MySql first' }, @{ Port = 993; Protocol = 'TLS from the start' }, @{ Port = 636; Protocol = 'TLS from the start' }
    ) {
        { & "$examples/certificate-of-port.ps1" "${address}:$Port" -InformationVariable said -InformationAction SilentlyContinue } | Should -Throw '*refuses the connection*'
        $said = & { try { & "$examples/certificate-of-port.ps1" $address $Port } catch { 'refused' } } 6>&1
        "$said" | Should -BeLike "*$Protocol, as the port suggests*refused"
    }

    It 'is asked for as it is told, on any port' {
        $server = Start-Serving @{ NoHandshake = $true } $before $postgres
        try { (& "$examples/certificate-of-port.ps1" localhost $server.Port -StartTls Postgres @trust 6>$null).HostnameMatch | Should -BeTrue } finally { Stop-Serving $server }
    }

    It 'is shown with its faults, and saved once' {
        $middle = New-SslCertificate Middle -Kind Intermediate -Issuer (New-SslCertificate Root -Kind CA)
        $listener = New-SslListener -Certificate (New-SslCertificate localhost -Issuer $middle).GetCertificate(), $middle.GetCertificate()
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).pem"
        try {
            $shown = & "$examples/certificate-of-port.ps1" "localhost:$($listener.Port)" -Chain -PemPath $file 6>$null
            @($shown).Count | Should -Be 2
            $shown[0].IsTrusted | Should -BeFalse
            $shown.VerifyErrors.Code | Should -Contain CertificateUntrusted
            @(Get-PeerCertificate -Path $file).Thumbprint | Should -Be $shown.Thumbprint
            { & "$examples/certificate-of-port.ps1" "localhost:$($listener.Port)" -PemPath $file 6>$null } | Should -Throw "*$file*"
        }
        finally { Close-SslSocket $listener }
    }

    It 'says what it had guessed when the port speaks something else' {
        $plain = Start-PlainAnswer '220 mail.example'
        try {
            $said = & { try { & "$examples/certificate-of-port.ps1" localhost $plain.Port } catch { "$_" } } 3>&1 6>$null
            "$said" | Should -BeLike '*guessed as None*'
            $said[-1] | Should -BeLike '*220 mail.example*'
        }
        finally { $plain.Dispose() }
    }
}

Describe 'HTTPS by hand' {
    BeforeAll {
        $answer = {
            foreach ($text in $given) {
                $socket = Wait-SslConnection $listener -Timeout 20
                $asked = while ($line = Receive-SslData $socket -Line) { $line }
                Send-SslData $socket $text.Replace('ASKED', $asked -join '|')
                Close-SslSocket $socket -NoShutdown:($text -like '*CUT')
            }
        }
        # One answer of a server that then hangs up.
        function Invoke-ByHand([string] $Text, [string] $Name = 'localhost', [hashtable] $More = @{}) {
            $server = Start-Serving @{ Certificate = New-Identity; Alpn = 'http/1.1' } $answer $Text.Replace("`n", "`r`n")
            try { & "$examples/https-by-hand.ps1" "https://${Name}:$($server.Port)/a%20b?c=d" -Tls $trust @More } finally { Stop-Serving $server }
        }
    }

    It 'tells what was agreed on, asks, and reads as many bytes as were announced' {
        $said = Invoke-ByHand "HTTP/1.1 200 Very well`nContent-Type: text/plain; charset=iso-8859-1`nX-Part: 1`nX-Part: 2`nContent-Length: 5`n`nhello and what does not belong to it" -More @{ Header = @{ 'X-Asked' = 'yes' } } 6>&1
        $said[0] | Should -BeLike '127.0.0.1:*: TLSv1_3, TLS_AES_256_GCM_SHA384, group X25519MLKEM768, ALPN http/1.1'
        $said[1] | Should -Be 'certificate: CN=localhost, 199 days left'
        $page = $said[2]
        $page.Status, $page.Reason, $page.Content, $page.Framing | Should -Be 200, 'Very well', 'hello', 'Content-Length 5'
        $page.Headers['x-part'] | Should -Be '1, 2'
        $asked = Invoke-ByHand "HTTP/1.1 200 OK`n`nASKED" -More @{ Header = @{ 'X-Asked' = 'yes' } } 6>$null
        $asked.Framing | Should -Be 'to the end'
        $asked.Content | Should -BeLike 'GET /a%20b`?c=d HTTP/1.1|Host: localhost:*|X-Asked: yes*'
    }

    It 'puts chunks together' {
        $page = Invoke-ByHand "HTTP/1.1 100 Continue`n`nHTTP/1.1 404 Not Found`nTransfer-Encoding: chunked`n`n5;name=value`nhello`n1A`n, abcdefghijklmnopqrstuvwx`n0`nX-Behind: 1`n`n" 6>$null
        $page.Status, $page.Content, $page.Length, $page.Framing | Should -Be 404, 'hello, abcdefghijklmnopqrstuvwx', 31, 'chunked'
    }

    It 'writes a file' {
        (Invoke-ByHand "HTTP/1.1 200 OK`nContent-Length: 3`n`nabc" -More @{ OutFile = "$TestDrive/body" } 6>$null).Content | Should -BeNullOrEmpty
        [System.IO.File]::ReadAllText("$TestDrive/body") | Should -BeExactly 'abc'
    }

    It 'takes nothing for whole that is not: <Name>' -ForEach @(
        @{ Name = 'fewer bytes than announced'; Text = "HTTP/1.1 200 OK`nContent-Length: 9`n`nabc"; Says = '*cut off: 6 bytes are missing*' }
        @{ Name = 'a chunk too few'; Text = "HTTP/1.1 200 OK`nTransfer-Encoding: chunked`n`n3`nabc`n"; Says = '*cut off*' }
        @{ Name = 'no goodbye'; Text = "HTTP/1.1 200 OK`n`nCUT"; Says = '*close_notify*' }
        @{ Name = 'no answer'; Text = 'SSH-2.0-server'; Says = '*not an HTTP answer: SSH*' }
    ) {
        { Invoke-ByHand $Text 6>$null } | Should -Throw $Says
    }

    It 'is not sent to a server of another name, nor in plain text' {
        { Invoke-ByHand "HTTP/1.1 200 OK`n`n" -Name 127.0.0.1 } | Should -Throw '*no iPAddress entry for 127.0.0.1*'
        { & "$examples/https-by-hand.ps1" http://localhost/ } | Should -Throw '*is not an address that begins with https*'
    }
}

Describe 'A small TLS server' {
    It 'publishes a file, survives bad clients, and ends when it is done' {
        [System.IO.File]::WriteAllText("$TestDrive/root notes.txt", 'What the lab trusts')
        $process = Start-Example tls-server.ps1 "$TestDrive/root notes.txt", '-Port', '0', '-AuthorityPath', "$TestDrive/served.pem", '-Requests', '4'
        try {
            $process.StandardOutput.ReadLine() -match 'https://localhost:(\d+)/' | Should -BeTrue
            $port = $Matches[1]
            $plain = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $port)
            $plain.GetStream().Write([System.Text.Encoding]::ASCII.GetBytes("GET / HTTP/1.1`r`n`r`n"))
            { New-SslSocket localhost $port -ErrorAction Stop } | Should -Throw '*trust*'
            $by = { param($path, $method) & "$examples/https-by-hand.ps1" "https://localhost:$port/$path" -Method $method -Tls @{ CAFile = "$TestDrive/served.pem" } 6>$null }
            (& $by '' GET).Content | Should -Be 'What the lab trusts'
            $head = & $by 'root%20notes.txt' HEAD
            $head.Status, $head.Headers['Content-Length'], $head.Length | Should -Be 200, '19', 0
            (& $by '../authority.pem' GET).Status | Should -Be 404
            (& $by '' DELETE).Headers['Allow'] | Should -Be 'GET, HEAD'
            $run = Wait-Example $process
            $run.ExitCode | Should -Be 0
            $run.Text | Should -Match 'WARNING: .*did not begin with TLS'
            $run.Text | Should -Match 'WARNING: .*unknown_ca'
            { New-SslSocket localhost $port -ErrorAction Stop } | Should -Throw '*refuses the connection*'
        }
        finally {
            if ($plain) { $plain.Dispose() }
            Stop-PeerServer $process
        }
    }

    It 'shows a certificate of one''s own' {
        $null = Export-SslCertificate (New-Identity) "$TestDrive/own.pem" -KeyPath "$TestDrive/own.key" -Unencrypted
        $process = Start-Example tls-server.ps1 "$TestDrive/own.pem", '-Port', '0', '-CertificateFile', "$TestDrive/own.pem", '-KeyFile', "$TestDrive/own.key", '-Requests', '1'
        try {
            $process.StandardOutput.ReadLine() -match ':(\d+)/' | Should -BeTrue
            (& "$examples/https-by-hand.ps1" "https://localhost:$($Matches[1])/own.pem" -Tls $trust 6>$null).Content | Should -BeLike '-----BEGIN CERTIFICATE-----*'
            (Wait-Example $process).ExitCode | Should -Be 0
        }
        finally { Stop-PeerServer $process }
    }
}

Describe 'A failed handshake with a key log' {
    BeforeAll {
        # Refuses clients without a certificate; in TLS 1.3 the alert that says so is encrypted.
        $strict = New-SslListener -Certificate (New-Identity) -ClientCertificate Require @trust
    }
    AfterAll { Close-SslSocket $strict }

    It 'tells what happened, and shows no secret' {
        $keys = "$TestDrive/$([guid]::NewGuid()).log"
        $said = & "$examples/debug-handshake.ps1" localhost $strict.Port -KeyLogPath $keys -Tls $trust 6>&1
        $found = $said | Where-Object { $_.psobject.Properties['KeyLogLabels'] }
        $found.Succeeded | Should -BeFalse
        $found.Code | Should -Be ClientCertificateRequired
        $found.Alert | Should -BeLike 'certificate_required*, from the server'
        $found.Advice | Should -BeLike '*-CertificateFile*'
        $found.Messages[0] | Should -BeLike '>>> handshake client_hello*'
        $found.Messages -join "`n" | Should -Match '<<< alert certificate_required'
        $found.KeyLogLabels | Should -Contain CLIENT_TRAFFIC_SECRET_0
        @($found.ClientRandom).Count | Should -Be 1
        $text = ($said | Out-String) + ($found.Messages | Out-String)
        foreach ($line in [System.IO.File]::ReadAllLines($keys)) {
            $line.Split(' ')[1] | Should -Be $found.ClientRandom
            $text.Contains($line.Split(' ')[2]) | Should -BeFalse
        }
        if (-not [System.OperatingSystem]::IsWindows() -and -not $IsWindowsPowerShellBuild) {
            [System.IO.File]::GetUnixFileMode($keys) | Should -Be ([System.IO.UnixFileMode] 'UserRead, UserWrite')
        }
    }

    It 'makes a capture readable: without it the alert is data like any other' -Skip:$noWireshark {
        $keys = "$TestDrive/capture.log"
        $start = [System.Diagnostics.ProcessStartInfo]::new('python3')
        foreach ($argument in "$PSScriptRoot/peers/record.py", $strict.Port, "$TestDrive/capture.txt") { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardOutput = $true
        $recorder = [System.Diagnostics.Process]::Start($start)
        try {
            $port = $recorder.StandardOutput.ReadLine()
            $found = & "$examples/debug-handshake.ps1" localhost $port -KeyLogPath $keys -Tls $trust 6>$null
            $recorder.WaitForExit(20000) | Should -BeTrue
        }
        finally { Stop-PeerServer $recorder }
        $null = & text2pcap -q -D -T 50000,443 "$TestDrive/capture.txt" "$TestDrive/capture.pcap" 2>&1
        $with = & tshark -r "$TestDrive/capture.pcap" -o "tls.keylog_file:$keys" -V -Y tls 2>$null | Out-String
        $without = & tshark -r "$TestDrive/capture.pcap" -o 'tls.keylog_file:' -V -Y tls 2>$null | Out-String
        $with | Should -Match 'Certificate Required'
        $with | Should -Match 'Handshake Type: Certificate Request'
        $without | Should -Not -Match 'Certificate Re'
        ($without -replace '[^0-9a-fA-F]').ToLower().Contains($found.ClientRandom) | Should -BeTrue
    }

    It 'tells of <Name>' -ForEach @(
        @{ Name = 'a server that nobody trusts'; Code = 'CertificateChainIncomplete'; Phase = 'Verify'; Keys = $true; Make = { New-SslListener -SelfSigned } }
        @{ Name = 'a version that it does not have'; Code = 'NoCommonVersion'; Phase = 'Handshake'; Keys = $false; Make = { New-SslListener -SelfSigned -Version TLSv1_2 } }
    ) {
        $listener = & $Make
        try {
            $found = & "$examples/debug-handshake.ps1" localhost $listener.Port -KeyLogPath "$TestDrive/$Code.log" -Tls @{ Version = 'TLSv1_3' } 6>$null
            $found.Code, $found.Phase, $found.Succeeded | Should -Be $Code, $Phase, $false
            [bool]$found.KeyLogLabels | Should -Be $Keys
        }
        finally { Close-SslSocket $listener }
    }

    It 'is content with a server that says nothing by itself' {
        $listener = New-SslListener -Certificate (New-Identity)
        try {
            $found = & "$examples/debug-handshake.ps1" localhost $listener.Port -KeyLogPath "$TestDrive/fine.log" -Tls $trust -ListenSeconds 1 6>$null
            $found.Succeeded, $found.Code, $found.Version | Should -Be $true, $null, TLSv1_3
        }
        finally { Close-SslSocket $listener }
    }
}

Describe 'Client certificates from end to end' {
    BeforeAll { $rows = & "$examples/client-certificates.ps1" -Directory "$TestDrive/clients" }

    It 'shows both sides of <Client> in <Version>' -ForEach @(
        foreach ($version in 'TLSv1_3', 'TLSv1_2') {
            @{ Version = $version; Client = 'the right one'; LetIn = $true; Client_ = 'Hello, Nightly job!'; Server = 'CN=Nightly job' }
            @{ Version = $version; Client = 'none'; LetIn = $false; Client_ = '*demands a client certificate*'; Server = '*sent no certificate*' }
            @{ Version = $version; Client = 'one that is over'; LetIn = $false; Client_ = '*certificate_expired*'; Server = '*expired on*' }
            @{ Version = $version; Client = 'one of another authority'; LetIn = $false; Client_ = '*unknown_ca*'; Server = '*Another authority*' }
            @{ Version = $version; Client = 'a server''s'; LetIn = $false; Client_ = '*unsupported_certificate*'; Server = '*must not be used by a client*' }
        }
    ) {
        $row = $rows | Where-Object { $_.Client -eq $Client -and $_.Version -eq $Version }
        $row.LetIn | Should -Be $LetIn
        $row.ClientSees | Should -BeLike $Client_
        $row.ServerSees | Should -BeLike $Server
    }

    It 'leaves files that others can use, and not the authority''s key' {
        [System.IO.Directory]::GetFiles("$TestDrive/clients").Count | Should -Be 9
        [System.IO.File]::Exists("$TestDrive/clients/authority.key") | Should -BeFalse
        Test-SslCertificate "$TestDrive/clients/known.pem" -CAFile "$TestDrive/clients/authority.pem" -Purpose Client | Should -BeTrue
    }
}

Describe 'A Perl script and its port' -Skip:$noPerl {
    BeforeAll {
        # Time stands still in neither: both talk to the same server, which answers as often as it is asked.
        $answer = {
            while ($true) {
                $socket = Wait-SslConnection $listener
                while (Receive-SslData $socket -Line) { }
                'HTTP/1.1 200 Fine', 'Content-Type: text/plain', '' | Send-SslData $socket -NewLine
                Close-SslSocket $socket
            }
        }
        $server = Start-Serving @{ Certificate = New-Identity -DnsName 'localhost', 'www.lab.example'; Alpn = 'http/1.1' } $answer
        function Invoke-Both([string[]] $Arguments) {
            $perl = & perl "$examples/porting-perl/probe.pl" @Arguments 2>$null
            $perlCode = $LASTEXITCODE
            $ours = Wait-Example (Start-Example porting-perl/probe.ps1 $Arguments)
            $ours.Text.TrimEnd() -split '\r?\n' | Should -Be $perl
            $ours.ExitCode | Should -Be $perlCode
            @{ Lines = $perl; Code = $perlCode }
        }
    }
    AfterAll { Stop-Serving $server }

    It 'say the same of a server' {
        $both = Invoke-Both localhost, $server.Port, $trust.CAFile
        $both.Code | Should -Be 0
        $both.Lines[0..4] | Should -Be 'version: TLSv1_3', 'cipher: TLS_AES_256_GCM_SHA384', 'alpn: http/1.1', 'name: localhost', 'names: localhost, www.lab.example'
        $both.Lines[-2..-1] | Should -Be 'status: HTTP/1.1 200 Fine', 'type: text/plain'
    }

    It 'fail alike: <Name>' -ForEach @(
        @{ Name = 'nobody listens'; Arguments = { 'localhost', '1' }; Says = 'localhost: no connection' }
        @{ Name = 'an authority that is not trusted'; Arguments = { 'localhost', $server.Port }; Says = 'localhost: the certificate is refused' }
        @{ Name = 'another name'; Arguments = { '127.0.0.1', $server.Port, $trust.CAFile }; Says = '127.0.0.1: the certificate is refused' }
    ) {
        $both = Invoke-Both (& $Arguments)
        $both.Code | Should -Be 1
        $both.Lines | Should -Be $Says
    }
}

Describe 'Certificates as others see them' {
    BeforeAll { $listener = New-SslListener -Certificate (New-Identity) }
    AfterAll { Close-SslSocket $listener }

    It 'are collected in the background and judged here' {
        $rows = & "$examples/remoting.ps1" "localhost:$($listener.Port)", "127.0.0.1:$($listener.Port)", localhost:1 @trust -ErrorVariable failures 2>$null | Sort-Object Peer
        $rows.Peer | Should -Be "127.0.0.1:$($listener.Port)", "localhost:$($listener.Port)"
        $rows.IsTrusted | Should -Be $false, $true
        $rows.MatchesName | Should -Be $false, $true
        $rows[0].Remark | Should -BeLike '*iPAddress*'
        "$failures" | Should -BeLike '*Seen from*refuses the connection*'
    }

    It 'are collected by threads that do more than that' {
        $where = $module
        $seen = "localhost:$($listener.Port)", "127.0.0.1:$($listener.Port)" | ForEach-Object -Parallel {
            Import-Module $using:where
            $socket = New-SslSocket $_ -CAFile ($using:trust).CAFile -ErrorAction SilentlyContinue
            if ($socket) { $socket | Get-PeerCertificate; Close-SslSocket $socket }
        }
        @($seen).Count | Should -Be 1
        $seen | Test-SslHostname localhost | Should -BeTrue
    }
}

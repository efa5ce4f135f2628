# What Should asks of servers and certificates, against servers that we did not write. A wrong pass is the worst that could happen: each thing that cannot be found out fails both ways.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $hasOpenSsl = Test-Program openssl
    $six = (Get-Module Pester).ExportedCommands.ContainsKey('New-ShouldAssertion')
    if (-not $six) { Write-Host 'The commands Should-OfferTls and so on are for Pester 6, which is not here: their tests are skipped.' }
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid().ToString('N'))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    $peers = [System.Collections.Generic.List[object]]::new()
    $ca = New-SslCertificate 'Lab CA' -Kind CA

    # openssl s_server with a certificate of the lab; gives host:port.
    function Start-Server([string] $Name, [hashtable] $Certificate = @{}, [string[]] $Options = @()) {
        $null = New-SslCertificate localhost -Issuer $ca @Certificate | Export-SslCertificate -Path "$folder/$Name.pem" -IncludeKey -Unencrypted -Force
        $port = Get-PeerPort
        $peers.Add((Start-PeerServer $port openssl (@('s_server', '-accept', "127.0.0.1:$port", '-cert', "$folder/$Name.pem", '-key', "$folder/$Name.pem", '-quiet', '-naccept', '1000') + $Options)))
        "localhost:$port"
    }

    # What an assertion says; nothing if it passes.
    function Get-Failure([scriptblock] $Assertion) { try { $null = & $Assertion } catch { "$_" } }

    # Neither it nor its contrary can be said.
    function Get-BothFailures([scriptblock] $Question) { foreach ($not in $false, $true) { $text = Get-Failure { & $Question $not }; if (-not $text) { throw "It passed; -Not: $not" }; $text } }
}

AfterAll {
    foreach ($peer in $peers) { Stop-PeerServer $peer }
    [System.IO.Directory]::Delete($folder, $true)
}

Describe 'Should, asked of OpenSSL''s servers' -Skip:(-not $hasOpenSsl) {
    BeforeAll {
        $modern = Start-Server modern
        $old = Start-Server old -Options '-tls1', '-cipher', 'ALL:@SECLEVEL=0'
        $middle = Start-Server middle -Options '-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-GCM-SHA256'
        $dead = "localhost:$(Get-PeerPort)"
    }

    It '-OfferTls' {
        foreach ($server in $modern, $old, $middle) { $server | Should -OfferTls }
        Get-Failure { $middle | Should -Not -OfferTls -Because 'it is old' } | Should -Be "Expected $middle not to offer TLS, because it is old, but it negotiated TLSv1_2 (ECDHE-ECDSA-AES128-GCM-SHA256)."
    }

    It '-HaveTlsVersion' {
        $modern | Should -HaveTlsVersion TLSv1_3
        $modern | Should -HaveTlsVersion TLSv1_2, TLSv1_3
        $modern | Should -HaveTlsVersion 'TLS 1.2', 1.3
        $modern | Should -Not -HaveTlsVersion TLSv1, TLSv1_1, SSLv3
        $old | Should -HaveTlsVersion TLSv1
        $old | Should -Not -HaveTlsVersion TLSv1_3, TLSv1_2
        Get-Failure { $old | Should -HaveTlsVersion TLSv1_2, TLSv1_3 -Because 'the policy says so' } | Should -BeLike "Expected $old to negotiate TLSv1_2 and TLSv1_3, because the policy says so, but it negotiated TLSv1 (*)."
        Get-Failure { $old | Should -HaveTlsVersion TLSv1, TLSv1_3 } | Should -BeLike "Expected $old to negotiate TLSv1 and TLSv1_3, but it refused TLSv1_3, and negotiated TLSv1 (*)."
        Get-Failure { $old | Should -Not -HaveTlsVersion TLSv1, TLSv1_1 } | Should -BeLike "Expected $old not to negotiate TLSv1 or TLSv1_1, but it negotiated TLSv1 (*)."
    }

    It '-NegotiateCipher' {
        $modern | Should -NegotiateCipher TLS_AES_256_GCM_SHA384
        $modern | Should -NegotiateCipher 'ECDHE+AESGCM'
        $middle | Should -NegotiateCipher ECDHE-ECDSA-AES128-GCM-SHA256
        $middle | Should -Not -NegotiateCipher ECDHE-ECDSA-AES256-GCM-SHA384, '3DES', 'aNULL', TLS_AES_256_GCM_SHA384
        $old | Should -Not -NegotiateCipher AESGCM
        Get-Failure { $middle | Should -NegotiateCipher CHACHA20 } | Should -Be "Expected $middle to negotiate CHACHA20, but it refused that, and negotiated ECDHE-ECDSA-AES128-GCM-SHA256 (TLSv1_2) when everything was offered."
        Get-Failure { $middle | Should -Not -NegotiateCipher AESGCM } | Should -Be "Expected $middle not to negotiate AESGCM, but it negotiated ECDHE-ECDSA-AES128-GCM-SHA256 (TLSv1_2)."
    }

    It '-HaveValidCertificate' {
        $modern | Should -HaveValidCertificate -CACertificate $ca.Certificate
        $file = Save-Certificate $ca.Certificate "$folder/ca.pem"
        $modern | Should -HaveValidCertificate -CAFile $file
        $modern | Should -Not -HaveValidCertificate
        $modern | Should -Not -HaveValidCertificate www.example.org -CAFile $file
        Get-Failure { $modern | Should -HaveValidCertificate } | Should -BeLike "Expected $modern to have a valid certificate, but *the server did not send the certificate of 'CN=Lab CA'*"
        Get-Failure { $modern | Should -HaveValidCertificate -CAFile '' } | Should -BeLike '*CN=Lab CA*'
        Get-Failure { $modern | Should -HaveValidCertificate -HostName www.example.org -CAFile $file } | Should -BeLike '*for www.example.org, but*is not for www.example.org: its DNS names are localhost.'
        Get-Failure { $modern | Should -Not -HaveValidCertificate -CAFile $file } | Should -BeLike "Expected $modern not to have a valid certificate, but 'CN=localhost' is trusted, and good until *."
    }

    It 'an expired certificate' {
        $expired = Start-Server expired @{ NotBefore = [datetime]::UtcNow.AddDays(-9); NotAfter = [datetime]::UtcNow.AddDays(-2.5) }
        $expired | Should -Not -HaveValidCertificate -CACertificate $ca.Certificate
        $expired | Should -Not -ExpireAfter 0
        $expired | Should -MatchHostname
        Get-Failure { $expired | Should -HaveValidCertificate -CACertificate $ca.Certificate } | Should -BeLike '*expired*'
        Get-Failure { $expired | Should -ExpireAfter 30 } | Should -BeLike "Expected $expired to have a certificate that expires after * UTC (in 30 days), but that of 'CN=localhost' expired on * UTC (2 days ago)."
    }

    It '-ExpireAfter' {
        $short = Start-Server short @{ NotAfter = [datetime]::UtcNow.AddDays(20.5) }
        $short | Should -ExpireAfter 20
        $short | Should -ExpireAfter ([timespan]::FromDays(20))
        $short | Should -ExpireAfter ([datetime]::Now.AddDays(20))
        $short | Should -ExpireAfter ([datetime]::UtcNow.AddDays(19).ToString('yyyy-MM-dd'))
        $short | Should -Not -ExpireAfter 30
        # A device that clients of today agree on nothing with has a certificate too.
        $old | Should -ExpireAfter 3
        $old | Should -MatchHostname
        Get-Failure { $short | Should -ExpireAfter 30 -Because 'renewal takes a while' } | Should -BeLike '*(in 30 days), because renewal takes a while, but *(in 20 days).'
        Get-Failure { $short | Should -Not -ExpireAfter 7 } | Should -BeLike 'Expected * not to have a certificate that expires after *'
    }

    It '-MatchHostname' {
        $modern | Should -MatchHostname
        $modern | Should -MatchHostname localhost
        $modern | Should -Not -MatchHostname www.example.org, mail.example.org
        Get-Failure { $modern | Should -MatchHostname localhost, www.example.org } | Should -BeLike 'Expected * to have a certificate for localhost and www.example.org, but *not for www.example.org*'
        Get-Failure { $modern | Should -Not -MatchHostname www.example.org, localhost } | Should -BeLike 'Expected * not to have a certificate for www.example.org or localhost, but *localhost*'
    }

    It 'a server that wants a certificate from us has shown its own' {
        $strict = Start-Server strict -Options '-tls1_2', '-Verify', '1', '-verify_return_error'
        $strict | Should -OfferTls
        $strict | Should -HaveTlsVersion TLSv1_2
        $strict | Should -Not -HaveTlsVersion TLSv1_3
        $strict | Should -ExpireAfter 1
        Get-BothFailures { param($Not) $strict | Should -Not:$Not -HaveValidCertificate -CACertificate $ca.Certificate } | Should -BeLike '*could not be found out: it demands a client certificate*'
    }

    It 'an address, and the name that is sent' {
        $modern -replace 'localhost', '127.0.0.1' | Should -OfferTls
        $modern -replace 'localhost', '127.0.0.1' | Should -HaveValidCertificate localhost -CACertificate $ca.Certificate -ServerName localhost
        $modern -replace 'localhost', '127.0.0.1' | Should -Not -MatchHostname
    }

    It 'rows of a table, tables, and all that are piped' {
        $row = [pscustomobject]@{ ComputerName = 'localhost'; Port = $modern.Split(':')[1]; StartTls = '' }
        $row | Should -OfferTls
        @{ ComputerName = 'localhost'; Port = [int] $modern.Split(':')[1] } | Should -OfferTls
        $modern, $middle | Should -HaveTlsVersion TLSv1_2
        Get-Failure { $modern, $old | Should -HaveTlsVersion TLSv1_2 } | Should -BeLike "Expected $old to *"
        Get-Failure { $modern, $dead | Should -OfferTls } | Should -BeLike "Expected $dead to *"
    }

    It 'an open socket, and what comes of it' {
        $name, $port = $middle.Split(':')
        $socket = New-SslSocket $name $port -CACertificate $ca.Certificate
        $elsewhere = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($socket, 2))
        $certificate = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($socket.PeerCertificate, 1))
        foreach ($subject in $socket, $elsewhere) {
            $subject | Should -OfferTls
            $subject | Should -HaveTlsVersion TLSv1_2
            $subject | Should -HaveTlsVersion TLSv1_3, TLSv1_2
            $subject | Should -Not -HaveTlsVersion TLSv1_3
            $subject | Should -NegotiateCipher ECDHE-ECDSA-AES128-GCM-SHA256
            $subject | Should -Not -NegotiateCipher CHACHA20
            Get-Failure { $subject | Should -HaveTlsVersion TLSv1_3 } | Should -BeLike '* to negotiate TLSv1_3, but it negotiated TLSv1_2 (ECDHE-ECDSA-AES128-GCM-SHA256).'
        }
        foreach ($subject in $socket, $socket.PeerCertificate) { $subject | Should -HaveValidCertificate }
        # What was found in another session is only told; it is judged anew, by those who are trusted here.
        foreach ($subject in $elsewhere, $certificate) {
            $subject | Should -HaveValidCertificate -CACertificate $ca.Certificate
            Get-Failure { $subject | Should -HaveValidCertificate } | Should -BeLike '*CN=Lab CA*'
        }
        foreach ($subject in $socket, $elsewhere, $socket.PeerCertificate, $certificate) {
            $subject | Should -ExpireAfter 1
            $subject | Should -MatchHostname localhost
            Get-Failure { $subject | Should -MatchHostname www.example.org } | Should -BeLike '*not for www.example.org*'
            Get-Failure { $subject | Should -HaveValidCertificate -CAFile '' } | Should -BeLike '*CN=Lab CA*'
        }
        Close-SslSocket $socket
    }

    It 'tells errors of its own from what it sees' {
        { $modern | Should -HaveTlsVersion } | Should -Throw '*No protocol version is given.*'
        { $modern | Should -Not -HaveTlsVersion TLSv1_4 } | Should -Throw "*'TLSv1_4' is not a protocol version.*"
        { $modern | Should -Not -HaveTlsVersion SSLv23 } | Should -Throw "*'SSLv23' is not a protocol version.*"
        { $modern | Should -NegotiateCipher } | Should -Throw '*No cipher suite is named.*'
        { $modern | Should -Not -NegotiateCipher AES512-GCM } | Should -Throw "*'AES512-GCM'*is neither a word nor a suite.*"
        # What nothing here speaks is offered by number.
        $modern | Should -Not -NegotiateCipher RC4, DES, EXPORT
        { $modern | Should -NegotiateCipher RC4 } | Should -Throw
        { $modern | Should -Not -NegotiateCipher GOST } | Should -Throw "*could not be found out: no suite of 'GOST' can be offered*"
        { $modern | Should -ExpireAfter } | Should -Throw '*No time is given*'
        { $modern | Should -Not -ExpireAfter soon } | Should -Throw "*'soon' is not a number of days, a TimeSpan or a date*"
        { $modern | Should -ExpireAfter -3 } | Should -Throw "*'-3' from now is past*"
        { $modern | Should -ExpireAfter '2020-01-01' } | Should -Throw "*is past*"
        { $modern | Should -OfferTls -StartTls Gopher } | Should -Throw "*'Gopher' is not a STARTTLS protocol*"
        { $modern | Should -OfferTls -Timeout never } | Should -Throw "*'never' is not a timeout*"
        { $modern | Should -HaveValidCertificate -CAFile "$folder/none.pem" } | Should -Throw '*none.pem*'
        { $modern | Should -HaveValidCertificate -HostName a, b } | Should -Throw '*-HostName takes one name*'
        { New-SslCertificate localhost | Should -MatchHostname } | Should -Throw '*No host name is given*'
    }
}

Describe 'Should, asked of nobody who could answer' {
    BeforeAll {
        $seconds = 1
        $ask = [ordered]@{
            OfferTls             = { param($Not) $subject | Should -Not:$Not -OfferTls -Timeout $seconds }
            HaveTlsVersion       = { param($Not) $subject | Should -Not:$Not -HaveTlsVersion TLSv1 -Timeout $seconds }
            NegotiateCipher      = { param($Not) $subject | Should -Not:$Not -NegotiateCipher 3DES -Timeout $seconds }
            HaveValidCertificate = { param($Not) $subject | Should -Not:$Not -HaveValidCertificate -Timeout $seconds }
            ExpireAfter          = { param($Not) $subject | Should -Not:$Not -ExpireAfter 30 -Timeout $seconds }
            MatchHostname        = { param($Not) $subject | Should -Not:$Not -MatchHostname www.example.org -Timeout $seconds }
        }
    }

    It 'fails both ways on a port that is closed' {
        $subject = "localhost:$(Get-PeerPort)"
        foreach ($operator in $ask.Keys) { Get-BothFailures $ask[$operator] | Should -BeLike "Expected $subject *could not be found out: it (127.0.0.1) refuses the connection*" -Because $operator }
    }

    It 'fails both ways on a name that cannot be resolved' {
        $subject = 'no.such.host.invalid'
        foreach ($operator in $ask.Keys) { Get-BothFailures $ask[$operator] | Should -BeLike "Expected ${subject}:443 *could not be found out: the name no.such.host.invalid cannot be resolved*" -Because $operator }
    }

    It 'fails both ways on a server that is silent' {
        # Each of these waits to its end.
        $seconds = 0.2
        $silent = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $silent.Start()
        try {
            $subject = "127.0.0.1:$($silent.LocalEndpoint.Port)"
            foreach ($operator in $ask.Keys) { Get-BothFailures $ask[$operator] | Should -BeLike "Expected $subject *could not be found out: *" -Because $operator }
            Get-BothFailures { param($Not) $subject | Should -Not:$Not -OfferTls -StartTls Smtp -Timeout $seconds } | Should -BeLike '*could not be found out: *'
        }
        finally { $silent.Stop() }
    }

    It 'fails both ways on a server that hangs up' {
        foreach ($operator in $ask.Keys) {
            foreach ($not in $false, $true) {
                $server = Start-PlainAnswer ''
                $subject = "127.0.0.1:$($server.Port)"
                try { Get-Failure { & $ask[$operator] $not } | Should -BeLike '*could not be found out: *' -Because $operator } finally { $server.Dispose() }
            }
        }
    }

    It 'fails without a subject, and with one that is none' {
        foreach ($given in @($null), @(), @('')) { foreach ($not in $false, $true) { { $given | Should -Not:$not -OfferTls } | Should -Throw -Because "'$given'" } }
        { 5 | Should -OfferTls } | Should -Throw '*has no ComputerName*'
        { [pscustomobject]@{ Name = 'localhost' } | Should -Not -OfferTls } | Should -Throw '*has no ComputerName*'
        { New-SslCertificate localhost | Should -Not -OfferTls } | Should -Throw '*A certificate offers no TLS.*'
        { New-SslCertificate localhost | Should -Not -HaveTlsVersion TLSv1 } | Should -Throw '*A certificate has no protocol version.*'
        { New-SslCertificate localhost | Should -Not -NegotiateCipher RC4 } | Should -Throw '*A certificate has no cipher suite.*'
    }
}

Describe 'Should -Not -OfferTls' {
    It 'believes a server that answers a hello in plain text' {
        $server = Start-PlainAnswer 'HTTP/1.1 400 Bad Request'
        try { "127.0.0.1:$($server.Port)" | Should -Not -OfferTls } finally { $server.Dispose() }
        $server = Start-PlainAnswer 'HTTP/1.1 400 Bad Request'
        try { Get-Failure { "127.0.0.1:$($server.Port)" | Should -OfferTls } | Should -Be "Expected 127.0.0.1:$($server.Port) to offer TLS, but it does not speak TLS on this port: it answered `"HTTP/1.1 400 Bad Request`"." } finally { $server.Dispose() }
    }

    It 'does not believe one that may begin TLS later: <_>' -ForEach '220 mail.example ESMTP', '* OK IMAP4rev1', '+OK POP3', '<stream:stream>' {
        foreach ($not in $false, $true) {
            $server = Start-PlainAnswer $_
            try { Get-Failure { "127.0.0.1:$($server.Port)" | Should -Not:$not -OfferTls } | Should -BeLike '*could not be found out*name the protocol with -StartTls.' } finally { $server.Dispose() }
        }
    }

    It 'does not believe one that turns this client away: <_>' -ForEach '554 go away', '421 too many connections' {
        foreach ($not in $false, $true) {
            $server = Start-PlainAnswer $_
            try { Get-Failure { "127.0.0.1:$($server.Port)" | Should -Not:$not -OfferTls -StartTls Smtp } | Should -BeLike '*could not be found out*' } finally { $server.Dispose() }
        }
    }
}

Describe 'Certificates that nobody shows' {
    It 'are judged as they are given: <Kind>' -ForEach @(
        @{ Kind = 'X509Certificate2'; Make = { $made.Certificate } }
        @{ Kind = 'made here'; Make = { $made } }
        @{ Kind = 'a file'; Make = { [System.IO.FileInfo]::new((Save-Certificate $made.Certificate "$folder/leaf.pem")) } }
        @{ Kind = 'PEM'; Make = { [System.IO.File]::ReadAllText((Save-Certificate $made.Certificate "$folder/leaf.pem")) } }
        @{ Kind = 'described'; Make = { Get-PeerCertificate -InputObject $made } }
    ) {
        $made = New-SslCertificate www.lab.example -Issuer $ca -NotAfter ([datetime]::UtcNow.AddDays(40))
        $subject = & $Make
        $subject | Should -HaveValidCertificate -CACertificate $ca.Certificate
        $subject | Should -HaveValidCertificate www.lab.example -CACertificate $ca.Certificate
        $subject | Should -Not -HaveValidCertificate
        $subject | Should -ExpireAfter 30
        $subject | Should -Not -ExpireAfter 60
        $subject | Should -MatchHostname www.lab.example
        Get-Failure { $subject | Should -MatchHostname localhost } | Should -Be "Expected the certificate 'CN=www.lab.example' to be for localhost, but the certificate is not for localhost: its DNS names are www.lab.example."
        Get-Failure { $subject | Should -HaveValidCertificate localhost -CACertificate $ca.Certificate } | Should -BeLike "Expected the certificate 'CN=www.lab.example' to be valid for localhost, but *is not for localhost*"
    }
}

Describe 'Should-OfferTls and its like, of Pester 6' -Skip:(-not $six) {
    BeforeAll {
        $identity = New-SslCertificate localhost -Issuer $ca
        $listener = New-SslListener -Certificate $identity
        $server = "localhost:$($listener.Port)"
        $dead = "localhost:$(Get-PeerPort)"
    }
    AfterAll { Close-SslSocket $listener }

    It 'pass and fail as the operators do' {
        $server | Should-OfferTls
        $server | Should-HaveTlsVersion TLSv1_2, TLSv1_3
        $server | Should-NotHaveTlsVersion TLSv1, TLSv1_1
        $server | Should-NegotiateCipher TLS_AES_256_GCM_SHA384
        $server | Should-NotNegotiateCipher 3DES
        $server | Should-HaveValidCertificate -CACertificate $ca.Certificate
        $server | Should-NotHaveValidCertificate
        $server | Should-ExpireAfter 3
        $server | Should-NotExpireAfter 3650
        $server | Should-MatchHostname
        $server | Should-NotMatchHostname www.example.org
        Should-HaveTlsVersion TLSv1_3 -Actual $server
        @{ ComputerName = 'localhost'; Port = $listener.Port } | Should-OfferTls
        { $server | Should-NotOfferTls -Because 'it is old' } | Should -Throw "Expected $server not to offer TLS, because it is old, but it negotiated TLSv1_3 (*"
        { $server, $dead | Should-OfferTls } | Should -Throw "Expected $dead to offer TLS, but that could not be found out: *"
    }

    It 'fail both ways when nothing can be found out' {
        foreach ($subject in @(, $dead), @(), @($null)) {
            { $subject | Should-OfferTls } | Should -Throw
            { $subject | Should-NotOfferTls } | Should -Throw
            { $subject | Should-NotHaveTlsVersion TLSv1 } | Should -Throw
            { $subject | Should-NotExpireAfter 3 } | Should -Throw
            { $subject | Should-NotMatchHostname a.example } | Should -Throw
            { $subject | Should-NotHaveValidCertificate } | Should -Throw
            { $subject | Should-NotNegotiateCipher 3DES } | Should -Throw
        }
        { Should-NotOfferTls } | Should -Throw '*No host or certificate was piped*'
    }

    It 'go on after a failure when they are asked to' {
        $result = Invoke-Pester -PassThru -Output None -Container (New-PesterContainer -ScriptBlock {
            Describe 'a' { It 'b' { 'localhost:1' | Should-OfferTls -ErrorAction Continue; 'localhost:1' | Should -OfferTls -ErrorAction Continue } }
        })
        $result.FailedCount | Should -Be 1
        $result.Failed[0].ErrorRecord.Count | Should -Be 2
    }
}

Describe 'Register-SslShouldOperator' {
    It 'is not needed where Pester is loaded after PSSsl' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                param($module, $pester)
                Import-Module $module
                Import-Module $pester
                try { 'localhost:1' | Should -Not -HaveTlsVersion TLSv1 } catch { "$_" }
            }).AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1").AddArgument((Get-Module Pester).Path)
            "$($shell.Invoke())" | Should -BeLike '*could not be found out*'
        }
        finally { $shell.Dispose() }
    }

    It 'may be called again' {
        Register-SslShouldOperator
        Register-SslShouldOperator
        $listener = New-SslListener -SelfSigned
        "localhost:$($listener.Port)" | Should -OfferTls
        Close-SslSocket $listener
    }

    It 'says that there is no Pester, or one that is too old' {
        # A session of its own, without any.
        $shell = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $null = $shell.AddScript({ param($module) Import-Module $module; try { Register-SslShouldOperator } catch { "$_|$($_.ErrorDetails.RecommendedAction)|$($_.FullyQualifiedErrorId)" } }).AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1")
        $said = $shell.Invoke()
        $shell.Dispose()
        "$said" | Should -Be 'Pester is not loaded.|Import-Module Pester -MinimumVersion 5.0 first.|InvalidOption,PSSsl.Commands.RegisterSslShouldOperatorCommand'
        $shell = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $null = $shell.AddScript({ param($module) $null = New-Module -Name Pester { function Should { } } | Import-Module; Import-Module $module; try { Register-SslShouldOperator } catch { "$_" } }).AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1")
        $said = $shell.Invoke()
        $shell.Streams.Warning.Count | Should -Be 0
        $shell.Dispose()
        "$said" | Should -BeLike 'Pester 0.0 does not support additional operators.*'
    }

    It 'is not needed when Pester is there, and operators survive that the module is removed and imported again' {
        $shell = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $null = $shell.AddScript({
            param($module)
            $operators = @{}
            $null = New-Module -Name Pester -ArgumentList $operators { param($operators) function Add-ShouldOperator([string] $Name, [scriptblock] $Test) {
                if ($operators[$Name] -and "$($operators[$Name])" -ne "$Test") { throw "$Name is there" }
                if (-not $operators[$Name]) { $operators[$Name] = $Test } } } | Import-Module
            Import-Module $module
            $operators.Keys -join ' '
            Import-Module $module -Force
            Remove-Module PSSsl
            "left: $(Get-Module PSSsl*)"
            Import-Module $module
            (& $operators['OfferTls'] -ActualValue 'localhost:1').FailureMessage
        }).AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1")
        $said = $shell.Invoke()
        @($shell.Streams.Error).Count | Should -Be 0 -Because "$($shell.Streams.Error)"
        $shell.Dispose()
        $said[0].Split(' ') | Sort-Object | Should -Be 'ExpireAfter', 'HaveTlsVersion', 'HaveValidCertificate', 'MatchHostname', 'NegotiateCipher', 'OfferTls'
        $said[1] | Should -Be 'left: '
        $said[2] | Should -BeLike 'Expected localhost:1 to offer TLS, but that could not be found out*'
    }

    It 'completes what Should takes then' {
        $text = "'a' | Should -HaveTlsVersion -Version "
        $found = [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches
        $found.ListItemText | Should -Be 'TLSv1_3', 'TLSv1_2', 'TLSv1_1', 'TLSv1', 'SSLv3'
        $found[0].ToolTip | Should -Be 'TLS 1.3 (RFC 8446)'
        $text = "'a' | Should -OfferTls -StartTls Sm"
        [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches.CompletionText | Should -Be 'Smtp'
    }
}

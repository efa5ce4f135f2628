Describe 'Sessions' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned
        $trust = @{ CACertificate = $listener.CertificateAuthority }
        # A connection on which the server spoke, so that tickets of TLS 1.3 came; says whether the session was resumed, on both ends.
        function Connect-Once($Server, $Parameters) {
            $socket = New-SslSocket localhost $Server.Port @Parameters -ErrorAction Stop
            $accepted = Wait-SslConnection $Server -Timeout 10 -ErrorAction Stop
            'hello' | Send-SslData -Socket $accepted -NewLine
            $null = $socket | Receive-SslData -Line
            $socket.SessionReused | Should -Be $accepted.SessionReused
            $socket.SessionReused
            Close-SslSocket $socket, $accepted
        }
    }
    AfterAll { Close-SslSocket $listener }

    It 'are resumed in <Version>' -ForEach @(@{ Version = 'TLSv1_3' }, @{ Version = 'TLSv1_2' }) {
        $parameters = $trust + @{ SessionCache = New-SslSessionCache; Version = $Version }
        @(1..3 | ForEach-Object { Connect-Once $listener $parameters }) | Should -Be @($false, $true, $true)
        $entry = $parameters.SessionCache.Sessions[0]
        $entry.Key | Should -Be "localhost:$($listener.Port)"
        $entry.IsTrusted | Should -BeTrue
        $entry.psobject.Properties.Name | Should -Not -Contain 'Secret'
        $parameters.SessionCache.Clear()
        $parameters.SessionCache.Count | Should -Be 0
        Connect-Once $listener $parameters | Should -BeFalse
    }

    It 'are kept only when asked for' {
        $context = New-SslContext @trust
        Connect-Once $listener @{ Context = $context } | Should -BeFalse
        Connect-Once $listener @{ Context = $context } | Should -BeFalse
        $context = New-SslContext @trust -SessionCacheSize 4
        Connect-Once $listener @{ Context = $context } | Should -BeFalse
        Connect-Once $listener @{ Context = $context } | Should -BeTrue
    }

    It 'are never those of a connection that nobody verified' {
        $cache = New-SslSessionCache
        Connect-Once $listener @{ VerifyMode = 'None'; SessionCache = $cache; WarningAction = 'SilentlyContinue' } | Should -BeFalse
        Connect-Once $listener @{ VerifyMode = 'None'; SessionCache = $cache; WarningAction = 'SilentlyContinue' } | Should -BeTrue
        Connect-Once $listener ($trust + @{ SessionCache = $cache }) | Should -BeFalse
        { New-SslSocket localhost $listener.Port -CAFile '' -SessionCache $cache -ErrorAction Stop } | Should -Throw
    }

    It 'go over to another port with -SessionKey, as FTPS wants' {
        $key = [byte[]](1..32)
        $common = @{ Certificate = New-TestCertificate; TicketKey = $key }
        $control = New-SslListener @common
        $data = New-SslListener @common
        $client = @{ CACertificate = $common.Certificate; SessionCache = New-SslSessionCache; SessionKey = 'ftp' }
        Connect-Once $control $client | Should -BeFalse
        Connect-Once $data $client | Should -BeTrue
        Close-SslSocket $control, $data
    }

    It 'survive a change of the ticket key while the old one is still known' {
        $old = [byte[]](1..32); $new = [byte[]](33..64); $certificate = New-TestCertificate
        $client = @{ CACertificate = $certificate; SessionCache = New-SslSessionCache; SessionKey = 'service' }
        foreach ($step in @{ Keys = @(, $old); Reused = $false }, @{ Keys = @($new, $old); Reused = $true }, @{ Keys = @(, $new); Reused = $true }) {
            $server = New-SslListener -Certificate $certificate -TicketKey $step.Keys
            Connect-Once $server $client | Should -Be $step.Reused
            Close-SslSocket $server
        }
    }

    It 'are not given by a server that is told to keep none' {
        $server = New-SslListener -SelfSigned -SessionCacheSize 0
        $client = @{ CACertificate = $server.CertificateAuthority; SessionCache = New-SslSessionCache }
        Connect-Once $server $client | Should -BeFalse
        Connect-Once $server $client | Should -BeFalse
        $client.SessionCache.Count | Should -Be 0
        Close-SslSocket $server
    }

    It 'refuses <Wrong>' -ForEach @(
        @{ Wrong = 'a short ticket key'; Command = { New-SslListener -SelfSigned -TicketKey ([byte[]]::new(31)) }; Expected = '*31 bytes*32*' }
        @{ Wrong = 'a ticket key of text'; Command = { New-SslListener -SelfSigned -TicketKey 'secret' }; Expected = '*byte arrays*' }
        @{ Wrong = 'a cache and a size'; Command = { New-SslContext -SessionCache (New-SslSessionCache) -SessionCacheSize 3 }; Expected = '*exclude each other*' }
    ) {
        $Command | Should -Throw $Expected
    }
}

Describe 'Pre-shared keys' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $key = [byte[]](1..32)
        $hex = ConvertTo-SecureString ([System.BitConverter]::ToString($key) -replace '-') -AsPlainText -Force
    }

    It 'authenticate both ends in <Version>, the client''s from <From>' -ForEach @(
        @{ Version = 'TLSv1_3'; From = 'a table'; Psk = { @{ Identity = 'someone'; Key = $key } } }
        @{ Version = 'TLSv1_2'; From = 'a table'; Psk = { @{ Identity = 'someone'; Key = $key } } }
        @{ Version = 'TLSv1_3'; From = 'a credential'; Psk = { [pscredential]::new('someone', $hex) } }
    ) {
        foreach ($known in @{ Identity = 'someone'; Key = $key }, @{ someone = $key; other = [byte[]](2..33) }, { param($Identity) if ($Identity -eq 'someone') { $key } }) {
            $server = New-SslListener -Psk $known -Version $Version
            $power = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
            $null = $power.AddScript({ param($module, $port, $psk, $version) Import-Module $module; $s = New-SslSocket localhost $port -Psk $psk -Version $version; "$($s.PskIdentity) $($s.State)" }).
                AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1").AddArgument($server.Port).AddArgument((& $Psk)).AddArgument($Version)
            $running = $power.BeginInvoke()
            $accepted = Wait-SslConnection $server -Timeout 10 -ErrorAction Stop
            $accepted.PskIdentity | Should -Be 'someone'
            "$($power.EndInvoke($running))" | Should -Be 'someone Open'
            $power.Dispose()
            Close-SslSocket $accepted, $server
        }
    }

    It 'tell a wrong key from an unknown identity' {
        $server = New-SslListener -Psk @{ Identity = 'someone'; Key = $key }
        $wrong = { New-SslSocket localhost $server.Port -Psk @{ Identity = 'someone'; Key = [byte[]](2..33) } -ErrorAction Stop } | Should -Throw -PassThru
        $wrong.FullyQualifiedErrorId | Should -BeLike 'PskWrong*'
        $unknown = { New-SslSocket localhost $server.Port -Psk @{ Identity = 'nobody'; Key = $key } -ErrorAction Stop } | Should -Throw -PassThru
        $unknown.FullyQualifiedErrorId | Should -BeLike 'PskIdentityUnknown*'
        Close-SslSocket $server
    }

    It 'looks keys up in a table while one script is both ends, with one for all other identities: <_>' -ForEach 'TLSv1_2', 'TLSv1_3' {
        $text = { param($word) , [System.Text.Encoding]::ASCII.GetBytes($word) }
        $table = @{ foo = & $text 'foobar'; io_socket_ssl = & $text 'barfoot'; '' = [byte[]](0xDE, 0xAD, 0xBE, 0xEF) }
        $server = New-SslListener -Psk $table -CipherList PSK -Version $_ -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*less than 16 bytes*'
        try {
            foreach ($case in @(
                    @{ Psk = @{ Identity = 'foo'; Key = $table.foo }; Comes = 'foo' }
                    @{ Psk = $table.io_socket_ssl; Comes = 'io_socket_ssl' }
                    @{ Psk = @{ Key = $table.io_socket_ssl }; Comes = 'io_socket_ssl' }
                    @{ Psk = @{ Identity = 'somebody'; Key = $table[''] }; Comes = 'somebody' }
                    @{ Psk = @{ Identity = 'foo'; Key = $table[''] }; Comes = 'PskWrong' })) {
                $psk = $case.Psk
                $comes = try { ($socket = New-SslSocket localhost $server.Port -Psk $psk -CipherList PSK -Version $_ -Timeout 20 -ErrorAction Stop -WarningAction SilentlyContinue).PskIdentity; Close-SslSocket $socket } catch { "$($_.Exception.Code)" }
                $comes | Should -Be $case.Comes
            }
        } finally { Close-SslSocket $server }
    }

    It 'takes a key alone whatever the identity is' {
        $server = New-SslListener -Psk $key -CipherList PSK
        $socket = New-SslSocket localhost $server.Port -Psk @{ Identity = 'somebody'; Key = $key } -CipherList PSK -Timeout 20 -ErrorAction Stop
        $socket.PskIdentity | Should -Be 'somebody'
        Close-SslSocket $socket, $server
    }

    It 'refuses <Wrong>' -ForEach @(
        @{ Wrong = 'an empty key'; Psk = { @{ Identity = 'a'; Key = [byte[]]@() } }; Expected = "*key of 'a' has 0 bytes*" }
        @{ Wrong = 'a key alone of text'; Psk = { 'secret' }; Expected = '*plain text*' }
        @{ Wrong = 'a key of text'; Psk = { @{ Identity = 'a'; Key = 'secret' } }; Expected = '*plain text*' }
        @{ Wrong = 'an empty identity'; Psk = { @{ Identity = $null; Key = $key } }; Expected = '*Identity has no value*' }
        @{ Wrong = 'another entry'; Psk = { @{ Identity = 'a'; Key = $key; Size = 3 } }; Expected = "*'Size'*Identity, Key*" }
        @{ Wrong = 'a script block on a client'; Psk = { { $key } }; Expected = '*only servers look keys up*' }
        @{ Wrong = 'a number'; Psk = { 5 }; Expected = '*Int32 is not a key*' }
    ) {
        $value = & $Psk
        { New-SslSocket localhost 1 -Psk $value -ErrorAction Stop } | Should -Throw $Expected
    }
}

# What a user sees at a press of Tab. A new parameter that takes one of a few words and does not complete them with a word on each fails here.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $commands = Get-Command -Module PSSsl -CommandType Cmdlet | ForEach-Object { @{ Command = $_.Name } }
}

Describe 'Completion' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"

        # Completers are no types that a script can name.
        $ours = (Get-Command New-SslSocket).ImplementingType.Assembly

        function Complete([string] $Text) { [System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null).CompletionMatches }

        function Get-OwnParameter([string] $Command) {
            $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
            (Get-Command $Command).Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.SwitchParameter }
        }

        function Get-Completer($Parameter) { ($Parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.ArgumentCompleterAttribute] }).Type }

        # Text and tables that nobody can know beforehand.
        $free = 'Subject', 'SerialNumber', 'SessionKey', 'SessionIdContext', 'Fingerprint', 'DnsName', 'IpAddress', 'EmailAddress', 'Uri', 'CrlUrl', 'OcspUrl', 'CaIssuersUrl',
            'Delimiter', 'Until', 'Content', 'Target', 'Psk', 'DhParameter', 'CertificateMap', 'Extension', 'Send-SslData:InputObject', 'Enter-SslSession:InputObject'
        # Numbers, times, code, keys, addresses.
        $freeTypes = [int], [IntPtr], [bigint], [datetime], [timespan], [scriptblock], [byte[][]], [ipaddress], [pscredential]
    }

    It 'of <Command> knows each parameter: words and what they mean, files, variables, or text that is free' -ForEach $commands {
        foreach ($parameter in Get-OwnParameter $Command) {
            $type = $parameter.ParameterType
            if ([nullable]::GetUnderlyingType($type)) { $type = [nullable]::GetUnderlyingType($type) }
            $element = if ($type.IsArray) { $type.GetElementType() } else { $type }
            $element.IsEnum | Should -BeFalse -Because "-$($parameter.Name): PowerShell completes enumerations by itself, without what they mean; see ChoiceAttribute"
            @($parameter.Attributes | Where-Object { $_ -is [ValidateSet] }).Count | Should -Be 0 -Because "-$($parameter.Name): sets are completed without what their words mean"
            $isKnown = (Get-Completer $parameter) -or $parameter.Name -in $free -or "${Command}:$($parameter.Name)" -in $free -or $type -in $freeTypes
            $isKnown | Should -BeTrue -Because "-$($parameter.Name) needs a completer, or a place among those that cannot have one"
        }
    }

    It 'of <Command> says of each word what it means' -ForEach $commands {
        foreach ($parameter in Get-OwnParameter $Command) {
            $completer = Get-Completer $parameter
            if (-not $completer -or -not $completer.IsSubclassOf($ours.GetType('PSSsl.Commands.Completion.WordCompleter')) -or $ours.GetType('PSSsl.Commands.Completion.HostNameCompleter').IsAssignableFrom($completer)) { continue }
            $found = @(Complete "$Command -$($parameter.Name) ")
            $found.Count | Should -BeGreaterThan 1 -Because "-$($parameter.Name) takes one of several words"
            foreach ($word in $found) {
                $word.ResultType | Should -Be 'ParameterValue' -Because "-$($parameter.Name)"
                $word.ToolTip.Length | Should -BeGreaterThan 2 -Because "$($word.ListItemText) of -$($parameter.Name) is explained"
                $word.ToolTip | Should -Not -Be $word.ListItemText -Because "$($word.ListItemText) of -$($parameter.Name) is explained"
            }
            @($found.CompletionText | Sort-Object -Unique).Count | Should -Be $found.Count -Because "-$($parameter.Name) offers nothing twice"
        }
    }

    It 'of <Command> has every name of an enumeration, and takes it' -ForEach $commands {
        foreach ($parameter in Get-OwnParameter $Command) {
            $choice = $parameter.Attributes | Where-Object { $_.GetType().Name -eq 'ChoiceAttribute' }
            if (-not $choice) { continue }
            $names = [enum]::GetNames($choice.Choices)
            (Complete "$Command -$($parameter.Name) ").ListItemText | Sort-Object | Should -Be ($names | Sort-Object)
            foreach ($name in $names) {
                $choice.Transform($ExecutionContext, $name.ToLowerInvariant()) | Should -BeExactly $name
                $choice.Transform($ExecutionContext, [enum]::Parse($choice.Choices, $name)) | Should -BeExactly $name
            }
        }
    }

    It 'refuses a word that is none, and names those that are' {
        { New-SslContext -Ocsp Sometimes } | Should -Throw "*'Sometimes' is not among Off, Try, Must, FullChain.*" -ErrorId 'ParameterArgumentTransformationError,PSSsl.Commands.NewSslContextCommand'
        { New-SslCrl -Issuer (New-SslCertificate Lab -Kind CA) -Format Text -Path x } | Should -Throw "*'Text' is not among Der, Pem.*"
    }

    It 'takes lists, numbers and values of flags' {
        (New-SslContext -VerifyMode Peer, FailIfNoPeerCert).VerifyMode | Should -Be 'Peer, FailIfNoPeerCert'
        (New-SslContext -VerifyMode 3).VerifyMode | Should -Be 'Peer, FailIfNoPeerCert'
        (New-SslContext -VerifyMode ([PSSsl.SslVerifyMode]::Peer)).VerifyMode | Should -Be 'Peer'
        (Get-PeerCertificate -InputObject (New-SslCertificate a.example -KeyUsage DigitalSignature, KeyAgreement)).KeyUsage | Should -Be ([System.Security.Cryptography.X509Certificates.X509KeyUsageFlags] 'DigitalSignature, KeyAgreement')
    }

    It 'writes <Expected> for <Line>' -ForEach @(
        @{ Line = 'New-SslSocket a -CipherList "HIGH:!aNU'; Expected = '"HIGH:!aNULL"'; About = 'no authentication: the peer can be an attacker' }
        @{ Line = "New-SslSocket a -CipherList 'ECDHE+AESG"; Expected = "'ECDHE+AESGCM'"; About = 'AES-GCM, authenticated, 128 and 256 bits' }
        @{ Line = "New-SslSocket a -CipherList 'ECDHE:-AES256-GCM"; Expected = "'ECDHE:-AES256-GCM-SHA384'"; About = 'TLS_RSA_WITH_AES_256_GCM_SHA384, 256 bits, Acceptable' }
        @{ Line = 'New-SslSocket a -CipherList ECDHE-RSA-CH'; Expected = 'ECDHE-RSA-CHACHA20-POLY1305'; About = 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, 256 bits, Recommended' }
        @{ Line = 'New-SslSocket a -CipherList HIGH:+SHA1:!MD'; Expected = "'HIGH:+SHA1:!MD5'"; About = 'HMAC-MD5, broken' }
        @{ Line = 'New-SslSocket a -Version SSLv23:!TLSv1_1:!SS'; Expected = "'SSLv23:!TLSv1_1:!SSLv23'"; About = 'all that are safe: TLS 1.2 and 1.3' }
        @{ Line = 'New-SslSocket a -Version TLSv1_2, TLSv1_3'; Expected = 'TLSv1_3'; About = 'TLS 1.3 (RFC 8446)' }
        @{ Line = 'New-SslSocket a -Group X25519ML'; Expected = 'X25519MLKEM768'; About = 'hybrid, safe against quantum computers (ML-KEM-768, FIPS 203)' }
        @{ Line = 'New-SslSocket a -Alpn http/1.1'; Expected = 'http/1.1'; About = 'HTTP/1.1 (RFC 9112)' }
        @{ Line = 'New-SslSocket a -Port ldaps'; Expected = 'ldaps'; About = 'port 636, directories' }
        @{ Line = 'New-SslSocket a imaps'; Expected = 'imaps'; About = 'port 993, mail access' }
        @{ Line = 'New-SslSocket a -AddressFamily IPv6'; Expected = 'IPv6'; About = 'IPv6 addresses only' }
        @{ Line = 'New-SslSocket a -Blocking '; Expected = '$false'; About = 'calls return at once; .LastError says what cannot be done yet' }
        @{ Line = 'New-SslCertificate -PermittedName ip'; Expected = 'ip:'; About = 'a network: ip:10.0.0.0/8' }
    ) {
        $found = Complete $Line
        $found.CompletionText | Should -Contain $Expected
        ($found | Where-Object CompletionText -CEQ $Expected).ToolTip | Should -Be $About
    }

    It 'takes an address family by each of its names: <Name>' -ForEach @(@{ Name = 'IPv4' }, @{ Name = 'inet4' }, @{ Name = 'InterNetwork' }, @{ Name = 'Any' }, @{ Name = [System.Net.Sockets.AddressFamily]::InterNetwork }) {
        $listener = New-SslListener -SelfSigned
        $socket = New-SslSocket localhost $listener.Port -AddressFamily $Name -CACertificate $listener.CertificateAuthority -ErrorAction Stop
        "$($socket.RemoteEndPoint.AddressFamily)" | Should -Be 'InterNetwork'
        Close-SslSocket $socket, $listener
    }

    It 'tells of Reset-SslDefault what is set' {
        Set-SslDefault -Timeout 12 -VerifyMode Peer
        (Complete 'Reset-SslDefault Timeo').ToolTip | Should -Be 'the default of -Timeout is set to 00:00:12'
        (Complete 'Reset-SslDefault VerifyMo').ToolTip | Should -Be 'the default of -VerifyMode is set to Peer'
        (New-SslContext).VerifyMode | Should -Be 'Peer'
        Reset-SslDefault
        (Complete 'Reset-SslDefault Timeo').ToolTip | Should -Be 'no default of -Timeout is set'
    }

    It 'does not fail on what is not a word: <Line>' -ForEach @(
        @{ Line = 'New-SslSocket -ComputerName "' }, @{ Line = "New-SslSocket a -CipherList '" }, @{ Line = 'New-SslSocket a -Version [' }, @{ Line = 'New-SslSocket a -CAFile /no/such/place/' }
        @{ Line = 'New-SslSocket a -CAPath *' }, @{ Line = 'Receive-SslData -Socket ${' }, @{ Line = 'New-SslSocket a -Ocsp ,' }, @{ Line = 'New-SslSocket a -CipherList :!+-@' }, @{ Line = 'New-SslSocket $null -Port ' }
    ) {
        { $null = Complete $Line } | Should -Not -Throw
    }
}

Describe 'Completion of what a session holds' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        function Complete([string] $Text) { [System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null).CompletionMatches }

        $listener = New-SslListener -SelfSigned
        $context = New-SslContext -CACertificate $listener.CertificateAuthority
        $client = New-SslSocket localhost $listener.Port -Context $context -ErrorAction Stop
        $served = Wait-SslConnection $listener
        $gone = New-SslSocket localhost $listener.Port -Context $context -ErrorAction Stop
        Close-SslSocket $gone
        ${odd name} = $served
        $many = $client, $served
        $cache = New-SslSessionCache
        $web = New-SslCertificate www.example.org
        $secret = [pscredential]::new('operator', [securestring]::new())
        $tcp = [System.Net.Sockets.TcpClient]::new()
        $other = 'no socket'
    }

    AfterAll { Close-SslSocket $client, $served, $listener; $tcp.Dispose() }

    It 'offers sockets with peer and state, those that are closed last' {
        $found = @(Complete 'Receive-SslData ')
        $found[-1].CompletionText | Should -Be '$gone'
        $found.CompletionText | Sort-Object | Should -Be ('${odd name}', '$client', '$gone', '$served' | Sort-Object)
        ($found | Where-Object CompletionText -EQ '$client').ToolTip | Should -Be "localhost:$($listener.Port) Open, TLSv1_3, $($client.Cipher.Name)"
        ($found | Where-Object CompletionText -EQ '$gone').ToolTip | Should -BeLike "localhost:$($listener.Port) Closed*"
        $found[0].ResultType | Should -Be 'Variable'
    }

    It 'offers listeners, and lists where lists are taken' {
        (Complete 'Wait-SslConnection ').CompletionText | Should -Be '$listener'
        (Complete 'Wait-SslConnection ').ToolTip | Should -BeLike "$($listener.LocalEndPoint) listening, * waiting"
        (Complete 'Close-SslSocket ').CompletionText | Should -Contain '$listener'
        (Complete 'Close-SslSocket $many').CompletionText | Should -Contain '$many'
        (Complete 'Wait-SslSocket ' | Where-Object CompletionText -EQ '$many').ToolTip | Should -BeLike '2: localhost:*'
        (Complete 'Receive-SslData ').CompletionText | Should -Not -Contain '$many'
    }

    It 'offers what <Parameter> takes' -ForEach @(
        @{ Parameter = 'New-SslSocket a -Context'; Variable = '$context'; About = 'context: TLSv1_3, TLSv1_2, * suites' }
        @{ Parameter = 'New-SslSocket a -Context'; Variable = '$listener'; About = 'the context of 127.0.0.1:* listening' }
        @{ Parameter = 'New-SslSocket a -SessionCache'; Variable = '$cache'; About = '0 of 1024 sessions' }
        @{ Parameter = 'New-SslListener -Certificate'; Variable = '$web'; About = 'CN=www.example.org, until ????-??-??, with its key' }
        @{ Parameter = 'New-SslSocket a -CACertificate'; Variable = '$listener.CertificateAuthority'; About = 'CN=PSSsl throw-away CA, the authority of 127.0.0.1:*' }
        @{ Parameter = 'New-SslSocket a -CACertificate'; Variable = '$web.Authority'; About = 'CN=PSSsl throw-away CA, which signed it' }
        @{ Parameter = 'New-SslContext -Password'; Variable = '$secret'; About = 'credential of operator' }
        @{ Parameter = 'Start-SslUpgrade'; Variable = '$tcp'; About = 'TcpClient, not connected' }
    ) {
        $found = Complete "$Parameter "
        ($found | Where-Object CompletionText -EQ $Variable).ToolTip | Should -BeLike $About
        $found.CompletionText | Should -Not -Contain '$other'
    }

    It 'offers hosts that this session was connected to, with the port unless -Port says it' {
        (Complete 'New-SslSocket ').CompletionText | Should -Contain "localhost:$($listener.Port)"
        (Complete 'Get-PeerCertificate loc').ToolTip | Should -Contain "this session was connected to localhost:$($listener.Port)"
        (Complete "New-SslSocket -Port $($listener.Port) -ComputerName ").CompletionText | Should -Contain 'localhost'
        (Complete 'Test-SslHostname ').CompletionText | Should -Contain 'localhost'
        (Complete 'New-SslSocket localhost -Port ')[0].ToolTip | Should -BeLike 'this session was connected to localhost:*'
    }

    It 'does not know hosts of another runspace' {
        $foreign = New-SslListener -Certificate $web
        $shell = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $null = $shell.AddScript('param($module, $port, $ca) Import-Module $module; $socket = New-SslSocket 127.0.0.1 $port -CACertificate $ca -VerifyName www.example.org -ErrorAction Stop; $text = "New-SslSocket 127.0.0.1 -Port "
            [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches[0].ToolTip; $socket.Close()').AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1").AddArgument($foreign.Port).AddArgument($web.Authority)
        $shell.Invoke() | Should -Be "this session was connected to 127.0.0.1:$($foreign.Port)"
        $shell.Dispose()
        (Complete 'New-SslSocket ').CompletionText | Should -Not -Contain "127.0.0.1:$($foreign.Port)"
        Close-SslSocket $foreign
    }
}

Describe 'Completion of files' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        function Complete([string] $Text) { [System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null).CompletionMatches }

        $folder = Join-Path "$TestDrive" 'files'
        $null = New-Item "$folder/below" -ItemType Directory -Force
        foreach ($name in 'a.txt', 'b.pem', 'c.key', 'd.crl', 'e.pfx', 'f g.crt', 'h.keylog', 'i.dh') { [System.IO.File]::WriteAllText("$folder/$name", '') }
    }

    It 'offers for <Parameter> first what fits: <First>' -ForEach @(
        @{ Parameter = 'New-SslSocket a -CertificateFile'; First = 'b.pem', 'e.pfx', 'f g.crt'; Rest = 'a.txt', 'below' }
        @{ Parameter = 'New-SslSocket a -CAFile'; First = 'b.pem', 'e.pfx', 'f g.crt'; Rest = 'a.txt', 'below' }
        @{ Parameter = 'New-SslSocket a -KeyFile'; First = 'b.pem', 'c.key', 'e.pfx'; Rest = 'a.txt', 'below' }
        @{ Parameter = 'New-SslSocket a -CrlFile'; First = 'b.pem', 'd.crl'; Rest = 'a.txt', 'below' }
        @{ Parameter = 'New-SslSocket a -KeyLogFile'; First = 'a.txt', 'h.keylog'; Rest = 'b.pem', 'below' }
        @{ Parameter = 'New-SslListener -DhFile'; First = 'b.pem', 'i.dh'; Rest = 'a.txt', 'below' }
        @{ Parameter = 'Get-PeerCertificate -Path'; First = 'b.pem', 'e.pfx', 'f g.crt'; Rest = 'a.txt', 'below' }
        @{ Parameter = 'Import-SslCertificate'; First = 'b.pem', 'e.pfx', 'f g.crt'; Rest = 'a.txt', 'below' }
        @{ Parameter = 'Test-SslCertificate'; First = 'b.pem', 'e.pfx', 'f g.crt'; Rest = 'a.txt', 'below' }
        @{ Parameter = 'Send-SslData -Path'; First = 'a.txt', 'b.pem', 'c.key', 'd.crl'; Rest = 'below', 'i.dh' }
    ) {
        $found = @(Complete "$Parameter $folder/").ListItemText
        foreach ($name in $Rest) { $found | Should -Contain $name }
        if ($Parameter -like 'Send*') { foreach ($name in $First) { $found | Should -Contain $name } } else { $found[0..($First.Count - 1)] | Should -Be $First }
    }

    It 'offers directories alone where a directory is wanted' {
        foreach ($parameter in 'New-SslSocket a -CAPath', 'Test-SslCertificate x -CAPath', 'Set-SslDefault -CAPath') { (Complete "$parameter $folder/").ListItemText | Should -Be 'below' }
    }

    It 'quotes what needs it' {
        (Complete "New-SslSocket a -CAFile $folder/f").CompletionText | Should -BeLike "*'*f g.crt'"
        (Complete "New-SslSocket a -CAFile '$folder/f").CompletionText | Should -BeLike "'*f g.crt'"
    }
}

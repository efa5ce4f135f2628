# What becomes of objects that leave their session: through jobs, Invoke-Command and Export-Clixml all of them go as CLIXML.
BeforeDiscovery {
    $described = 'PeerCertificate', 'SslVerifyError', 'SubjectAlternativeName', 'SignedCertificateTimestamp', 'SslCertificate', 'SslCertificateRequest', 'SslCertificateVerdict', 'HostnameResult', 'SslOcspResponse', 'SslStartTls', 'SslCipher',
        'SslCapability', 'SslContext', 'SslDefault', 'SslSessionCache', 'SslSessionInfo', 'SslMessage', 'SslVerifyElement'
    $kinds = $described + 'SslSocket', 'SslListener', 'SslException' | ForEach-Object { @{ Kind = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $module = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1")
    function Send-Elsewhere($Object, [int] $Depth = 1) {
        # Remoting has a depth of 1, Export-Clixml one of 2.
        $text = [System.Management.Automation.PSSerializer]::Serialize($Object, $Depth)
        , [System.Management.Automation.PSSerializer]::Deserialize($text)
    }

    # Makes an object whose constructor is nobody else's business.
    function New-Inner([string] $Type, [object[]] $Values, [hashtable] $Properties = @{}) {
        $object = ("PSSsl.$Type" -as [type]).GetConstructors('NonPublic, Instance')[0].Invoke($Values)
        foreach ($name in $Properties.Keys) { $null = $object.GetType().GetProperty($name, [System.Reflection.BindingFlags] 'Public, NonPublic, Instance').GetSetMethod($true).Invoke($object, @($Properties[$name])) }
        $object
    }

    # What is a setting of the living thing, or leads to one, and not a fact about it.
    $left = @{
        SslSocket = 'Context', 'Blocking', 'Timeout', 'AllowTruncation', 'PeerCertificates'
        SslListener = @('Context')
        SslException = 'TargetSite', 'Data', 'InnerException', 'HelpLink', 'Source', 'HResult', 'StackTrace'
    }

    # What serialisers pass over, and CLIXML carries.
    $hidden = @{
        SslSocket = 'Context', 'PeerCertificates', 'PeerCertificate', 'LocalCertificate', 'LastError', 'Target', 'Trusted'
        SslListener = 'Context', 'CertificateAuthority', 'Ciphers'
        PeerCertificate = 'Chain', 'Certificate', 'RawData', 'SubjectAlternativeNames', 'Scts', 'Target', 'Date', 'Key', 'Name'
        SslVerifyError = @('Certificate')
        SubjectAlternativeName = @('RawValue')
        SslCertificate = 'Certificate', 'Chain', 'Authority', 'Key'
        SslCertificateVerdict = 'Certificate', 'Path', 'Target'
        SslOcspResponse = @('RawData')
        SslDefault = 'Context', 'SessionCache', 'VerifyCallback'
        SslContext = @('SessionCache')
        SslVerifyElement = @('Certificate')
    }

    # The paths of facts that are not what they were; none if all is well.
    function Compare-Fact([string] $Path, $Live, $There) {
        $plain = if ($There -is [psobject]) { $There.psobject.BaseObject } else { $There }
        if ($null -eq $Live) { if ($null -ne $There) { "${Path}: null became $There" }; return }
        if ($null -eq $There) { "${Path}: '$Live' is lost"; return }
        $type = $Live.GetType()
        if ($Live -is [System.Security.Cryptography.X509Certificates.X509Certificate2]) {
            if ($plain -isnot $type -or $plain.Thumbprint -ne $Live.Thumbprint -or $plain.HasPrivateKey) { "${Path}: no certificate, or one with a key" }
        }
        elseif ($Live -is [byte[]]) { if ([Convert]::ToBase64String($Live) -ne [Convert]::ToBase64String([byte[]] $plain)) { "${Path}: other bytes" } }
        elseif ($type.IsPrimitive -or $Live -is [string] -or $Live -is [datetime] -or $Live -is [timespan]) {
            if ($plain -isnot $type -or $plain -ne $Live) { "${Path}: '$Live' ($type) became '$plain' ($($plain.GetType()))" }
        }
        elseif ($Live -is [System.Collections.IEnumerable]) {
            $here = @($Live); $other = @($There)
            if ($here.Count -ne $other.Count) { "${Path}: $($here.Count) became $($other.Count)"; return }
            for ($i = 0; $i -lt $here.Count; $i++) { Compare-Fact "$Path[$i]" $here[$i] $other[$i] }
        }
        # A thing that is only known by its name here: an enumeration's word, an address, a scheme, a key's identity.
        elseif ($type.IsEnum -or $type.Namespace -ne 'PSSsl' -or $type.Name -in 'HostnameScheme', 'SslPreSharedKey') { if ("$Live" -ne "$plain") { "${Path}: '$Live' became '$plain'" } }
        else { Compare-All $Path $Live $There }
    }

    function Compare-All([string] $Path, $Live, $There) {
        $type = $Live.GetType()
        # Parts of what was made again are so as well.
        $made = $There.psobject.BaseObject -is $type -and $Path -match '\W'
        if (-not $made -and $There.psobject.TypeNames[0] -ne "Deserialized.PSSsl.$($type.Name)") { return "${Path}: a $($There.psobject.TypeNames[0])" }
        foreach ($name in @($Live.psobject.Properties.Name) + $hidden[$type.Name] | Where-Object { $_ } | Sort-Object -Unique) {
            if ($left[$type.Name] -contains $name) { if ($There.psobject.Properties[$name]) { "${Path}.${name}: should have stayed" } }
            elseif ($name -eq 'HasPrivateKey') { if ($There.$name) { "${Path}: the key cannot be here" } }
            elseif (-not $There.psobject.Properties[$name]) { "${Path}.${name}: is missing" }
            else { Compare-Fact "$Path.$name" $Live.$name $There.$name }
        }
    }

    $identity = New-SslCertificate localhost
    $listener = New-SslListener -Certificate $identity -Alpn http/1.1
    $trust = @{ CACertificate = $identity.Authority }
    $elements = [System.Collections.Generic.List[object]]::new()
    $messages = [System.Collections.Generic.List[object]]::new()
    $cache = New-SslSessionCache
    $client = New-SslSocket localhost $listener.Port @trust -SessionCache $cache -Version TLSv1_2 -Alpn http/1.1 -VerifyCallback { param($e) $elements.Add($e); $e.Ok } -MessageCallback { $messages.Add($args[0]) }
    $server = Wait-SslConnection $listener -Timeout 30
    $untrusted = Get-PeerCertificate localhost $listener.Port
    New-SslSocket localhost $listener.Port -ErrorAction SilentlyContinue -ErrorVariable refused
    $log = [byte[]](, 0 + 1..32 + 0, 0, 1, 0x9A, 0, 0, 0, 0, 0, 0, 4, 3, 0, 2, 1, 2)
    $list = [byte[]]@(0, ($log.Length + 2), 0, $log.Length; $log)
    $samples = @{
        SslSocket = $client
        SslListener = $listener
        SslException = $refused[0].Exception
        PeerCertificate = $untrusted
        SslVerifyError = $untrusted.VerifyErrors[0]
        SubjectAlternativeName = $untrusted.SubjectAlternativeNames[0]
        SignedCertificateTimestamp = [PSSsl.SignedCertificateTimestamp].GetMethod('ReadList', [System.Reflection.BindingFlags] 'NonPublic, Static').Invoke($null, @(, $list))[0]
        SslCertificate = $identity
        SslCertificateRequest = Import-SslCertificate -Content (New-SslCertificate www.example.org -Request).ToPem()
        SslCertificateVerdict = Test-SslCertificate -Certificate $untrusted -HostName other.example -Detailed
        HostnameResult = Test-SslHostname localhost -Certificate $untrusted -Detailed
        SslOcspResponse = New-Inner SslOcspResponse ([byte[]](1, 2, 3)), $true @{ Status = [PSSsl.SslOcspStatus]::Revoked; ThisUpdate = [datetime]::UtcNow; Reason = 'keyCompromise'; Responder = 'CN=Lab' }
        SslStartTls = New-Inner SslStartTls ([PSSsl.SslStartTlsProtocol]::Smtp), '220 be welcome', ([string[]]('STARTTLS', 'SIZE 1000'))
        SslCipher = @(Get-SslCipher)[0]
        SslCapability = Get-SslCapability
        SslContext = New-SslContext -SessionCacheSize 5 -Psk @{ Identity = 'lab'; Key = [byte[]](1..32) }
        SslDefault = Get-SslDefault
        SslSessionCache = $cache
        SslSessionInfo = $cache.Sessions[0]
        SslMessage = $messages[0]
        SslVerifyElement = $elements[0]
    }
}

AfterAll {
    Close-SslSocket $client, $server, $listener
}

Describe 'Objects that leave their session' {
    It 'are of kinds that this spec knows' {
        # Reports are tried in Audit.Tests.ps1.
        $known = @($samples.Keys) + 'SslServerReport', 'SslReportChange'
        $unknown = (Get-Command -Module PSSsl).OutputType.Type | Where-Object { $_.Namespace -eq 'PSSsl' -and -not $_.IsEnum } | ForEach-Object { $_.Name } | Where-Object { $_ -notin $known }
        $unknown | Should -BeNullOrEmpty
    }

    It 'keep what a <Kind> tells' -ForEach $kinds {
        $samples[$Kind] | Should -Not -BeNullOrEmpty
        foreach ($depth in 1, 2) {
            $there = Send-Elsewhere $samples[$Kind] $depth
            @(Compare-All $Kind $samples[$Kind] $there) -join "`n" | Should -BeNullOrEmpty
        }
    }

    It 'are shown as before: <Kind>' -ForEach ($kinds | Where-Object { $_.Kind -notin 'SslException', 'SslVerifyElement' }) {
        $there = Send-Elsewhere $samples[$Kind] 1
        # Without its key, which the table tells.
        if ($Kind -eq 'SslCertificate') { $there = Send-Elsewhere $there; $samples[$Kind] = [PSSsl.SslCertificate]::new([System.Security.Cryptography.X509Certificates.X509Certificate2]::new($identity.Certificate.RawData)) }
        $there | Out-String -Width 140 | Should -BeExactly ($samples[$Kind] | Out-String -Width 140)
    }

    It 'keep words as words' {
        (Send-Elsewhere $client).Version -eq 'TLSv1_2' | Should -BeTrue
        (Send-Elsewhere $untrusted).VerifyErrors[0].Code -eq 'CertificateUntrusted' | Should -BeTrue
        (Send-Elsewhere ([pscustomobject]@{ Version = $client.Version }) 2).Version -eq 'TLSv1_2' | Should -BeTrue
        [PSSsl.SslVersion](Send-Elsewhere $client).Version | Should -Be ([PSSsl.SslVersion]::TLSv1_2)
    }

    It 'carry no key: <Kind>' -ForEach ($kinds | Where-Object { $_.Kind -in 'SslCertificate', 'SslListener', 'SslContext', 'SslDefault', 'SslSessionCache' }) {
        $text = [System.Management.Automation.PSSerializer]::Serialize($samples[$Kind], 5)
        $text | Should -Not -Match '(?i)PrivateKey"?>?[^<]*<(Obj|BA)'
        $text | Should -Not -Match ([Convert]::ToBase64String([byte[]](1..30)))
    }

    It 'keep an error''s id and what is in it' {
        $there = Send-Elsewhere $refused[0] 2
        $there.FullyQualifiedErrorId | Should -Be 'CertificateUntrusted,PSSsl.Commands.NewSslSocketCommand'
        # Out of a file it is a bag, from a job an error record again.
        "$($there.ErrorDetails_RecommendedAction)$($there.ErrorDetails.RecommendedAction)" | Should -BeLike '*-CAFile*'
        $error = if ($there.Exception.SerializedRemoteException) { $there.Exception.SerializedRemoteException } else { $there.Exception }
        $error.Code | Should -Be CertificateUntrusted
        $error.Phase | Should -Be Verify
        $error.VerifyErrors[0].Depth | Should -Be 1
        $error.VerifyErrors[0].Certificate.Subject | Should -BeLike 'CN=*'
    }
}

Describe 'A certificate from elsewhere' {
    BeforeAll { $certificate = Send-Elsewhere $untrusted }

    It 'is compared with names' {
        Test-SslHostname localhost -Certificate $certificate | Should -BeTrue
        $certificate | Test-SslHostname www.example.org | Should -BeFalse
    }

    It 'is judged again, with the chain that was sent' {
        Test-SslCertificate -Certificate $certificate @trust | Should -BeTrue
        $certificate | Test-SslCertificate @trust -HostName localhost | Should -BeTrue
        $certificate | Test-SslCertificate -WarningAction SilentlyContinue | Should -BeFalse
        Test-SslCertificate -Certificate $certificate.Certificate -Intermediate $certificate @trust | Should -BeTrue
    }

    It 'is described again, with what was found there' {
        $certificate | Should -BeOfType ([PSSsl.PeerCertificate])
        $certificate -eq $untrusted | Should -BeTrue
        Compare-Object $untrusted $certificate | Should -BeNullOrEmpty
        $again = $certificate | Get-PeerCertificate
        $again | Should -BeOfType ([PSSsl.PeerCertificate])
        $again.Thumbprint | Should -Be $untrusted.Thumbprint
        $again.IsTrusted | Should -BeFalse
        $again.HostnameMatch | Should -BeTrue
        $again.VerifyErrors[0].Code | Should -Be CertificateUntrusted
        $again.VerifyErrors[0].Certificate.Subject | Should -Be $untrusted.VerifyErrors[0].Certificate.Subject
        $again.GetFingerprint() | Should -Be $untrusted.GetFingerprint()
        @(Get-PeerCertificate -InputObject $certificate -Chain).Subject | Should -Be @(Get-PeerCertificate -InputObject $untrusted -Chain).Subject
        Get-PeerCertificate -InputObject $certificate -AsText | Should -BeExactly $untrusted.ToText()
    }

    It 'is written to a file' {
        $certificate | Export-SslCertificate -AsText | Should -BeExactly ($untrusted | Export-SslCertificate -AsText)
    }

    It 'is trusted as an authority: <Name>' -ForEach @(
        @{ Name = 'one that was described'; Script = { Send-Elsewhere (Get-PeerCertificate -InputObject $identity.Authority) } }
        @{ Name = 'one that was made'; Script = { Send-Elsewhere (New-SslCertificate -Kind CA 'Other'); Send-Elsewhere ([PSSsl.SslCertificate]::new($identity.Authority)) } }
        @{ Name = 'one of the platform'; Script = { Send-Elsewhere $identity.Authority } }
        @{ Name = 'one of a list'; Script = { (Send-Elsewhere $identity).Authority } }
    ) {
        $authority = & $Script
        Test-SslCertificate -Certificate $identity -CACertificate $authority | Should -BeTrue
        $socket = New-SslSocket localhost $listener.Port -CACertificate $authority
        $socket.PeerCertificate.IsTrusted | Should -BeTrue
        Close-SslSocket $socket
    }

    It 'is revoked by its authority' {
        $ca = New-SslCertificate Lab -Kind CA
        $old = New-SslCertificate old.example -Issuer $ca
        $file = Join-Path $TestDrive 'lab.crl'
        Send-Elsewhere $old | New-SslCrl $ca -Path $file
        (Test-SslCertificate -Certificate $old -CACertificate $ca -CrlFile $file -Detailed).VerifyErrors[0].Code | Should -Be CertificateRevoked
    }

    It 'comes without its key, which is said where one is needed' {
        { New-SslListener -Certificate (Send-Elsewhere $identity) } | Should -Throw '*no private key*'
        { New-SslCertificate www.example -Issuer (Send-Elsewhere (New-SslCertificate -Kind CA Lab)) -ErrorAction Stop } | Should -Throw '*key*'
    }

    It 'is not a certificate any more if only some of its properties were handed on' {
        $few = Send-Elsewhere ($untrusted | Select-Object Subject, NotAfter)
        { Test-SslHostname localhost -Certificate $few -ErrorAction Stop } | Should -Throw '*no longer has the certificate itself*'
        { Test-SslCertificate -Certificate $few @trust -ErrorAction Stop } | Should -Throw '*no longer has the certificate itself*'
        { Get-PeerCertificate -InputObject $few } | Should -Throw '*no longer has the certificate itself*'
        { Test-SslCertificate -Certificate $untrusted -CACertificate $few } | Should -Throw '*no longer has the certificate itself*'
    }

    It 'is one as long as its bytes were among them' {
        $few = $untrusted | Select-Object Subject, RawData
        Test-SslHostname localhost -Certificate $few | Should -BeTrue
        Test-SslHostname localhost -Certificate (Send-Elsewhere $few) | Should -BeTrue
    }

    It 'is refused if its bytes are none: <Name>' -ForEach @(
        @{ Name = 'half of them'; Bytes = { , [byte[]]$untrusted.RawData[0..99] } }
        @{ Name = 'none'; Bytes = { , [byte[]]::new(0) } }
        @{ Name = 'a store with a key'; Bytes = { , (Export-SslCertificate $identity -Format Pkcs12 -AsBytes -Unencrypted) } }
    ) {
        $odd = Send-Elsewhere ($untrusted | Select-Object Subject, RawData, Chain)
        $odd.RawData = & $Bytes
        { Test-SslHostname localhost -Certificate $odd -ErrorAction Stop } | Should -Throw '*RawData*'
    }
}

Describe 'A socket from elsewhere' {
    BeforeAll { $socket = Send-Elsewhere $client }

    It 'shows its peer''s certificate' {
        ($socket | Get-PeerCertificate).Thumbprint | Should -Be $untrusted.Thumbprint
        $socket | Test-SslHostname localhost | Should -BeTrue
        Test-SslCertificate -Certificate $socket @trust | Should -BeTrue
    }

    It 'is not a socket: <Name>' -ForEach @(
        @{ Name = 'Send-SslData'; Script = { 'x' | Send-SslData $socket } }
        @{ Name = 'Receive-SslData'; Script = { Receive-SslData $socket -Line } }
        @{ Name = 'Receive-SslData from the pipeline'; Script = { $socket | Receive-SslData -Line } }
        @{ Name = 'Close-SslSocket'; Script = { $socket | Close-SslSocket } }
        @{ Name = 'Close-SslSocket, in a list'; Script = { Close-SslSocket @($client, @($socket))[1] } }
        @{ Name = 'Wait-SslSocket'; Script = { Wait-SslSocket $socket -Timeout 1 } }
        @{ Name = 'Stop-SslUpgrade'; Script = { Stop-SslUpgrade $socket } }
        @{ Name = 'Stop-SslUpgrade, in a list'; Script = { Stop-SslUpgrade $socket, $socket } }
        @{ Name = 'Start-SslUpgrade'; Script = { Start-SslUpgrade $socket localhost } }
        @{ Name = 'Get-SslCipher'; Script = { $socket | Get-SslCipher } }
        @{ Name = 'Get-PeerCertificate -Socket'; Script = { Get-PeerCertificate -Socket $socket } }
        @{ Name = 'Test-SslHostname -Socket'; Script = { Test-SslHostname localhost -Socket $socket } }
        @{ Name = 'New-SslSocket -Context'; Script = { New-SslSocket localhost 1 -Context $socket } }
        @{ Name = 'New-SslSocket -CACertificate'; Script = { New-SslSocket localhost 1 -CACertificate $socket } }
    ) {
        $before = $ErrorActionPreference
        $ErrorActionPreference = 'Stop'
        try { $Script | Should -Throw '*description of a socket*' } finally { $ErrorActionPreference = $before }
    }

    It 'is told from listeners, contexts and caches' {
        { Wait-SslConnection (Send-Elsewhere $listener) } | Should -Throw '*description of a listener*'
        { New-SslSocket localhost 1 -Context (Send-Elsewhere $samples.SslContext) } | Should -Throw '*description of a context*'
        { New-SslSocket localhost 1 -SessionCache (Send-Elsewhere $cache) } | Should -Throw '*description of a session cache*'
    }
}

Describe 'Jobs' {
    BeforeAll {
        function Receive-Once($Job) {
            try {
                $null = $Job | Wait-Job -Timeout 120
                $Job.State | Should -Be Completed
                Receive-Job $Job -ErrorVariable +failures -ErrorAction SilentlyContinue
                # What goes to a variable of this function's ends with it.
                $script:failures = $failures
            }
            finally { $Job | Stop-Job -PassThru | Remove-Job }
        }
    }

    It 'bring back what they saw: Start-Job' {
        $port = $listener.Port
        $authority = $identity.Authority
        $shown, $socket = Receive-Once (Start-Job {
            Import-Module $using:module
            Get-PeerCertificate localhost $using:port
            New-SslSocket localhost $using:port -CACertificate $using:authority
            New-SslSocket localhost $using:port
        })
        $shown.psobject.TypeNames[0] | Should -Be 'Deserialized.PSSsl.PeerCertificate'
        Test-SslCertificate -Certificate $shown -HostName localhost @trust | Should -BeTrue
        $socket.Version | Should -Be TLSv1_3
        $socket | Out-String | Should -Match "localhost:$port +Open +TLSv1_3"
        { 'x' | Send-SslData $socket } | Should -Throw '*description of a socket*'
        $script:failures[0].FullyQualifiedErrorId | Should -Be 'CertificateUntrusted,PSSsl.Commands.NewSslSocketCommand'
        $script:failures[0].Exception.SerializedRemoteException.VerifyErrors[0].Code | Should -Be CertificateUntrusted
    }

    It 'hand over what lives where they are threads: Start-ThreadJob' {
        $port = $listener.Port
        $socket = Receive-Once (Start-ThreadJob { Import-Module $using:module; New-SslSocket localhost $using:port -CACertificate ($using:identity).Authority })
        $socket | Should -BeOfType ([PSSsl.SslSocket])
        $other = @(Wait-SslConnection $listener -NoWait -ErrorAction SilentlyContinue)[-1]
        'from a thread' | Send-SslData $socket -NewLine
        Receive-SslData $other -Line -Timeout 20 | Should -Be 'from a thread'
        Close-SslSocket $socket, $other
    }
}

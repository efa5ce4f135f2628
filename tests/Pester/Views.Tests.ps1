# How objects look: at 80 and 120 columns, with colours and without.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    [xml] $format = [System.IO.File]::ReadAllText("$PSScriptRoot/../../module/PSSsl.Format.ps1xml")
    $views = $format.Configuration.ViewDefinitions.View
    $tables = $views | Where-Object TableControl | ForEach-Object {
        @{ Name = $_.Name; Widths = @($_.TableControl.TableHeaders.TableColumnHeader | ForEach-Object { [int] "0$($_.Width)" }) }
    }
    $types = @('SslOcspResponse', 'SslStartTls', 'SslMessage', 'SslVerifyElement', 'SslVerifyError', 'SslSessionInfo', 'SignedCertificateTimestamp', 'SslPreSharedKey') + @(
        Get-Command -Module PSSsl -CommandType Cmdlet | ForEach-Object { $_.OutputType.Type } | Where-Object { $_.Namespace -eq 'PSSsl' } | ForEach-Object { $_.Name }) |
        Sort-Object -Unique | ForEach-Object { @{ Type = $_ } }
    foreach ($type in $types) { $type.Views = @($views | Where-Object { $_.ViewSelectedBy.TypeName -eq "PSSsl.$($type.Type)" }) }
    # What must be read at 80 columns, whole.
    $essential = @(
        @{ Type = 'SslSocket'; Words = 'localhost:', 'Open', 'TLSv1_3', 'TLS_AES_256_GCM_SHA384' }
        @{ Type = 'SslListener'; Words = '127.0.0.1:', 'True', 'CN=PSSsl throw-away CA' }
        @{ Type = 'PeerCertificate'; Words = 'localhost:', '29', 'NotTrusted', 'Expired', 'EndsSoon', 'EC P-256', 'RSA 2048', '  1 Lab Root', 'chain.pem', 'Lab Root', '-4' }
        @{ Type = 'SslCipher'; Words = 'TLS_CHACHA20_POLY1305_SHA256', 'TLSv1.3', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'CHACHA20/POLY1305', 'AESGCM(256)', '3DES(168)', 'AEAD', 'NULL-SHA256', 'Recommended', 'Weak' }
        @{ Type = 'HostnameResult'; Words = 'www.example.org', 'default', 'its DNS names are' }
        @{ Type = 'SslCertificate'; Words = 'CN=Lab Root', 'CN=old.lab.example', 'RSA 2048', '-4', '11', 'True' }
        @{ Type = 'SslCertificateVerdict'; Words = 'CN=old.lab.example', 'False', 'HostnameMismatch', 'CertificateExpired' }
        @{ Type = 'SslVerifyError'; Words = '    0', 'HostnameMismatch', 'names are old.lab.example' }
        @{ Type = 'SslContext'; Words = 'TLSv1_3, TLSv1_2', 'default', 'Peer' }
        @{ Type = 'SslSessionCache'; Words = '1024', 'localhost:' }
        @{ Type = 'SslSessionInfo'; Words = 'localhost:', 'TLSv1_3', 'True' }
        @{ Type = 'SslDefault'; Words = 'TLSv1_2', '00:00:12' }
        @{ Type = 'SslCapability'; Words = 'BouncyCastle', 'TLSv1_3 to SSLv3' }
        @{ Type = 'SubjectAlternativeName'; Words = 'Dns', 'localhost', '::1' }
        @{ Type = 'SslMessage'; Words = 'sent', 'received', 'handshake', 'client_hello' }
        @{ Type = 'SslVerifyElement'; Words = '    1', 'CN=PSSsl throw-away CA' }
        @{ Type = 'SslPreSharedKey'; Words = 'sensor-1' }
    )
    $noStyle = -not $PSStyle
}

Describe 'Views' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $escape = [string][char]27
        $rendering = if ($PSStyle) { $PSStyle.OutputRendering }

        # What is shown, as lines.
        function Show($Objects, [int] $Width, [string] $Rendering = 'PlainText') {
            $before = if ($PSStyle) { $PSStyle.OutputRendering }
            if ($PSStyle) { $PSStyle.OutputRendering = $Rendering }
            try { ($Objects | Out-String -Width $Width).TrimEnd() -split '\r?\n' } finally { if ($PSStyle) { $PSStyle.OutputRendering = $before } }
        }

        function Remove-Colour([string[]] $Lines) { foreach ($line in $Lines) { [regex]::Replace($line, '\x1b\[[0-9;]*m', '').TrimEnd() } }

        $root = New-SslCertificate 'Lab Root' -Kind CA -ValidDays 3650
        $old = New-SslCertificate old.lab.example -Issuer $root -NotBefore ([datetime]::Now.AddDays(-400)) -NotAfter ([datetime]::Now.AddDays(-3.5))
        $soon = New-SslCertificate soon.lab.example -DnsName localhost -Issuer $root -NotAfter ([datetime]::Now.AddDays(11.5)) -KeyAlgorithm RSA -KeySize 2048
        $null = Export-SslCertificate @($soon, $root) "$TestDrive/chain.pem" -Force
        $listener = New-SslListener -SelfSigned
        $listenerOld = New-SslListener -Certificate $old
        $listenerSoon = New-SslListener -Certificate $soon
        $messages = [System.Collections.Generic.List[object]]::new()
        $elements = [System.Collections.Generic.List[object]]::new()
        $cache = New-SslSessionCache
        $client = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -SessionCache $cache -MessageCallback { param($m) $messages.Add($m) } -VerifyCallback { param($e) $elements.Add($e); $e.Ok } -ErrorAction Stop
        $served = Wait-SslConnection $listener
        'hello' | Send-SslData $served -NewLine
        $null = Receive-SslData $client -Line
        $verdict = Test-SslCertificate -Certificate $old -HostName www.lab.example -CACertificate $root.Certificate -Detailed
        $context = New-SslContext -VerifyMode Peer
        Set-SslDefault -Version TLSv1_2 -Timeout 12
        $defaults = Get-SslDefault
        Reset-SslDefault
        $samples = @{
            SslSocket              = $client, $served
            SslListener            = $listener
            PeerCertificate        = @(
                Get-PeerCertificate "localhost:$($listener.Port)"
                Get-PeerCertificate "localhost:$($listenerOld.Port)"
                Get-PeerCertificate "localhost:$($listenerSoon.Port)" -CACertificate $root.Certificate -Chain
                Get-PeerCertificate -Path "$TestDrive/chain.pem"
                Get-PeerCertificate -InputObject $root
            )
            SslCipher              = @(Get-SslCipher) + @(Get-SslCipher '3DES:eNULL:CHACHA20:@SECLEVEL=0')
            HostnameResult         = Test-SslHostname localhost, www.example.org -Certificate $client.PeerCertificate -Detailed
            SslCertificate         = $root, $old, $soon
            SslCertificateVerdict  = $verdict
            SslVerifyError         = $verdict.VerifyErrors
            SslContext             = $context
            SslSessionCache        = $cache
            SslSessionInfo         = $cache.Sessions
            SslDefault             = $defaults
            SslCapability          = Get-SslCapability
            SubjectAlternativeName = Get-PeerCertificate "localhost:$($listener.Port)" -Field subjectAltNames
            SslMessage             = $messages
            SslVerifyElement       = $elements
            SslPreSharedKey        = [PSSsl.SslPreSharedKey]::new('sensor-1', [byte[]]::new(32))
        }
    }

    AfterAll {
        Close-SslSocket $client, $served, $listener, $listenerOld, $listenerSoon
        if ($PSStyle) { $PSStyle.OutputRendering = $rendering }
    }

    It '<Type> has a table and a list' -ForEach $types {
        @($Views | Where-Object { $_.TableControl }).Count | Should -Be 1
        @($Views | Where-Object { $_.ListControl }).Count | Should -Be 1
    }

    It 'the columns of <Name> are dropped whole at 80 columns, and all fit into 120' -ForEach $tables {
        $sum = -1
        $sums = foreach ($width in $Widths) { $sum += $width + 1; $sum }
        if ($Widths[-1] -gt 0) {
            $sums[-1] | Should -BeLessOrEqual 120
            if ($sums[-1] -gt 79) { $sums | Should -Contain 79 }
        }
    }

    It '<Type> can be read at 80 and 120 columns' -ForEach $essential {
        $objects = $samples[$Type]
        foreach ($width in 80, 120) {
            $lines = Show ($objects | Format-Table) $width
            $lines | ForEach-Object { $_.Length } | Should -BeLessOrEqual $width
            $text = $lines -join "`n"
            foreach ($word in $Words) { $text | Should -BeLike "*$word*" -Because "it matters at $width columns" }
            $text | Should -Not -Match "$escape|#ERR"
            $text | Should -Not -Match ([char]0x2026) -Because 'nothing is cut off'
        }
    }

    It '<Type> can be read as a list' -ForEach $essential {
        foreach ($width in 80, 120) {
            $lines = Show ($samples[$Type] | Format-List) $width
            $lines | ForEach-Object { $_.Length } | Should -BeLessOrEqual $width
            $lines -join "`n" | Should -Not -Match "$escape|#ERR"
        }
    }

    It '<Type> stays aligned in colour' -ForEach $essential -Skip:$noStyle {
        foreach ($width in 80, 120) {
            $plain = foreach ($line in Show $samples[$Type] $width) { $line.TrimEnd() }
            Remove-Colour (Show $samples[$Type] $width Ansi) | Should -Be $plain
        }
    }

    It '<Type> looks the same when it comes from another session' -ForEach ($essential | Where-Object { $_.Type -in 'PeerCertificate', 'SslCipher', 'HostnameResult', 'SslVerifyError', 'SubjectAlternativeName', 'SslMessage' }) {
        $there = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(@($samples[$Type]), 3))
        $here = Show $samples[$Type] 80
        Show $there 80 | Should -Be $here
    }

    It 'shows tables by themselves, and lists of what is one of its kind' {
        foreach ($type in 'SslSocket', 'SslListener', 'PeerCertificate', 'SslCipher', 'HostnameResult', 'SslCertificate') { (Show $samples[$type] 80) -join "`n" | Should -Match '(?m)^ *----* ' -Because $type }
        foreach ($type in 'SslCertificateVerdict', 'SslContext', 'SslDefault', 'SslCapability') { (Show $samples[$type] 80) -join "`n" | Should -Match '(?m)^\w+ +: ' -Because $type }
    }

    It 'names the host first, or the file, or whose it is' {
        $lines = Show $samples.PeerCertificate 80 | Where-Object { $_ -match '\d\d\d\d-\d\d-\d\d' }
        $lines[0] | Should -BeLike "localhost:$($listener.Port) *"
        $lines[2] | Should -BeLike "localhost:$($listenerSoon.Port) *"
        $lines[3] | Should -BeLike '  1 Lab Root *'
        $lines[4] | Should -BeLike 'chain.pem *'
        $lines[6] | Should -BeLike 'Lab Root *'
    }

    It 'breaks lines of lists between words' {
        (Show ($samples.PeerCertificate[1] | Format-List) 80) -join "`n" | Should -Match "VerifyErrors       : depth 0: .*\n {21}\w"
        (Show $samples.SslContext 80) -join "`n" | Should -Match "Ciphers           : TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256,\n"
        (Show $samples.HostnameResult 80) -join "`n" | Should -Match "The certificate is not for *\n +www\.example\.org: its DNS names are *\n"
    }
}

Describe 'Colours' -Skip:$noStyle {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $wrong = $PSStyle.Formatting.Error
        $soon = $PSStyle.Formatting.Warning
        $reset = $PSStyle.Reset
    }

    It 'are those of errors for what is over, and those of warnings for what soon will be' {
        [PSSsl.Formatting]::Days(-1) | Should -BeExactly "$wrong-1$reset"
        [PSSsl.Formatting]::Days(0) | Should -BeExactly "${soon}0$reset"
        [PSSsl.Formatting]::Days(29) | Should -BeExactly "${soon}29$reset"
        [PSSsl.Formatting]::Days(30) | Should -BeExactly '30'
        [PSSsl.Formatting]::Days($null) | Should -BeExactly ''
        [PSSsl.Formatting]::Date([datetime]::new(2026, 1, 31), -1) | Should -BeExactly "${wrong}2026-01-31$reset"
        [PSSsl.Formatting]::DateUntil([datetime]::Now.AddDays(100)) | Should -Match '^\d{4}-\d\d-\d\d$'
        [PSSsl.Formatting]::DaysUntil([datetime]::Now.AddDays(7.5)) | Should -BeExactly "${soon}7$reset"
    }

    It 'mark what is not trusted, failed, revoked, weak or no protection at all' {
        [PSSsl.Formatting]::Verdict($false) | Should -BeExactly "${wrong}False$reset"
        [PSSsl.Formatting]::Verdict($true) | Should -BeExactly 'True'
        [PSSsl.Formatting]::Verdict($null) | Should -BeExactly ''
        [PSSsl.Formatting]::State('Failed') | Should -BeExactly "${wrong}Failed$reset"
        [PSSsl.Formatting]::State('Handshaking') | Should -BeExactly 'Handshaking'
        [PSSsl.Formatting]::Status('Revoked') | Should -BeExactly "${wrong}Revoked$reset"
        [PSSsl.Formatting]::Status('Unknown') | Should -BeExactly "${soon}Unknown$reset"
        [PSSsl.Formatting]::Suite('NULL-SHA', 'None') | Should -BeExactly "${wrong}NULL-SHA$reset"
        [PSSsl.Formatting]::Suite('DES-CBC3-SHA', 'Weak') | Should -BeExactly "${soon}DES-CBC3-SHA$reset"
        [PSSsl.Formatting]::Suite('AES128-SHA', 'Acceptable') | Should -BeExactly 'AES128-SHA'
        [PSSsl.Formatting]::Suite($null, $null) | Should -BeExactly ''
    }

    It 'follow the user''s own' {
        try {
            $PSStyle.Formatting.Error = "$([char]27)[95m"
            [PSSsl.Formatting]::Fault('x') | Should -BeExactly "$([char]27)[95mx$reset"
        } finally { $PSStyle.Formatting.Error = $wrong }
    }

    It 'are in what is shown where $PSStyle wants them, and nowhere else' {
        $before = $PSStyle.OutputRendering
        $old = New-SslCertificate old.lab.example -NotBefore ([datetime]::Now.AddDays(-40)) -NotAfter ([datetime]::Now.AddDays(-3.5))
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $old | Out-String -Width 80 | Should -Match ([regex]::Escape("$wrong-4$reset"))
            Get-SslCipher 'DES-CBC3-SHA:@SECLEVEL=0' -Version TLSv1_2 | Out-String -Width 80 | Should -Match ([regex]::Escape("${soon}DES-CBC3-SHA$reset"))
            $PSStyle.OutputRendering = 'Host'
            $old | Out-String -Width 80 | Should -Not -Match ([char]27)
            $PSStyle.OutputRendering = 'PlainText'
            $old | Out-String -Width 80 | Should -Not -Match ([char]27)
        } finally { $PSStyle.OutputRendering = $before }
    }
}

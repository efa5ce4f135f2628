Describe 'Defaults' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned
        $file = Save-Certificate $listener.CertificateAuthority ([System.IO.Path]::GetTempFileName())
    }
    AfterEach { Reset-SslDefault }
    AfterAll { Close-SslSocket $listener; [System.IO.File]::Delete($file) }

    It 'stands in for a parameter that is not given, and gives way to one that is' {
        Set-SslDefault -CAFile $file -Version TLSv1_2
        $socket = New-SslSocket localhost $listener.Port -ErrorAction Stop
        $socket.Version | Should -Be 'TLSv1_2'
        Close-SslSocket $socket
        $socket = New-SslSocket localhost $listener.Port -Version TLSv1_3 -ErrorAction Stop
        $socket.Version | Should -Be 'TLSv1_3'
        Close-SslSocket $socket
        { New-SslSocket localhost $listener.Port -CAFile '' -ErrorAction Stop } | Should -Throw
    }

    It 'belongs to one runspace' {
        Set-SslDefault -Timeout 5
        $other = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $null = $other.AddScript({ param($module) Import-Module $module; (Get-SslDefault).Timeout }).AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1")
        "$($other.Invoke())" | Should -BeNullOrEmpty
        $other.Streams.Error.Count | Should -Be 0
        $other.Dispose()
        (Get-SslDefault).Timeout | Should -Be ([timespan]::FromSeconds(5))
    }

    It 'can be a context, which stands alone' {
        $context = New-SslContext -CAFile $file -Version TLSv1_2
        Set-SslDefault -Context $context
        $socket = New-SslSocket localhost $listener.Port -ErrorAction Stop
        [object]::ReferenceEquals($socket.Context, $context) | Should -BeTrue
        Close-SslSocket $socket
        { Set-SslDefault -Version TLSv1_3 } | Should -Throw '*-Version*'
        # What it demands would be lost beside an option that made another context.
        { New-SslSocket localhost $listener.Port -CAFile $file -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidOption*'
        $socket = New-SslSocket localhost $listener.Port -Context (New-SslContext -CAFile $file) -ErrorAction Stop
        $socket.Version | Should -Be 'TLSv1_3'
        Close-SslSocket $socket
    }

    It 'is checked when it is set, and then nothing is lost' {
        Set-SslDefault -Timeout 7
        { Set-SslDefault -Version nonsense } | Should -Throw "*'nonsense'*"
        { Set-SslDefault -CAFile /nowhere/at/all.pem } | Should -Throw '*all.pem*'
        { Set-SslDefault -CipherList 'HIGH:FOO' } | Should -Throw "*'FOO'*"
        (Get-SslDefault).Timeout.TotalSeconds | Should -Be 7
        (Get-SslDefault).Version | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf' {
        Set-SslDefault -Timeout 3 -WhatIf
        (Get-SslDefault).Timeout | Should -BeNullOrEmpty
        Set-SslDefault -Timeout 3
        Reset-SslDefault -WhatIf
        (Get-SslDefault).Timeout.TotalSeconds | Should -Be 3
    }

    It 'is reset by name' {
        Set-SslDefault -Timeout 3 -VerifyScheme smtp
        (Reset-SslDefault Timeout -PassThru).VerifyScheme | Should -Be 'smtp'
        (Get-SslDefault).Timeout | Should -BeNullOrEmpty
        { Reset-SslDefault Nonsense } | Should -Throw "*'Nonsense'*Timeout*"
    }

    It 'warns when nobody is verified any more' {
        Set-SslDefault -VerifyMode None -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*no peer is verified*'
    }

    It 'loses nothing of a default context beside an option: the option is refused' {
        Set-SslDefault -Context (New-SslContext -CAFile $file -Fingerprint ('sha256$' + 'ab' * 32))
        { New-SslSocket localhost $listener.Port -ErrorAction Stop } | Should -Throw -ErrorId 'FingerprintMismatch*'
        { New-SslSocket localhost $listener.Port -Alpn x -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidOption*'
        { Get-PeerCertificate localhost $listener.Port -CipherList HIGH -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidOption*'
        $socket = New-SslSocket localhost $listener.Port -Context (New-SslContext -CAFile $file -Alpn x) -ErrorAction Stop
        $socket.State | Should -Be 'Open'
        Close-SslSocket $socket
    }

    It 'trusts the authority that is given, and not the default one beside it' {
        Set-SslDefault -CAFile $file
        $other = New-SslCertificate 'Other CA' -Kind CA
        { New-SslSocket localhost $listener.Port -CACertificate $other -ErrorAction Stop } | Should -Throw -ErrorId 'Certificate*'
    }

    It 'gives a default certificate to every cmdlet that takes one' {
        $pem = Join-Path ([System.IO.Path]::GetTempPath()) "$([guid]::NewGuid()).pem"
        New-SslCertificate localhost | Export-SslCertificate -Path $pem -IncludeKey -NoPassword
        try {
            Set-SslDefault -CertificateFile $pem -KeyFile $pem
            $here = New-SslListener
            try {
                $here.Port | Should -BeGreaterThan 0
                $socket = New-SslSocket localhost $listener.Port -CAFile $file -ErrorAction Stop
                Close-SslSocket $socket
                (Get-PeerCertificate localhost $here.Port).CommonName | Should -Be 'localhost'
                New-SslContext | Should -BeOfType ([PSSsl.SslContext])
            }
            finally { Close-SslSocket $here }
            Close-SslSocket (New-SslListener -SelfSigned)
            Close-SslSocket (New-SslListener -Certificate (New-TestCertificate))
        }
        finally { [System.IO.File]::Delete($pem) }
    }

    It 'uses a default context without a certificate for clients alone' {
        Set-SslDefault -Context (New-SslContext -CAFile $file)
        $here = New-SslListener -SelfSigned
        $here.Port | Should -BeGreaterThan 0
        Close-SslSocket $here
        Set-SslDefault -Context (New-SslContext -Certificate (New-TestCertificate))
        { New-SslListener -SelfSigned } | Should -Throw -ErrorId 'InvalidOption*'
    }
}

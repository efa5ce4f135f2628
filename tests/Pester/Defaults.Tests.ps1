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
        # Whoever gives an option of a context does not mean the default one.
        $socket = New-SslSocket localhost $listener.Port -CAFile $file -ErrorAction Stop
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
}

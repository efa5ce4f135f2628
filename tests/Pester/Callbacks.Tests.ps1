# Script blocks that decide: nothing but exactly one $true accepts, they run wherever they are needed, and what they throw is an error of their own.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $listener = New-SslListener -SelfSigned
    $ca = @{ CACertificate = $listener.CertificateAuthority; Timeout = 20; ErrorAction = 'Stop' }
    $certificate = New-SslCertificate localhost

    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }
}

AfterAll { Close-SslSocket $listener }

BeforeDiscovery {
    $refusing = @(
        @{ What = 'the text False'; Answer = { 'False' } }
        @{ What = 'the text True'; Answer = { 'True' } }
        @{ What = 'false, then a text'; Answer = { $false; 'checked' } }
        @{ What = 'a text, then true'; Answer = { 'checked'; $true } }
        @{ What = 'true twice'; Answer = { $true; $true } }
        @{ What = 'one'; Answer = { 1 } }
        @{ What = 'a list'; Answer = { , @($true) } }
        @{ What = 'nothing'; Answer = { } }
        @{ What = 'null'; Answer = { $null } }
        @{ What = 'true and null'; Answer = { $true; $null } }
        @{ What = 'an object'; Answer = { [pscustomobject]@{ Ok = $true } } }
    )
}

Describe 'A script block that decides' {
    It 'accepts with exactly one $true' {
        $socket = New-SslSocket localhost $listener.Port @ca -VerifyCallback { $true }
        $socket.State | Should -Be 'Open'
        Close-SslSocket $socket
        $socket = New-SslSocket localhost $listener.Port @ca -VerifyScheme @{ callback = { $true } }
        $socket.State | Should -Be 'Open'
        Close-SslSocket $socket
        Test-SslHostname -Certificate $certificate.Certificate -HostName other.example -Scheme @{ callback = { [bool]::Parse('True') } } | Should -BeTrue
        Test-SslCertificate -Certificate $certificate -CACertificate $certificate.Certificate -AllowPartialChain -HostName other.example -Scheme @{ callback = { $true } } | Should -BeTrue
    }

    It 'refuses with <What>' -ForEach $refusing {
        (Get-Failure { New-SslSocket localhost $listener.Port @ca -VerifyCallback $Answer }).FullyQualifiedErrorId | Should -BeLike 'CallbackRefused*'
        (Get-Failure { New-SslSocket localhost $listener.Port @ca -VerifyScheme @{ callback = $Answer } }).FullyQualifiedErrorId | Should -BeLike 'HostnameMismatch*'
        Test-SslHostname -Certificate $certificate.Certificate -HostName localhost -Scheme @{ callback = $Answer } | Should -BeFalse
        Test-SslCertificate -Certificate $certificate -CACertificate $certificate.Certificate -AllowPartialChain -HostName localhost -Scheme @{ callback = $Answer } -WarningAction SilentlyContinue | Should -BeFalse
    }
}

Describe 'A verify callback that accepts everything' {
    It 'makes up for what the chain and lists say, and not for an answer that -Ocsp demands' {
        $listOnly = New-SslSocket localhost $listener.Port @ca -VerifyCallback { $true } -CheckCrl Leaf
        $listOnly.State | Should -Be 'Open'
        Close-SslSocket $listOnly
        foreach ($mode in 'Must', 'FullChain') {
            (Get-Failure { New-SslSocket localhost $listener.Port @ca -VerifyCallback { $true } -Ocsp $mode }).FullyQualifiedErrorId | Should -BeLike 'RevocationUnknown*'
        }

        (Get-Failure { New-SslSocket localhost $listener.Port @ca -VerifyCallback { $false } -Ocsp Must }).Exception.VerifyErrors.Code | Should -Be 'RevocationUnknown', 'CallbackRefused', 'CallbackRefused'
    }
}

Describe 'A scheme''s callback' {
    It 'may use the pipeline and what it was written beside' {
        $wanted = 'localhost'
        $scheme = @{ callback = { @($args | Where-Object { "$_" -eq $wanted }).Count -gt 0 } }
        $socket = New-SslSocket localhost $listener.Port @ca -VerifyScheme $scheme
        $socket.State | Should -Be 'Open'
        Close-SslSocket $socket
        (Get-PeerCertificate localhost $listener.Port @ca -VerifyScheme $scheme).HostnameMatch | Should -BeTrue
        # Side by side: all of them want the one thread.
        (1..8 | ForEach-Object { 'localhost' } | Get-PeerCertificate -Port $listener.Port @ca -VerifyScheme $scheme).Count | Should -Be 8
    }

    It 'is shown as what was wrong if it throws' {
        $failing = @{ callback = { throw 'the directory is down' } }
        $failure = Get-Failure { New-SslSocket localhost $listener.Port @ca -VerifyScheme $failing }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CallbackRefused*'
        "$failure" | Should -BeLike '*the directory is down*'
        $shown = Get-PeerCertificate localhost $listener.Port @ca -VerifyScheme $failing
        $shown.HostnameMatch | Should -BeFalse
        $shown.VerifyErrors.Code | Should -Contain 'CallbackRefused'
        $null = Test-SslHostname -Certificate $certificate.Certificate -HostName a.example, b.example -Scheme $failing -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -BeLike 'CallbackRefused*'
        $failures.Count | Should -Be 2
        $verdict = Test-SslCertificate -Certificate $certificate -CACertificate $certificate.Authority -HostName a.example -Scheme $failing -Detailed
        $verdict.IsTrusted | Should -BeFalse
        $verdict.VerifyErrors.Code | Should -Contain 'CallbackRefused'
    }

    It 'ends with the handshake''s time' {
        # It is still asleep when the time is up: the cmdlet gets the thread back when it wakes, and says so then.
        $failure = Get-Failure { New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -Timeout 1 -ErrorAction Stop -VerifyScheme @{ callback = { Start-Sleep 2; $true } } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
    }

    It 'can be stopped' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript({ param($module, $port) Import-Module $module; New-SslSocket localhost $port -VerifyCallback { $true } -VerifyScheme @{ callback = { Start-Sleep 600; $true } } }).AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1").AddArgument($listener.Port)
        $running = $shell.BeginInvoke()
        Start-Sleep -Milliseconds 800
        $stopping = $shell.BeginStop($null, $null)
        $stopping.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
        $shell.Dispose()
    }

    It 'runs for Should too' {
        $shown = Get-PeerCertificate localhost $listener.Port @ca
        $shown | Should -MatchHostname -HostName other.example -Scheme @{ callback = { $args[0] -eq 'other.example' } }
        "localhost:$($listener.Port)" | Should -MatchHostname -HostName other.example -Scheme @{ callback = { @($args | Where-Object { "$_" -eq 'other.example' }).Count -eq 1 } }
    }
}

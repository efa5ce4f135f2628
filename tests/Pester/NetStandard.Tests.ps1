Describe 'The build for Windows PowerShell' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $path = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PSSsl/bin/netstandard2.0/PSSsl.dll")
        # The assembly alone has no types file.
        $types = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PSSsl/PSSsl.Types.ps1xml")
        # Both builds have the same names, so this one gets a process of its own: another of the shell that runs the specs.
        function Invoke-InNewShell([string] $Command) {
            & $ThisShell -NoProfile -NonInteractive -Command $Command
        }
    }

    It 'shakes hands in TLS 1.3 and 1.2, talks and verifies' {
        $lines = Invoke-InNewShell @"
Import-Module '$path'
Update-TypeData -AppendPath '$types'
foreach (`$version in 'TLSv1_3', 'TLSv1_2') {
    `$l = New-SslListener -SelfSigned
    `$c = New-SslSocket localhost `$l.Port -Version `$version -CACertificate `$l.CertificateAuthority
    `$s = Wait-SslConnection `$l -Timeout 30
    'hello' | Send-SslData `$c -NewLine
    "`$(`$c.Version) `$(`$c.Group) `$(Receive-SslData `$s -Line)"
    Close-SslSocket `$s
    `$null = Receive-SslData `$c
    "`$(`$c.ClosedCleanly)"
    New-SslSocket localhost `$l.Port -ErrorAction SilentlyContinue -ErrorVariable e
    "`$(`$e[0].FullyQualifiedErrorId)"
    Close-SslSocket `$c
    `$cache = New-SslSessionCache
    `$reused = foreach (`$i in 1, 2) {
        `$c = New-SslSocket localhost `$l.Port -Version `$version -CACertificate `$l.CertificateAuthority -SessionCache `$cache
        `$s = Wait-SslConnection `$l -Timeout 30
        'hello' | Send-SslData `$s -NewLine
        `$null = Receive-SslData `$c -Line
        [int]`$c.SessionReused
        Close-SslSocket `$c, `$s
    }
    "`$version resumed `$(`$reused -join ' ')"
    Close-SslSocket `$l
}
"@
        $text = $lines -join "`n"
        $text | Should -Match 'TLSv1_3 X25519MLKEM768 hello'
        $text | Should -Match 'TLSv1_2 \w+ hello'
        $text | Should -Match 'CertificateChainIncomplete'
        $text | Should -Match 'TLSv1_3 resumed 0 1'
        $text | Should -Match 'TLSv1_2 resumed 0 1'
        $text | Should -Not -Match 'False'
    }
    It 'is asked for TLS in plain text, goes back to it, and signs against quantum computers' {
        $lines = Invoke-InNewShell @"
Import-Module '$path'
Update-TypeData -AppendPath '$types'
`$identity = New-SslCertificate localhost -KeyAlgorithm ML-DSA-65
`$l = New-SslListener -NoHandshake
# The server is in a runspace of its own: a client that asks for TLS waits for its answers.
`$server = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
`$null = `$server.AddScript({
    param(`$path, `$l, `$identity)
    Import-Module `$path
    Update-TypeData -AppendPath '$types'
    `$s = Wait-SslConnection `$l -Timeout 30
    '220 mail ESMTP' | Send-SslData `$s -NewLine
    `$null = Receive-SslData `$s -Line
    "250-mail`r`n250 STARTTLS`r`n" | Send-SslData `$s
    `$null = Receive-SslData `$s -Line
    '220 go ahead' | Send-SslData `$s -NewLine
    `$s = Start-SslUpgrade `$s -AsServer -Certificate `$identity -ErrorAction Stop
    'protected' | Send-SslData `$s -NewLine
    `$s = Stop-SslUpgrade `$s
    'plain again' | Send-SslData `$s -NewLine
    Close-SslSocket `$s
}).AddArgument('$path').AddArgument(`$l).AddArgument(`$identity)
`$run = `$server.BeginInvoke()
# By fingerprint: not every platform judges chains with such keys.
`$pin = 'sha256`$' + `$identity.Certificate.GetCertHashString('SHA256')
`$c = New-SslSocket localhost `$l.Port -StartTls Smtp -Fingerprint `$pin -ErrorAction Stop
"`$(`$c.Version) `$(`$c.Group) `$(`$c.SignatureScheme) `$(`$c.StartTls.Protocol)"
Receive-SslData `$c -Line
`$c = Stop-SslUpgrade `$c
"`$(`$c.State) `$(Receive-SslData `$c -Line)"
`$server.EndInvoke(`$run)
`$server.Streams.Error | ForEach-Object { "server: `$_" }
Close-SslSocket `$c, `$l
"@
        $lines | Should -Be 'TLSv1_3 X25519MLKEM768 mldsa65 Smtp', 'protected', 'Plain plain again'
    }
}

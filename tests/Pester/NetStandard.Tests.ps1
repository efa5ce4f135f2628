Describe 'The build for Windows PowerShell' {
    BeforeAll {
        $path = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PSSsl/bin/netstandard2.0/PSSsl.dll")
        # Both builds have the same names, so this one gets a process of its own: another of the shell that runs the specs.
        function Invoke-InNewShell([string] $Command) {
            $shell = [Environment]::ProcessPath
            $first = @([Environment]::GetCommandLineArgs()[0], '-Command')
            if ([System.IO.Path]::GetFileNameWithoutExtension($shell) -like 'pwsh*') { $first = '-NoProfile', '-Command' }
            elseif ([System.IO.Path]::GetFileNameWithoutExtension($first[0]) -like 'pwsh*') { $first = $first[0], '-NoProfile', '-Command' }
            & $shell @first $Command
        }
    }

    It 'shakes hands in TLS 1.3 and 1.2, talks and verifies' {
        $lines = Invoke-InNewShell @"
Import-Module '$path'
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
        $text | Should -Match 'CertificateUntrusted'
        $text | Should -Match 'TLSv1_3 resumed 0 1'
        $text | Should -Match 'TLSv1_2 resumed 0 1'
        $text | Should -Not -Match 'False'
    }
}

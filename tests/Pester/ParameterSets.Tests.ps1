# A parameter set holds what means something in it. What fits no set together is refused, and the error names both.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '../../out/PSSsl/PSSsl.psd1')
    $hidden = foreach ($command in Get-Command -Module PSSsl -CommandType Cmdlet) {
        foreach ($parameter in $command.Parameters.Values) {
            $hides = @($parameter.Attributes.Where({ $_ -is [System.Management.Automation.ParameterAttribute] }).DontShow | Select-Object -Unique)
            if ($hides -contains $true) { @{ Command = $command.Name; Name = $parameter.Name; Hides = $hides } }
        }
    }
    $refused = @(
        @{ Name = '-Version for a socket'; Says = '*-Version is for connecting to a host, and cannot be used with -Socket.*'; Action = { Get-PeerCertificate -Socket $socket -Version TLSv1_2 } }
        @{ Name = '-Socket behind -Timeout'; Says = '*-Timeout is for connecting to a host, and cannot be used with -Socket.*'; Action = { Get-PeerCertificate -Timeout 3 -Socket $socket } }
        @{ Name = '-Version for a certificate'; Says = '-Version cannot be used here: no host is connected to*'; Action = { Get-PeerCertificate -InputObject $certificate -Version TLSv1_2 } }
        @{ Name = '-Timeout behind a certificate'; Says = '-Timeout cannot be used here: no host is connected to*'; Action = { Get-PeerCertificate $certificate -Timeout 3 } }
        @{ Name = '-Port for a certificate'; Says = '*-Port is for connecting to a host, and cannot be used with -InputObject.*'; Action = { Get-PeerCertificate -InputObject $certificate -Port 443 } }
        @{ Name = '-Port for a file'; Says = '*-Port is for connecting to a host, and cannot be used with -Path.*'; Action = { Get-PeerCertificate -Path x.pem -Port 443 } }
        @{ Name = '-AsJob for a file'; Says = '*-AsJob is for connecting to a host, and cannot be used with -LiteralPath.*'; Action = { Get-PeerCertificate -LiteralPath x.pem -AsJob } }
        @{ Name = '-Version for a piped socket'; Says = '-Version cannot be used here: no host is connected to*'; Action = { $socket | Get-PeerCertificate -Version TLSv1_2 } }
        @{ Name = '-Port for a piped certificate'; Says = '-Port cannot be used here: no host is connected to*'; Action = { $certificate | Get-PeerCertificate -Port 443 } }
        @{ Name = '-Timeout for a piped file'; Says = '-Timeout cannot be used here: no host is connected to*'; Action = { Get-Item $PSCommandPath | Get-PeerCertificate -Timeout 3 } }
        @{ Name = 'a session of a socket with -Version'; Says = '-Version cannot be used with -Socket: it is connected already*'; Action = { Enter-SslSession -Socket $socket -Version TLSv1_2 } }
        @{ Name = 'a session of a socket with -Port'; Says = '*-Port is for connecting to a host, and cannot be used with -Socket.*'; Action = { Enter-SslSession -Socket $socket -Port 443 } }
        @{ Name = 'a server with a host'; Says = "-ComputerName is a client's option, and would change nothing here*"; Action = { Start-SslUpgrade $plain -AsServer -Certificate $certificate -ComputerName a.example -ErrorAction Stop } }
        @{ Name = 'a server with -StartTls'; Says = '-StartTls asks a server for TLS*'; Action = { Start-SslUpgrade $plain -StartTls Smtp -AsServer -Certificate $certificate -ErrorAction Stop } }
        @{ Name = 'a client with -HonorCipherOrder'; Says = "-HonorCipherOrder is a server's option*"; Action = { Start-SslUpgrade $plain a.example -HonorCipherOrder -ErrorAction Stop } }
        @{ Name = 'two ways to close'; Says = '*-FastShutdown contradicts -NoShutdown. Leave one of them out.*'; Action = { Close-SslSocket $socket -FastShutdown -NoShutdown } }
        @{ Name = 'two ways to end TLS'; Says = '*-NoShutdown contradicts -FastShutdown.*'; Action = { Stop-SslUpgrade $socket -NoShutdown -FastShutdown } }
        @{ Name = 'waiting and not'; Says = '*-NoWait contradicts -Timeout.*'; Action = { Wait-SslConnection $listener -NoWait -Timeout 3 } }
        @{ Name = 'a line and a mark'; Says = '*-Line contradicts -Until.*'; Action = { Receive-SslData $socket -Line -Until END } }
        @{ Name = 'two signers'; Says = '*-SelfSigned contradicts -Issuer.*'; Action = { New-SslCertificate b.example -SelfSigned -Issuer $certificate } }
        @{ Name = 'a request that is signed'; Says = '*-Request contradicts -SelfSigned.*'; Action = { New-SslCertificate b.example -Request -SelfSigned } }
        @{ Name = 'a listener with a name to verify'; Says = "-VerifyName is a client's option*"; Action = { New-SslListener -SelfSigned -VerifyName a.example } }
    )
}

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $listener = New-SslListener -SelfSigned
    $socket = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -ErrorAction Stop
    $plain = New-SslSocket localhost $listener.Port -NoHandshake -ErrorAction Stop
    $certificate = New-SslCertificate a.example

    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { $_ } }

    function Get-SetName([string] $Command, [string] $Parameter) {
        @((Get-Command $Command).ParameterSets | Where-Object { $_.Parameters.Name -contains $Parameter }).Name | Sort-Object
    }
}

AfterAll { Close-SslSocket $socket, $plain, $listener -FastShutdown }

Describe 'Parameter sets' {
    It 'have what connects for hosts alone: Get-PeerCertificate -<_>' -ForEach 'Port', 'StartTls', 'ConnectTo', 'Proxy', 'AsJob' {
        Get-SetName Get-PeerCertificate $_ | Should -Be 'Host'
    }

    # Beside a certificate they are bound, since the refusal can say more than PowerShell.
    It 'have no handshake for sockets and files: Get-PeerCertificate -<_>' -ForEach 'Version', 'CipherList', 'ServerName', 'CertificateFile', 'Context', 'Timeout' {
        Get-SetName Get-PeerCertificate $_ | Should -Be 'Certificate', 'Host'
    }

    It 'have what judges wherever a certificate is: Get-PeerCertificate -<_>' -ForEach 'CAFile', 'VerifyName', 'CheckCrl', 'Field' {
        (Get-SetName Get-PeerCertificate $_).Count | Should -Be 5
    }

    It 'refuse what fits none of them: <Name>' -ForEach $refused {
        $failure = Get-Failure $Action
        "$failure" | Should -BeLike $Says
    }
}

Describe 'Tab' {
    # A parameter that is hidden in one set is offered in none.
    It 'offers a parameter in each of its sets or in none: <Command> -<Name>' -ForEach $hidden {
        $Hides | Should -Be @($true)
    }

    It 'offers what is typed most: Get-PeerCertificate a -<_>' -ForEach 'Timeout', 'Version', 'Context', 'ServerName', 'CertificateFile', 'ErrorAction', 'Verbose' {
        $line = "Get-PeerCertificate a -$($_.Substring(0, 3))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain "-$_"
    }

    It 'offers nothing that is always refused: New-SslListener -<_>' -ForEach 'VerifyName', 'VerifyScheme' {
        $line = "New-SslListener -$($_.Substring(0, 4))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Not -Contain "-$_"
    }
}

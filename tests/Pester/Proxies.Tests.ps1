# -Proxy, -ProxyCredential, -NoProxy and the environment's proxies, through everything that connects.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $noProxy = -not (Test-Program tinyproxy)
}

Describe 'Through a proxy' -Skip:$noProxy {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $identity = New-SslCertificate localhost
        $trust = @{ CACertificate = $identity.Authority }
        $listener = New-SslListener -Certificate $identity
        $port = Get-PeerPort
        [System.IO.File]::WriteAllText("$TestDrive/tinyproxy.conf", "Port $port`nListen 127.0.0.1`nTimeout 60`nMaxClients 100`nAllow 127.0.0.1`nBasicAuth bob lab-secret`n")
        $server = Start-PeerServer $port tinyproxy @('-d', '-c', "$TestDrive/tinyproxy.conf")
        $password = [securestring]::new()
        foreach ($char in 'lab-secret'.ToCharArray()) { $password.AppendChar($char) }
        $credential = [pscredential]::new('bob', $password)
        $proxy = @{ Proxy = "http://127.0.0.1:$port"; ProxyCredential = $credential }
        $variables = 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY'
        $before = @{}
        foreach ($name in $variables) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    }
    BeforeEach { foreach ($name in $variables) { [Environment]::SetEnvironmentVariable($name, $null) } }
    AfterAll {
        foreach ($name in $variables) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        Close-SslSocket $listener
        Stop-PeerServer $server
    }

    It 'connects, verifies the host and talks' {
        $socket = New-SslSocket localhost $listener.Port @trust @proxy -ErrorAction Stop
        $socket.Proxy | Should -Be "http://127.0.0.1:$port"
        $socket.PeerCertificate.HostnameMatch | Should -BeTrue
        $client = Wait-SslConnection $listener -Timeout 20
        'through' | Send-SslData $socket -NewLine
        Receive-SslData $client -Line | Should -Be 'through'
        Close-SslSocket $socket, $client
    }

    It 'looks at certificates of many hosts' {
        $shown = 1..20 | ForEach-Object { "localhost:$($listener.Port)" } | Get-PeerCertificate @trust @proxy -ErrorAction Stop
        @($shown | Where-Object IsTrusted).Count | Should -Be 20
    }

    It 'says who is missing' {
        New-SslSocket localhost $listener.Port @trust -Proxy "http://127.0.0.1:$port" -ErrorVariable wrong -ErrorAction SilentlyContinue
        $wrong[0].FullyQualifiedErrorId | Should -BeLike 'ProxyAuthentication,*'
        $wrong[0].Exception.RecommendedAction | Should -BeLike '*-ProxyCredential*'
    }

    It 'says what the proxy refuses, and never a password' {
        New-SslSocket localhost 1 @trust -Proxy "http://bob:lab-secret@127.0.0.1:$port" -ErrorVariable wrong -ErrorAction SilentlyContinue -Verbose *>&1 | Out-String | Should -Not -BeLike '*lab-secret*'
        $wrong[0].FullyQualifiedErrorId | Should -BeLike 'ProxyRefused,*'
        "$($wrong[0])" | Should -Not -BeLike '*lab-secret*'
    }

    It 'takes the proxy of the environment for other machines, and none for this one' {
        $env:https_proxy = 'http://127.0.0.1:1'
        New-SslSocket mail.lab.example 465 -ErrorVariable wrong -ErrorAction SilentlyContinue
        "$($wrong[0])" | Should -BeLike '*proxy http://127.0.0.1:1 cannot be reached*'
        $wrong[0].Exception.RecommendedAction | Should -BeLike '*-NoProxy*'
        $wrong[0].Exception.Phase | Should -Be 'Proxy'
        $socket = New-SslSocket localhost $listener.Port @trust -ErrorAction Stop
        $socket.Proxy | Should -BeNullOrEmpty
        Close-SslSocket $socket
    }

    It 'connects directly where $env:no_proxy or -NoProxy says so' {
        $env:https_proxy = 'http://127.0.0.1:1'
        New-SslSocket mail.lab.invalid 465 -NoProxy -ErrorVariable wrong -ErrorAction SilentlyContinue
        $wrong[0].FullyQualifiedErrorId | Should -BeLike 'NameNotFound,*'
        $env:no_proxy = '.lab.invalid'
        New-SslSocket mail.lab.invalid 465 -ErrorVariable wrong -ErrorAction SilentlyContinue
        $wrong[0].FullyQualifiedErrorId | Should -BeLike 'NameNotFound,*'
        { New-SslSocket localhost -Proxy http://127.0.0.1:1 -NoProxy } | Should -Throw '*-NoProxy contradicts -Proxy*'
    }

    It 'says what is not a proxy, without the password in it' {
        { New-SslSocket localhost -Proxy 'ftp://bob:secret@proxy.example' } | Should -Throw '*is not a proxy*'
        try { New-SslSocket localhost -Proxy 'ftp://bob:secret@proxy.example' } catch { "$_" | Should -Not -BeLike '*secret*' }
    }
}

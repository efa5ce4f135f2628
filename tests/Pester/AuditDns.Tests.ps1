# What the DNS says of certificates: CAA and TLSA, by a validating unbound and a zone that ldns signs. What TLSA records mean of a server
# of openssl's, openssl is asked too.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $hasPeers = (Test-Program unbound '/usr/sbin') -and (Test-Program ldns-signzone) -and (Test-Program openssl) -and (Test-Program python3)
    $dane = @(
        @{ Name = 'ee-key'; Record = '3 1 1 {leaf-key-sha256}'; Fits = $true }
        @{ Name = 'ee-certificate'; Record = '3 0 2 {leaf-sha512}'; Fits = $true }
        @{ Name = 'ee-whole-key'; Record = '3 1 0 {leaf-key}'; Fits = $true }
        @{ Name = 'ee-of-another'; Record = '3 1 1 {root-key-sha256}'; Fits = $false }
        @{ Name = 'ta-root'; Record = '2 0 1 {root-sha256}'; Fits = $true }
        @{ Name = 'ta-middle'; Record = '2 1 1 {middle-key-sha256}'; Fits = $true }
        @{ Name = 'ta-whole'; Record = '2 0 0 {root}'; Fits = $true }
        @{ Name = 'ta-is-leaf'; Record = '2 0 1 {leaf-sha256}'; Fits = $false }
        @{ Name = 'pkix-root'; Record = '0 0 1 {root-sha256}'; Fits = $true }
        @{ Name = 'pkix-leaf'; Record = '1 1 1 {leaf-key-sha256}'; Fits = $true }
        @{ Name = 'pkix-is-leaf'; Record = '0 0 1 {leaf-sha256}'; Fits = $false }
        # What belongs to no use of it leaves the other one in force.
        @{ Name = 'one-of-two'; Record = '3 1 1 {root-key-sha256}', '2 1 2 {middle-key-sha512}'; Fits = $true }
        @{ Name = 'odd-and-good'; Record = '9 1 1 {leaf-key-sha256}', '3 1 1 {leaf-key-sha256}'; Fits = $true }
    )
}

Describe 'Test-SslServer -Resolver' -ForEach @(@{ Table = $dane }) -Skip:(-not $hasPeers) {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $folder = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N'))
        $null = New-Item $folder -ItemType Directory
        $port, $plain, $secure = 1..3 | ForEach-Object { Get-PeerPort }

        $root = New-SslCertificate -Subject 'CN=Lab Root' -Kind CA
        $middle = New-SslCertificate -Subject 'CN=Lab Middle' -Kind Intermediate -Issuer $root
        $leaf = New-SslCertificate -Subject 'CN=Lab Server' -DnsName '*.lab.example', '*.unsigned.example' -Issuer $middle
        $dns = New-SslCertificate -Subject 'CN=Lab DNS' -DnsName localhost -IPAddress 127.0.0.1 -Issuer $root
        foreach ($one in 'root', 'middle', 'leaf', 'dns') { Get-Variable $one -ValueOnly | Export-SslCertificate "$folder/$one.pem" -IncludeKey -Unencrypted }
        Get-Content "$folder/middle.pem", "$folder/root.pem" | Set-Content "$folder/chain.pem"
        $server = Start-PeerServer $port openssl 's_server', '-accept', "127.0.0.1:$port", '-cert', "$folder/leaf.pem", '-key', "$folder/leaf.pem", '-cert_chain', "$folder/chain.pem", '-quiet'

        # What records are made of, by the names that stand in braces.
        $parts = @{}
        foreach ($one in 'root', 'middle', 'leaf') {
            $null = openssl x509 -in "$folder/$one.pem" -outform DER -out "$folder/$one.der"
            $null = openssl x509 -in "$folder/$one.pem" -pubkey -noout | openssl pkey -pubin -outform DER -out "$folder/$one-key.der"
            foreach ($what in $one, "$one-key") {
                $bytes = [System.IO.File]::ReadAllBytes("$folder/$what.der")
                $parts[$what] = [Convert]::ToHexString($bytes)
                $parts["$what-sha256"] = [Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($bytes))
                $parts["$what-sha512"] = [Convert]::ToHexString([System.Security.Cryptography.SHA512]::HashData($bytes))
            }
        }
        function Get-RecordText([string] $Record) { [regex]::Replace($Record, '\{(.+?)\}', { param($found) $parts[$found.Groups[1].Value] }) }

        function New-Zone([string] $Domain, [string[]] $Records, [switch] $Signed) {
            $text = @("`$ORIGIN $Domain.", '$TTL 300', '@ SOA ns admin 1 3600 600 86400 300', '@ NS ns', 'ns A 127.0.0.1') + $Records
            $text | Set-Content "$folder/$Domain"
            if (-not $Signed) { return }
            Push-Location $folder
            $key = ldns-keygen -a ECDSAP256SHA256 -k $Domain
            $null = ldns-signzone -n "$folder/$Domain" $key 2>&1
            Pop-Location
            "  trust-anchor-file: `"$folder/$key.ds`""
        }
        $records = @('@ CAA 0 issue "ca.example"', '@ CAA 0 iodef "mailto:admin@lab.example"', 'none.deep CAA 0 issue ";"', 'report CAA 0 iodef "mailto:admin@lab.example"', 'alias CNAME ee-key', 'elsewhere CNAME www.unsigned.example.'
            "_$port._tcp.elsewhere TLSA $(Get-RecordText '3 1 1 {leaf-key-sha256}')", "_$port._tcp.odd TLSA 3 1 1 ABCD", 'odd A 127.0.0.1', 'bare A 127.0.0.1')
        foreach ($one in $Table) {
            $records += "$($one.Name) A 127.0.0.1"
            $records += $one.Record.ForEach({ "_$port._tcp.$($one.Name) TLSA $(Get-RecordText $_)" })
        }
        $anchors = @(New-Zone lab.example $records -Signed)
        $null = New-Zone unsigned.example 'www A 127.0.0.1', "_$port._tcp.www TLSA $(Get-RecordText '3 1 1 {leaf-key-sha256}')"
        $null = New-Zone example
        $anchors += New-Zone bogus.example 'www A 127.0.0.1', '@ CAA 0 issue "ca.example"' -Signed
        (Get-Content "$folder/bogus.example.signed") -replace 'ca\.example', 'ca.evil.example' | Set-Content "$folder/bogus.example.signed"
        $config = @('server:', '  do-daemonize: no', '  chroot: ""', '  username: ""', '  pidfile: ""', "  directory: `"$folder`"", '  use-syslog: no', '  do-not-query-localhost: no', "  interface: 127.0.0.1@$plain"
            "  interface: 127.0.0.1@$secure", "  tls-port: $secure", "  tls-service-key: `"$folder/dns.pem`"", "  tls-service-pem: `"$folder/dns.pem`"") + $anchors + 'remote-control:', '  control-enable: no'
        foreach ($zone in 'example', 'lab.example.signed', 'unsigned.example', 'bogus.example.signed') {
            $config += 'auth-zone:', "  name: $($zone -replace '\.signed$')", "  zonefile: `"$folder/$zone`"", '  for-downstream: no', '  for-upstream: yes', '  fallback-enabled: no'
        }
        $config | Set-Content "$folder/unbound.conf"
        $resolver = Start-PeerServer $plain unbound '-d', '-c', "$folder/unbound.conf"

        $with = @{ Port = $port; ConnectTo = '127.0.0.1'; CAFile = "$folder/root.pem"; Check = 'Certificates' }
        function Get-Records([string] $Name, [string] $Resolver = "tcp://127.0.0.1:$plain") {
            $report = Test-SslServer $Name @with -Resolver $Resolver
            [pscustomobject] @{ CAA = $report.Features | Where-Object Name -EQ CAA; DANE = $report.Features | Where-Object Name -EQ DANE; Findings = @($report.Findings.Id); Report = $report }
        }
    }

    AfterAll {
        Stop-PeerServer $resolver
        Stop-PeerServer $server
        if ($folder) { [System.IO.Directory]::Delete($folder, $true) }
    }

    It 'says of <Record> what openssl says: <Fits>' -ForEach $dane {
        $found = Get-Records "$Name.lab.example"
        $found.DANE.IsOn | Should -Be $Fits -Because $found.DANE.Detail
        $found.DANE.Value | Should -Be $(if ($Fits) { 'match' } else { 'no match' })
        $found.Findings -contains 'SSL0412' | Should -Be (-not $Fits)

        $rrdata = $Record | ForEach-Object { '-dane_tlsa_rrdata'; Get-RecordText $_ }
        $said = '' | openssl s_client -connect "127.0.0.1:$port" -CAfile "$folder/root.pem" -no-CApath -servername "$Name.lab.example" -dane_tlsa_domain "$Name.lab.example" @rrdata 2>&1 | Out-String
        $said -match 'Verification: OK' | Should -Be $Fits -Because $said
    }

    It 'finds the nearest CAA records on the way up' {
        $found = Get-Records www.here.lab.example
        $found.CAA.IsOn | Should -BeTrue
        $found.CAA.Value | Should -Be '0 iodef "mailto:admin@lab.example", 0 issue "ca.example"'
        $found.CAA.Detail | Should -Be 'found at lab.example'
        (Get-Records none.deep.lab.example).CAA.Value | Should -Be '0 issue ";"'
        $found.Findings | Should -Not -Contain 'SSL0411'
    }

    It 'says of records that name no authority that any may issue' {
        $found = Get-Records report.lab.example
        $found.CAA.IsOn | Should -BeFalse
        $found.CAA.Value | Should -Be '0 iodef "mailto:admin@lab.example"'
        $found.CAA.Detail | Should -Match 'do not say which authorities may issue'
        $found.Findings | Should -Contain 'SSL0411'
    }

    It 'says where there is no record at all' {
        $found = Get-Records www.unsigned.example
        $found.CAA.IsOn | Should -BeFalse
        $found.Findings | Should -Contain 'SSL0411'
        $bare = Get-Records bare.lab.example
        $bare.DANE.IsOn | Should -BeFalse
        $bare.DANE.Value | Should -Be 'no records'
        $bare.Findings | Should -Not -Contain 'SSL0412'
    }

    It 'goes to the end of an alias that is proved, and not of one that is not' {
        (Get-Records alias.lab.example).DANE.IsOn | Should -BeTrue
        (Get-Records elsewhere.lab.example).DANE.IsOn | Should -BeTrue
    }

    It 'does not count records that DNSSEC does not prove, or that have no meaning' {
        $found = Get-Records www.unsigned.example
        $found.DANE.IsOn | Should -BeFalse
        $found.DANE.Value | Should -Be 'not signed'
        $found.Findings | Should -Contain 'SSL0413'
        (Get-Records odd.lab.example).DANE.Value | Should -Be 'not usable'
    }

    It 'knows nothing where the signatures are wrong, and the audit goes on' {
        $found = Get-Records www.bogus.example
        $found.CAA.IsOn | Should -BeNullOrEmpty
        $found.CAA.Detail | Should -Match 'answers SERVFAIL for bogus.example'
        $found.Report.Certificates | Should -Not -BeNullOrEmpty
        $found.Findings | Should -Not -Contain 'SSL0411'
    }

    It 'believes a DNS server by TLS whose certificate is trusted' {
        (Get-Records ee-key.lab.example "tls://127.0.0.1:$secure").DANE.IsOn | Should -BeTrue
        (Get-Records ee-key.lab.example "tls://localhost:$secure").DANE.IsOn | Should -BeTrue
        $other = Test-SslServer ee-key.lab.example -Port $port -ConnectTo 127.0.0.1 -Check Certificates -Resolver "tls://127.0.0.1:$secure"
        $dane = $other.Features | Where-Object Name -EQ DANE
        $dane.IsOn | Should -BeNullOrEmpty
        $dane.Detail | Should -Match 'DNS server tls://127.*CN=Lab Root'
    }

    It 'knows nothing of a server without a name, or where nobody answers' {
        $report = Test-SslServer 127.0.0.1 -Port $port -CAFile "$folder/root.pem" -Check Certificates -Resolver "tcp://127.0.0.1:$plain"
        $report.Features | Where-Object Name -In CAA, DANE | ForEach-Object { $_.IsOn | Should -BeNullOrEmpty; $_.Detail | Should -Match 'only a name has records' }
        $silent = Get-Records ee-key.lab.example "tcp://127.0.0.1:$(Get-PeerPort)"
        $silent.DANE.IsOn | Should -BeNullOrEmpty
        $silent.DANE.Detail | Should -Match 'refused'
    }

    It 'goes on beside a DNS server that is <_>' -ForEach 'silent', 'tarpit', 'flood', 'bytes', 'random' {
        $odd = Get-PeerPort
        $peer = Start-PeerServer $odd python3 "$PSScriptRoot/peers/hostile.py", "$odd", $_
        try { $report = Test-SslServer ee-key.lab.example @with -Resolver "tcp://127.0.0.1:$odd" -Timeout 1 } finally { Stop-PeerServer $peer }
        $report.Features | Where-Object Name -In CAA, DANE | ForEach-Object { $_.IsOn | Should -BeNullOrEmpty; $_.Detail | Should -Not -BeNullOrEmpty }
        $report.Certificates | Should -Not -BeNullOrEmpty
    }

    It 'says that nobody was asked, where JUnit would say that all is well' {
        $report = Test-SslServer ee-key.lab.example @with
        $report.Features.Name | Should -Not -Contain 'CAA'
        $report | Export-SslReport "$folder/report.xml"
        ([xml] (Get-Content "$folder/report.xml" -Raw)).SelectSingleNode("//testcase[contains(@name, 'SSL0411')]/skipped") | Should -Not -BeNullOrEmpty
    }
}

Describe 'Test-SslServer -Resolver with what it cannot take' {
    BeforeAll { . "$PSScriptRoot/Lab.ps1" }

    It 'refuses <Given>' -ForEach @(
        @{ Given = 'https://dns.example'; Says = 'only tls:// and tcp:// are supported' }
        @{ Given = 'tls://dns.example:99999'; Says = 'not between 1 and 65535' }
        @{ Given = 'tcp://'; Says = 'host name is missing' }
        @{ Given = '1.2.3.4.5'; Says = "'1.2.3.4.5' is not a DNS server" }
    ) {
        { Test-SslServer www.example.org -Resolver $Given } | Should -Throw "*$Says*"
    }

    It 'refuses it beside -Quick, and beside -Check without Certificates' {
        { Test-SslServer www.example.org -Resolver 127.0.0.1 -Quick } | Should -Throw '*-Quick contradicts -Resolver*'
        { Test-SslServer www.example.org -Resolver 127.0.0.1 -Check Suites } | Should -Throw '*contradicts -Check without Certificates*'
    }

    It 'completes the schemes' {
        (TabExpansion2 'Test-SslServer a -Resolver t').CompletionMatches.CompletionText | Should -Contain 'tls://'
    }
}

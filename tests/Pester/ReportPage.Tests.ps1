# The page of Export-SslReport, in a browser.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    # As .ci/run installs them.
    $modules = Join-Path $HOME '.cache/psssl-peers/reports/node_modules'
    $canLook = (Test-Program chromium) -and (Test-Program axe.min.js -Also "$modules/axe-core") -and (Test-Program index.js -Also "$modules/playwright-core")
    $looks = 'light 1280', 'dark 1280', 'light 390', 'dark 390' | ForEach-Object { @{ Look = $_ } }
}

Describe 'The page of a fleet' -Skip:(-not $canLook) {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $modules = Join-Path $HOME '.cache/psssl-peers/reports/node_modules'
        $node = if ($env:PSSSL_NODE) { $env:PSSSL_NODE } else { 'node' }

        # A report of a real server, as JSON, for which others stand.
        $listener = New-SslListener -SelfSigned
        $json = Join-Path $TestDrive 'one.json'
        try { Test-SslServer localhost $listener.Port -CACertificate $listener.CertificateAuthority -Policy Mozilla-Intermediate, PostQuantum | Export-SslReport $json }
        finally { $listener | Close-SslSocket }
        $file = Get-Content -Raw $json | ConvertFrom-Json
        $good = $file.reports[0]

        function New-Chain([string] $Subject, [int] $Days) {
            $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
            $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new($Subject, $key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)
            , @([Convert]::ToBase64String($request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-500), [DateTimeOffset]::UtcNow.AddDays($Days)).RawData))
        }

        # Every server is another one: names, certificates, findings, addresses behind a name.
        $bad = $good | ConvertTo-Json -Depth 20 | ConvertFrom-Json
        $finding = @{ severity = 'Critical'; title = 'Heartbleed'; evidence = '<img src=x onerror=alert(2)>'; why = 'Memory can be read.'; fix = 'Update OpenSSL.'; references = @('CVE-2014-0160', 'RFC 6520') }
        $bad.findings = @([pscustomobject] ($finding + @{ id = 'SSL0500' })) + @($bad.findings)
        $bad.grade.letter = 'F'
        $bad.certificates[0].chain = New-Chain 'CN=<script>alert(1)</script>' -3
        $bad.nodes = @(@{ address = '192.0.2.1'; grade = 'F'; versions = 'TLSv1_2'; differences = '' }, @{ address = '192.0.2.2'; grade = 'A'; versions = 'TLSv1_3'; differences = 'versions' },
            @{ address = '192.0.2.3'; problem = 'No route to host' })
        $bad.sharedWith = @('host-001.example.org:443')
        $kinds = @($bad) + @(foreach ($days in 5, 20, 60, 150, 300, 390) {
            $other = $good | ConvertTo-Json -Depth 20 | ConvertFrom-Json
            $other.certificates[0].chain = New-Chain 'CN=host' $days
            $other
        })

        function Write-Page([int] $Count) {
            $texts = $kinds | ForEach-Object { $_.host = 'HOST'; $_.port = 443; ConvertTo-Json $_ -Depth 20 -Compress }
            # The bad one is met now and then.
            $all = foreach ($i in 1..$Count) { $texts[$(if ($i % 10 -eq 0 -or $i -eq 2) { 0 } else { 1 + $i % ($texts.Count - 1) })].Replace('"HOST"', ('"host-{0:000}.example.org"' -f $i)) }
            $from, $page = "many-$Count.json", "many-$Count.html" | ForEach-Object { Join-Path $TestDrive $_ }
            [System.IO.File]::WriteAllText($from, "{""schemaVersion"":1,""generator"":""spec"",""reports"":[$($all -join ',')]}")
            Import-SslReport $from | Export-SslReport $page
            $page
        }

        $page = Write-Page 500
        $text = & $node "$PSScriptRoot/peers/report-page.cjs" $modules $page (Write-Page 5)
        $seen = $text | ConvertFrom-Json
    }

    It 'stays small with 500 servers, and is all there' {
        (Get-Item $page).Length | Should -BeLessThan 5MB
        $seen.use.count | Should -Be '500 of 500 servers'
        # Nothing is fetched, no script but its own runs, and nothing goes wrong.
        $seen.use.saw | Should -BeNullOrEmpty
    }

    It 'shows the worst first, and sorts by every column' {
        $seen.use.start[0] | Should -Be 'host-002.example.org:443'
        $seen.use.byName | Should -Be 'host-001.example.org:443', 'host-002.example.org:443', 'host-003.example.org:443'
        $seen.use.byNameDown[0] | Should -Be 'host-500.example.org:443'
        $seen.use.byDays[0] | Should -Be 'host-500.example.org:443'
        $seen.use.sorted | Should -Be 'Days left ascending'
    }

    It 'filters by severity and by text' {
        $seen.use.critical | Should -Be '51 of 500 servers'
        $seen.use.sections | Should -Be 51
        $seen.use.found | Should -Be '51 of 500 servers'
        $seen.use.none | Should -BeTrue
    }

    It 'is used without a mouse' {
        $seen.use.focus | Should -Be 'host-500.example.org:443'
        $seen.use.opened | Should -Be 'host-500.example.org:443'
        $seen.use.closed | Should -Be 0
    }

    It 'prints all of it on white, without what only works on a screen' {
        $seen.use.printed | Should -Be '0 none rgb(255, 255, 255)'
        $seen.use.after | Should -Be 0
    }

    It 'has nothing that axe finds, and no line that is too long: <Look>' -ForEach $looks {
        $one = $seen.looks | Where-Object look -EQ $Look
        $one.axe | Should -BeNullOrEmpty
        $one.sideways | Should -BeFalse
        $light, $dark = ($one.paper, $one.ink)[$(if ($Look -match 'light') { 0, 1 } else { 1, 0 })]
        [int] ($light -replace '^rgb\((\d+).*', '$1') | Should -BeGreaterThan ([int] ($dark -replace '^rgb\((\d+).*', '$1'))
    }
}

Describe 'The page of one server' {
    It 'is open, and has clients, policies and what findings mean' {
        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned
        $page = Join-Path $TestDrive 'one.html'
        try { Test-SslServer localhost $listener.Port -CACertificate $listener.CertificateAuthority -Policy PostQuantum | Export-SslReport $page }
        finally { $listener | Close-SslSocket }
        $html = Get-Content -Raw $page
        $html | Should -Match '<details class="host" id="s0" open>'
        $html | Should -Match '<h4>Clients: \d+ of \d+ connect</h4>'
        $html | Should -Match '<td>TLS 1\.3<td>TLS_AES_128_GCM_SHA256<td>X25519MLKEM768<td>(EC|ECDSA) 256'
        $html | Should -Match '<h4>Policy PostQuantum'
        $html | Should -Match 'How to fix|how to fix them'
    }
}

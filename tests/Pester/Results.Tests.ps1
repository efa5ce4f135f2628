# Results as people use them: filtered by the columns that they see, compared, saved, and shown on a terminal.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    [xml] $format = [System.IO.File]::ReadAllText("$PSScriptRoot/../../module/PSSsl.Format.ps1xml")
    $labels = foreach ($view in $format.Configuration.ViewDefinitions.View) {
        $shown = if ($view.TableControl) {
            $items = @($view.TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem)
            $headers = @($view.TableControl.TableHeaders.TableColumnHeader)
            for ($i = 0; $i -lt $items.Count; $i++) { if ($headers[$i].Label) { $headers[$i].Label } else { $items[$i].PropertyName } }
        }
        else { foreach ($item in $view.ListControl.ListEntries.ListEntry.ListItems.ListItem) { if ($item.Label) { $item.Label } else { $item.PropertyName } } }
        foreach ($label in $shown) { @{ Type = "$($view.ViewSelectedBy.TypeName)".Trim() -replace '^PSSsl\.'; Label = $label } }
    }
    $kinds = 'PeerCertificate', 'SslCertificate', 'SslCertificateRequest', 'SslCertificateVerdict', 'SslVerifyError', 'SubjectAlternativeName', 'HostnameResult', 'SslCipher', 'SslCapability', 'SslContext',
        'SslDefault', 'SslSessionCache', 'SslSessionInfo', 'SslSocket', 'SslListener' | ForEach-Object { @{ Kind = $_ } }
    # What Test-SslServer gives, and all that it leads to.
    $audits = 'SslServerReport', 'SslServerProtocol', 'SslServerSuite', 'SslServerGroup', 'SslServerSignature', 'SslServerFeature', 'SslServerWeakness', 'SslFinding', 'SslFindingFix', 'SslGrade', 'SslPolicyResult',
        'SslServerNode', 'SslClientSimulation', 'SslServerHttp', 'SslReportChange'
    $kinds += $audits | ForEach-Object { @{ Kind = $_ } }
    $sampled = $kinds.Kind + 'SslMessage', 'SslVerifyElement'
    $labels = $labels | Sort-Object { "$($_.Type) $($_.Label)" } -Unique
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    [xml] $format = [System.IO.File]::ReadAllText("$PSScriptRoot/../../module/PSSsl.Format.ps1xml")
    $root = New-SslCertificate 'Lab Root' -Kind CA
    $trust = @{ CACertificate = $root.Certificate }
    $good = New-SslCertificate localhost -DnsName localhost -Issuer $root -NotAfter ([datetime]::Now.AddDays(200))
    $renewed = New-SslCertificate localhost -DnsName localhost -Issuer $root -NotAfter ([datetime]::Now.AddDays(201))
    $soon = New-SslCertificate localhost -DnsName localhost -Issuer $root -NotAfter ([datetime]::Now.AddDays(11.5))
    $old = New-SslCertificate localhost -DnsName localhost -Issuer $root -NotBefore ([datetime]::Now.AddDays(-400)) -NotAfter ([datetime]::Now.AddDays(-3.5))
    $young = New-SslCertificate localhost -DnsName localhost -Issuer $root -NotBefore ([datetime]::Now.AddDays(5)) -NotAfter ([datetime]::Now.AddDays(100))
    $other = New-SslCertificate other.example -Issuer $root -NotAfter ([datetime]::Now.AddDays(200))
    $listener = New-SslListener -Certificate $good
    $peer = Get-PeerCertificate localhost $listener.Port @trust
    $untrusted = Get-PeerCertificate localhost $listener.Port
    $cache = New-SslSessionCache
    $socket = New-SslSocket localhost $listener.Port @trust -SessionCache $cache -Version TLSv1_2
    $message = [System.Collections.Generic.List[object]]::new()
    $element = [System.Collections.Generic.List[object]]::new()
    Close-SslSocket (New-SslSocket localhost $listener.Port @trust -MessageCallback { $message.Add($args[0]) } -VerifyCallback { param($e) $element.Add($e); $e.Ok })
    Test-SslServer localhost $listener.Port @trust -Policy Mozilla-Modern | Export-SslReport "$TestDrive/audit.json"
    # What this server does not lead to: several addresses, a web server, something to write into a configuration.
    $tree = Get-Content -Raw "$TestDrive/audit.json" | ConvertFrom-Json -AsHashtable -DateKind String
    $tree.reports[0].nodes = @(@{ address = '192.0.2.1'; grade = 'A'; versions = 'TLSv1_3'; differences = 'groups: has x448' }; @{ address = '192.0.2.2'; problem = 'It refuses connections' })
    $tree.reports[0].http = @{ status = 'HTTP/1.1 200 OK'; hasHsts = $true; hstsMaxAge = 63072000 }
    $tree.reports[0].findings[0].fixes = @(@{ software = 'Nginx'; text = 'ssl_protocols TLSv1.2 TLSv1.3;' }; @{ software = 'HAProxy'; text = 'ssl-min-ver TLSv1.2' })
    ConvertTo-Json $tree -Depth 20 | Set-Content "$TestDrive/audit.json"
    $audit = Import-SslReport "$TestDrive/audit.json"
    $samples = @{
        SslServerReport = $audit
        SslServerProtocol = $audit.Protocols[5]
        SslServerSuite = $audit.Suites[0]
        SslServerGroup = $audit.Groups[0]
        SslServerSignature = $audit.SignatureSchemes[0]
        SslServerFeature = $audit.Features[0]
        SslServerWeakness = $audit.Weaknesses[0]
        SslFinding = $audit.Findings[0]
        SslGrade = $audit.Grade
        SslPolicyResult = $audit.Policies[0]
        SslFindingFix = $audit.Findings[0].Fixes[0]
        SslServerNode = $audit.Nodes[1]
        SslClientSimulation = $audit.Clients[0]
        SslServerHttp = $audit.Http
        SslReportChange = @(Compare-SslReport @() $audit)[0]
        PeerCertificate = $untrusted
        SslCertificate = $good
        SslCertificateRequest = New-SslCertificate www.example.org -Request
        SslCertificateVerdict = Test-SslCertificate -Certificate $old -HostName www.example.org @trust -Detailed
        SslVerifyError = $untrusted.VerifyErrors[0]
        SubjectAlternativeName = $untrusted.SubjectAlternativeNames[0]
        HostnameResult = Test-SslHostname www.example.org -Certificate $good -Detailed
        SslCipher = @(Get-SslCipher)[3]
        SslCapability = Get-SslCapability
        SslContext = New-SslContext -Psk @{ Identity = 'lab'; Key = [byte[]](1..32) }
        SslDefault = Set-SslDefault -Version TLSv1_2 -VerifyMode Peer -PassThru
        SslSessionCache = $cache
        SslSessionInfo = $cache.Sessions[0]
        SslSocket = $socket
        SslListener = $listener
        SslMessage = $message[0]
        SslVerifyElement = $element[0]
    }
    Reset-SslDefault
    function Send-Elsewhere($Object) { , [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Object, 2)) }
}

AfterAll { Close-SslSocket $socket, $listener }

Describe 'What a view shows' {
    It '<Type> has <Label>' -ForEach ($labels | Where-Object { $_.Type -in $sampled }) {
        $samples[$Type].psobject.Properties[$Label] | Should -Not -BeNullOrEmpty
        (Send-Elsewhere $samples[$Type]).psobject.Properties[$Label] | Should -Not -BeNullOrEmpty
    }

    It '<Type> is given <Label>' -ForEach ($labels | Where-Object { $_.Type -notin $sampled }) {
        @((Get-TypeData "PSSsl.$Type").Members.Keys) + @(("PSSsl.$Type" -as [type]).GetProperties().Name) | Should -Contain $Label
    }

    It 'is what filters take' {
        @($good | Where-Object Days -lt 30).Count | Should -Be 0
        @($soon | Where-Object Days -lt 30).Count | Should -Be 1
        $good.DaysRemaining | Should -Be 199
        @(Get-SslCipher -CipherList kRSA | Where-Object Version -ne TLSv1.3 | Where-Object Kx -ne RSA).Count | Should -Be 0
        @($peer, $untrusted | Where-Object Status -eq NotTrusted).Count | Should -Be 1
        @($socket | Where-Object Role -eq Client | Where-Object Peer -eq "localhost:$($listener.Port)").Count | Should -Be 1
        @($good | Where-Object Private).Count | Should -Be 1
    }
}

Describe 'A saved <Kind>' -ForEach $kinds {
    BeforeAll {
        $sample = $samples[$Kind]
        $json = $sample | ConvertTo-Json -Depth 2 -WarningVariable tooDeep -WarningAction SilentlyContinue
        $csv = $sample | ConvertTo-Csv -NoTypeInformation
    }

    It 'has an end as JSON, and words' {
        $tooDeep | Should -BeNullOrEmpty
        $back = $json | ConvertFrom-Json
        foreach ($name in 'Status', 'Version', 'State', 'Code', 'Type', 'Purpose', 'Strength', 'KeyUsage', 'VerifyMode', 'ClientCertificate') {
            if ($back.psobject.Properties[$name] -and $null -ne $back.$name) { @($back.$name) | ForEach-Object { $_ | Should -BeOfType ([string]) -Because $name } }
        }
        if ($Kind -notin 'SslCapability', 'SslContext', 'SslServerReport') { $json.Length | Should -BeLessThan 4096 }
        $json | Should -Not -Match '"(RawData|Handle|Target|Context)"|"Certificate":\s*[{\[]'
        $sample | ConvertTo-Json -Depth 2 | Should -BeExactly $json
        # Those of several hosts lie one level deeper, and few type -Depth. Reports of audits are trees: several of them want -Depth 3.
        if ($Kind -eq 'SslServerReport') { return }
        $null = $sample, $sample | ConvertTo-Json -WarningVariable tooDeep -WarningAction SilentlyContinue
        $tooDeep | Should -BeNullOrEmpty
    }

    It 'is text as CSV' { $csv -join "`n" | Should -Not -Match 'System\.|PSSsl\.|Collections' }

    It 'has its dates in ISO form, and spans of time as one number' {
        $json | Should -Not -Match '"(Ticks|TotalMilliseconds|DateTime)"'
        $read = $csv | ConvertFrom-Csv
        foreach ($property in $sample.psobject.Properties | Where-Object { $_.IsGettable -and $_.Value -is [datetime] }) {
            if ($read.psobject.Properties[$property.Name]) { $read.($property.Name) | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?$' -Because $property.Name }
        }
        foreach ($property in $sample.psobject.Properties | Where-Object { $_.IsGettable -and -not $_.IsHidden }) { $property.Value -is [timespan] | Should -BeFalse -Because $property.Name }
    }

    It 'tells of what it is as a text' { "$sample" | Should -Not -Match '^PSSsl\.' }

    It 'is as a bag what it was' {
        $there = Send-Elsewhere $sample
        $there | ConvertTo-Csv -NoTypeInformation | Out-String | Should -Not -Match 'System\.String\[|PSSsl\.Ssl'
    }
}

Describe 'A report of an audit' {
    It 'is whole as JSON of the usual depth, and as deep as one likes' {
        $json = $audit | ConvertTo-Json -Depth 2 -WarningVariable tooDeep -WarningAction SilentlyContinue
        $tooDeep | Should -BeNullOrEmpty
        $json.Length | Should -BeLessThan 65536
        $audit | ConvertTo-Json -Depth 100 | Should -BeExactly $json
        $back = $json | ConvertFrom-Json
        $back.Findings[0].Severity | Should -BeExactly "$($audit.Findings[0].Severity)"
        $back.Findings[0].Fixes | Should -Match 'Nginx: ssl_protocols'
        $back.Suites[0].Cipher | Should -BeExactly $audit.Suites[0].Name
        $back.Protocols.State | Should -Contain 'NotOffered'
        $back.Certificates[0].Subject | Should -Be 'CN=localhost'
        $back.Certificates[0].DnsNames | Should -Be 'localhost'
        $back.Policies[0].Violations | Should -Match 'TLSv1_2 is offered'
    }

    It 'keeps what it is for scripts: severities have an order, lists have elements' {
        $worst = $audit.Findings[0]
        $worst.Severity -ge 'Info' | Should -BeTrue
        $worst.Severity -ge 'Critical' | Should -BeFalse
        @($worst.Fixes).Count | Should -Be 2
        $audit.Certificates[0] | Should -BeOfType PSSsl.PeerCertificate
        $audit.DurationSeconds | Should -BeGreaterThan 0
        $audit.Suites[0].Cipher.StandardName | Should -Match '^TLS_'
    }

    It 'has a view for everything that it leads to' {
        $left = [System.Collections.Generic.Queue[type]]::new()
        $seen = [System.Collections.Generic.HashSet[type]]::new()
        $left.Enqueue([PSSsl.SslServerReport])
        while ($left.Count) {
            $type = $left.Dequeue()
            if (-not $seen.Add($type)) { continue }
            foreach ($property in $type.GetProperties([System.Reflection.BindingFlags] 'Public, NonPublic, Instance')) {
                foreach ($next in @($property.PropertyType) + $property.PropertyType.GetGenericArguments()) {
                    if ($next.FullName -like 'PSSsl.Ssl*' -and $next.IsClass -and -not $next.IsGenericType -and $next.Name -ne 'SslTextList') { $left.Enqueue($next) }
                }
            }
        }
        $seen.Count | Should -BeGreaterThan 14
        $labelled = $format.Configuration.ViewDefinitions.View.ViewSelectedBy.TypeName
        $seen.FullName | Where-Object { $_ -notin $labelled } | Should -BeNullOrEmpty
    }
}

Describe 'Two runs' {
    It 'of an audit are text as CSV: <_>' -ForEach 'SslServerReport', 'SslServerProtocol', 'SslServerSuite', 'SslServerGroup', 'SslServerSignature', 'SslServerFeature', 'SslServerWeakness', 'SslFinding', 'SslGrade', 'SslPolicyResult', 'SslReportChange' {
        $samples[$_] | ConvertTo-Csv | Should -Not -Match 'System\.|PSSsl\.|Collections'
    }

    It 'have their faults as objects to who works with them, and as text where they are saved' {
        $untrusted.VerifyErrors[0] | Should -BeOfType ([PSSsl.SslVerifyError])
        foreach ($one in $untrusted.VerifyErrors) { $one.Code | Should -Be 'CertificateUntrusted' }
        ($untrusted, $peer | ConvertTo-Json | ConvertFrom-Json)[0].VerifyErrors | Should -Match 'Lab Root'
        $peer.VerifyErrors[0] | Should -BeNullOrEmpty
        $audit.Suites[999] | Should -BeNullOrEmpty
        $audit.Suites[-1].Name | Should -Not -BeNullOrEmpty
    }

    It 'are the same as JSON and as CSV, while the server is the same' {
        $again = Get-PeerCertificate localhost $listener.Port @trust
        $again | ConvertTo-Json -Depth 2 | Should -BeExactly ($peer | ConvertTo-Json -Depth 2)
        $again | ConvertTo-Csv | Should -BeExactly ($peer | ConvertTo-Csv)
        # What is looked at first comes first.
        ($peer | ConvertTo-Csv)[0] | Should -BeLike '"Peer","Status","DaysRemaining","NotAfter",*'
        $back = $peer | ConvertTo-Csv | ConvertFrom-Csv
        $back.DnsNames | Should -Be localhost
        ($untrusted | ConvertTo-Csv | ConvertFrom-Csv).VerifyErrors | Should -Match 'Lab Root'
        $again.Date | Should -BeGreaterThan ([datetime]::Now.AddMinutes(-5))
    }

    It 'are the same for every kind of result: <_>' -ForEach 'SslSocket', 'SslCertificateVerdict', 'SslCipher', 'SslCapability', 'HostnameResult' {
        $kind = $_
        $again = switch ($kind) {
            'SslSocket' { New-SslSocket localhost $listener.Port @trust -Version TLSv1_2 }
            'SslCertificateVerdict' { Test-SslCertificate -Certificate $old -HostName www.example.org @trust -Detailed }
            'SslCipher' { @(Get-SslCipher)[3] }
            'SslCapability' { Get-SslCapability }
            'HostnameResult' { Test-SslHostname www.example.org -Certificate $good -Detailed }
        }
        try {
            $again | ConvertTo-Json -Depth 2 | Should -BeExactly ($samples[$kind] | ConvertTo-Json -Depth 2)
            $again | ConvertTo-Csv | Should -BeExactly ($samples[$kind] | ConvertTo-Csv)
        }
        finally { if ($kind -eq 'SslSocket') { Close-SslSocket $again } }
    }

    It 'keep times as times' {
        $good.NotAfter | Should -BeOfType ([datetime])
        '{0:yyyy-MM}' -f $good.NotAfter | Should -Be $good.NotAfter.ToString('yyyy-MM')
        ($good.NotAfter - [datetime]::Now).Days | Should -Be 199
        [datetime] ($good | ConvertTo-Csv | ConvertFrom-Csv).NotAfter | Should -Be $good.NotAfter
        $socket.HandshakeTime | Should -BeOfType ([timespan])
        $socket.Timeout = 5
        $socket.Timeout | Should -Be ([timespan]::FromSeconds(5))
    }

    It 'are compared by what they saw' {
        $again = Get-PeerCertificate localhost $listener.Port
        $again -eq $peer | Should -BeTrue
        @($again) -contains $peer | Should -BeTrue
        Compare-Object $again $peer | Should -BeNullOrEmpty
        @($again, $peer | Select-Object -Unique).Count | Should -Be 1
        @($again, $peer | Sort-Object -Unique).Count | Should -Be 1
        @($again, $peer | Group-Object).Count | Should -Be 1
    }

    It 'miss no certificate that was renewed: <Kind>' -ForEach @(@{ Kind = 'SslCertificate' }, @{ Kind = 'PeerCertificate' }, @{ Kind = 'SslCertificateVerdict' }) {
        $yesterday, $today = foreach ($certificate in $good, $renewed) {
            switch ($Kind) {
                'SslCertificate' { $certificate }
                'PeerCertificate' { Get-PeerCertificate -InputObject $certificate }
                'SslCertificateVerdict' { Test-SslCertificate -Certificate $certificate @trust -Detailed }
            }
        }
        $yesterday | Export-Clixml "$TestDrive/yesterday.xml"
        $saved = Import-Clixml "$TestDrive/yesterday.xml"
        foreach ($before in $yesterday, $saved) {
            $before -eq $today | Should -BeFalse
            "$before" | Should -Not -Be "$today"
            @(Compare-Object $before $today).Count | Should -Be 2
            @($before, $today | Select-Object -Unique).Count | Should -Be 2
            @($before, $today | Sort-Object -Unique).Count | Should -Be 2
            @($before, $today | Group-Object).Count | Should -Be 2
        }
        $saved -eq $yesterday | Should -BeTrue
        $yesterday -eq $saved | Should -BeTrue
        Compare-Object $saved $yesterday | Should -BeNullOrEmpty
        "$saved" | Should -BeExactly "$yesterday"
    }

    It 'tell servers apart that show the same certificate' {
        $second = New-SslListener -Certificate $good
        $there = Get-PeerCertificate localhost $second.Port @trust
        $there -eq $peer | Should -BeFalse
        @(Compare-Object $there $peer).Count | Should -Be 2
        Close-SslSocket $second
    }
}

Describe 'The status' {
    It 'is <Status> of <Name>' -ForEach @(
        @{ Status = 'Ok'; Name = 'one that is fine'; Certificate = { $good }; Options = { $trust } }
        @{ Status = 'EndsSoon'; Name = 'one that ends soon'; Certificate = { $soon }; Options = { $trust } }
        @{ Status = 'Expired'; Name = 'one that has expired'; Certificate = { $old }; Options = { $trust } }
        @{ Status = 'Expired'; Name = 'one that has expired, of an unknown authority'; Certificate = { $old }; Options = { @{} } }
        @{ Status = 'NotYetValid'; Name = 'one that is not valid yet'; Certificate = { $young }; Options = { $trust } }
        @{ Status = 'WrongName'; Name = 'one for another host'; Certificate = { $other }; Options = { $trust } }
        @{ Status = 'NotTrusted'; Name = 'one of an unknown authority'; Certificate = { $good }; Options = { @{} } }
    ) {
        $server = New-SslListener -Certificate (& $Certificate)
        $options = & $Options
        (Get-PeerCertificate localhost $server.Port @options).Status | Should -Be $Status
        $verdict = Test-SslCertificate -Certificate (& $Certificate) -HostName localhost @options -Detailed
        $verdict.Status | Should -Be $Status
        Close-SslSocket $server
    }

    It 'is Revoked of one that was revoked' {
        $file = "$TestDrive/lab.crl"
        $good | New-SslCrl $root -Path $file
        (Test-SslCertificate -Certificate $good @trust -CrlFile $file -Detailed).Status | Should -Be Revoked
    }

    It 'is not Ok of what was not judged' {
        $good.Status | Should -Be Unknown
        (Get-PeerCertificate -InputObject $good).Status | Should -Be Unknown
        $old.Status | Should -Be Expired
        $soon.Status | Should -Be EndsSoon
        (Get-PeerCertificate localhost $listener.Port -VerifyMode None -WarningAction SilentlyContinue).Status | Should -Not -Be Ok
    }
}

Describe 'Whom a result is of' {
    It 'stands in it' {
        $peer.ComputerName | Should -Be localhost
        $peer.Port | Should -Be $listener.Port
        $peer.Address | Should -BeIn '127.0.0.1', '::1'
        $peer.Version | Should -Be TLSv1_3
        $peer.Cipher | Should -Be TLS_AES_256_GCM_SHA384
        $peer.StartTls | Should -BeNullOrEmpty
        $client = Wait-SslConnection $listener
        $socket.Cipher.Strength | Should -Be Recommended
        $socket.Cipher | Should -Be $socket.Cipher.Name
        $socket.RemoteEndPoint.Port | Should -Be $listener.Port
        Close-SslSocket $client
        $null = Export-SslCertificate $good "$TestDrive/file.pem" -Force
        (Get-PeerCertificate -Path "$TestDrive/file.pem").Path | Should -BeLike '*file.pem'
    }
}

Describe 'What a peer wrote' {
    BeforeAll {
        $bad = "$([char]27)]0;owned$([char]7)$([char]0x9B)31m$([char]0x202E)$([char]0x2028)x"
        $harmful = "[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]|$([char]0x202E)|$([char]0x2028)"
        $request = [System.Security.Cryptography.X509Certificates.X500DistinguishedNameBuilder]::new()
        $request.AddCommonName("evil $bad")
        $request.AddOrganizationName("org $bad")
        $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $made = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new($request.Build(), $key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)
        $evil = $made.CreateSelfSigned([System.DateTimeOffset]::Now.AddDays(-1), [System.DateTimeOffset]::Now.AddDays(100))
        $null = Save-Certificate $evil "$TestDrive/evil.pem"
        $server = New-SslListener -Certificate $evil
        $rendering = if ($PSStyle) { $PSStyle.OutputRendering; $PSStyle.OutputRendering = 'PlainText' }
    }
    AfterAll {
        if ($PSStyle) { $PSStyle.OutputRendering = $rendering }
        Close-SslSocket $server
    }

    It 'does not reach the terminal: <Name>' -ForEach @(
        @{ Name = 'the table'; Script = { Get-PeerCertificate localhost $server.Port | Format-Table } }
        @{ Name = 'the list'; Script = { Get-PeerCertificate localhost $server.Port | Format-List } }
        @{ Name = 'all properties'; Script = { Get-PeerCertificate localhost $server.Port | Format-List * } }
        @{ Name = 'the chain'; Script = { Get-PeerCertificate localhost $server.Port -Chain } }
        @{ Name = 'the text'; Script = { Get-PeerCertificate localhost $server.Port -AsText } }
        @{ Name = 'the field'; Script = { Get-PeerCertificate localhost $server.Port -Field commonName; Get-PeerCertificate localhost $server.Port -Field owner } }
        @{ Name = 'a file''s table'; Script = { Import-SslCertificate "$TestDrive/evil.pem" | Format-Table } }
        @{ Name = 'a file''s list'; Script = { Import-SslCertificate "$TestDrive/evil.pem" | Format-List } }
        @{ Name = 'a file''s properties'; Script = { Import-SslCertificate "$TestDrive/evil.pem" | Format-List * } }
        @{ Name = 'a verdict'; Script = { Test-SslCertificate -Certificate $evil -Detailed } }
        @{ Name = 'a verdict''s table'; Script = { Test-SslCertificate -Certificate $evil -Detailed | Format-Table } }
        @{ Name = 'a warning'; Script = { Test-SslCertificate -Certificate $evil 3>&1 } }
        @{ Name = 'a name''s reason'; Script = { Test-SslHostname www.example.org -Certificate $evil -Detailed | Format-List } }
        @{ Name = 'an error'; Script = { New-SslSocket localhost $server.Port -ErrorAction SilentlyContinue -ErrorVariable failed -Verbose -Debug 4>&1 5>&1; $failed; $failed.Exception.Message } }
        @{ Name = 'a socket'; Script = { New-SslSocket localhost $server.Port -VerifyMode None -WarningAction SilentlyContinue | Format-List } }
        @{ Name = 'a text'; Script = { "$(Get-PeerCertificate localhost $server.Port) $([PSSsl.SslCertificate]::new($evil))" } }
    ) {
        $shown = & $Script | Out-String -Width 300
        $shown | Should -Not -BeNullOrEmpty
        $shown -replace '\x1b\[[0-9;]*m' | Should -Not -Match $harmful
    }
}

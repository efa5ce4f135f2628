# Where files are looked for: the session's location, also where there are no files at all, and files that another program has open.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $folder = (New-Item (Join-Path ([System.IO.Path]::GetTempPath()) "$([guid]::NewGuid())") -ItemType Directory).FullName
    $certificate = New-SslCertificate localhost
    $full = Join-Path $folder full.pem
    $certificate | Export-SslCertificate $full -IncludeKey -Unencrypted
    $authorities = Join-Path $folder authorities.pem
    New-SslCertificate Root -Kind CA | Export-SslCertificate $authorities
    $report = [pscustomobject]@{ PSTypeName = 'Deserialized.PSSsl.SslServerReport' }
    $secret = ConvertTo-SecureString secret -AsPlainText -Force
    $listener = New-SslListener -SelfSigned

    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }
}

AfterAll {
    Close-SslSocket $listener
    Remove-Item $folder -Recurse
}

Describe 'A relative path in a place without files' {
    BeforeAll {
        $process = [Environment]::CurrentDirectory
        [Environment]::CurrentDirectory = $folder
        # What is left of the path would be a file that is there.
        Copy-Item $full (Join-Path $folder a.pem)
    }
    AfterAll { [Environment]::CurrentDirectory = $process }
    AfterEach { Pop-Location }

    It 'is refused in <Place>: <Name>' -ForEach @(
        foreach ($place in 'Env:', 'Function:', 'Variable:') {
            @{ Place = $place; Name = 'Export'; Action = { $certificate | Export-SslCertificate new.pem } }
            @{ Place = $place; Name = 'Export -KeyPath'; Action = { $certificate | Export-SslCertificate (Join-Path $folder n.pem) -KeyPath new.key -Unencrypted } }
            @{ Place = $place; Name = 'Import'; Action = { Import-SslCertificate a.pem -ErrorAction Stop } }
            @{ Place = $place; Name = 'Import -LiteralPath'; Action = { Import-SslCertificate -LiteralPath a.pem -ErrorAction Stop } }
            @{ Place = $place; Name = 'Import, a star'; Action = { Import-SslCertificate *.pem -ErrorAction Stop } }
            @{ Place = $place; Name = 'Import -KeyFile'; Action = { Import-SslCertificate $full -KeyFile a.pem -ErrorAction Stop } }
            @{ Place = $place; Name = 'Test'; Action = { Test-SslCertificate -Path a.pem -ErrorAction Stop } }
            @{ Place = $place; Name = 'Test -CACertificate'; Action = { Test-SslCertificate $certificate -CACertificate a.pem } }
            @{ Place = $place; Name = 'Test -Intermediate'; Action = { Test-SslCertificate $certificate -Intermediate a.pem -ErrorAction Stop } }
            @{ Place = $place; Name = 'Get'; Action = { Get-PeerCertificate -Path a.pem -ErrorAction Stop } }
            @{ Place = $place; Name = '-CAFile'; Action = { New-SslContext -CAFile a.pem } }
            @{ Place = $place; Name = '-CAPath'; Action = { New-SslContext -CAPath . } }
            @{ Place = $place; Name = '-CrlFile'; Action = { New-SslContext -CheckCrl Leaf -CrlFile a.pem } }
            @{ Place = $place; Name = '-CertificateFile'; Action = { New-SslListener -CertificateFile a.pem } }
            @{ Place = $place; Name = '-KeyFile'; Action = { New-SslListener -CertificateFile $full -KeyFile a.pem } }
            @{ Place = $place; Name = '-CertificateMap'; Action = { New-SslListener -CertificateMap @{ a = 'a.pem' } } }
            @{ Place = $place; Name = '-ClientCAFile'; Action = { New-SslListener -SelfSigned -ClientCertificate Require -CAFile $full -ClientCAFile a.pem } }
            @{ Place = $place; Name = '-DhFile'; Action = { New-SslListener -SelfSigned -DhFile a.pem } }
            @{ Place = $place; Name = '-OcspResponse'; Action = { New-SslListener -SelfSigned -OcspResponse a.pem } }
            @{ Place = $place; Name = '-KeyLogFile'; Action = { New-SslContext -KeyLogFile new.log } }
            @{ Place = $place; Name = 'a default'; Action = { Set-SslDefault -CAFile a.pem } }
            @{ Place = $place; Name = 'New-SslCertificate -Key'; Action = { New-SslCertificate localhost -Key a.pem -ErrorAction Stop } }
            @{ Place = $place; Name = 'Import-SslReport'; Action = { Import-SslReport a.json -ErrorAction Stop } }
            @{ Place = $place; Name = 'Send-SslData'; Action = { Send-SslData $socket -Path a.pem -ErrorAction Stop } }
        }
    ) {
        $socket = if ($Name -eq 'Send-SslData') { New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority }
        Push-Location $Place
        $failure = Get-Failure $Action
        "$failure" | Should -BeLike "*is looked for in the current location, $Place*has no files*"
        if ($Name -notlike '*-CACertificate') {
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileNot*'
            $failure.Exception.RecommendedAction | Should -BeLike '*full path*'
        }
        Get-ChildItem -LiteralPath $folder -Filter new.* | Should -BeNullOrEmpty
        Close-SslSocket $socket
    }

    It 'is not in the way of full paths, or of paths that name their provider' {
        Push-Location Env:
        (Import-SslCertificate $full).Subject | Should -Be 'CN=localhost'
        (Import-SslCertificate "FileSystem::$full").Subject | Should -Be 'CN=localhost'
        "$(Get-Failure { Import-SslCertificate Variable:PSHOME -ErrorAction Stop })" | Should -BeLike "Variable:PSHOME is not a file, but belongs to PowerShell's provider Variable.*"
    }
}

Describe 'A relative path' {
    It 'is one of the session''s location, and not of the process''s directory' {
        Push-Location $folder
        try {
            (Import-SslCertificate full.pem).Subject | Should -Be 'CN=localhost'
            $certificate | Export-SslCertificate beside.pem
        }
        finally { Pop-Location }
        Join-Path $folder beside.pem | Should -Exist
    }

    It 'is one of a drive that the session made' {
        $null = New-PSDrive Lab FileSystem $folder
        try {
            (Import-SslCertificate Lab:/full.pem).Subject | Should -Be 'CN=localhost'
            Test-SslCertificate -Path Lab:/full.pem -CACertificate Lab:/authorities.pem | Should -BeFalse
        }
        finally { Remove-PSDrive Lab }
    }
}

Describe 'A file that another program has to itself' {
    BeforeAll { $held = [System.IO.FileStream]::new($full, 'Open', 'ReadWrite', 'None') }
    AfterAll { $held.Dispose() }

    It 'is told as such: <Name>' -ForEach @(
        @{ Name = 'Import'; Action = { Import-SslCertificate $full -ErrorAction Stop } }
        @{ Name = '-CAFile'; Action = { New-SslContext -CAFile $full } }
        @{ Name = '-CertificateFile'; Action = { New-SslListener -CertificateFile $full } }
        @{ Name = 'Send'; Action = { $s = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority; try { Send-SslData $s -Path $full -ErrorAction Stop } finally { Close-SslSocket $s } } }
    ) {
        (Get-Failure $Action).Exception.RecommendedAction | Should -BeLike 'Another program has the file open*'
    }
}

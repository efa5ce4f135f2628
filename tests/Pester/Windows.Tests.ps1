# What is so on Windows alone: its paths, stores and access lists. tools/Wine runs it.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $folder = Join-Path $TestDrive 'a folder'
    $null = New-Item $folder -ItemType Directory -Force
    $ca = New-SslCertificate 'Lab CA' -Kind CA
    $certificate = New-SslCertificate localhost -Issuer $ca
    $certificate | Export-SslCertificate (Join-Path $folder 'a.pem') -IncludeChain
    $file = (Get-Item (Join-Path $folder 'a.pem')).FullName
    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }
}

Describe 'Paths of Windows' -Skip:(-not $IsWindows) {
    It 'are read: <Name>' -ForEach @(
        @{ Name = 'with slashes'; Path = { $file.Replace('\', '/') } }
        @{ Name = 'of the current drive'; Path = { $file.Substring(2) } }
        @{ Name = 'of the current folder of a drive'; Path = { "$($file.Substring(0, 2))a.pem" } }
        @{ Name = 'taken as they are'; Path = { "\\?\$file" } }
        @{ Name = 'of a provider'; Path = { "FileSystem::$file" } }
        @{ Name = 'in other letters'; Path = { $file.ToUpperInvariant() } }
    ) {
        Push-Location $folder
        try {
            @(Import-SslCertificate (& $Path) -ErrorAction Stop)[0].Subject | Should -Be 'CN=localhost'
            Test-SslCertificate (& $Path) -HostName localhost -CAFile (& $Path) -AllowPartialChain -ErrorAction Stop | Should -BeTrue
        }
        finally { Pop-Location }
    }

    It 'may be long' {
        $long = Join-Path $folder ('long name ' * 12).Trim() ('another ' * 15).Trim() ('x' * 60)
        $null = New-Item $long -ItemType Directory
        $certificate | Export-SslCertificate (Join-Path $long 'a.pem') -KeyPath (Join-Path $long 'a.key') -Unencrypted -ErrorAction Stop
        (Import-SslCertificate (Join-Path $long 'a.pem')).Subject | Should -Be 'CN=localhost'
        Close-SslSocket (New-SslListener -CertificateFile (Join-Path $long 'a.pem') -KeyFile (Join-Path $long 'a.key') -ErrorAction Stop)
        $log = Join-Path $long 'keys.log'
        $null = New-SslContext -KeyLogFile $log
        Test-Path $log | Should -BeTrue
    }

    It 'are not names of files: <_>' -ForEach 'a:b.pem', 'a|b.pem', 'a<b.pem' {
        $failure = Get-Failure { $certificate | Export-SslCertificate "$folder\$_" -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotWritable,*'
        "$failure" | Should -BeLike '*is not a valid file name here*'
        Get-ChildItem $folder -File -Force | ForEach-Object Name | Should -Be 'a.pem'
    }

    It 'are devices: <_>' -ForEach 'NUL', 'con.pem', 'COM1.key' {
        $failure = Get-Failure { $certificate | Export-SslCertificate "$folder\$_" -Format Pem -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotWritable,*'
        "$failure" | Should -BeLike '*is not a file*'
    }

    It 'name one file in two spellings' {
        $failure = Get-Failure { $certificate | Export-SslCertificate "$folder\b.pem" -KeyPath "$folder\B.PEM" -Unencrypted -ErrorAction Stop }
        "$failure" | Should -BeLike '*would have the same name*'
        Test-Path "$folder\b.pem" | Should -BeFalse
    }

    It 'are not looked for in <_>, nor is anything written there' -ForEach 'Cert:\', 'Env:\', 'HKCU:\' {
        Push-Location $_
        try {
            (Get-Failure { Import-SslCertificate a.pem -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'FileNotReadable,*'
            (Get-Failure { New-SslContext -CAFile a.pem }).FullyQualifiedErrorId | Should -BeLike 'FileNotReadable,*'
            (Get-Failure { $certificate | Export-SslCertificate a.pem }).FullyQualifiedErrorId | Should -BeLike 'FileNotWritable,*'
            (Import-SslCertificate $file)[0].Subject | Should -Be 'CN=localhost'
        }
        finally { Pop-Location }
    }
}

Describe 'Files that Windows guards' -Skip:(-not $IsWindows) {
    It 'are their owner''s and the system''s, where they hold keys' -Skip:$IsWindowsPowerShellBuild {
        $certificate | Export-SslCertificate "$folder\own.pem" -KeyPath "$folder\own.key" -Unencrypted
        $null = New-SslContext -KeyLogFile "$folder\own.log"
        $system = [System.Security.Principal.SecurityIdentifier]::new('S-1-5-18')
        foreach ($one in 'own.key', 'own.log') {
            $rules = (Get-Acl "$folder\$one").GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])
            $others = $rules | Where-Object { $_.IdentityReference -notin [System.Security.Principal.WindowsIdentity]::GetCurrent().User, $system }
            $others | Should -BeNullOrEmpty
        }
    }

    It 'are not replaced while another program has them open' {
        $open = [System.IO.File]::Open($file, 'Open', 'ReadWrite', 'None')
        try {
            (Get-Failure { Import-SslCertificate $file -ErrorAction Stop }).Exception.RecommendedAction | Should -BeLike '*another program*'
            (Get-Failure { $certificate | Export-SslCertificate $file -Force }).Exception.RecommendedAction | Should -BeLike '*another program*'
        }
        finally { $open.Dispose() }
        Get-ChildItem $folder -File -Force -Filter '.*.tmp' | Should -BeNullOrEmpty
    }

    It 'are not replaced where they are write-protected' {
        $guarded = Join-Path $folder 'guarded.pem'
        Copy-Item $file $guarded
        Set-ItemProperty $guarded IsReadOnly $true
        (Get-Failure { $certificate | Export-SslCertificate $guarded -Force }).Exception.RecommendedAction | Should -BeLike '*write-protected*'
        Set-ItemProperty $guarded IsReadOnly $false
    }
}

Describe 'Windows'' certificate stores' -Skip:(-not $IsWindows) {
    It 'give certificates to whatever wants some' {
        $store = [System.Security.Cryptography.X509Certificates.X509Store]::new('Root', 'CurrentUser')
        $store.Open('ReadOnly')
        $roots = @($store.Certificates | Select-Object -First 3)
        $roots.Count | Should -Be 3
        ($roots | Get-PeerCertificate).Thumbprint | Should -Be $roots.Thumbprint
        { New-SslContext -CACertificate $roots } | Should -Not -Throw
        ($roots[0] | Import-SslCertificate).Subject | Should -Be $roots[0].Subject
        { New-SslContext -CAFile "Cert:\CurrentUser\Root\$($roots[0].Thumbprint)" } | Should -Throw '*provider Certificate*'
    }

    It 'are read and written by path' {
        $store = [System.Security.Cryptography.X509Certificates.X509Store]::new('CA', 'CurrentUser')
        $store.Open('ReadWrite')
        try {
            $ca | Export-SslCertificate Cert:\CurrentUser\CA -ErrorAction Stop
            (Get-ChildItem Cert:\CurrentUser\CA).Thumbprint | Should -Contain $ca.Thumbprint
            (Import-SslCertificate "Cert:\CurrentUser\CA\$($ca.Thumbprint)" -ErrorAction Stop).Subject | Should -Be $ca.Subject
            (Import-SslCertificate 'Cert:\CurrentUser\CA\*' -ErrorAction Stop).Thumbprint | Should -Contain $ca.Thumbprint
        }
        finally {
            $store.Remove($ca.Certificate)
            $store.Dispose()
        }
    }

    It 'are what is trusted, and what is not in them is not' {
        (Get-SslCapability).TrustStore | Should -BeLike 'Windows*'
        Test-SslCertificate $certificate -HostName localhost -WarningAction SilentlyContinue | Should -BeFalse
    }
}

Describe 'Listeners on Windows' -Skip:(-not $IsWindows) {
    It 'share their port with nobody' {
        $listener = New-SslListener -SelfSigned
        try { (Get-Failure { New-SslListener $listener.Port -SelfSigned }).FullyQualifiedErrorId | Should -BeLike 'AddressInUse,*' }
        finally { Close-SslSocket $listener }
    }
}

# Certificates in the platform's stores, by the paths that PowerShell has for them on Windows and .NET can honour everywhere.
Describe 'A store of the platform' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $name = "PSSsl-$([guid]::NewGuid().ToString('N'))"
        $path = "Cert:\CurrentUser\$name"
        $ca = New-SslCertificate 'Store CA' -Kind CA
        $web = New-SslCertificate localhost -Issuer $ca
        # A store of a new name is made with .NET alone: a cmdlet takes it for a typo.
        $new = [System.Security.Cryptography.X509Certificates.X509Store]::new($name, 'CurrentUser')
        $new.Open('ReadWrite')
        $new.Add([System.Security.Cryptography.X509Certificates.X509Certificate2]::new($ca.Certificate.RawData))
        $new.Dispose()
        function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }
    }
    AfterAll {
        $store = [System.Security.Cryptography.X509Certificates.X509Store]::new($name, 'CurrentUser')
        $store.Open('ReadWrite')
        foreach ($one in $store.Certificates) { $store.Remove($one) }
        $store.Dispose()
        if ($IsLinux) { Remove-Item "$HOME/.dotnet/corefx/cryptography/x509stores/$($name.ToLowerInvariant())" -Recurse -ErrorAction Ignore }
    }

    It 'gets certificates, with their keys where that is said' {
        $ca | Export-SslCertificate $path -WhatIf
        $ca | Export-SslCertificate $path
        $web | Export-SslCertificate $path -IncludeKey
        $all = @(Import-SslCertificate $path)
        $all.Subject | Sort-Object | Should -Be 'CN=localhost', 'CN=Store CA'
        ($all | Where-Object Subject -eq 'CN=Store CA').HasPrivateKey | Should -BeFalse
    }

    It 'gives them back by thumbprint or pattern, and they serve' {
        $mine = Import-SslCertificate "$path\$($web.Thumbprint)"
        $mine.HasPrivateKey | Should -BeTrue
        $listener = New-SslListener -Certificate $mine
        try { (Get-PeerCertificate localhost $listener.Port -CACertificate $ca).Status | Should -Be 'Ok' } finally { Close-SslSocket $listener }
        @(Import-SslCertificate "$path/*").Count | Should -Be 2
        (Import-SslCertificate -LiteralPath "Microsoft.PowerShell.Security\Certificate::CurrentUser\$name\$($web.Thumbprint)").Subject | Should -Be 'CN=localhost'
    }

    It 'is not made by a typo' {
        foreach ($action in { $web | Export-SslCertificate Cert:\CurrentUser\PSSsl-Myy }, { Import-SslCertificate Cert:\CurrentUser\PSSsl-Myy -ErrorAction Stop }) {
            $failure = Get-Failure $action
            "$failure" | Should -BeLike 'There is no certificate store Cert:\CurrentUser\PSSsl-Myy.*'
            $failure.Exception.RecommendedAction | Should -BeLike 'Stores in Cert:\CurrentUser are *My*Root*'
        }
    }

    It 'is refused with the word for it: <Said>' -ForEach @(
        @{ Action = { Import-SslCertificate Cert:\CurrentUser -ErrorAction Stop }; Said = '*does not name a certificate store*' }
        @{ Action = { Import-SslCertificate Cert:\Nowhere\My -ErrorAction Stop }; Said = '*does not name a certificate store*' }
        @{ Action = { Import-SslCertificate Cert:\CurrentUser\PSSsl-not-there -ErrorAction Stop }; Said = '*PSSsl-not-there*' }
        @{ Action = { Import-SslCertificate "$path\00FF" -ErrorAction Stop }; Said = '*has no certificate 00FF*' }
        @{ Action = { $web | Export-SslCertificate $path -Format Der }; Said = '*-Format cannot be used*' }
        @{ Action = { $web | Export-SslCertificate "$path\00FF" }; Said = '*names a certificate in a store*' }
        @{ Action = { Import-SslCertificate $path\* | Where-Object Subject -eq 'CN=Store CA' | Export-SslCertificate $path -IncludeKey }; Said = '*no private key*' }
    ) {
        $failure = Get-Failure $Action
        "$failure" | Should -BeLike $Said
        $failure.ErrorDetails.RecommendedAction + $failure.Exception.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}

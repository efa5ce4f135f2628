Describe 'A chain that is broken' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $now = [DateTimeOffset]::UtcNow
        function New-Issued($Subject, $Issuer, [bool] $IsAuthority, $From = $now.AddDays(-9), $To = $now.AddDays(9)) {
            $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP256'))
            $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Subject", $key, 'SHA256')
            $request.CertificateExtensions.Add([System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($IsAuthority, $false, 0, $true))
            $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
            $names.AddDnsName('localhost')
            $request.CertificateExtensions.Add($names.Build())
            if (-not $Issuer) { return $request.CreateSelfSigned($now.AddDays(-20), $now.AddDays(20)) }
            $public = $request.Create($Issuer, $From, $To, [guid]::NewGuid().ToByteArray())
            [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::CopyWithPrivateKey($public, $key)
        }
        $root = New-Issued 'Root' $null $true
        $intermediate = New-Issued 'Intermediate' $root $true
    }

    It 'names <Code>' -ForEach @(
        @{ Code = 'CertificateExpired'; Says = '*expired*'; Make = { New-Issued 'old' $root $false $now.AddDays(-9) $now.AddDays(-1) } }
        @{ Code = 'CertificateChainIncomplete'; Says = "*did not send the certificate of 'CN=Intermediate'*"; Make = { New-Issued 'leaf' $intermediate $false } }
    ) {
        $listener = New-SslListener -Certificate (. $Make) -ErrorAction Stop
        $failure = $null
        try { $null = New-SslSocket localhost $listener.Port -CACertificate $root -Timeout 20 -ErrorAction Stop } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Code*"
        $failure.Exception.Message | Should -BeLike $Says
        Close-SslSocket $listener
    }
}

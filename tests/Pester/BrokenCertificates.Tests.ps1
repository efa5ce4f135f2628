# Certificates of which a part is broken: the verdict says which, and blames neither signature nor issuer nor dates for it.
BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $ca = New-SslCertificate 'Lab CA' -Kind CA

    # A server's certificate with these alternative names, DER.
    function New-Odd([byte[]] $Names) { New-SslCertificate 'CN=www.lab.example' -Issuer $ca -Extension @{ '2.5.29.17' = $Names } }
    function Get-Verdict($Certificate, [string] $Name = 'www.lab.example', [switch] $Strict) {
        Test-SslCertificate -Certificate $Certificate -HostName $Name -CACertificate $ca -Strict:$Strict -Detailed
    }
    # GeneralNames with this text as the first dNSName, and what follows it.
    function Get-Names([string] $Text, [byte[]] $More = @()) {
        $content = [byte[]] (@(0x82, $Text.Length) + [System.Text.Encoding]::ASCII.GetBytes($Text) + $More)
        [byte[]] (@(0x30, $content.Length) + $content)
    }
}

Describe 'What is broken in a certificate' {
    It 'is a name of an unknown form' {
        $verdict = Get-Verdict (New-Odd (Get-Names 'www.lab.example' @(0x89, 1, 1)))
        $verdict.IsTrusted | Should -BeFalse
        "$($verdict.VerifyErrors)" | Should -BeLike '*alternative names*cannot be read*no known form*'
        "$($verdict.VerifyErrors)" | Should -Not -BeLike '*has a key that signed*'
        "$($verdict.VerifyErrors.Code)" | Should -Not -BeLike '*Untrusted*'
    }

    It 'is a name with blanks, which is not a host''s' {
        $odd = New-Odd (Get-Names ' www.lab.example ')
        (Get-Verdict $odd).HostnameMatch | Should -BeFalse
        (Get-Verdict (New-Odd (Get-Names 'www.lab.example'))).IsTrusted | Should -BeTrue
    }

    It 'is a mail address with two @' {
        $verdict = Get-Verdict (New-Odd (Get-Names 'www.lab.example' @(0x81, 5, 0x61, 0x40, 0x62, 0x40, 0x63)))
        "$($verdict.VerifyErrors)" | Should -BeLike '*a@b@c*not a mail address*'
    }

    It 'is a key usage of no use' {
        $verdict = Get-Verdict (New-SslCertificate www.lab.example -DnsName www.lab.example -Issuer $ca -Extension @{ '2.5.29.15' = [byte[]] (3, 1, 0) })
        "$($verdict.VerifyErrors)" | Should -BeLike '*key usage*names no use*'
        "$($verdict.VerifyErrors.Code)" | Should -Not -BeLike '*Untrusted*'
    }

    It 'is not made here either: a string in pieces is not DER' {
        { New-SslCertificate 'CN=www.lab.example,O=#2c030c0141' -DnsName www.lab.example -Issuer $ca -ErrorAction Stop } | Should -Throw '*in pieces*'
        foreach ($der in '0603800102', '0600', '060181', '2303030141', '240504030102FF') {
            $bytes = [byte[]] ($der -split '(..)' -ne '' | ForEach-Object { [Convert]::ToByte($_, 16) })
            { New-SslCertificate www.lab.example -Issuer $ca -Extension @{ '1.2.3.4' = $bytes } -ErrorAction Stop } | Should -Throw '*not DER*'
        }
    }
}

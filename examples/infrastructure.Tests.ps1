<#
.SYNOPSIS
    What is expected of the servers of a network: copy this file, write down your own, and have it run every night.
.DESCRIPTION
    Needs Pester 5 or 6. Whatever could not be found out fails: a server that is down is not a good one.
.EXAMPLE
    Invoke-Pester infrastructure.Tests.ps1 -Output Detailed
.EXAMPLE
    Invoke-Pester -Container (New-PesterContainer -Path infrastructure.Tests.ps1 -Data @{ Days = 14; CAFile = 'lab-ca.pem' })
#>
param(
    # One line for each. StartTls: the protocol of ports that begin in plain text. Tls13 = $false where a server may do without.
    $Servers = @(
        @{ Role = 'Web'; ComputerName = 'www.example.org'; Port = 443 }
        @{ Role = 'Mail'; ComputerName = 'mail.example.org'; Port = 25; StartTls = 'Smtp' }
        @{ Role = 'Mailboxes'; ComputerName = 'mail.example.org'; Port = 993; Tls13 = $false }
        @{ Role = 'Directory'; ComputerName = 'ldap.example.org'; Port = 389; StartTls = 'Ldap' }
    ),
    # How many days a certificate must be good for at least.
    [int] $Days = 30,
    # A file with the authorities of your own; empty for those that the system trusts.
    [string] $CAFile = ''
)

BeforeAll {
    Import-Module PSSsl
    $trust = @{}
    if ($CAFile) { $trust.CAFile = $CAFile }
}

Describe '<Role>, <ComputerName>:<Port>' -ForEach $Servers {
    It 'offers TLS' { $_ | Should -OfferTls }

    It 'speaks TLS 1.3' -Skip:($_.Tls13 -eq $false) { $_ | Should -HaveTlsVersion TLSv1_3 -Because 'it is the only version without old ballast' }

    It 'speaks nothing that is forbidden' { $_ | Should -Not -HaveTlsVersion SSLv3, TLSv1, TLSv1_1 -Because 'RFC 8996 and RFC 7568 forbid them' }

    It 'has no weak cipher suites' { $_ | Should -Not -NegotiateCipher RC4, DES, 3DES, EXPORT, aNULL, eNULL }

    It 'shows a certificate that clients trust' { $_ | Should -HaveValidCertificate @trust }

    It 'shows one that is for its name' { $_ | Should -MatchHostname }

    It 'shows one that is good for a while' { $_ | Should -ExpireAfter $Days -Because 'renewing it takes time' }
}

# What Wine 10 lacks, by reason: tests that fail for it, and blocks that cannot begin. Each runs; one that passes is a failure, so that
# nothing stands here longer than it must.
@{
    Crashes          = @{
        # These end the shell, and are not run.
        'crypt32 reads behind a key usage that has no bits' = @('BrokenCertificates.Tests.ps1: is a key usage of no use')
    }
    Both             = @{
        'crypt32 writes no PKCS#12' = @(
            'Certificates.Tests.ps1: Certificates.-Password'
            'Certificates.Tests.ps1: Certificates.-CertificateMap'
            'Fetching.Tests.ps1: A stapled response that would cost'
        )
        'crypt32 writes no PKCS#7 of several certificates' = @(
            'Files.Tests.ps1: Certificates in no order.are judged by the one that is above none of the others: PKCS#7'
        )
    }
    'net8.0'         = @{
        'bcrypt has no PBKDF2, which makes keys of passwords' = @(
            'Help.Tests.ps1: Help'
            'Topics.Tests.ps1: Topics'
            'Making.Tests.ps1: Export-SslCertificate and Import-SslCertificate.writes and reads again: b.pem'
            'Making.Tests.ps1: Export-SslCertificate and Import-SslCertificate.writes and reads again: e.p12'
            'Making.Tests.ps1: Export-SslCertificate and Import-SslCertificate.wants the right password'
            'WrongKeyLength.Tests.ps1'
        )
        'ncrypt, as it is stood in for, exports no PKCS#8' = @(
            'Requests.Tests.ps1: Certificates as text and files.come from the platform with their keys'
        )
    }
    'netstandard2.0' = @{
        'crypt32 takes no key out of PKCS#12, by which .NET Framework gets it' = @(
            'Connecting.Tests.ps1: A verified connection.asks the verify callback for each element, root first, and its answer wins'
            'Examples.Tests.ps1: The certificate of any port.is shown with its faults, and saved once'
            'Requests.Tests.ps1: Certificates as text and files.come from the platform with their keys'
        )
    }
}

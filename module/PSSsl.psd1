@{
    RootModule             = 'PSSsl.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '5f0c2b1e-8f43-4f5e-9d55-6a6c9b2f7c11'
    Author                 = 'The PSSsl authors'
    CompanyName            = 'The PSSsl authors'
    Copyright              = '(c) 2026 The PSSsl authors. MIT licence.'
    Description            = 'TLS sockets for PowerShell: client, server, upgrade of a plain socket, certificates, host names, non-blocking I/O.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('PSSsl.Format.ps1xml')
    TypesToProcess         = @('PSSsl.Types.ps1xml')
    CmdletsToExport        = @(
        'Close-SslSocket'
        'Compare-SslReport'
        'Enter-SslSession'
        'Export-SslCertificate'
        'Export-SslReport'
        'Get-PeerCertificate'
        'Get-SslCapability'
        'Get-SslCipher'
        'Get-SslDefault'
        'Import-SslCertificate'
        'Import-SslReport'
        'New-SslCertificate'
        'New-SslContext'
        'New-SslCrl'
        'New-SslListener'
        'New-SslSessionCache'
        'New-SslSocket'
        'Receive-SslData'
        'Register-SslShouldOperator'
        'Reset-SslDefault'
        'Send-SslData'
        'Set-SslDefault'
        'Start-SslUpgrade'
        'Stop-SslUpgrade'
        'Test-SslCertificate'
        'Test-SslHostname'
        'Test-SslServer'
        'Wait-SslConnection'
        'Wait-SslSocket'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @('Get-SslCertificate')
    VariablesToExport      = @()
    # What the package adds: tools/Package.ps1 writes it.
    FileList               = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('TLS', 'SSL', 'X509', 'Certificate', 'Socket', 'STARTTLS', 'OCSP', 'PostQuantum', 'Security', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/licenses/MIT'
            ReleaseNotes = ''
        }
    }
}

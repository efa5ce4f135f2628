# What parameters are for, where a cmdlet has so many that an alphabet is no help. The pages have them in this order, each group under its heading;
# what stands in no group is the cmdlet's own and comes first. `Often` are those that the line of SYNTAX shows; the others are explained below it.
@{
    # Cmdlets with more parameters than that have their pages grouped.
    MoreThan = 20
    Groups   = @(
        @{ Only = 'New-SslCertificate'; Name = 'Names'; Parameters = 'Subject', 'DnsName', 'IpAddress', 'EmailAddress', 'Uri', 'SubjectAlternativeName'; Often = 'Subject', 'DnsName' }
        @{ Only = 'New-SslCertificate'; Name = 'Who signs it'; Parameters = 'Issuer', 'SelfSigned', 'Request', 'FromRequest', 'SerialNumber', 'HashAlgorithm'; Often = 'Issuer', 'SelfSigned', 'Request', 'FromRequest' }
        @{ Only = 'New-SslCertificate'; Name = 'Key'; Parameters = 'KeyAlgorithm', 'KeySize', 'Curve', 'Key'; Often = 'KeyAlgorithm' }
        @{ Only = 'New-SslCertificate'; Name = 'Validity'; Parameters = 'ValidDays', 'NotBefore', 'NotAfter'; Often = 'ValidDays' }
        @{ Only = 'New-SslCertificate'; Name = 'Use and limits'; Parameters = 'Kind', 'KeyUsage', 'ExtendedKeyUsage', 'PathLength', 'PermittedName', 'ExcludedName', 'MustStaple', 'Extension'; Often = 'Kind' }
        @{ Only = 'New-SslCertificate'; Name = 'Where its state is published'; Parameters = 'CaIssuersUrl', 'CrlUrl', 'OcspUrl'; Often = @() }
        @{ Name = 'Where to connect'; Parameters = 'ComputerName', 'Port', 'StartTls', 'ConnectTo', 'ServerName', 'AddressFamily', 'LocalAddress', 'LocalPort', 'Target'; Often = 'ComputerName', 'Port', 'StartTls' }
        @{ Name = 'Trust'; Parameters = 'CAFile', 'CAPath', 'CACertificate', 'AllowPartialChain', 'Fingerprint', 'VerifyMode', 'VerifyName', 'VerifyScheme', 'VerifyCallback', 'CheckCrl', 'CrlFile', 'FetchCrl', 'Ocsp', 'FetchIssuer'; Often = 'CAFile' }
        @{ Name = 'Own certificate'; Parameters = 'CertificateFile', 'KeyFile', 'Password', 'Certificate', 'UseCertificate', 'CertificateMap', 'SelfSigned', 'DnsName', 'OcspResponse'; Often = 'CertificateFile', 'SelfSigned', 'DnsName' }
        @{ Name = "Clients' certificates"; Parameters = 'ClientCertificate', 'ClientCAFile'; Often = 'ClientCertificate' }
        @{ Name = 'TLS versions and ciphers'; Parameters = 'Version', 'CipherList', 'CipherSuite', 'Group', 'SignatureScheme', 'Alpn', 'HonorCipherOrder', 'DhFile', 'DhParameter'; Often = 'Version' }
        @{ Name = 'Sessions, shared keys and contexts'; Parameters = 'SessionCache', 'SessionCacheSize', 'SessionKey', 'SessionIdContext', 'TicketKey', 'Psk', 'Context', 'ContextCallback'; Often = @() }
        @{ Name = 'Proxy'; Parameters = 'Proxy', 'ProxyCredential', 'NoProxy'; Often = @() }
        @{ Name = 'Timeouts and limits'; Parameters = 'Timeout', 'TimeLimit', 'ThrottleLimit', 'ConnectionLimit', 'Linger'; Often = 'Timeout' }
        @{ Name = 'Looking into a handshake'; Parameters = 'KeyLogFile', 'MessageCallback', 'ErrorTrap'; Often = @() }
    )
}

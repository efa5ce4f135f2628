# Revocation: lists, stapled and fetched responses, issuers that a server forgot, all through the cmdlets. OpenSSL keeps the authority's books.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    $hasOpenSsl = Test-Program openssl
}

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid().ToString('N'))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    function Invoke-OpenSsl { $null = & openssl @args 2>&1; if ($LASTEXITCODE) { throw "openssl $args ended with $LASTEXITCODE" } }
    if (Test-Program openssl) {
        [System.IO.File]::WriteAllText("$folder/index.txt", '')
        [System.IO.File]::WriteAllText("$folder/serial", "1001`n")
        [System.IO.File]::WriteAllText("$folder/crlnumber", "01`n")
        [System.IO.File]::WriteAllText("$folder/ca.cnf", @"
[ca]
default_ca = lab
[lab]
database = $folder/index.txt
serial = $folder/serial
crlnumber = $folder/crlnumber
new_certs_dir = $folder
certificate = $folder/root.pem
private_key = $folder/root.key
default_md = sha256
default_days = 30
default_crl_days = 7
policy = any
[any]
commonName = supplied
[leaf]
basicConstraints = CA:FALSE
subjectAltName = DNS:localhost
extendedKeyUsage = serverAuth
authorityKeyIdentifier = keyid
subjectKeyIdentifier = hash
[staple]
basicConstraints = CA:FALSE
subjectAltName = DNS:localhost
extendedKeyUsage = serverAuth
authorityKeyIdentifier = keyid
subjectKeyIdentifier = hash
tlsfeature = status_request
"@)
        Invoke-OpenSsl req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$folder/root.key" -subj '/CN=Lab root' -days 60 -config /dev/null -out "$folder/root.pem" -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' -addext 'subjectKeyIdentifier=hash'
        foreach ($name in 'good', 'bad', 'staple') {
            Invoke-OpenSsl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$folder/$name.key" -subj "/CN=$name" -config /dev/null -out "$folder/$name.csr"
            Invoke-OpenSsl ca -batch -notext -config "$folder/ca.cnf" -extensions $(if ($name -eq 'staple') { 'staple' } else { 'leaf' }) -in "$folder/$name.csr" -out "$folder/$name.pem"
        }
        Invoke-OpenSsl ca -config "$folder/ca.cnf" -revoke "$folder/bad.pem" -crl_reason keyCompromise
        Invoke-OpenSsl ca -gencrl -config "$folder/ca.cnf" -out "$folder/list.pem"
        foreach ($name in 'good', 'bad', 'staple') {
            Invoke-OpenSsl ocsp -index "$folder/index.txt" -CA "$folder/root.pem" -rsigner "$folder/root.pem" -rkey "$folder/root.key" -issuer "$folder/root.pem" -cert "$folder/$name.pem" -no_nonce -noverify -ndays 1 -respout "$folder/$name.ocsp"
        }
    }
    # A listener with this certificate, and what it staples.
    function Start-Server([string] $Name, [hashtable] $More = @{}) {
        New-SslListener -CertificateFile "$folder/$Name.pem" -KeyFile "$folder/$Name.key" @More
    }
}

AfterAll {
    [System.IO.Directory]::Delete($folder, $true)
}

Describe 'Revocation lists' -Skip:(-not $hasOpenSsl) {
    It 'refuses a certificate that is listed, and says since when and why' {
        $listener = Start-Server bad
        try {
            $null = New-SslSocket localhost $listener.Port -CAFile "$folder/root.pem" -CrlFile "$folder/list.pem" -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'CertificateRevoked*'
            $errors[0].Exception.Message | Should -BeLike '*revoked on*keyCompromise*'
        }
        finally { $listener.Dispose() }
    }

    It 'lets in one that is not listed' {
        $listener = Start-Server good
        try {
            $socket = New-SslSocket localhost $listener.Port -CAFile "$folder/root.pem" -CrlFile "$folder/list.pem" -CheckCrl Chain
            $socket.State | Should -Be Open
            Close-SslSocket $socket
        }
        finally { $listener.Dispose() }
    }

    It 'takes a missing list for a fault when lists are asked for' {
        Test-SslCertificate "$folder/good.pem" -CAFile "$folder/root.pem" | Should -BeTrue
        $verdict = Test-SslCertificate "$folder/good.pem" -CAFile "$folder/root.pem" -CheckCrl Leaf -Detailed
        $verdict.IsTrusted | Should -BeFalse
        $verdict.VerifyErrors[0].Code | Should -Be RevocationUnknown
    }

    It 'judges offline' {
        Test-SslCertificate "$folder/good.pem" -CAFile "$folder/root.pem" -CrlFile "$folder/list.pem" | Should -BeTrue
        Test-SslCertificate "$folder/bad.pem" -CAFile "$folder/root.pem" -CrlFile "$folder/list.pem" -WarningAction SilentlyContinue | Should -BeFalse
        (Test-SslCertificate "$folder/good.pem" -CAFile "$folder/root.pem" -CrlFile "$folder/list.pem" -Time ([datetime]::UtcNow.AddDays(20)) -Detailed).VerifyErrors[0].Message | Should -BeLike '*stale*'
    }

    It 'asks clients too' {
        $listener = Start-Server good @{ ClientCertificate = 'Require'; CAFile = "$folder/root.pem"; CrlFile = "$folder/list.pem" }
        try {
            $client = New-SslSocket localhost $listener.Port -CAFile "$folder/root.pem" -CertificateFile "$folder/bad.pem" -KeyFile "$folder/bad.key" -Version TLSv1_2 -ErrorAction SilentlyContinue
            $null = Wait-SslConnection $listener -Timeout 3 -ErrorAction SilentlyContinue -ErrorVariable errors
            # Its purpose is wrong too; that it was taken back is told first or second.
            $errors[0].Exception.Message | Should -BeLike '*revoked*'
        }
        finally { $listener.Dispose() }
    }

    It 'says what a file holds that is not a list' {
        { New-SslSocket localhost 1 -CrlFile "$folder/good.pem" } | Should -Throw '*good.pem*no revocation list*a certificate*'
        { Test-SslCertificate "$folder/good.pem" -CrlFile "$folder/none.crl" } | Should -Throw '*none.crl*'
    }
}

Describe 'OCSP' -Skip:(-not $hasOpenSsl) {
    It 'staples, and takes what is stapled: <_>' -ForEach 'TLSv1_2', 'TLSv1_3' {
        $listener = Start-Server good @{ OcspResponse = "$folder/good.ocsp"; Version = $_ }
        try {
            $socket = New-SslSocket localhost $listener.Port -CAFile "$folder/root.pem" -Ocsp Must
            $socket.OcspResponse.Status | Should -Be Good
            $socket.OcspResponse.Stapled | Should -BeTrue
            $socket.OcspResponse.Responder | Should -Be 'CN=Lab root'
            Close-SslSocket $socket
        }
        finally { $listener.Dispose() }
    }

    It 'refuses by default what is stapled as revoked' {
        $listener = Start-Server bad @{ OcspResponse = , [System.IO.File]::ReadAllBytes("$folder/bad.ocsp") }
        try {
            $null = New-SslSocket localhost $listener.Port -CAFile "$folder/root.pem" -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'CertificateRevoked*'
        }
        finally { $listener.Dispose() }
    }

    It 'asks a script block for what is stapled' {
        $script:asked = $null
        $listener = Start-Server good @{ OcspResponse = { param($certificate) $script:asked = $certificate.Subject; , [System.IO.File]::ReadAllBytes("$folder/good.ocsp") } }
        $client = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()).AddScript({
            param($module, $port, $root)
            Import-Module $module
            (New-SslSocket localhost $port -CAFile $root -Ocsp Must).OcspResponse.Status
        }).AddArgument("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1").AddArgument($listener.Port).AddArgument("$folder/root.pem")
        try {
            $running = $client.BeginInvoke()
            $socket = Wait-SslConnection $listener -Timeout 20
            $client.EndInvoke($running) | Should -Be Good
            $script:asked | Should -Be 'CN=good'
            Close-SslSocket $socket
        }
        finally { $client.Dispose(); $listener.Dispose() }
    }

    It 'wants a response where there must be one' {
        $listener = Start-Server good
        try {
            $null = New-SslSocket localhost $listener.Port -CAFile "$folder/root.pem" -Ocsp Must -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'RevocationUnknown*'
            $socket = New-SslSocket localhost $listener.Port -CAFile "$folder/root.pem" -Ocsp Try
            $socket.State | Should -Be Open
            Close-SslSocket $socket
        }
        finally { $listener.Dispose() }
    }

    It 'honours must-staple' {
        $listener = Start-Server staple
        try {
            $null = New-SslSocket localhost $listener.Port -CAFile "$folder/root.pem" -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors[0].Exception.Message | Should -BeLike '*must-staple*'
        }
        finally { $listener.Dispose() }
        $listener = Start-Server staple @{ OcspResponse = "$folder/good.ocsp", "$folder/staple.ocsp" }
        try {
            $socket = New-SslSocket localhost $listener.Port -CAFile "$folder/root.pem"
            $socket.OcspResponse.Status | Should -Be Good
            Close-SslSocket $socket
        }
        finally { $listener.Dispose() }
    }

    It 'says what is not a response: <Name>' -ForEach @(
        @{ Name = 'a certificate'; Value = 'good.pem' }
        @{ Name = 'nothing'; Value = 'none.ocsp' }
    ) {
        { Start-Server good @{ OcspResponse = "$folder/$Value" } } | Should -Throw "*$Value*"
        { Start-Server good @{ OcspResponse = 42 } } | Should -Throw '*Int32 is not an OCSP response*'
    }
}

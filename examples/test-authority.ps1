# An authority for a lab: a root, a server's and a client's certificate, a revocation list, all as files that any server reads.
#   pwsh examples/test-authority.ps1 [directory] [host]
param(
    [string] $Directory = (Join-Path ([IO.Path]::GetTempPath()) "lab-$([guid]::NewGuid().ToString('N'))"),
    [string] $HostName = 'web.lab.example'
)
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1')
$null = [IO.Directory]::CreateDirectory($Directory)

# The root signs the authority that signs the rest, so that it can stay in a drawer.
$root = New-SslCertificate 'Lab root' -Kind CA -ValidDays 3650
$authority = New-SslCertificate 'Lab authority' -Kind Intermediate -Issuer $root -ValidDays 1825
$server = New-SslCertificate $HostName -DnsName $HostName, localhost, 127.0.0.1 -Issuer $authority
$client = New-SslCertificate 'Nightly job' -Kind Client -Issuer $authority
$lost = New-SslCertificate 'Lost laptop' -Kind Client -Issuer $authority

# Keys of servers are in the clear, because nothing can type a password at night; their files are their owner's alone.
Export-SslCertificate $root -Path (Join-Path $Directory root.pem)
Export-SslCertificate $server -Path (Join-Path $Directory server.pem) -IncludeChain -KeyPath (Join-Path $Directory server.key) -Unencrypted
Export-SslCertificate $client -Path (Join-Path $Directory client.pem) -IncludeChain -KeyPath (Join-Path $Directory client.key) -Unencrypted
$lost | New-SslCrl $authority -Reason keyCompromise -Path (Join-Path $Directory authority.crl)

# A server that lets in whom the authority knows and has not taken back.
$files = @{ CAFile = Join-Path $Directory root.pem }
$listener = New-SslListener -CertificateFile (Join-Path $Directory server.pem) -KeyFile (Join-Path $Directory server.key) @files -ClientCertificate Require -CrlFile (Join-Path $Directory authority.crl)
try {
    $job = New-SslSocket localhost $listener.Port @files -CertificateFile (Join-Path $Directory client.pem) -KeyFile (Join-Path $Directory client.key)
    $peer = Wait-SslConnection $listener -Timeout 10
    "let in: $($peer.PeerCertificate.CommonName), by $($peer.Version)"
    Close-SslSocket $job, $peer

    # In TLS 1.2 a client learns in the handshake that it is refused, in TLS 1.3 with the first byte it reads.
    $null = New-SslSocket localhost $listener.Port @files -Certificate $lost -Version TLSv1_2 -ErrorAction SilentlyContinue -ErrorVariable refused
    "turned away: $($lost.Subject) ($($refused[0].FullyQualifiedErrorId.Split(',')[0]))"
}
finally {
    Close-SslSocket $listener
}

"files: $(([IO.Directory]::GetFiles($Directory) | ForEach-Object { [IO.Path]::GetFileName($_) } | Sort-Object) -join ', ')"
if (-not $PSBoundParameters.ContainsKey('Directory')) { [IO.Directory]::Delete($Directory, $true) }

<#
.SYNOPSIS
    Client certificates from end to end: an authority, a server that lets in only whom it knows, and what each side sees of five clients.
.DESCRIPTION
    Makes an authority and certificates as files, starts a server that demands client certificates, and lets clients knock: with the right one, with none, with one that is over, with one of another authority,
    and with a server's certificate where a client's is wanted. Gives a row for each, by protocol version.

    Up to TLS 1.2 a client learns in the handshake that it is refused, from TLS 1.3 on when it reads first: by then it has sent what it had to say, and the server has not read it.
.PARAMETER Directory
    Where the files go, to be used again; without it they are deleted in the end.
.PARAMETER Version
    The protocol versions that are tried.
.EXAMPLE
    ./client-certificates.ps1 | Format-Table Client, Version, ClientSees, ServerSees
.EXAMPLE
    ./client-certificates.ps1 -Directory ./lab
#>
param(
    [string] $Directory,
    [string[]] $Version = ('TLSv1_3', 'TLSv1_2')
)

$ErrorActionPreference = 'Stop'
# In a checkout the module that was built there, elsewhere the installed one.
$built = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
Import-Module $(if (Test-Path $built) { $built } else { 'PSSsl' })

$folder = if ($Directory) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Directory) } else { Join-Path ([System.IO.Path]::GetTempPath()) "clients-$([guid]::NewGuid().ToString('N'))" }
$null = [System.IO.Directory]::CreateDirectory($folder)
$listener = $null
try {
    # The authority's key is not written: whoever has it can issue certificates to anyone.
    $authority = New-SslCertificate 'Lab authority' -Kind CA
    Export-SslCertificate $authority -Path (Join-Path $folder authority.pem)
    $identities = [ordered]@{
        server = New-SslCertificate localhost -Issuer $authority
        known = New-SslCertificate 'Nightly job' -Kind Client -Issuer $authority
        expired = New-SslCertificate 'Old job' -Kind Client -Issuer $authority -NotBefore ([datetime]::Now.AddDays(-60)) -NotAfter ([datetime]::Now.AddDays(-1))
        stranger = New-SslCertificate 'Nightly job' -Kind Client -Issuer (New-SslCertificate 'Another authority' -Kind CA)
    }
    foreach ($name in $identities.Keys) {
        # Keys of jobs and servers are in the clear, because nothing can type a password at night; their files are their owner's alone.
        Export-SslCertificate $identities[$name] -Path (Join-Path $folder "$name.pem") -KeyPath (Join-Path $folder "$name.key") -Unencrypted
    }

    # Both sides trust the authority, each for its own purpose: the server to know its clients, the clients to know the server.
    $trust = @{ CAFile = Join-Path $folder authority.pem }
    $files = { param($name) @{ CertificateFile = Join-Path $folder "$name.pem"; KeyFile = Join-Path $folder "$name.key" } }
    $server = & $files server
    $listener = New-SslListener -ClientCertificate Require @trust @server

    $clients = [ordered]@{ 'the right one' = & $files known; 'none' = @{}; 'one that is over' = & $files expired; 'one of another authority' = & $files stranger; 'a server''s' = & $files server }
    foreach ($client in $clients.Keys) {
        foreach ($spoken in $Version) {
            $identity = $clients[$client]
            $socket = $peer = $refused = $null
            $clientSees = try {
                $socket = New-SslSocket localhost $listener.Port -Version $spoken -Timeout 10 @trust @identity
                # The server greets whom it lets in; who is refused gets an alert instead.
                try {
                    $peer = Wait-SslConnection $listener -Timeout 10
                    "Hello, $($peer.PeerCertificate.CommonName)!" | Send-SslData $peer -NewLine
                }
                catch { $refused = $_.Exception }
                Receive-SslData $socket -Line
            }
            catch { $_.Exception.Message }
            # The server knows more about those that it did not let in than an alert can say.
            if (-not $socket) { try { $peer = Wait-SslConnection $listener -Timeout 10 } catch { $refused = $_.Exception } }
            [pscustomobject]@{
                Client = $client
                Version = $spoken
                LetIn = [bool]$peer
                ClientSees = $clientSees
                ServerSees = if ($peer) { $peer.PeerCertificate.Subject } else { $refused.Message }
                ServerCode = $refused.Code
            }
            Close-SslSocket $socket, $peer
        }
    }
}
finally {
    Close-SslSocket $listener
    if (-not $Directory) { [System.IO.Directory]::Delete($folder, $true) }
}

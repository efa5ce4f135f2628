<#
.SYNOPSIS
    Renders the README's picture of the audit's page: docs/pictures/audit-light.png and audit-dark.png.
.DESCRIPTION
    Servers of this machine, each set up in another way, are audited with the built module (build.ps1 -Task Module), and stand in the page under the names that a company's servers could have.
    Chromium draws the page without a window. The dates in it are today's.
.EXAMPLE
    pwsh build.ps1 -Task Pictures
#>
param([string] $OutFolder = (Join-Path $PSScriptRoot '../docs/pictures'))

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1')

$browser = Get-Command chromium, chromium-browser, google-chrome -CommandType Application -ErrorAction Ignore | Select-Object -First 1
if (-not $browser) { throw 'Chromium draws the page, and is not installed.' }

$ca = New-SslCertificate 'Example CA' -Kind CA -ValidDays 3650
$new = @{ }
$tls12 = @{ Version = 'TLSv1_2' }
$servers = @(
    @{ Name = 'www.example.org'; Days = 74; Options = $new }
    @{ Name = 'shop.example.org'; Days = 31; Options = $new }
    @{ Name = 'api.example.org'; Days = 80; Options = @{ Group = 'x25519' } }
    @{ Name = 'mail.example.org'; Days = 12; Options = @{ Version = 'TLSv1', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'; CipherList = 'ALL:!aNULL:@SECLEVEL=0' } }
    @{ Name = 'vpn.example.org'; Days = 160; Options = $tls12 }
    @{ Name = 'git.example.org'; Days = 55; Options = @{ Version = 'TLSv1_3' } }
    @{ Name = 'wiki.example.org'; Days = 5; Options = $new }
    @{ Name = 'ldap.example.org'; Days = 190; Options = $tls12 + @{ CipherList = 'ECDHE+AESGCM:AES128-SHA' } }
    @{ Name = 'erp.example.org'; Days = -3; Options = @{ Version = 'TLSv1', 'TLSv1_2'; CipherList = 'ALL:eNULL:@SECLEVEL=0' } }
    @{ Name = 'build.example.org'; Days = 68; Options = $new }
    @{ Name = 'files.example.org'; Days = 40; Options = @{ Group = 'x25519', 'secp256r1' } }
    @{ Name = 'chat.example.org'; Days = 83; Options = $new }
)
$folder = [System.IO.Directory]::CreateTempSubdirectory('picture').FullName
try {
    foreach ($server in $servers) {
        $end = [datetime]::Now.AddDays($server.Days).AddMinutes(5)
        $certificate = New-SslCertificate $server.Name -DnsName localhost -Issuer $ca -NotBefore $end.AddDays(-196) -NotAfter $end -KeyAlgorithm RSA -KeySize 2048
        $null = Export-SslCertificate $certificate "$folder/cert.pem" -KeyPath "$folder/key.pem" -Unencrypted -Force
        $options = $server.Options
        $server.Listener = New-SslListener -CertificateFile "$folder/cert.pem" -KeyFile "$folder/key.pem" @options -WarningAction Ignore
    }
    $reports = foreach ($server in $servers) { Test-SslServer localhost $server.Listener.Port -CACertificate $ca.GetCertificate() -NoProxy }
    $reports | Export-SslReport "$folder/fleet.json"
    $file = Get-Content -Raw "$folder/fleet.json" | ConvertFrom-Json
    for ($i = 0; $i -lt $servers.Count; $i++) {
        $file.reports[$i].host, $file.reports[$i].port = $servers[$i].Name, 443
    }
    [System.IO.File]::WriteAllText("$folder/named.json", ($file | ConvertTo-Json -Depth 20))
    Import-SslReport "$folder/named.json" | Export-SslReport "$folder/page.html"
    $null = [System.IO.Directory]::CreateDirectory($OutFolder)
    # Chromium's words for its look are numbers: 0 is dark.
    foreach ($look in @{ Name = 'light'; Scheme = 1 }, @{ Name = 'dark'; Scheme = 0 }) {
        $picture = [System.IO.Path]::GetFullPath((Join-Path $OutFolder "audit-$($look.Name).png"))
        $null = & $browser.Source --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 "--window-size=1100,840" "--user-data-dir=$folder/profile" `
            "--blink-settings=preferredColorScheme=$($look.Scheme)" "--screenshot=$picture" "file://$folder/page.html" 2>&1
        if (-not [System.IO.File]::Exists($picture)) { throw "Chromium wrote no $picture." }
        $picture
    }
}
finally {
    $servers.Listener | Where-Object { $_ } | Close-SslSocket
    [System.IO.Directory]::Delete($folder, $true)
}

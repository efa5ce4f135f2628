<#
.SYNOPSIS
    Measures Test-SslServer beside sslscan and testssl.sh, in turns, in one run.
.DESCRIPTION
    The server is nginx with OpenSSL 3, two versions and five suites as a server of today has them, on -Servers ports; it counts the connections that it takes. Ours runs in this shell, after a warm-up;
    the others are processes, as they are used. Medians, and the median of the rounds' own ratios, since others use the machine, too. testssl.sh checks a server in about a minute: -Samples says
    how many times it does.
.EXAMPLE
    pwsh bench/audit.ps1
.EXAMPLE
    pwsh bench/audit.ps1 -Part Memory -Targets 10000
#>
param(
    [ValidateSet('Suites', 'Whole', 'Fleet', 'Memory')] [string[]] $Part = ('Suites', 'Whole', 'Fleet', 'Memory'),
    [int] $Rounds = 7, [int] $Samples = 2, [int] $Servers = 200, [int] $Targets = 10000
)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot '../tests/Pester/Lab.ps1')
$folder = [System.IO.Directory]::CreateTempSubdirectory('audit').FullName
$base, $status = (Get-PeerPort), (Get-PeerPort)
$null = openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/key.pem" -out "$folder/cert.pem" -days 90 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>&1
$ports = 0..($Servers - 1) | ForEach-Object { 21000 + $_ }
"daemon off; master_process off; pid $folder/pid; error_log /dev/null; worker_rlimit_nofile 8192; events { worker_connections 4096; }
http { access_log off; client_body_temp_path $folder/a; proxy_temp_path $folder/b; fastcgi_temp_path $folder/c; uwsgi_temp_path $folder/d; scgi_temp_path $folder/e;
    ssl_certificate $folder/cert.pem; ssl_certificate_key $folder/key.pem; ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20; ssl_prefer_server_ciphers on;
    server { listen 127.0.0.1:$status; stub_status; }
    server { listen 127.0.0.1:$base ssl; $(-join $ports.ForEach({ "listen 127.0.0.1:$_ ssl; " })) return 200; } }" | Set-Content "$folder/nginx.conf"
$nginx = Start-PeerServer $base nginx '-c', "$folder/nginx.conf", '-e', 'stderr', '-p', $folder
$with = @{ CAFile = "$folder/cert.pem"; NoProxy = $true; AddressFamily = 'IPv4' }

# How many connections the server has taken, but for those that ask.
$script:asked = 0
function Get-Accepted {
    $text = (Invoke-WebRequest "http://127.0.0.1:$status/" -NoProxy -DisableKeepAlive).Content
    $script:asked++
    [int] ([regex]::Match($text, '(?m)^ (\d+) \d+ \d+').Groups[1].Value) - $script:asked
}

function Measure-One([scriptblock] $What) {
    $before = Get-Accepted
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $null = & $What
    $seconds = $watch.Elapsed.TotalSeconds
    [pscustomobject] @{ Seconds = $seconds; Connections = (Get-Accepted) - $before }
}

function Get-Median([double[]] $Values) { ($Values | Sort-Object)[[math]::Floor($Values.Count / 2)] }

function Compare-Time([string] $Name, [int] $Count, [scriptblock] $Ours, [scriptblock] $Theirs) {
    $null = 1..3 | ForEach-Object { & $Ours }
    $pairs = foreach ($round in 1..$Count) { [pscustomobject] @{ Ours = Measure-One $Ours; Theirs = Measure-One $Theirs } }
    $ratios = $pairs.ForEach({ $_.Ours.Seconds / $_.Theirs.Seconds })
    '| {0} | {1:0.000} s, {2} connections | {3:0.000} s, {4} connections | {5:0.00} |' -f $Name, (Get-Median $pairs.Ours.Seconds), (Get-Median $pairs.Ours.Connections), (Get-Median $pairs.Theirs.Seconds),
        (Get-Median $pairs.Theirs.Connections), (Get-Median $ratios)
}

try {
    "$((uname -sr)), $([Environment]::ProcessorCount) processors, load $((Get-Content /proc/loadavg).Split(' ')[0..2] -join ' ')"
    '| what | ours | theirs | ratio |'
    '| --- | ---: | ---: | ---: |'
    if ('Suites' -in $Part) {
        $scan = '--no-colour', '--no-check-certificate', '--no-renegotiation', '--no-compression', '--no-heartbleed', '--no-groups', '--no-fallback', '--no-cipher-details'
        Compare-Time 'all suites of a server, beside sslscan' $Rounds { Test-SslServer localhost $base @with -Check Suites } { sslscan @scan "localhost:$base" }
        Compare-Time '-Quick, beside the same' $Rounds { Test-SslServer localhost $base @with -Quick } { sslscan @scan "localhost:$base" }
    }
    if ('Whole' -in $Part) {
        Compare-Time 'the whole audit, beside testssl.sh' $Samples { Test-SslServer localhost $base @with } { testssl --quiet --color 0 --warnings batch --ip one "localhost:$base" }
    }
    if ('Fleet' -in $Part) {
        $fleet = Measure-One { $ports | ForEach-Object { "localhost:$_" } | Test-SslServer @with -ThrottleLimit 32 }
        $one = foreach ($port in $ports | Select-Object -First $Samples) { Measure-One { testssl --quiet --color 0 --warnings batch --ip one "localhost:$port" } }
        $rates = ($Servers / $fleet.Seconds), (1 / (Get-Median $one.Seconds))
        '| {0} servers at -ThrottleLimit 32, beside testssl.sh one by one ({1} of them) | {2:0.00} servers/s | {3:0.0000} servers/s | {4:0.0} times |' -f $Servers, $Samples, $rates[0], $rates[1], ($rates[0] / $rates[1])
    }
    if ('Memory' -in $Part) {
        $self = [System.Diagnostics.Process]::GetCurrentProcess()
        $done = 0
        $seen = [System.Collections.Generic.List[string]]::new()
        0..($Targets - 1) | ForEach-Object { "localhost:$($ports[$_ % $Servers])" } | Test-SslServer @with -Quick -ThrottleLimit 32 | ForEach-Object {
            if ((++$done) % [math]::Max(1, [int] ($Targets / 5)) -eq 0) {
                $self.Refresh()
                $seen.Add(('{0}: {1:0} MiB, {2:0} MiB of objects' -f $done, ($self.WorkingSet64 / 1MB), ([GC]::GetTotalMemory($true) / 1MB)))
            }
        }
        "| memory after so many targets, -Quick | $($seen -join '; ') |  |  |"
    }
}
finally {
    Stop-PeerServer $nginx
    [System.IO.Directory]::Delete($folder, $true)
}

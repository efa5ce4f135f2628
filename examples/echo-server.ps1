<#
.SYNOPSIS
    An echo server for hundreds of clients: one script, one thread, sockets that do not block and Wait-SslSocket.
.DESCRIPTION
    Whatever a client sends comes back to it. A client that sends and does not read does not delay others: what it does not take is kept, and nothing more
    is read from it meanwhile. Without -Port the script brings its own clients, serves them in the same loop, and ends when all have had their answer.
.EXAMPLE
    ./echo-server.ps1 -Port 8443 -CertificateFile server.pem -KeyFile server.key
.EXAMPLE
    ./echo-server.ps1 -Clients 500
#>
param([int] $Port, [int] $Clients = 500, [string] $CertificateFile, [string] $KeyFile)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1')

# Accepting and shaking hands go on in the background; Wait-SslSocket tells when a connection can be taken.
$listener = if ($CertificateFile) { New-SslListener -Port $Port -Backlog 512 -CertificateFile $CertificateFile -KeyFile $KeyFile }
else { New-SslListener -Port $Port -Backlog 512 -SelfSigned }
Write-Host "Listening on $($listener.LocalEndPoint)."

$sockets = [System.Collections.Generic.List[object]]@($listener)
$rest = @{}
$buffer = [byte[]]::new(16384)
$answers = 0

function Add-Connections {
    foreach ($socket in Wait-SslConnection $listener -NoWait -ErrorAction Continue) {
        $socket.Blocking = $false
        $sockets.Add($socket)
    }
}

function Stop-Serving($Socket) {
    Close-SslSocket $Socket
    $null = $sockets.Remove($Socket)
    $rest.Remove($Socket)
}

# Sends what a client can take, and keeps what it can't.
function Send-Echo($Socket, [byte[]] $Bytes) {
    $sent = $Socket.Write($Bytes)
    if ($sent -eq $Bytes.Length) { $rest.Remove($Socket); return }
    $rest[$Socket] = if ($sent -gt 0) { $Bytes[$sent..($Bytes.Length - 1)] } else { $Bytes }
}

if (-not $Port) {
    # The clients of the demonstration: each says one line, and its answer is looked at in the loop like anything else.
    $context = New-SslContext -CACertificate $listener.CertificateAuthority
    $own = [System.Collections.Generic.HashSet[object]]::new()
    while ($own.Count -lt $Clients) {
        # In groups, since a listener does not hold more than 256 connections that are not taken.
        foreach ($client in @('localhost') * [Math]::Min(100, $Clients - $own.Count) | New-SslSocket -Port $listener.Port -Context $context) {
            $client.Blocking = $false
            $null = $client.WriteLine("I am client $($own.Count)")
            $null = $own.Add($client)
            $sockets.Add($client)
        }
        Add-Connections
    }
    Write-Host "$($own.Count) clients are connected."
}

while ($Port -or $answers -lt $Clients) {
    foreach ($ready in Wait-SslSocket $sockets) {
        if ($ready -eq $listener) {
            Add-Connections
            continue
        }
        if ($own -and $own.Contains($ready)) {
            if ($null -ne ($line = $ready.ReadLine())) {
                if ($line -notlike 'I am client *') { throw "An answer is wrong: $line" }
                $answers++
                Stop-Serving $ready
            }
            continue
        }
        try {
            if ($rest.Count -and $rest.ContainsKey($ready)) {
                Send-Echo $ready $rest[$ready]
                continue
            }
            $n = $ready.Read($buffer, 0, $buffer.Length)
            if ($n -eq 0) { Stop-Serving $ready }
            elseif ($n -gt 0) {
                # The whole answer finds room nearly always.
                $sent = $ready.Write($buffer, 0, $n)
                if ($sent -lt $n) { Send-Echo $ready $buffer[[Math]::Max(0, $sent)..($n - 1)] }
            }
        }
        catch {
            Write-Warning "$($ready.RemoteEndPoint): $($_.Exception.InnerException.Message)"
            Stop-Serving $ready
        }
    }
}

Write-Host "$answers clients had their own words back, on one thread."
Close-SslSocket $sockets

<#
.SYNOPSIS
    Finds out why a handshake fails: each message as it passes, what the error says, and a key log that lets Wireshark read the rest.
.DESCRIPTION
    Connects once, as New-SslSocket would, and gives an object that tells how far it came: the messages, the error with its phase, alert and advice, and the key log.

    From TLS 1.3 on nearly all of a handshake is encrypted, the alert that says what is wrong included. The key log makes a capture of this one connection readable. Whoever has both reads everything that
    was said in it, so the file belongs to its owner alone; delete it when you are done. Nothing of its secrets is shown here.
.PARAMETER ComputerName
    The host.
.PARAMETER Port
    The port.
.PARAMETER KeyLogPath
    The key log. A file that exists goes on: several connections can share one.
.PARAMETER ListenSeconds
    How long the server is listened to after the handshake: from TLS 1.3 on a client is through before the server has judged it, and hears a refusal with what it reads first.
.PARAMETER TimeoutSeconds
    How long the connection may take: name, connection and handshake together.
.PARAMETER Tls
    More parameters of New-SslSocket, those of the connection that fails: @{ CAFile = 'root.pem'; Version = 'TLSv1_2'; StartTls = 'Smtp' }.
.EXAMPLE
    $found = ./debug-handshake.ps1 www.example.org 443 -KeyLogPath ./keys.log
    $found.Messages
    $found | Format-List Succeeded, Code, Phase, Alert, Message, Advice
.EXAMPLE
    tshark -i any -f 'tcp port 443' -w capture.pcapng

    In another session before, to record the connection (dumpcap and Wireshark do as well); end it with Ctrl+C, and then

    tshark -r capture.pcapng -o tls.keylog_file:keys.log -Y tls

    reads it, as Wireshark does under Preferences, Protocols, TLS, (Pre)-Master-Secret log filename.
.EXAMPLE
    openssl s_client -connect www.example.org:443 -servername www.example.org -keylogfile keys.log -msg

    The same host with OpenSSL, for comparison: its key log has the same form and can be the same file.
#>
param(
    [Parameter(Mandatory)] [string] $ComputerName,
    [string] $Port = '443',
    [Parameter(Mandatory)] [string] $KeyLogPath,
    [int] $ListenSeconds = 2,
    [int] $TimeoutSeconds = 15,
    [hashtable] $Tls = @{}
)

$ErrorActionPreference = 'Stop'
# In a checkout the module that was built there, elsewhere the installed one.
$built = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
Import-Module $(if (Test-Path $built) { $built } else { 'PSSsl' })

$keyLog = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($KeyLogPath)
$before = if ([System.IO.File]::Exists($keyLog)) { [System.IO.File]::ReadAllLines($keyLog).Count } else { 0 }
$messages = [System.Collections.Generic.List[object]]::new()
$failure = $socket = $null
try {
    $socket = New-SslSocket $ComputerName $Port -KeyLogFile $keyLog -MessageCallback { $messages.Add($args[0]) } -Timeout $TimeoutSeconds @Tls
    Write-Host "Hands are shaken: $($socket.Version), $($socket.Cipher.Name). Listening for $ListenSeconds s to what the server thinks of it."
    $null = Receive-SslData $socket -Peek -Timeout $ListenSeconds
}
catch {
    # A server that says nothing by itself has nothing against us.
    if (-not ($socket -and $_.Exception.Code -eq 'TimedOut')) { $failure = $_.Exception }
}
$seen = if ($socket) { @{ Version = $socket.Version; Cipher = $socket.Cipher.Name; Certificate = $socket.PeerCertificate } }
elseif ($failure.PeerCertificate) { @{ Certificate = $failure.PeerCertificate } }
else { @{} }
Close-SslSocket $socket

# A line is a label, the connection's client random, a secret. Only the first two are public: Wireshark shows the random in the ClientHello.
$lines = if ([System.IO.File]::Exists($keyLog)) { @([System.IO.File]::ReadAllLines($keyLog) | Select-Object -Skip $before | ForEach-Object { , $_.Split(' ') }) }
[pscustomobject]@{
    Peer = "${ComputerName}:$Port"
    Succeeded = -not $failure
    Version = $seen.Version
    Cipher = $seen.Cipher
    Certificate = $seen.Certificate
    Code = $failure.Code
    Phase = $failure.Phase
    Alert = if ($failure.Alert) { "$($failure.Alert), $(if ($failure.AlertFromPeer) { 'from the server' } else { 'sent to the server' })" }
    Message = $failure.Message
    VerifyErrors = @($failure.VerifyErrors | ForEach-Object { "depth $($_.Depth): $($_.Message)" })
    Advice = $failure.RecommendedAction
    Messages = @($messages | ForEach-Object { "$_" })
    KeyLog = $keyLog
    KeyLogLabels = @($lines | ForEach-Object { $_[0] })
    ClientRandom = @($lines | ForEach-Object { $_[1] } | Select-Object -Unique)
}

if ($failure) { Write-Host "It failed: $($failure.Message)" }
Write-Host $(if ($lines) { "To read a capture of this: tshark -r capture.pcapng -o tls.keylog_file:$keyLog -Y tls" } else { 'No keys were agreed on: what was said is in the clear in a capture.' })

# prosody, for clients on the first port and for servers on the second one. It runs as its own user.
param([string] $Folder, [int[]] $Ports)
$null = [System.IO.Directory]::CreateDirectory("$Folder/data")
& chown -R prosody $Folder
[System.IO.File]::WriteAllText("$Folder/prosody.lua", @"
pidfile = "$Folder/pid"
data_path = "$Folder/data"
certificates = "$Folder"
interfaces = { "127.0.0.1" }
c2s_ports = { $($Ports[0]) }
s2s_ports = { $($Ports[1]) }
c2s_direct_tls_ports = {}
s2s_direct_tls_ports = {}
http_ports = {}
https_ports = {}
modules_enabled = { "tls", "saslauth", "disco" }
modules_disabled = { "http", "posix" }
authentication = "internal_plain"
log = { { levels = { min = "error" }, to = "file", filename = "$Folder/log" } }
ssl = { certificate = "$Folder/cert.pem", key = "$Folder/key.pem" }
VirtualHost "localhost"

"@)
Start-PeerServer $Ports[0] runuser '-u', 'prosody', '--', 'prosody', '--config', "$Folder/prosody.lua", '-F'

# InspIRCd with its module for STARTTLS.
param([string] $Folder, [int[]] $Ports)
[System.IO.File]::WriteAllText("$Folder/inspircd.conf", @"
<server name="irc.lab.example" description="lab" network="Lab">
<admin name="lab" nick="lab" email="lab@lab.example">
<bind address="127.0.0.1" port="$($Ports[0])" type="clients">
<connect allow="*" timeout="60" flood="20" resolvehostnames="no">
<module name="cap">
<module name="ssl_gnutls">
<gnutls certfile="$Folder/cert.pem" keyfile="$Folder/key.pem" onrehash="no">
<module name="starttls">
<pid file="$Folder/pid">
<path datadir="$Folder" logdir="$Folder" runtimedir="$Folder">

"@)
Start-PeerServer $Ports[0] inspircd '--config', "$Folder/inspircd.conf", '--nofork', '--runasroot'

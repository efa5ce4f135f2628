# OpenLDAP's server with nothing but its root entry.
param([string] $Folder, [int[]] $Ports)
[System.IO.File]::WriteAllText("$Folder/slapd.conf", @"
include /etc/ldap/schema/core.schema
pidfile $Folder/pid
TLSCertificateFile $Folder/cert.pem
TLSCertificateKeyFile $Folder/key.pem
TLSCACertificateFile $Folder/ca.pem

"@)
Start-PeerServer $Ports[0] slapd '-d', '0', '-h', "ldap://127.0.0.1:$($Ports[0])/", '-f', "$Folder/slapd.conf"

# MariaDB without any tables: it greets, speaks TLS and takes logins all the same.
param([string] $Folder, [int[]] $Ports)
$null = [System.IO.Directory]::CreateDirectory("$Folder/data")
& chown -R mysql $Folder
Start-PeerServer $Ports[0] mariadbd '--no-defaults', '--user=mysql', '--skip-grant-tables', "--datadir=$Folder/data", "--port=$($Ports[0])", '--bind-address=127.0.0.1', "--socket=$Folder/socket", "--pid-file=$Folder/pid", "--ssl-cert=$Folder/cert.pem", "--ssl-key=$Folder/key.pem"

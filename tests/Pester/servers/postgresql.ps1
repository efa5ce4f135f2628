# PostgreSQL with a database of its own. It runs as its own user, to whom all of the folder must belong.
param([string] $Folder, [int[]] $Ports)
$programs = [System.IO.Directory]::GetDirectories('/usr/lib/postgresql')[0] + '/bin'
& chown -R postgres $Folder
$said = & runuser -u postgres -- "$programs/initdb" -D "$Folder/data" -A trust -N 2>&1
if ($LASTEXITCODE) { throw "initdb: $said" }
$process = Start-PeerServer $Ports[0] runuser '-u', 'postgres', '--', "$programs/postgres", '-D', "$Folder/data", '-p', "$($Ports[0])", '-h', '127.0.0.1', '-k', $Folder, '-c', 'ssl=on', '-c', "ssl_cert_file=$Folder/cert.pem", '-c', "ssl_key_file=$Folder/key.pem"
# It listens before it lets anybody in.
for ($i = 0; $i -lt 200; $i++) {
    & "$programs/pg_isready" -q -h 127.0.0.1 -p "$($Ports[0])"
    if (-not $LASTEXITCODE) { return $process }
    Start-Sleep -Milliseconds 50
}
Stop-PeerServer $process
throw "postgresql listens on port $($Ports[0]), but lets nobody in"

# xrdp, asked for TLS only.
param([string] $Folder, [int[]] $Ports)
$settings = [System.IO.File]::ReadAllText('/etc/xrdp/xrdp.ini')
foreach ($setting in "port=tcp://127.0.0.1:$($Ports[0])", 'security_layer=tls', "certificate=$Folder/cert.pem", "key_file=$Folder/key.pem", "LogFile=$Folder/log") {
    $settings = $settings -replace "(?m)^$($setting.Split('=')[0])=.*$", $setting
}
[System.IO.File]::WriteAllText("$Folder/xrdp.ini", $settings)
Start-PeerServer $Ports[0] xrdp '--nodaemon', '--config', "$Folder/xrdp.ini"

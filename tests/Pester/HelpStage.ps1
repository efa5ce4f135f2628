# Where the examples of help run: the names in them lead to servers of this machine, and the files that they name are there.

# A server that answers the first lines of each client, as a web server or a mail server would.
function Start-StageServer([string] $Module, $Certificate) {
    $listener = New-SslListener -Certificate $Certificate -ErrorTrap { param($Socket, $Message) Close-SslSocket $Socket }
    $shell = [powershell]::Create()
    $null = $shell.AddScript({
        param($listener, $module)
        Import-Module $module
        while ($listener.IsListening) {
            try { $socket = Wait-SslConnection $listener -ErrorAction SilentlyContinue } catch { return }
            if (-not $socket) { continue }
            try {
                $socket.Timeout = 1
                while ($socket.ReadLine()) { }
                'HTTP/1.0 200 OK', 'Content-Type: text/plain', '', 'hello' | Send-SslData -Socket $socket -NewLine
            }
            catch { Write-Verbose "$_" }
            Close-SslSocket $socket
        }
    }).AddArgument($listener).AddArgument($Module)
    @{ Listener = $listener; Shell = $shell; Run = $shell.BeginInvoke() }
}

$groupOf2048Bits = @'
-----BEGIN DH PARAMETERS-----
MIIBCAKCAQEA//////////+t+FRYortKmq/cViAnPTzx2LnFg84tNpWp4TZBFGQz
+8yTnc4kmz75fS/jY2MMddj2gbICrsRhetPfHtXV/WVhJDP1H18GbtCFY2VVPe0a
87VXE15/V8k1mE8McODmi3fipona8+/och3xWKE2rec1MKzKT0g6eXq8CrGCsyT7
YdEIqUuyyOP7uWrat2DX9GgdT0Kj3jlN9K5W7edjcrsZCwenyO4KbXCeAvzhzffi
7MA0BM0oNC9hkXL+nOmFg/+OTxIy7vKBg8P+OxtMb61zO7X8vC7CIAXFjvGDfRaD
ssbzSibBsu/6iGtCOGEoXJf//////////wIBAg==
-----END DH PARAMETERS-----
'@

function New-HelpStage([string] $Folder) {
    $null = New-Item $Folder -ItemType Directory -Force
    $module = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PSSsl/PSSsl.psd1")
    $root = New-SslCertificate 'Stage Root' -Kind CA
    $certificate = New-SslCertificate www.example.org -DnsName www.example.org, mail.example.org, localhost -Issuer $root -ValidDays 90
    $server = Start-StageServer $module $certificate
    $port = $server.Listener.Port
    $password = ConvertTo-SecureString 'secret' -AsPlainText -Force
    $files = @{
        'hosts.txt'   = "# our servers`nwww.example.org`n`nmail.example.org 993"
        'servers.csv' = "ComputerName,Port`nlocalhost,$port`nlocalhost,$port"
        'request.txt' = "HEAD / HTTP/1.0`r`n`r`n"
        'dh.pem'      = $groupOf2048Bits
    }
    foreach ($name in $files.Keys) { [System.IO.File]::WriteAllText("$Folder/$name", $files[$name]) }
    $null = $root | Export-SslCertificate "$Folder/company-ca.pem"
    $certificate | Export-SslCertificate "$Folder/web.pem" -IncludeChain -KeyPath "$Folder/web.key" -Unencrypted
    $certificate | Export-SslCertificate "$Folder/web.p12" -Password $password
    $null = New-Item "$Folder/authorities" -ItemType Directory -Force
    $null = $root | Export-SslCertificate "$Folder/authorities/company-ca.pem"
    New-SslCrl -Issuer $root -Path "$Folder/company.crl"
    New-SslCertificate a.example -Request | Export-SslCertificate "$Folder/stage.csr"
    $bundle = $env:SSL_CERT_FILE
    $env:SSL_CERT_FILE = "$Folder/company-ca.pem"
    Test-SslServer localhost $port -Quick | Export-SslReport "$Folder/lastnight.json"
    @{ Folder = $Folder; Server = $server; Port = $port; Password = $password; Bundle = $bundle }
}

function Remove-HelpStage($Stage) {
    $env:SSL_CERT_FILE = $Stage.Bundle
    Close-SslSocket $Stage.Server.Listener
    $null = $Stage.Server.Run.AsyncWaitHandle.WaitOne(20000)
    $Stage.Server.Shell.Dispose()
}

# The names of the examples, as parameters and as texts, and what a person would be asked.
function Invoke-OnStage($Stage, [string] $Code) {
    $port = $Stage.Port
    $places = 'www.example.org', 'mail.example.org' | ForEach-Object { "${_}::127.0.0.1:$port" }
    $PSDefaultParameterValues = @{}
    foreach ($command in 'New-SslSocket', 'Get-PeerCertificate', 'Test-SslServer', 'Enter-SslSession') { $PSDefaultParameterValues["${command}:ConnectTo"] = $places }
    function Read-Host { $Stage.Password }
    # Neither Should nor a TcpClient can be told where a name leads.
    $run = if ($Code -match "Should -|TcpClient") { $Code.Replace("'www.example.org' | Should", "'localhost:$port' | Should").Replace("'www.example.org', 443", "'127.0.0.1', $port") } else { $Code }
    Push-Location $Stage.Folder
    try { . ([scriptblock]::Create($run)) *>&1 } finally { Pop-Location; Reset-SslDefault }
}

# What specs share: the module as a user would import it, and things that are needed again and again.
Import-Module (Join-Path $PSScriptRoot '../../out/PSSsl/PSSsl.psd1')

# The program of the shell that runs this, also where dotnet started it as a library.
$ThisShell = Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })

# The build for Windows PowerShell, run in PowerShell 7 in place of the other one.
$IsWindowsPowerShellBuild = [System.AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'PSSsl' -and $_.Location -match 'netstandard2\.0' }).Count -gt 0

function Save-Certificate($Certificate, [string] $Path) {
    $base64 = [Convert]::ToBase64String($Certificate.RawData, 'InsertLineBreaks')
    [System.IO.File]::WriteAllText($Path, "-----BEGIN CERTIFICATE-----`n$base64`n-----END CERTIFICATE-----`n")
    $Path
}

function Test-Program([string] $Name, [string[]] $Also) {
    foreach ($folder in $env:PATH.Split([System.IO.Path]::PathSeparator) + $Also) {
        if ($folder -and [System.IO.File]::Exists([System.IO.Path]::Combine($folder, $Name))) { return $true }
    }
    Set-Missing $Name
}

function Test-PerlModule([string] $Name) {
    if (-not (Test-Program perl)) { return $false }
    $null = & perl "-M$Name" -e 1 2>&1
    if ($LASTEXITCODE -eq 0) { return $true }
    Set-Missing "Perl's $Name"
}

# What Run.ps1 tells at the end of the run.
function Set-Missing([string] $Name) {
    # In CI every peer is installed: there a missing one must not look like a success.
    if ($env:CI -eq 'true') { throw "$Name is not installed." }
    if ($global:MissingPrograms) { $null = $global:MissingPrograms.Add($Name) }
    $false
}

# A server that says one thing in plain text to its first client and hangs up; nothing at all if there is nothing to say.
function Start-PlainAnswer([string] $Text) {
    $server = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $server.Start()
    $shell = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
    $null = $shell.AddScript({
        param($server, $text)
        $client = $server.AcceptTcpClient()
        $bytes = [System.Text.Encoding]::ASCII.GetBytes($text)
        if ($bytes.Length -gt 0) { $client.GetStream().Write($bytes, 0, $bytes.Length) } else { $null = $client.GetStream().Read([byte[]]::new(4096), 0, 4096) }
        [System.Threading.Thread]::Sleep(200)
        $client.Dispose()
    }).AddArgument($server).AddArgument($(if ($Text) { "$Text`r`n" } else { '' }))
    $null = $shell.BeginInvoke()
    $answer = [pscustomobject]@{ Port = $server.LocalEndpoint.Port; Server = $server; Shell = $shell }
    $answer.psobject.Methods.Add([System.Management.Automation.PSScriptMethod]::new('Dispose', { $this.Server.Stop(); $this.Shell.Dispose() }))
    $answer
}

# A self-signed certificate for localhost with its key, made by .NET.
function New-TestCertificate {
    $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=localhost', $key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)
    $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
    $names.AddDnsName('localhost')
    $request.CertificateExtensions.Add($names.Build($false))
    $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(5))
}

# A port for a program that must be told its own: below those that the kernel gives away, so that nobody gets it in between.
function Get-PeerPort {
    while ($true) {
        $port = 12000 + [System.Random]::new().Next(8000)
        $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, $port)
        $probe.ExclusiveAddressUse = $true
        try { $probe.Start(); return $port } catch [System.Net.Sockets.SocketException] { continue } finally { $probe.Stop() }
    }
}

# Starts a server that we did not write, and waits until it takes connections.
function Start-PeerServer([int] $Port, [string] $Program, [string[]] $Arguments) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($Program)
    foreach ($argument in $Arguments) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    for ($i = 0; $i -lt 200 -and -not $process.HasExited; $i++) {
        $probe = [System.Net.Sockets.TcpClient]::new()
        try { $probe.Connect('127.0.0.1', $Port) } catch { Start-Sleep -Milliseconds 50; continue } finally { $probe.Dispose() }
        # A program that tells much stops where its pipes are full.
        foreach ($said in $process.StandardOutput, $process.StandardError) { $null = $said.BaseStream.CopyToAsync([System.IO.Stream]::Null) }
        return $process
    }
    $said = if ($process.HasExited) { $process.StandardOutput.ReadToEnd() + $process.StandardError.ReadToEnd() }
    Stop-PeerServer $process
    throw "$Program does not listen on port ${Port}: $said"
}

function Stop-PeerServer($Process) {
    if (-not $Process) { return }
    if (-not $Process.HasExited) { $Process.Kill($true); $null = $Process.WaitForExit(5000) }
    $Process.Dispose()
}

<#
.SYNOPSIS
    Audits the hosts of a file each night: a page and JSON of tonight, and what changed since last night as text for a mail.
.DESCRIPTION
    The file is a CSV with a column ComputerName, and Port and StartTls if wanted. Tonight's reports go to report.json and report.html in the folder. known.json has the last report of each host: one
    that could not be audited tonight is compared with it when it is there again.
    The text says what is new or worse, and what could not be found out any more. Exit code: 0 if nothing became worse, 1 if something did, 2 if a host could not be audited.
    More hosts than one machine can ask are shared out among several: -Machine names them, PowerShell goes there by SSH, and PSSsl is installed there.
.PARAMETER HostsPath
    The CSV with the hosts.
.PARAMETER Folder
    Where reports are kept from night to night.
.PARAMETER CAFile
    Authorities to trust in place of the machine's own.
.PARAMETER Machine
    Machines that ask, each its share of the hosts: user@name:port, as Invoke-Command -HostName takes it. Default: this one.
.PARAMETER KeyFilePath
    The private key for SSH.
.PARAMETER SshOption
    More options for ssh, as Invoke-Command -Options takes them.
.PARAMETER ModulePath
    Where PSSsl is on those machines, if it is not installed.
.PARAMETER EventLog
    Writes the text to Windows' Application log too, source Application, with the exit code as the number of the event.
.EXAMPLE
    ./nightly-audit.ps1 ./hosts.csv ./audit
.EXAMPLE
    On Windows each night at three; the task's last result is the exit code.

    $run = New-ScheduledTaskAction pwsh '-NoProfile -NonInteractive -File C:\audit\nightly-audit.ps1 C:\audit\hosts.csv C:\audit\reports -EventLog'
    Register-ScheduledTask 'Nightly audit of TLS' -Action $run -Trigger (New-ScheduledTaskTrigger -Daily -At 3am)
.EXAMPLE
    ./nightly-audit.ps1 ./hosts.csv ./audit -Machine audit@north.example, audit@south.example -KeyFilePath ~/.ssh/audit
#>
param(
    [Parameter(Mandatory)] [string] $HostsPath,
    [Parameter(Mandatory)] [string] $Folder,
    [string] $CAFile,
    [string[]] $Machine,
    [string] $KeyFilePath,
    [hashtable] $SshOption = @{},
    [string] $ModulePath = 'PSSsl',
    [switch] $EventLog
)

$ErrorActionPreference = 'Stop'
if ($EventLog -and [Environment]::OSVersion.Platform -ne 'Win32NT') { throw '-EventLog needs Windows. Elsewhere pipe the text to a log: ./nightly-audit.ps1 ... | logger' }
$built = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
Import-Module $(if (Test-Path $built) { $built } else { 'PSSsl' })

$hosts = @(Import-Csv $HostsPath)
if (-not $hosts) { throw "$HostsPath contains no hosts." }
if (-not (Test-Path $Folder)) { $null = New-Item $Folder -ItemType Directory }
$known = Join-Path $Folder known.json
$before = @(if (Test-Path $known) { Import-SslReport $known })

$trust = if ($CAFile) { @{ CAFile = $CAFile } } else { @{} }
$failures = @()
if ($Machine) {
    # Each machine gets an even share of the hosts, and what it is to trust as text: files are here, not there.
    $pem = if ($CAFile) { Get-Content -Raw $CAFile }
    $ask = {
        param($Hosts, $Pem, $ModulePath)
        Import-Module $ModulePath -ErrorAction Stop
        $trust = @{}
        if ($Pem) {
            $file = New-TemporaryFile
            Set-Content $file $Pem
            $trust.CAFile = $file.FullName
        }
        try { $Hosts | Test-SslServer @trust } finally { if ($Pem) { Remove-Item $file } }
    }
    $key = if ($KeyFilePath) { @{ KeyFilePath = $KeyFilePath } } else { @{} }
    $jobs = for ($i = 0; $i -lt $Machine.Count; $i++) {
        $share = @(for ($j = $i; $j -lt $hosts.Count; $j += $Machine.Count) { $hosts[$j] })
        if ($share) { Invoke-Command -HostName $Machine[$i] @key -Options $SshOption -ConnectingTimeout 60000 -ScriptBlock $ask -ArgumentList $share, $pem, $ModulePath -AsJob -JobName $Machine[$i] }
    }
    $null = $jobs | Wait-Job
    $reports = @($jobs | Receive-Job -ErrorVariable failures -ErrorAction SilentlyContinue)
    # A machine that did not come back has checked no server.
    $failures += @($jobs | Where-Object State -ne Completed | ForEach-Object { "$($_.Name), with its share of the hosts: $($_.ChildJobs[0].JobStateInfo.Reason.Message)" })
    $jobs | Remove-Job -Force
}
else {
    $reports = @($hosts | Test-SslServer @trust -ErrorVariable failures -ErrorAction SilentlyContinue)
}
$reports | Export-SslReport (Join-Path $Folder report.json) -Force
$reports | Export-SslReport (Join-Path $Folder report.html) -Force

# Who was not reached stays as it was known, unless it stands in the file no more.
$servers = $reports.Server
$kept = @($before | Where-Object { $_.Server -notin $servers -and ($hosts.ComputerName -match "(^|[/\[])$([regex]::Escape($_.Host))($|[]:/])") })
$reports + $kept | Export-SslReport $known -Force
$worse = @(if ($before) { Compare-SslReport $before ($reports + $kept) | Where-Object Kind -in New, Worse, Unknown })

$text = @(
    "$($reports.Count) servers audited, $($failures.Count) not reached, $($worse.Count) changes for the worse."
    foreach ($change in $worse) {
        $what = if ($change.Before) { "$($change.Before) -> $($change.After)" } else { $change.After }
        "$($change.Kind): $($change.Host):$($change.Port) $($change.Id) $($change.Title) ($what)"
    }
    foreach ($failure in $failures) { "Not reached: $failure" }
    foreach ($report in $reports | Where-Object Incomplete) { "Not found out: $($report.Server): $($report.Incomplete)" }
    $bad = @($reports | Where-Object { $_.Findings | Where-Object Severity -in Critical, High })
    if ($bad) { "$($bad.Count) servers have critical or high findings: $($bad.Server -join ', ')" }
)
$text
$code = if ($failures.Count) { 2 } elseif ($worse.Count) { 1 } else { 0 }
if ($EventLog) {
    # The limit of an event is 31,839 characters.
    $entry = $text -join "`r`n"
    $entry = $entry.Substring(0, [Math]::Min($entry.Length, 30000))
    [System.Diagnostics.EventLog]::WriteEntry('Application', $entry, ('Information', 'Warning', 'Error')[$code], $code)
}
exit $code

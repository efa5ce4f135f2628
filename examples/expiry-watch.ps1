<#
.SYNOPSIS
    Watches the certificates of the hosts in a CSV file: a report as text and as HTML, ready to be mailed, and an exit code for a scheduler.
.DESCRIPTION
    Every row is in the report: first the hosts that could not be checked, then the certificates by the days that are left. A certificate needs attention if it
    has expired, expires soon, or is not trusted, for whatever reason; a row that got no answer never counts as ok.

    The text goes to the output, so that cron mails it by itself. The exit code is 0 if all is ok, 2 if something needs attention, 1 if the watch itself failed.
.PARAMETER Path
    The CSV file: ComputerName, and if wanted Port (443), StartTls (Smtp, Ldap, Postgres, ...), ServerName, Owner.
.PARAMETER Days
    A certificate that expires within so many days needs attention.
.PARAMETER HtmlPath
    Where the report is written as an HTML page, for a mail's body or a web server.
.PARAMETER TimeoutSeconds
    How long one host may take: name, connection and handshake together.
.PARAMETER CAFile
    A file with the authorities to trust in place of the machine's own, for hosts with certificates of a company's authority.
.EXAMPLE
    ./expiry-watch.ps1 ./hosts.csv
.EXAMPLE
    ./expiry-watch.ps1 ./hosts.csv -Days 21 -CAFile ./company-root.pem -HtmlPath ./report.html
.EXAMPLE
    pwsh -File expiry-watch.ps1 hosts.csv -HtmlPath report.html > report.txt || mail -s "$(head -1 report.txt)" -a 'Content-Type: text/html' admins@example.org < report.html

    A line for cron, which mails when something needs attention; the first line is made to be a subject.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [int] $Days = 30,
    [string] $HtmlPath,
    [int] $TimeoutSeconds = 10,
    [string] $CAFile
)

$ErrorActionPreference = 'Stop'
# In a checkout the module that was built there, elsewhere the installed one.
$built = Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1'
Import-Module $(if (Test-Path $built) { $built } else { 'PSSsl' })

$rows = @(Import-Csv $Path)
if ($rows.Count -eq 0) { throw "There is no host in $Path." }
if (-not $rows[0].psobject.Properties['ComputerName']) { throw "$Path has no column ComputerName." }

function Get-Finding($Row, $Certificate, [string] $Failure) {
    $column = { param($name) if ($Row.psobject.Properties[$name]) { $Row.$name } }
    $port = & $column Port
    $finding = [pscustomobject]@{
        Host = if ($Certificate) { $Certificate.Peer } else { "$($Row.ComputerName)$(if ($port) { ":$port" })" }
        Owner = & $column Owner
        DaysLeft = $null
        NotAfter = ''
        State = 'not checked'
        Remark = $Failure
    }
    if (-not $Certificate) { return $finding }
    $finding.DaysLeft = $Certificate.DaysRemaining
    $finding.NotAfter = $Certificate.NotAfter.ToString('yyyy-MM-dd')
    # That a certificate is over is said by its state.
    $faults = @($Certificate.VerifyErrors | Where-Object { -not ($_.Code -eq 'CertificateExpired' -and $_.Depth -eq 0) })
    $finding.Remark = ($faults | ForEach-Object { $_.Message }) -join '; '
    $finding.State = if ($Certificate.IsExpired) { 'expired' }
    elseif ($Certificate.DaysRemaining -lt $Days) { 'expiring soon' }
    elseif ($Certificate.IsTrusted -and $Certificate.HostnameMatch -and -not $faults) { 'ok' }
    else { 'not trusted' }
    $finding
}

# Hosts are checked side by side, and answer in any order. Results and errors carry the row that they are about.
for ($i = 0; $i -lt $rows.Count; $i++) { $rows[$i].psobject.Properties.Add([psnoteproperty]::new('RowNumber', $i)) }
$trust = if ($CAFile) { @{ CAFile = $CAFile } } else { @{} }
$findings = [object[]]::new($rows.Count)
$rows | Get-PeerCertificate -Timeout $TimeoutSeconds @trust -ErrorAction SilentlyContinue -ErrorVariable failures | ForEach-Object { $findings[$_.Target.RowNumber] = Get-Finding $_.Target $_ }
foreach ($failure in $failures) { $findings[$failure.TargetObject.RowNumber] = Get-Finding $failure.TargetObject $null $failure.Exception.Message }
for ($i = 0; $i -lt $rows.Count; $i++) { if (-not $findings[$i]) { $findings[$i] = Get-Finding $rows[$i] $null 'There was no answer.' } }
$findings = @($findings | Where-Object State -eq 'not checked') + @($findings | Where-Object State -ne 'not checked' | Sort-Object DaysLeft)
$bad = @($findings | Where-Object State -ne 'ok')

$summary = if ($bad) {
    $counts = foreach ($state in 'not checked', 'expired', 'expiring soon', 'not trusted') {
        $count = @($bad | Where-Object State -eq $state).Count
        if ($count) { "$count $state" }
    }
    "Certificates: $($bad.Count) of $($rows.Count) hosts need attention ($($counts -join ', '))"
}
else { "Certificates: all $($rows.Count) hosts are ok for $Days days" }

# Columns by hand: a scheduler's session has no width that a table could go by.
$width = 4
foreach ($finding in $findings) { $width = [Math]::Max($width, $finding.Host.Length) }
$layout = "{0,5}  {1,-10}  {2,-13}  {3,-$width}  {4}"
$summary
''
$layout -f 'days', 'until', 'state', 'host', 'owner'
foreach ($finding in $findings) {
    ($layout -f "$($finding.DaysLeft)", $finding.NotAfter, $finding.State, $finding.Host, $finding.Owner).TrimEnd()
    if ($finding.Remark) { "       $($finding.Remark)" }
}

if ($HtmlPath) {
    # What a server or a file says is text for a page, not a part of it.
    $encode = { param($text) [System.Net.WebUtility]::HtmlEncode("$text") }
    # Styles stand in the cells, since mail programs drop what stands in the head.
    $colours = @{ 'not checked' = '#f8c9c9'; 'expired' = '#f8c9c9'; 'expiring soon' = '#fbe9b0'; 'not trusted' = '#f8c9c9'; 'ok' = '#d5efd5' }
    $lines = foreach ($finding in $findings) {
        $cells = foreach ($value in $finding.DaysLeft, $finding.NotAfter, $finding.State, $finding.Host, $finding.Owner, $finding.Remark) { "<td style=`"padding:4px 10px`">$(& $encode $value)</td>" }
        "<tr style=`"background:$($colours[$finding.State])`">$(-join $cells)</tr>"
    }
    $page = @(
        '<!DOCTYPE html>', "<html lang=`"en`"><head><meta charset=`"utf-8`"><title>$(& $encode $summary)</title></head><body style=`"font-family:sans-serif`">", "<p>$(& $encode $summary)</p>"
        '<table style="border-collapse:collapse"><tr style="text-align:left"><th>Days</th><th>Until</th><th>State</th><th>Host</th><th>Owner</th><th>Remark</th></tr>'
        $lines
        '</table></body></html>'
    )
    [System.IO.File]::WriteAllLines($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($HtmlPath), [string[]]$page)
}

exit $(if ($bad) { 2 } else { 0 })

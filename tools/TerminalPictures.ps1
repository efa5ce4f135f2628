<#
.SYNOPSIS
    Renders the README's pictures of a terminal: docs/pictures/*.svg.
.DESCRIPTION
    Each scene is run against servers on this machine, with the built module (build.ps1 -Task Module), and what the commands write is drawn as text. What differs from run to run is replaced, so that
    rendering again changes nothing unless what is shown has changed: ports are numbered in the order in which they appear, and dates are moved as if it were 1 January 2027.
.EXAMPLE
    pwsh build.ps1 -Task Pictures
#>
param(
    [string] $OutFolder = (Join-Path $PSScriptRoot '../docs/pictures'),
    [int] $Columns = 100
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1')

# Every command is shown and run; Before and After are not shown.
$scenes = @(
    @{
        Name   = 'certificates'
        Title  = 'Certificates of several hosts, what is over in red and what soon will be in yellow'
        Before = {
            $ca = New-SslCertificate 'Example CA' -Kind CA -ValidDays 3650
            # Whole years and a few days, up to the last second of a day: so many days at any time of the day, also where clocks are changed in between.
            $today = [datetime]::Today
            $names = @{ 'shop.example' = 364; 'mail.example' = 19; 'old.example' = -3 }
            $servers = foreach ($name in 'shop.example', 'mail.example', 'old.example') {
                $end = $today.AddDays($names[$name] + 1).AddSeconds(-1)
                New-SslListener -Certificate (New-SslCertificate $name -DnsName localhost -Issuer $ca -NotBefore $end.AddDays(-390) -NotAfter $end)
            }
            $servers += New-SslListener -Certificate (New-SslCertificate 'printer.example' -Kind Server -SelfSigned -NotBefore $today.AddDays(-10) -NotAfter $today.AddDays(731).AddSeconds(-1) -KeyAlgorithm RSA -KeySize 2048)
            $hosts = foreach ($server in $servers) { "localhost:$($server.Port)" }
        }
        Show   = @(
            '$hosts | Get-PeerCertificate -CACertificate $ca | Sort-Object DaysRemaining'
            '(Get-PeerCertificate $hosts[3] -CACertificate $ca).VerifyErrors'
        )
        After  = { Close-SslSocket $servers }
    }
    @{
        Name   = 'conversation'
        Title  = 'A server and a client that talk, and a client that refuses a certificate'
        Before = { }
        Show   = @(
            '$server = New-SslListener -SelfSigned'
            '$client = New-SslSocket localhost $server.Port -CACertificate $server.CertificateAuthority'
            '$visitor = Wait-SslConnection $server'
            '$client, $visitor'
            'Send-SslData $client "hello" -NewLine; Receive-SslData $visitor -Line'
            'Test-SslHostname localhost, www.example.org -Socket $client -Detailed'
            'New-SslSocket localhost $server.Port'
        )
        After  = { Close-SslSocket $client, $visitor, $server }
    }
    @{
        Name   = 'ciphers'
        Title  = 'Cipher suites that a text in OpenSSL''s language selects, those that protect little or nothing in yellow and red'
        Before = { }
        Show   = @("Get-SslCipher 'ECDHE+AESGCM:DES-CBC3-SHA:NULL-SHA:@SECLEVEL=0'")
        After  = { }
    }
    @{
        Name   = 'completion'
        Title  = 'Protocols of -StartTls offered with what they are, by Ctrl+Space'
        Before = { }
        Menu   = 'New-SslSocket mail.example.org -StartTls '
        Choice = 2
        After  = { }
    }
)

# Colours of a terminal by their numbers, for dark pages and for light ones.
$palette = [ordered]@{
    31 = '#ff7b72', '#cf222e'; 32 = '#7ee787', '#1a7f37'; 33 = '#e3b341', '#9a6700'; 34 = '#79c0ff', '#0969da'; 35 = '#d2a8ff', '#8250df'; 36 = '#76e3ea', '#1b7c83'
    37 = '#f0f6fc', '#1f2328'; 90 = '#9198a1', '#59636e'
}
$cell = 8.4
$line = 19
$margin = 16
$bar = 30

function ConvertTo-Number([double] $Value) { $Value.ToString('0.##', [cultureinfo]::InvariantCulture) }

# A command as a line editor colours it.
function Add-Colour([string] $Command) {
    $tokens = $null
    $null = [System.Management.Automation.Language.Parser]::ParseInput($Command, [ref] $tokens, [ref] $null)
    $text = [System.Text.StringBuilder]::new()
    $at = 0
    foreach ($token in $tokens | Where-Object Kind -NE EndOfInput) {
        $code = switch ($token) {
            { $_.TokenFlags -band [System.Management.Automation.Language.TokenFlags]::CommandName } { 33; break }
            { $_.Kind -eq 'Variable' -or $_.Kind -eq 'SplattedVariable' } { 32; break }
            { $_.Kind -eq 'Parameter' } { 90; break }
            { $_.Kind -in 'StringLiteral', 'StringExpandable' } { 36; break }
            default { 0 }
        }
        $null = $text.Append($Command.Substring($at, $token.Extent.StartOffset - $at))
        $null = $text.Append($(if ($code) { "`e[${code}m$($token.Text)`e[0m" } else { $token.Text }))
        $at = $token.Extent.EndOffset
    }
    $text.Append($Command.Substring($at)).ToString()
}

# What a command writes, as a terminal gets it.
function ConvertTo-Terminal($Objects) {
    $before = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'Ansi'
    try { ($Objects | Out-String -Width $Columns) -replace '\r', '' } finally { $PSStyle.OutputRendering = $before }
}

# The menu of a line editor, one word to a column, what the chosen one means below.
function Get-Menu([string] $Command, [int] $Choice) {
    $found = [System.Management.Automation.CommandCompletion]::CompleteInput($Command, $Command.Length, $null).CompletionMatches
    $width = ($found | ForEach-Object { $_.ListItemText.Length } | Sort-Object | Select-Object -Last 1) + 2
    $perLine = [Math]::Floor($Columns / $width)
    "`e[90mPS>`e[0m $(Add-Colour ($Command + $found[$Choice].CompletionText))"
    $row = ''
    for ($i = 0; $i -lt $found.Count; $i++) {
        $word = $found[$i].ListItemText
        $row += $(if ($i -eq $Choice) { "`e[7m$word`e[0m" } else { $word }) + ' ' * ($width - $word.Length)
        if (($i + 1) % $perLine -eq 0 -or $i -eq $found.Count - 1) { $row; $row = '' }
    }
    ''
    "`e[36m$($found[$Choice].ToolTip)`e[0m"
}

# Ports and dates as they always are. Each is as long as it was, so that columns stay where they are.
function ConvertTo-Fixed([string] $Text) {
    $ports = @{}
    $Text = [regex]::Replace($Text, '(?<=(localhost|127\.0\.0\.1):)\d{5}\b', { param($m) if (-not $ports.ContainsKey($m.Value)) { $ports[$m.Value] = 44301 + $ports.Count }; "$($ports[$m.Value])" })
    $shift = [datetime]::new(2027, 1, 1) - [datetime]::Today
    [regex]::Replace($Text, '(?<!\d)20\d\d-\d\d-\d\d(?!\d)', { param($m) ([datetime]::ParseExact($m.Value, 'yyyy-MM-dd', [cultureinfo]::InvariantCulture) + $shift).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture) })
}

# Lines as a terminal breaks them, at its last column.
function Split-Line([string] $Text) {
    $row = [System.Text.StringBuilder]::new()
    $style = ''
    $column = 0
    foreach ($part in [regex]::Split($Text.TrimEnd(), '(\x1b\[[0-9;]*m)')) {
        if ($part -match '^\x1b') {
            $style = if ($part -eq "`e[0m") { '' } else { $style + $part }
            $null = $row.Append($part)
            continue
        }
        while ($column + $part.Length -gt $Columns) {
            $row.Append($part.Substring(0, $Columns - $column)).ToString()
            $part = $part.Substring($Columns - $column)
            $null = $row.Clear().Append($style)
            $column = 0
        }
        $null = $row.Append($part)
        $column += $part.Length
    }
    $row.ToString()
}

# One line of a terminal as texts of one colour each, all on the grid of its cells.
function ConvertTo-SvgText([string] $Text, [double] $Y) {
    $colour = 0; $bold = $italic = $inverse = $false; $column = 0
    foreach ($part in [regex]::Split($Text.TrimEnd(), '(\x1b\[[0-9;]*m)')) {
        if ($part -match '^\x1b\[([0-9;]*)m$') {
            foreach ($code in $Matches[1] -split ';') {
                switch ([int] "0$code") {
                    0 { $colour = 0; $bold = $italic = $inverse = $false }
                    1 { $bold = $true }
                    3 { $italic = $true }
                    7 { $inverse = $true }
                    { $palette.Contains([object]$_) } { $colour = $_ }
                }
            }
            continue
        }
        $lead = $part.Length - $part.TrimStart(' ').Length
        $word = $part.Trim(' ')
        if ($word) {
            $x = ConvertTo-Number ($margin + ($column + $lead) * $cell)
            $length = ConvertTo-Number ($word.Length * $cell)
            $classes = @(if ($colour -and -not $inverse) { "c$colour" }; if ($bold) { 'b' }; if ($italic) { 'i' }; if ($inverse) { 'v' }) -join ' '
            if ($inverse) { "<rect class=""w"" x=""$x"" y=""$(ConvertTo-Number ($Y - 14))"" width=""$length"" height=""18""/>" }
            if ($classes) { $classes = " class=""$classes""" }
            "<text$classes x=""$x"" y=""$(ConvertTo-Number $Y)"" textLength=""$length"">$([System.Security.SecurityElement]::Escape($word))</text>"
        }
        $column += $part.Length
    }
}

function ConvertTo-Svg([string] $Title, [string[]] $Lines) {
    $width = ConvertTo-Number (2 * $margin + $Columns * $cell)
    $height = $bar + 2 * $margin + $Lines.Count * $line - 5
    $dark = foreach ($code in $palette.Keys) { ".c$code{fill:$($palette[[object]$code][0])}" }
    $light = foreach ($code in $palette.Keys) { ".c$code{fill:$($palette[[object]$code][1])}" }
    "<svg xmlns=""http://www.w3.org/2000/svg"" viewBox=""0 0 $width $height"" width=""$width"" height=""$height"" role=""img"">"
    "<title>$([System.Security.SecurityElement]::Escape($Title))</title>"
    '<style>'
    "text{font:14px 'Cascadia Mono',Consolas,Menlo,'DejaVu Sans Mono','Liberation Mono',monospace;fill:#e6edf3;white-space:pre}.b{font-weight:700}.i{font-style:italic}"
    ".w{fill:#e6edf3}.v{fill:#0d1117}.p{fill:#0d1117;stroke:#3d444d}.t{fill:#151b23}.d{fill:#3d444d}"
    $dark -join ''
    "@media (prefers-color-scheme:light){text{fill:#1f2328}.w{fill:#1f2328}.v{fill:#fff}.p{fill:#fff;stroke:#d1d9e0}.t{fill:#f6f8fa}.d{fill:#d1d9e0}$($light -join '')}"
    '</style>'
    "<rect class=""p"" x="".5"" y="".5"" width=""$(ConvertTo-Number (2 * $margin + $Columns * $cell - 1))"" height=""$($height - 1)"" rx=""8""/>"
    "<path class=""t"" d=""M1 ${bar}V8.5A7.5 7.5 0 0 1 8.5 1H$(ConvertTo-Number (2 * $margin + $Columns * $cell - 8.5))a7.5 7.5 0 0 1 7.5 7.5V${bar}z""/>"
    foreach ($x in 18, 36, 54) { "<circle class=""d"" cx=""$x"" cy=""15.5"" r=""5.5""/>" }
    $y = $bar + $margin + 9
    foreach ($text in $Lines) {
        ConvertTo-SvgText $text $y
        $y += $line
    }
    '</svg>'
}

# The scene's own variables live here, and nowhere else.
function Invoke-Scene($__scene) {
    . $__scene.Before
    # Errors are part of what is shown.
    $ErrorActionPreference = 'Continue'
    $__lines = if ($__scene.Menu) { Get-Menu $__scene.Menu $__scene.Choice } else {
        foreach ($__command in $__scene.Show) {
            "`e[90mPS>`e[0m $(Add-Colour $__command)"
            $__output = @(. ([scriptblock]::Create($__command)) 2>&1)
            if ($__output.Count) { (ConvertTo-Terminal $__output).Trim("`n") -split "`n"; '' }
        }
    }
    . $__scene.After
    foreach ($__line in (ConvertTo-Fixed (@($__lines) -join "`n")).TrimEnd() -split "`n") { Split-Line $__line }
}

$null = New-Item $OutFolder -ItemType Directory -Force
foreach ($scene in $scenes) {
    $file = Join-Path $OutFolder "$($scene.Name).svg"
    [System.IO.File]::WriteAllText($file, ((ConvertTo-Svg $scene.Title (Invoke-Scene $scene)) -join "`n") + "`n")
    Write-Host "picture: $file"
}

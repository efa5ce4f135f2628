# What Pester's Should can ask of TLS servers and certificates. Register-SslShouldOperator imports this: with the command that judges, and each Pester that is loaded.
param($Judge, [psmoduleinfo[]] $Pester)

# A question that makes no sense is never answered; PowerShell would go on behind it otherwise.
$ErrorActionPreference = 'Stop'

function Invoke-Judge([string] $Operator, [System.Collections.IDictionary] $Given) {
    $null = $Given.Remove('CallerSessionState')
    # Pester shows the line of the test for an answer, and for an error the line of this file.
    try { & $Judge -Operator $Operator @Given }
    catch [PSSsl.SslException] { [pscustomobject]@{ Succeeded = $false; FailureMessage = "$($_.Exception.Message) $($_.Exception.RecommendedAction)".TrimEnd() } }
}

# Should -Operator: Pester 5 and 6. Pester makes the parameters of these its own, in this order, and calls them for each value that is piped.
$operators = @{
    OfferTls             = { param($ActualValue, $StartTls, $ServerName, $Timeout, [switch] $Negate, [string] $Because, $CallerSessionState) Invoke-Judge OfferTls $PSBoundParameters }
    HaveTlsVersion       = { param($ActualValue, $Version, $StartTls, $ServerName, $Timeout, [switch] $Negate, [string] $Because, $CallerSessionState) Invoke-Judge HaveTlsVersion $PSBoundParameters }
    NegotiateCipher      = { param($ActualValue, $Cipher, $StartTls, $ServerName, $Timeout, [switch] $Negate, [string] $Because, $CallerSessionState) Invoke-Judge NegotiateCipher $PSBoundParameters }
    HaveValidCertificate = { param($ActualValue, $HostName, $Scheme, $CAFile, $CAPath, $CACertificate, $StartTls, $ServerName, $Timeout, [switch] $Negate, [string] $Because, $CallerSessionState) Invoke-Judge HaveValidCertificate $PSBoundParameters }
    ExpireAfter          = { param($ActualValue, $Time, $StartTls, $ServerName, $Timeout, [switch] $Negate, [string] $Because, $CallerSessionState) Invoke-Judge ExpireAfter $PSBoundParameters }
    MatchHostname        = { param($ActualValue, $HostName, $Scheme, $StartTls, $ServerName, $Timeout, [switch] $Negate, [string] $Because, $CallerSessionState) Invoke-Judge MatchHostname $PSBoundParameters }
}

foreach ($tester in $Pester) {
    foreach ($name in $operators.Keys) { & $tester.ExportedCommands['Add-ShouldOperator'] -Name $name -Test $operators[$name] }
}

# Should-Operator and Should-NotOperator: Pester 6 alone tells others how its assertions fail.
$newAssertion = foreach ($tester in $Pester) { $tester.ExportedCommands['New-ShouldAssertion'] }

function Assert-Judged([string] $Operator, [switch] $Negate, $Cmdlet, [System.Collections.IDictionary] $Given, [object[]] $Values) {
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    # Pester reads -ErrorAction out of the table that the command was called with: that stays as it is.
    $options = @{}
    foreach ($key in $Given.Keys) { if ($key -ne 'Actual' -and $key -notin $common) { $options[$key] = $Given[$key] } }
    $assertion = & @($newAssertion)[-1] -Caller $Cmdlet -Buffer $Values -As None
    # An empty list is judged as a missing subject: piping one must not pass.
    if ($Values.Count -eq 0) { $Values = [object[]]::new(1) }
    foreach ($value in $Values) {
        $result = & $Judge -Operator $Operator -ActualValue $value -Negate:$Negate @options
        if (-not $result.Succeeded) { $assertion.Fail($result.FailureMessage) }
    }
}

$commands = foreach ($name in $operators.Keys) {
    $all = $operators[$name].Ast.ParamBlock.Parameters | ForEach-Object { $_.Name.VariablePath.UserPath }
    $own = $all | Where-Object { $_ -notin 'ActualValue', 'Negate', 'Because', 'CallerSessionState' }
    foreach ($not in '', 'Not') {
        $text = "function Should-$not$name { [CmdletBinding()] param([Parameter(ValueFromPipeline)] `$Actual, [Parameter(Position = 0)] `$$($own -join ', $'), [string] `$Because)" +
            " end { Assert-Judged $name -Negate:`$$($not -eq 'Not') `$PSCmdlet `$PSBoundParameters @(if (`$MyInvocation.ExpectingInput) { `$Input } else { , `$Actual }) } }"
        . ([scriptblock]::Create($text))
        "Should-$not$name"
    }
}
Export-ModuleMember -Function $(if ($newAssertion) { $commands })

# Pester takes no completers along with an operator, but PowerShell takes them for the parameters that Should has then.
$completers = @{
    Version    = 'VersionCompleter'
    Cipher     = 'CipherListCompleter', 'CipherSuiteCompleter'
    StartTls   = 'StartTlsCompleter'
    HostName   = 'HostNameCompleter'
    ServerName = 'HostNameCompleter'
    Scheme     = 'VerifySchemeCompleter'
    CAFile     = 'CertificateFileCompleter'
    CAPath     = 'DirectoryCompleter'
}
foreach ($parameter in $completers.Keys) {
    $types = $completers[$parameter]
    $complete = {
        param($Command, $Name, $Word, $Ast, $Bound)
        # A script cannot name these types.
        $ours = [PSSsl.Commands.Arguments.RebuiltConverter].Assembly
        foreach ($type in $types) { [Activator]::CreateInstance($ours.GetType("PSSsl.Commands.Completion.$type"), $true).CompleteArgument($Command, $Name, $Word, $Ast, $Bound) | Where-Object { $_.ListItemText -ne 'SSLv23' } }
    }.GetNewClosure()
    Register-ArgumentCompleter -CommandName (@('Should') + $commands) -ParameterName $parameter -ScriptBlock $complete
}

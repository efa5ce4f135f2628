# The language of Pester 5 and 6 as far as our specs use it: discovery first, then a run. Scopes are as there: a BeforeAll runs in its block's scope,
# which tests and inner blocks see; each test runs in a scope of its own.

$global:__spec = @{ Block = $null; Operators = @{} }

# The engine completes file names by this command of this module.
New-Module -Name Microsoft.PowerShell.Management -ScriptBlock { function Resolve-Path { param($Path) $ExecutionContext.SessionState.Path.GetResolvedPSPathFromPSPath($Path) } } | Import-Module

function global:New-SpecBlock($Name, $Data) {
    @{ Name = $Name; Data = $Data; Skip = $false; BeforeAll = @(); BeforeEach = @(); AfterEach = @(); AfterAll = @(); Items = [System.Collections.Generic.List[object]]::new() }
}

function global:Expand-SpecName([string] $Name, $Data) {
    [regex]::Replace($Name, '<([\w.]+)>', {
        param($found)
        $words = $found.Groups[1].Value.Split('.')
        $value = if ($words[0] -eq '_') { $Data } elseif ($Data -is [System.Collections.IDictionary] -and $Data.Contains($words[0])) { $Data[$words[0]] } else { return $found.Value }
        foreach ($word in $words[1..100]) { if ($null -ne $word) { $value = $value.$word } }
        "$value"
    })
}

function global:Add-SpecBlock([string] $__name, [scriptblock] $__fixture, $__forEach, [bool] $__hasForEach, [bool] $__skip) {
    $__cases = @($null)
    if ($__hasForEach) { $__cases = @($__forEach) }
    foreach ($__case in $__cases) {
        $__block = New-SpecBlock (Expand-SpecName $__name $__case) $__case
        $__parent = $global:__spec.Block
        $__block.Skip = $__skip -or $__parent.Skip
        $__block.HasData = $__hasForEach
        $__parent.Items.Add($__block)
        $global:__spec.Block = $__block
        try {
            & {
                if ($__hasForEach) { Set-SpecData $__case }
                $null = . $__fixture
            }
        } finally { $global:__spec.Block = $__parent }
    }
}

function global:Describe {
    param([Parameter(Position = 0)][Alias('Name')][string] $__name, [Parameter(Position = 1)][Alias('Fixture')][scriptblock] $__fixture, [Alias('ForEach')] $__forEach, [Alias('Skip')][switch] $__skip, [string[]] $Tag)
    Add-SpecBlock $__name $__fixture $__forEach $PSBoundParameters.ContainsKey('__forEach') $__skip
}

function global:Context {
    param([Parameter(Position = 0)][Alias('Name')][string] $__name, [Parameter(Position = 1)][Alias('Fixture')][scriptblock] $__fixture, [Alias('ForEach')] $__forEach, [Alias('Skip')][switch] $__skip, [string[]] $Tag)
    Add-SpecBlock $__name $__fixture $__forEach $PSBoundParameters.ContainsKey('__forEach') $__skip
}

function global:It {
    param([Parameter(Position = 0)][string] $Name, [Parameter(Position = 1)][scriptblock] $Test, [Alias('TestCases')] $ForEach, [switch] $Skip, [string[]] $Tag)
    $has = $PSBoundParameters.ContainsKey('ForEach')
    $cases = @($null)
    if ($has) { $cases = @($ForEach) }
    foreach ($case in $cases) {
        $global:__spec.Block.Items.Add(@{ Test = $Test; Name = Expand-SpecName $Name $case; Data = $case; HasData = $has; Skip = $Skip -or $global:__spec.Block.Skip })
    }
}

function global:BeforeAll([scriptblock] $Script) { $global:__spec.Block.BeforeAll += $Script }
function global:BeforeEach([scriptblock] $Script) { $global:__spec.Block.BeforeEach += $Script }
function global:AfterEach([scriptblock] $Script) { $global:__spec.Block.AfterEach += $Script }
function global:AfterAll([scriptblock] $Script) { $global:__spec.Block.AfterAll += $Script }

function global:Set-ItResult {
    param([switch] $Skipped, [string] $Because)
    throw [System.OperationCanceledException]::new("SPEC-SKIPPED $Because")
}

function global:Invoke-SpecFile([string] $__file) {
    $global:__spec.Block = $__root = New-SpecBlock '' $null
    $__root.HasData = $false
    $null = . $__file
    Invoke-SpecBlock $__root '' @() @()
    New-SpecResult 'Finished' '' ''
}

function global:New-SpecResult([string] $Outcome, [string] $Name, [string] $Message) { [pscustomobject]@{ Outcome = $Outcome; Name = $Name; Message = $Message } }

function global:Get-SpecFailure($record) {
    $at = if ($record.ScriptStackTrace) { @($record.ScriptStackTrace -split "`n" | Where-Object { $_ -match '\.Tests\.ps1' })[0] }
    "$($record.Exception.Message)`n$at"
}

function global:Invoke-SpecBlock($__block, [string] $__path, $__beforeEach, $__afterEach) {
    $__name = if ($__path) { "$__path.$($__block.Name)" } else { $__block.Name }
    if ($__block.HasData) { Set-SpecData $__block.Data }
    $__needed = -not $__block.Skip
    $__failed = $false
    try {
        if ($__needed) { foreach ($__script in $__block.BeforeAll) { $null = . $__script } }
    } catch {
        # Nothing in the block can be relied upon: each of its tests has failed.
        $__why = 'BeforeAll: ' + (Get-SpecFailure $_)
        $__failed = $true
        foreach ($__item in $__block.Items) { New-SpecResult 'Failed' "$__name.$($__item.Name)" $__why }
    }
    if (-not $__failed) { foreach ($__item in $__block.Items) {
        if ($__item.Items) { Invoke-SpecBlock $__item $__name ($__beforeEach + $__block.BeforeEach) ($__block.AfterEach + $__afterEach) }
        elseif ($__item.Test) { & 'Invoke-SpecTest' $__item $__name ($__beforeEach + $__block.BeforeEach) ($__block.AfterEach + $__afterEach) }
    } }
    try {
        if ($__needed) { foreach ($__script in $__block.AfterAll) { $null = . $__script } }
    } catch {
        New-SpecResult 'Failed' "$__name.AfterAll" (Get-SpecFailure $_)
    }
}

function global:Invoke-SpecTest($__item, [string] $__path, $__beforeEach, $__afterEach) {
    $__name = "$__path.$($__item.Name)".TrimStart('.')
    if ($__item.Skip) { return New-SpecResult 'Skipped' $__name '' }
    if ($__item.HasData) { Set-SpecData $__item.Data }
    $__result = $null
    try {
        foreach ($__script in $__beforeEach) { $null = . $__script }
        # A stray 'break' or 'continue' leaves this loop and not the run; the test has not reached its end then.
        $__ended = $false
        do { $null = . $__item.Test; $__ended = $true } while ($false)
        $__result = if ($__ended) { New-SpecResult 'Passed' $__name '' } else { New-SpecResult 'Failed' $__name "Left by a 'break' or 'continue' outside of a loop." }
    } catch {
        $__result = if ($_.Exception.Message -like 'SPEC-SKIPPED*') { New-SpecResult 'Skipped' $__name $_.Exception.Message.Substring(13) }
        else { New-SpecResult 'Failed' $__name (Get-SpecFailure $_) }
    }
    try {
        foreach ($__script in $__afterEach) { $null = . $__script }
    } catch {
        $__result = New-SpecResult 'Failed' $__name ('AfterEach: ' + (Get-SpecFailure $_))
    }
    $__result
}

function global:Format-SpecValue($value) {
    if ($null -eq $value) { '$null' } elseif ($value -is [string]) { "'$value'" }
    elseif ($value -is [System.Collections.IDictionary]) { '@{' + ((@($value.Keys) | ForEach-Object { "$_=$($value[$_])" }) -join '; ') + '}' }
    elseif ($value -is [array] -or $value -is [System.Collections.IList]) { '@(' + ((@($value) | ForEach-Object { Format-SpecValue $_ }) -join ', ') + ')' } else { "$value" }
}

function global:Test-SpecEqual($actual, $expected, [bool] $exactly) {
    if ($expected -is [array] -or $actual -is [array]) {
        $a = @($actual); $e = @($expected)
        if ($a.Count -ne $e.Count) { return $false }
        for ($i = 0; $i -lt $a.Count; $i++) { if (-not (Test-SpecEqual $a[$i] $e[$i] $exactly)) { return $false } }
        return $true
    }
    # The expected value decides what is compared, as in Pester: $true is no 'yes'.
    if ($exactly) { [bool]($expected -ceq $actual) } else { [bool]($expected -eq $actual) }
}

# Modules find Pester by its name, and give it operators of their own.
New-Module -Name Pester -ScriptBlock {
    function Add-ShouldOperator {
        param([Parameter(Mandatory)][string] $Name, [Parameter(Mandatory)][scriptblock] $Test, [string[]] $Alias, [string] $InternalName, [switch] $SupportsArrayInput)
        $known = $global:__spec.Operators[$Name]
        if ($known -and "$known" -ne "$Test") { throw "Assertion operator name '$Name' has been added multiple times." }
        if (-not $known) { $global:__spec.Operators[$Name] = $Test }
    }
} | Import-Module -Global

function global:Get-SpecOperatorParameter {
    $all = [System.Management.Automation.RuntimeDefinedParameterDictionary]::new()
    foreach ($operator in $global:__spec.Operators.Keys) {
        $all[$operator] = [System.Management.Automation.RuntimeDefinedParameter]::new($operator, [switch], [System.Collections.ObjectModel.Collection[System.Attribute]]@([Parameter]::new()))
        foreach ($parameter in $global:__spec.Operators[$operator].Ast.ParamBlock.Parameters) {
            $name = $parameter.Name.VariablePath.UserPath
            if ($name -in 'ActualValue', 'Negate', 'Because', 'CallerSessionState') { continue }
            $all[$name] = [System.Management.Automation.RuntimeDefinedParameter]::new($name, [object], [System.Collections.ObjectModel.Collection[System.Attribute]]@([Parameter]::new()))
        }
    }
    $all
}

# An operator that a module added: each value is judged by itself.
function global:Invoke-SpecOperator([string] $Operator, $Bound, $Values) {
    $test = $global:__spec.Operators[$Operator]
    $given = @{}
    foreach ($key in $Bound.Keys) { if ($key -notin $Operator, 'ActualValue', 'Not', 'ExpectedMessage') { $given[$key] = $Bound[$key] } }
    # What stands behind the operator is its first parameter.
    if ($Bound.ContainsKey('ExpectedMessage')) { $given[($test.Ast.ParamBlock.Parameters | Where-Object { $_.Name.VariablePath.UserPath -ne 'ActualValue' })[0].Name.VariablePath.UserPath] = $Bound['ExpectedMessage'] }
    foreach ($value in $Values) {
        $result = & $test -ActualValue $value -Negate:([bool] $Bound['Not']) @given
        if (-not $result.Succeeded) { throw [System.Exception]::new($result.FailureMessage) }
    }
}

function global:Should {
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipeline)] $ActualValue, [switch] $Not, [string] $Because,
        $Be, $BeExactly, [switch] $BeNullOrEmpty, [switch] $BeTrue, [switch] $BeFalse, $BeGreaterThan, $BeGreaterOrEqual, $BeLessThan, $BeLessOrEqual,
        $BeLike, $BeOfType, $Contain, $BeIn, $HaveCount, $Match, $MatchExactly, [switch] $Exist,
        [switch] $Throw, [Parameter(Position = 0)] $ExpectedMessage, [string] $ErrorId, $ExceptionType, [switch] $PassThru)
    dynamicparam { Get-SpecOperatorParameter }
    begin { $all = [System.Collections.Generic.List[object]]::new(); $direct = $PSBoundParameters.ContainsKey('ActualValue') }
    process { if ($MyInvocation.ExpectingInput) { $all.Add($ActualValue) } }
    end {
        $added = @($global:__spec.Operators.Keys | Where-Object { $PSBoundParameters.ContainsKey($_) })
        if ($added.Count -gt 1) { throw "Should: one operator at a time, not $added." }
        if ($added) {
            # Nothing is a value too: it must not pass because there is nobody to ask.
            if ($all.Count -eq 0) { $all.Add($(if ($direct) { $ActualValue } else { $null })) }
            Invoke-SpecOperator $added[0] $PSBoundParameters $all
            return
        }
        $actual = if ($direct) { $ActualValue } elseif ($all.Count -eq 0) { $null } elseif ($all.Count -eq 1) { $all[0] } else { $all.ToArray() }
        # Other operators judge every piped value by itself: one that is right must not stand for one that is wrong.
        if ($all.Count -gt 1 -and -not ($PSBoundParameters.Keys -match '^(Be|BeExactly|BeNullOrEmpty|Contain|HaveCount)$')) {
            $null = $PSBoundParameters.Remove('ActualValue')
            foreach ($one in $all) { Should -ActualValue $one @PSBoundParameters }
            return
        }
        if ($Throw -and $actual -isnot [scriptblock]) { throw [System.ArgumentException]::new('Should -Throw: give it a script block, in curly braces.') }
        $caught = $null
        $words = switch ($true) {
            { $PSBoundParameters.ContainsKey('Be') } { $ok = Test-SpecEqual $actual $Be $false; "be $(Format-SpecValue $Be)"; break }
            { $PSBoundParameters.ContainsKey('BeExactly') } { $ok = Test-SpecEqual $actual $BeExactly $true; "be exactly $(Format-SpecValue $BeExactly)"; break }
            $BeNullOrEmpty.IsPresent { $ok = $null -eq $actual -or @($actual).Count -eq 0 -or ($actual -is [string] -and $actual -eq '') -or ($actual -is [hashtable] -and $actual.Count -eq 0); 'be null or empty'; break }
            $BeTrue.IsPresent { $ok = [bool]$actual; 'be true'; break }
            $BeFalse.IsPresent { $ok = -not $actual; 'be false'; break }
            { $PSBoundParameters.ContainsKey('BeGreaterThan') } { $ok = $actual -gt $BeGreaterThan; "be greater than $BeGreaterThan"; break }
            { $PSBoundParameters.ContainsKey('BeGreaterOrEqual') } { $ok = $actual -ge $BeGreaterOrEqual; "be at least $BeGreaterOrEqual"; break }
            { $PSBoundParameters.ContainsKey('BeLessThan') } { $ok = $actual -lt $BeLessThan; "be less than $BeLessThan"; break }
            { $PSBoundParameters.ContainsKey('BeLessOrEqual') } { $ok = $actual -le $BeLessOrEqual; "be at most $BeLessOrEqual"; break }
            { $PSBoundParameters.ContainsKey('BeLike') } { $ok = $actual -like $BeLike; "be like '$BeLike'"; break }
            { $PSBoundParameters.ContainsKey('BeOfType') } { $ok = $actual -is $(if ($BeOfType -is [type]) { $BeOfType } else { [type]"$BeOfType".Trim('[', ']') }); "be of type $BeOfType"; break }
            { $PSBoundParameters.ContainsKey('Contain') } { $ok = @($actual) -contains $Contain; "contain $(Format-SpecValue $Contain)"; break }
            { $PSBoundParameters.ContainsKey('BeIn') } { $ok = $actual -in $BeIn; "be in $(Format-SpecValue $BeIn)"; break }
            { $PSBoundParameters.ContainsKey('HaveCount') } { $n = if ($direct) { @($ActualValue).Count } else { $all.Count }; $ok = $n -eq $HaveCount; "have count $HaveCount, not $n"; break }
            { $PSBoundParameters.ContainsKey('Match') } { $ok = $actual -match $Match; "match '$Match'"; break }
            { $PSBoundParameters.ContainsKey('MatchExactly') } { $ok = $actual -cmatch $MatchExactly; "match exactly '$MatchExactly'"; break }
            $Exist.IsPresent { $ok = [System.IO.File]::Exists("$actual") -or [System.IO.Directory]::Exists("$actual"); 'exist'; break }
            $Throw.IsPresent {
                $ok = $false
                try { $null = & $actual } catch { $caught = $_; $ok = $true }
                if ($caught -and $ExpectedMessage) { $ok = $caught.Exception.Message -like $ExpectedMessage }
                if ($ok -and $ErrorId) { $ok = $caught.FullyQualifiedErrorId -like $ErrorId }
                if ($ok -and $ExceptionType) { $ok = $caught.Exception -is $ExceptionType }
                "throw $ExpectedMessage $ErrorId$(if ($caught) { ", got '$($caught.Exception.Message)' ($($caught.FullyQualifiedErrorId))" })"; break
            }
            default { throw 'Should: this operator is not among those that the stand-in knows.' }
        }
        if ([bool]$ok -eq $Not.IsPresent) {
            $why = if ($Because) { ", because $Because" }
            throw [System.Exception]::new("Expected $(if ($Throw) { 'the script' } else { Format-SpecValue $actual })$(if ($Not) { ' not' }) to $words$why.")
        }
        if ($PassThru) { $caught }
    }
}

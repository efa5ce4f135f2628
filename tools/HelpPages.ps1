<#
.SYNOPSIS
    Writes into every page of docs/help what the built module knows by itself: the SYNTAX, and the yaml block of each parameter. The prose stays as it is.
.DESCRIPTION
    A parameter that a page lacks gets a place for its explanation, and one that the cmdlet has no more is an error: what was said about it must be moved or
    thrown away by somebody who reads it. `Default value` is the cmdlet's own where it has one, and otherwise what the page says: many defaults are found out
    later than a parameter is bound. Writes the names of the pages that it changed.
#>
param(
    [string] $Path = (Join-Path $PSScriptRoot '../docs/help'),
    [string] $Module = (Join-Path $PSScriptRoot '../out/PSSsl/PSSsl.psd1')
)

$ErrorActionPreference = 'Stop'
Import-Module $Module

# Transformations that stand for the names of an enumeration, and do not say of which.
$choices = @{ StartTlsTransformationAttribute = [PSSsl.SslStartTlsProtocol] }

function Get-OwnParameterName($Set) {
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    foreach ($parameter in $Set.Parameters) { if ($parameter.Name -notin $common) { $parameter.Name } }
}

$table = Import-PowerShellDataFile (Join-Path $PSScriptRoot 'ParameterGroups.psd1')

# The groups of a cmdlet that has so many parameters that they need some, each with those that the cmdlet has.
function Get-ParameterGroup($Command, [string[]] $Names) {
    if ($Names.Count -le $table.MoreThan) { return }
    $rest = [System.Collections.Generic.List[string]] $Names
    $groups = foreach ($group in $table.Groups) {
        if ($group.Only -and $group.Only -ne $Command.Name) { continue }
        $own = @($group.Parameters | Where-Object { $rest.Contains($_) })
        foreach ($name in $own) { $null = $rest.Remove($name) }
        if ($own) { @{ Name = $group.Name; Parameters = $own; Often = @($group.Often) } }
    }
    if ($rest.Count -gt 0) { @{ Name = 'General'; Parameters = $rest.ToArray(); Often = $rest.ToArray() } }
    $groups
}

# In one order whatever the machine's language.
function Get-Sorted([string[]] $Words) {
    [Array]::Sort($Words, [StringComparer]::OrdinalIgnoreCase)
    $Words
}

function Test-Hidden($Command, [string] $Name, [string] $Set) {
    @($Command.Parameters[$Name].Attributes | Where-Object { $_ -is [System.Management.Automation.ParameterAttribute] -and $_.DontShow -and $_.ParameterSetName -eq $Set }).Count -gt 0
}

# What is in the set of certificates and in that of hosts alone, is there to be refused with a reason.
function Test-Refused($Command, [string] $Name, [string] $Set) {
    $Set -eq 'Certificate' -and (@($Command.Parameters[$Name].ParameterSets.Keys) -join ' ') -in 'Certificate Host', 'Host Certificate'
}

function Get-SyntaxBlock($Command) {
    $named = @($Command.ParameterSets).Count -gt 1
    $groups = @(Get-ParameterGroup $Command (Get-AllName $Command))
    foreach ($set in $Command.ParameterSets) {
        # Where there is much to read, what Path can do LiteralPath can too.
        if ($groups -and $set.Name -eq 'LiteralPath') { continue }
        if ($named) { "### $($set.Name)$(if ($set.IsDefault) { ' (Default)' })" }
        '```'
        # What few need is explained below, and does not stand in the line.
        $line = "$set"
        foreach ($parameter in $set.Parameters) {
            $rare = $groups -and $parameter.Name -notin $groups.Often -and $parameter.Name -in $groups.Parameters
            if ($rare -or (Test-Hidden $Command $parameter.Name $set.Name) -or (Test-Refused $Command $parameter.Name $set.Name)) { $line = [regex]::Replace($line, " \[-$($parameter.Name)( <[^>]+>)?\]", '') }
        }
        "$($Command.Name) $line"
        '```'
        ''
    }
    if ($groups) { "Only the parameters used most are shown here; all of them are explained below, by purpose." }
}

# The words or numbers that are taken, where they are few.
function Get-AcceptedValue($Property) {
    foreach ($attribute in $Property.GetCustomAttributesData()) {
        $name = $attribute.AttributeType.Name
        if ($name -eq 'ChoiceAttribute') { return [enum]::GetNames($attribute.ConstructorArguments[0].Value) -join ', ' }
        if ($choices.ContainsKey($name)) { return [enum]::GetNames($choices[$name]) -join ', ' }
        if ($name -eq 'ValidateRangeAttribute') { return "$($attribute.ConstructorArguments[0].Value) to $($attribute.ConstructorArguments[1].Value)" }
    }
    $type = $Property.PropertyType
    if ($type.IsArray) { $type = $type.GetElementType() }
    if ($type.IsEnum) { [enum]::GetNames($type) -join ', ' }
}

# What the cmdlet itself begins with. Zero, false and nothing say only that none was given.
function Get-InitialValue($Cmdlet, $Property) {
    $value = $Property.GetValue($Cmdlet)
    if ($null -eq $value -or $value -is [array]) { return }
    if ($value -is [System.Management.Automation.SwitchParameter] -or $value -is [bool]) { return "$([bool] $value)" }
    if ($value -is [System.Text.Encoding]) { return $value.WebName }
    if ($value -is [timespan]) { if ($value -ne [timespan]::Zero) { return "$($value.TotalSeconds) s" } else { return } }
    if ($value -is [ValueType] -and $value.Equals([Activator]::CreateInstance($value.GetType()))) { return }
    "$value"
}

function Get-Pipeline($Parameter) {
    $ways = @(if ($Parameter.ValueFromPipeline) { 'ByValue' }; if ($Parameter.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
    if ($ways) { "True ($($ways -join ', '))" } else { 'False' }
}

# One block, or one for each kind of parameter set where the sets differ.
function Get-FactBlock($Command, $Cmdlet, [string] $Name, [string] $Told) {
    $property = $Command.ImplementingType.GetProperty($Name)
    $dynamic = $null -eq $property
    $wildcards = -not $dynamic -and @($property.GetCustomAttributesData() | Where-Object { $_.AttributeType.Name -eq 'SupportsWildcardsAttribute' }).Count -gt 0
    $default = if (-not $dynamic) { Get-InitialValue $Cmdlet $property }
    if (-not $default) { $default = $Told }
    $accepted = if (-not $dynamic) { Get-AcceptedValue $property }
    $kinds = [ordered]@{}
    foreach ($set in $Command.ParameterSets) {
        foreach ($parameter in $set.Parameters) {
            if ($parameter.Name -ne $Name) { continue }
            $position = if ($parameter.Position -ge 0) { $parameter.Position } else { 'Named' }
            $kind = "Required: $($parameter.IsMandatory)", "Position: $position", "Default value: $(if ($default) { $default } else { 'None' })", "Accept pipeline input: $(Get-Pipeline $parameter)" -join "`n"
            if (-not $kinds.Contains($kind)) { $kinds[$kind] = @() }
            $kinds[$kind] += $set.Name
            $optional = [Nullable]::GetUnderlyingType($parameter.ParameterType)
            $type = if ($optional) { $optional.Name } else { $parameter.ParameterType.Name }
            $aliases = @(Get-Sorted $parameter.Aliases) -join ', '
        }
    }
    foreach ($kind in @($kinds.Keys)) {
        $everywhere = $kinds[$kind].Count -eq @($Command.ParameterSets).Count
        '```yaml'
        "Type: $type"
        "Parameter Sets: $(if ($everywhere) { '(All)' } else { $kinds[$kind] -join ', ' })"
        "Aliases: $(if ($aliases) { $aliases } else { 'none' })"
        if ($accepted) { "Accepted values: $accepted" }
        $kind -split "`n"
        "Accept wildcard characters: $wildcards"
        '```'
        ''
    }
}

function Get-AllName($Command) { @(Get-Sorted @($Command.ParameterSets | ForEach-Object { Get-OwnParameterName $_ } | Select-Object -Unique)) }

# What stands under the heading of a parameter, without its yaml blocks.
function Get-Prose([string] $Body) { [regex]::Replace($Body, '(?s)```yaml\n.*?\n```\n?', '').Trim() }

function Get-ParameterBlock($Command, [string] $Section) {
    $told = @{}
    foreach ($match in [regex]::Matches($Section, '(?ms)^### -(\w+)[ ]*\n(.*?)(?=^### |\z)')) { $told[$match.Groups[1].Value] = $match.Groups[2].Value }
    $names = Get-AllName $Command
    foreach ($name in @($told.Keys)) { if ($name -notin $names) { throw "$($Command.Name) has no parameter -$name that its page explains: move what is said of it, or remove it." } }
    $cmdlet = [Activator]::CreateInstance($Command.ImplementingType)
    $groups = @(Get-ParameterGroup $Command $names)
    $first = @{}
    foreach ($group in $groups) { $first[$group.Parameters[0]] = $group.Name }
    foreach ($name in $(if ($groups) { $groups.Parameters } else { $names })) {
        if ($first[$name]) { "### $($first[$name])"; '' }
        $default = if ("$($told[$name])" -match '(?m)^Default value:[ ]*(?!None$)(\S.*)$') { $Matches[1] }
        "### -$name"
        Get-Prose "$($told[$name])"
        ''
        Get-FactBlock $Command $cmdlet $name $default
    }
    if ($cmdlet -is [System.IDisposable]) { $cmdlet.Dispose() }
}

# What comes down the pipeline, and where it goes.
function Get-InputBlock($Command) {
    $taken = [ordered] @{}
    foreach ($set in $Command.ParameterSets) {
        foreach ($parameter in $set.Parameters) { if ($parameter.ValueFromPipeline) { $taken[$parameter.Name] = $parameter.ParameterType } }
    }
    # What everything is kept as is not an input of its own.
    if ($taken.Count -gt 1) { $taken.Remove('Target') }
    if ($taken.Count -eq 0) { '### None'; 'Nothing is taken from the pipeline.'; '' ; return }
    foreach ($name in $taken.Keys) {
        $type = $taken[$name]
        "### $(if ($type.IsArray) { $type.GetElementType().Name } else { $type.Name })"
        "Bound to ``-$name``."
        ''
    }
}

# Replaces what stands between a heading and the next one.
function Set-Section([string] $Page, [string] $Heading, [string[]] $Lines) {
    $found = [regex]::Match($Page, "(?ms)^## $Heading\n(.*?)(?=^## |\z)")
    if (-not $found.Success) { throw "A page lacks its section $Heading." }
    $text = "## $Heading`n`n$(($Lines -join "`n").Trim())`n`n"
    if (-not ($Lines -join '').Trim()) { $text = "## $Heading`n`n" }
    $Page.Substring(0, $found.Index) + $text + $Page.Substring($found.Index + $found.Length)
}

foreach ($command in Get-Command -Module PSSsl | Where-Object CommandType -eq 'Cmdlet' | Sort-Object Name) {
    $file = Join-Path $Path "$($command.Name).md"
    if (-not [System.IO.File]::Exists($file)) { throw "$($command.Name) has no page in $Path." }
    $before = [System.IO.File]::ReadAllText($file)
    $page = $before.Replace("`r", '')
    $parameters = [regex]::Match($page, '(?ms)^## PARAMETERS\n(.*?)(?=^## |\z)').Groups[1].Value
    $page = Set-Section $page 'SYNTAX' @(Get-SyntaxBlock $command)
    $page = Set-Section $page 'PARAMETERS' @(Get-ParameterBlock $command $parameters)
    if ($page -notmatch '(?m)^## INPUTS$') { $page = $page.Replace("`n## OUTPUTS`n", "`n## INPUTS`n`n## OUTPUTS`n") }
    $page = Set-Section $page 'INPUTS' @(Get-InputBlock $command)
    if ($page -ne $before) {
        [System.IO.File]::WriteAllText($file, $page)
        $command.Name
    }
}

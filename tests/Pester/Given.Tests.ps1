# A parameter that is given with nothing in it was meant: it is never taken for one that was not given.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '../../out/PSSsl/PSSsl.psd1')
    $all = foreach ($command in Get-Command -Module PSSsl -CommandType Cmdlet) {
        foreach ($parameter in $command.Parameters.Values) {
            $own = $parameter.Attributes.Where({ $_ -is [System.Management.Automation.ParameterAttribute] })
            $property = $command.ImplementingType.GetProperty($parameter.Name)
            if (-not $property -or $parameter.ParameterType -eq [switch] -or $parameter.Name -in [System.Management.Automation.PSCmdlet]::CommonParameters) { continue }
            @{
                Command = $command.Name; Name = $parameter.Name; Type = $parameter.ParameterType
                Set = if ($own[0].ParameterSetName -notlike '__*') { $own[0].ParameterSetName }
                Means = @($parameter.Attributes.TypeId.Name -match '^AllowNull|^AllowEmpty')
            }
        }
    }
    $one = $all.Where({ $_.Means.Count -eq 0 })
    $lists = $all.Where({ $_.Type.IsArray -and $_.Type -ne [byte[]] -and 'AllowEmptyCollectionAttribute' -notin $_.Means })
}

BeforeAll {
    . $PSScriptRoot/Lab.ps1

    # What the cmdlet would ask for is given, so that the empty value alone can be what is refused.
    function Invoke-With([string] $Command, [string] $Name, $Value) {
        $target = Get-Command $Command
        $sets = $target.ParameterSets.Where({ $_.Parameters.Name -contains $Name })
        $fill = @{ }
        foreach ($parameter in $sets[0].Parameters.Where({ $_.IsMandatory -and $_.Name -ne $Name })) {
            $fill[$parameter.Name] = switch ($parameter.ParameterType) {
                ([string]) { 'x' }
                ([string[]]) { 'x' }
                ([int]) { 1 }
                ([switch]) { $true }
                ([IntPtr]) { [IntPtr]::new(99) }
                ([PSSsl.SslSocket]) { $socket }
                ([PSSsl.SslListener]) { $listener }
                ([PSSsl.SslCertificate]) { $certificate }
                default { $certificate }
            }
        }
        $fill[$Name] = $Value
        & $Command @fill -ErrorAction Stop
    }

    $listener = New-SslListener -SelfSigned
    $socket = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -ErrorAction Stop
    $certificate = New-SslCertificate localhost
}

AfterAll { Close-SslSocket $socket, $listener -FastShutdown }

Describe 'An empty value' {
    It 'is refused: <Command> -<Name> $null' -ForEach $one {
        $failure = try { $null = Invoke-With $Command $Name $null } catch { $_ }
        "$($failure.FullyQualifiedErrorId)" | Should -Match '^(InvalidOption|ParameterArgumentValidationErrorNullNotAllowed|ParameterArgumentValidationErrorNullOrEmptyNotAllowed|ParameterArgumentTransformationError|ParameterBindingFailed|ParameterArgumentValidationError|CannotConvertArgument)'
        if ($failure.FullyQualifiedErrorId -like 'InvalidOption*') { "$failure" | Should -BeLike "-$Name was given, and*" }
    }

    It 'is refused: <Command> -<Name> @()' -ForEach $lists {
        $failure = try { $null = Invoke-With $Command $Name @() } catch { $_ }
        "$($failure.FullyQualifiedErrorId)" | Should -Match '^(InvalidOption|ParameterArgumentValidationErrorEmptyArrayNotAllowed|ParameterArgumentTransformationError|ParameterArgumentValidationError)'
    }

    It 'makes no verdict kinder: <Option>' -ForEach @(
        @{ Option = 'HostName'; Value = $null }, @{ Option = 'HostName'; Value = '' }, @{ Option = 'CrlFile'; Value = $null }, @{ Option = 'CrlFile'; Value = @() }
        @{ Option = 'CrlFile'; Value = '' }, @{ Option = 'CrlFile'; Value = @($null) }, @{ Option = 'CheckCrl'; Value = $null }, @{ Option = 'Ocsp'; Value = $null }
        @{ Option = 'Purpose'; Value = $null }, @{ Option = 'Purpose'; Value = @() }, @{ Option = 'Time'; Value = $null }, @{ Option = 'MaxPathLength'; Value = $null }, @{ Option = 'Scheme'; Value = $null }
    ) {
        $more = @{ $Option = $Value }
        { Test-SslCertificate -Certificate $certificate -CACertificate $certificate.Certificate -AllowPartialChain @more } | Should -Throw
    }

    It 'is refused among authorities, and as a credential: <Name>' -ForEach @(
        @{ Name = 'CACertificate'; Value = @($null) }, @{ Name = 'CACertificate'; Value = $null, $null }
        @{ Name = 'Psk'; Value = [pscredential]::Empty }, @{ Name = 'Password'; Value = [pscredential]::Empty }
    ) {
        $options = @{ $Name = $Value }
        $failure = try { New-SslContext @options -ErrorAction Stop } catch { $_ }
        "$($failure.FullyQualifiedErrorId)" | Should -BeLike 'InvalidOption,*'
        "$failure" | Should -BeLike "-$Name was given, and *"
    }

    It 'pins, calls and sends nothing else: <_>' -ForEach 'Fingerprint', 'VerifyCallback', 'VerifyScheme', 'VerifyName', 'VerifyMode', 'CheckCrl', 'Ocsp', 'Psk', 'Version' {
        $more = @{ $_ = $null }
        { New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -ErrorAction Stop @more } | Should -Throw -ErrorId 'InvalidOption*'
    }
}

Describe 'A list where one value is meant' {
    It 'is refused: <Command> -<Option> <Value>' -ForEach @(
        @{ Command = 'Test-SslCertificate'; Option = 'Purpose'; Value = 'Server', 'Client' }, @{ Command = 'Test-SslCertificate'; Option = 'Purpose'; Value = 'Server,Client' }
        @{ Command = 'Test-SslCertificate'; Option = 'Purpose'; Value = 7 }
        @{ Command = 'Test-SslCertificate'; Option = 'Ocsp'; Value = 'Off', 'Try' }, @{ Command = 'Test-SslCertificate'; Option = 'CheckCrl'; Value = 'None', 'Leaf' }
        @{ Command = 'New-SslCertificate'; Option = 'Kind'; Value = 'Server', 'CA' }, @{ Command = 'New-SslCertificate'; Option = 'Kind'; Value = @('Server', $null) }
        @{ Command = 'New-SslListener'; Option = 'ClientCertificate'; Value = 'Request', 'Require' }, @{ Command = 'New-SslContext'; Option = 'Ocsp'; Value = 'Off', 'Must' }
        @{ Command = 'Wait-SslSocket'; Option = 'For'; Value = 'Read', 'Write' }, @{ Command = 'Export-SslCertificate'; Option = 'Format'; Value = 'Pem', 'Der' }
    ) {
        { Invoke-With $Command $Option $Value } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*'
    }

    It 'is put together where the values are flags' {
        (New-SslContext -VerifyMode Peer, FailIfNoPeerCert).VerifyMode | Should -Be 'Peer, FailIfNoPeerCert'
        (New-SslContext -VerifyMode 'Peer, FailIfNoPeerCert').VerifyMode | Should -Be 'Peer, FailIfNoPeerCert'
        (New-SslContext -VerifyMode 'SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT').VerifyMode | Should -Be 'Peer, FailIfNoPeerCert'
        (New-SslContext -VerifyMode @('Peer')).VerifyMode | Should -Be 'Peer'
        { New-SslContext -VerifyMode 'SSL_VERIFY_ME | Peer' } | Should -Throw "*'SSL_VERIFY_ME | Peer' is not among None, Peer*"
    }
}

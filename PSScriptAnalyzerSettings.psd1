@{
    # Every rule, but those that do not fit what these scripts are.
    ExcludeRules = @(
        # build.ps1, its tools and the examples speak to a person.
        'PSAvoidUsingWriteHost'
        # Functions of scripts and specs change what is theirs.
        'PSUseShouldProcessForStateChangingFunctions'
        # Pester's blocks assign what other blocks read.
        'PSUseDeclaredVarsMoreThanAssignments'
        # Test passwords.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
    )
    Rules        = @{
        PSUseCompatibleSyntax     = @{ Enable = $true; TargetVersions = @('7.4') }
        PSUseConsistentWhitespace = @{ Enable = $true }
        PSAvoidUsingCmdletAliases = @{ Enable = $true }
    }
}

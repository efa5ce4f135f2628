BeforeDiscovery {
    # Every example of every page runs, as a reader would run it.
    $examples = foreach ($file in [System.IO.Directory]::GetFiles("$PSScriptRoot/../../docs/help", '*.md')) {
        $command = [System.IO.Path]::GetFileNameWithoutExtension($file)
        $found = [regex]::Matches([System.IO.File]::ReadAllText($file), '(?s)### (Example \d+)[^\n]*\n```powershell\n(.*?)\n```')
        foreach ($match in $found) { @{ Command = $command; Title = $match.Groups[1].Value; Code = $match.Groups[2].Value } }
    }
    $commands = foreach ($file in [System.IO.Directory]::GetFiles("$PSScriptRoot/../../src/PSSsl/Commands", '*Command.cs')) {
        if ([System.IO.File]::ReadAllText($file) -match '\[Cmdlet\(Verbs\w+\.(\w+), "(\w+)"') { @{ Command = "$($Matches[1])-$($Matches[2])" } }
    }
}

Describe 'Help' {
    BeforeAll { . "$PSScriptRoot/Lab.ps1" }

    It '<Title> of <Command> runs' -ForEach $examples {
        $ErrorActionPreference = 'Stop'
        $null = . ([scriptblock]::Create($Code)) *>&1
        $Code | Should -Match ([regex]::Escape($Command))
    }

    It '<Command> is exported, and has a page with all its parameters and two examples' -ForEach $commands {
        $info = Get-Command $Command -Module PSSsl
        $info | Should -Not -BeNullOrEmpty
        $page = [System.IO.File]::ReadAllText("$PSScriptRoot/../../docs/help/$Command.md")
        ([regex]::Matches($page, '```powershell')).Count | Should -BeGreaterOrEqual 2
        foreach ($parameter in $info.Parameters.Values) {
            if ($parameter.Name -notin ([System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters)) {
                $page | Should -Match "(?m)^### -$($parameter.Name)\s*\n\S" -Because 'every parameter is explained'
            }
        }
    }

    It 'is what Get-Help shows' {
        (Get-Help New-SslSocket).Synopsis | Should -Be 'Connects to a host and shakes hands.'
        (Get-Help New-SslSocket -Examples | Out-String) | Should -Match 'Trust one certificate'
    }
}

# The package for the PowerShell Gallery. What the specs import, out/PSSsl, was unpacked from it when `build.ps1 -Task Test` runs them.
BeforeDiscovery {
    . "$PSScriptRoot/Lab.ps1"
    # A PowerShell that was built from its source comes without what installs packages.
    $hasInstaller = [bool] (Get-Command Register-PSResourceRepository -ErrorAction Ignore)
    if (-not $hasInstaller -and $env:CI -eq 'true') { throw 'This PowerShell has no PSResourceGet.' }
    # `build.ps1 -Task Module` makes none.
    $hasPackage = [System.IO.Directory]::GetFiles([System.IO.Path]::GetFullPath("$PSScriptRoot/../../out"), '*.nupkg').Length -eq 1
    if (-not $hasPackage -and $env:CI -eq 'true') { throw 'There is no package in out/.' }
}

Describe 'The module''s manifest' {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $module = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/PSSsl")
        $hasPackage = [System.IO.Directory]::GetFiles([System.IO.Path]::GetFullPath("$PSScriptRoot/../../out"), '*.nupkg').Length -eq 1
        $manifest = Test-ModuleManifest "$module/PSSsl.psd1" -WarningAction Stop
    }

    It 'is for both PowerShells, and says what it needs' {
        $manifest.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
        "$($manifest.PowerShellVersion)" | Should -Be '5.1'
        "$($manifest.DotNetFrameworkVersion)" | Should -Be '4.7.2'
        # One root for all: what edits manifests would write down the choice of its own shell.
        $manifest.RootModule | Should -Be 'PSSsl.psm1'
        [System.IO.File]::ReadAllText("$module/PSSsl.psd1") | Should -Not -Match '\$PSEdition'
    }

    It 'has the version of the assemblies' {
        $assemblies = 'net8.0/PSSsl', 'net8.0/engine/PSSsl.Engine', 'netstandard2.0/PSSsl', 'netstandard2.0/PSSsl.Engine'
        # What is compiled ahead of time is in a package alone.
        if ($hasPackage) { $assemblies += 'linux', 'win' | ForEach-Object { "net10.0-$_-x64/PSSsl", "net10.0-$_-x64/PSSsl.Core", "net10.0-$_-x64/engine/PSSsl.Engine" } }
        foreach ($assembly in $assemblies) {
            [System.Reflection.AssemblyName]::GetAssemblyName("$module/bin/$assembly.dll").Version.ToString(3) | Should -Be "$($manifest.Version)"
        }
    }

    It 'loads what is compiled ahead of time, where there is some' {
        $compiled = "$module/bin/net$([Environment]::Version.Major).0-$([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)"
        if (-not (Test-Path $compiled)) { $compiled = "$module/bin/net8.0" }
        $loaded = [PSSsl.SslSocket].Assembly, [PSSsl.Commands.NewSslSocketCommand].Assembly
        foreach ($assembly in $loaded) { [System.IO.Path]::GetDirectoryName($assembly.Location) | Should -Be ([System.IO.Path]::GetFullPath($compiled)) }
        $null = [System.Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object Assemblies | Where-Object { $_ -and $_.GetName().Name -eq 'BouncyCastle.Cryptography' } |
            ForEach-Object { [System.IO.Path]::GetDirectoryName($_.Location) | Should -Be ([System.IO.Path]::GetFullPath("$compiled/engine")) }
    }

    It 'exports what the assemblies have, and nothing else' {
        $own = Get-Command -Module PSSsl -CommandType Cmdlet | ForEach-Object { $_.Name } | Sort-Object
        @($manifest.ExportedCmdlets.Keys | Sort-Object) | Should -Be $own
        @($manifest.ExportedAliases.Keys) | Should -Be 'Get-SslCertificate'
        @($manifest.ExportedFunctions.Keys).Count + @($manifest.ExportedVariables.Keys).Count | Should -Be 0
    }

    It 'tells a .NET Framework that is too old' {
        & (Get-Module PSSsl) { Assert-NetFramework 461808 }
        & (Get-Module PSSsl) { Assert-NetFramework 533320 }
        foreach ($case in @(461308, '4.7.1'), @(394802, '4.6.2'), @(0, 'one before 4.5')) {
            $record = try { & (Get-Module PSSsl) { param($Release) Assert-NetFramework $Release } $case[0] } catch { $_ }
            "$record" | Should -Be "PSSsl needs .NET Framework 4.7.2 or later, and this computer has $($case[1])."
            $record.FullyQualifiedErrorId | Should -Be 'FrameworkTooOld'
            $record.ErrorDetails.RecommendedAction | Should -Match 'Install .NET Framework 4.8'
        }
    }
}

Describe 'The package' -Skip:(-not $hasPackage) {
    BeforeAll {
        . "$PSScriptRoot/Lab.ps1"
        $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
        $module = Join-Path $root 'out/PSSsl'
        $package = [System.IO.Directory]::GetFiles((Join-Path $root 'out'), '*.nupkg')[0]

        function Get-Sha256([byte[]] $Bytes) { [Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($Bytes)).ToLowerInvariant() }
        function Get-ModuleFile([string] $Folder) {
            $files = [System.IO.Directory]::GetFiles($Folder, '*', 'AllDirectories') | ForEach-Object { [System.IO.Path]::GetRelativePath($Folder, $_).Replace('\', '/') }
            [string[]] $sorted = @($files)
            [Array]::Sort($sorted, [StringComparer]::Ordinal)
            $sorted
        }
        function Read-Entry($Archive, [string] $Name) {
            $stream = $Archive.GetEntry($Name).Open()
            $copy = [System.IO.MemoryStream]::new()
            $stream.CopyTo($copy)
            $stream.Dispose()
            , $copy.ToArray()
        }
    }

    It 'has the module at its root, and what the Gallery reads' {
        $archive = [System.IO.Compression.ZipFile]::OpenRead($package)
        $names = @($archive.Entries | ForEach-Object { $_.FullName })
        foreach ($name in '[Content_Types].xml', '_rels/.rels', 'PSSsl.nuspec') { $names | Should -Contain $name }
        foreach ($topic in [System.IO.Directory]::GetFiles("$root/module/en-US")) { $names | Should -Contain "en-US/$([System.IO.Path]::GetFileName($topic))" }
        foreach ($file in Get-ModuleFile $module) { Get-Sha256 (Read-Entry $archive $file) | Should -Be (Get-Sha256 ([System.IO.File]::ReadAllBytes("$module/$file"))) }
        @($archive.Entries | ForEach-Object { $_.LastWriteTime.DateTime } | Select-Object -Unique).Count | Should -Be 1
        [xml] $nuspec = [System.Text.Encoding]::UTF8.GetString((Read-Entry $archive 'PSSsl.nuspec')).TrimStart([char] 0xFEFF)
        $archive.Dispose()
        $nuspec.package.metadata.id | Should -Be 'PSSsl'
        $tags = $nuspec.package.metadata.tags.Split(' ')
        foreach ($tag in 'PSModule', 'PSEdition_Core', 'PSEdition_Desktop', 'PSIncludes_Cmdlet', 'PSCmdlet_New-SslSocket', 'PSCommand_New-SslSocket') { $tags | Should -Contain $tag }
        # The Gallery's limits.
        $nuspec.package.metadata.tags.Length | Should -BeLessThan 4000
        $nuspec.package.metadata.releaseNotes.Length | Should -BeLessThan 35000
        [System.IO.FileInfo]::new($package).Length | Should -BeLessThan 20000000
    }

    It 'can be signed: what PowerShell verifies is read alike by all editions, and has no signature yet' {
        foreach ($file in Get-ChildItem $module -Recurse -Include *.psd1, *.psm1, *.ps1xml) {
            $bytes = [System.IO.File]::ReadAllBytes($file.FullName)
            $text = [System.Text.Encoding]::Latin1.GetString($bytes)
            $isMarked = $bytes[0] -eq 0xEF -and $bytes[1] -eq 0xBB -and $bytes[2] -eq 0xBF
            if (-not $isMarked) { $text | Should -Not -Match '[^\x00-\x7F]' -Because $file.Name }
            $text | Should -Not -Match 'SIG # Begin signature block'
            $text | Should -Match '\n\z'
        }
    }

    It 'lists its files in the manifest' {
        $listed = (Test-ModuleManifest "$module/PSSsl.psd1").FileList | ForEach-Object { [System.IO.Path]::GetRelativePath($module, $_).Replace('\', '/') }
        [string[]] $sorted = @($listed)
        [Array]::Sort($sorted, [StringComparer]::Ordinal)
        $sorted | Should -Be (Get-ModuleFile $module)
    }

    It 'tells what is in it, file by file, and whose work' {
        # That the bill is as CycloneDX's schema wants it was checked when it was packed.
        $bill = [System.Text.Json.Nodes.JsonNode]::Parse([System.IO.File]::ReadAllText("$module/PSSsl.cdx.json"))
        "$($bill['bomFormat'])" | Should -Be 'CycloneDX'
        $listed = @(foreach ($file in $bill['metadata']['component']['components'].GetEnumerator()) { [pscustomobject]@{ Name = "$($file['name'])"; Sha256 = "$($file['hashes'][0]['content'])" } })
        @($listed | ForEach-Object { $_.Name }) | Should -Be @(Get-ModuleFile $module | Where-Object { $_ -ne 'PSSsl.cdx.json' })
        foreach ($file in $listed) { $file.Sha256 | Should -Be (Get-Sha256 ([System.IO.File]::ReadAllBytes("$module/$($file.Name)"))) }
        $others = @(foreach ($other in $bill['components'].GetEnumerator()) { [pscustomobject]@{ Name = "$($other['name'])"; Version = "$($other['version'])"; Licence = "$($other['licenses'][0]['license']['id'])" } })
        @($others | ForEach-Object { "$($_.Name) $($_.Licence)" }) | Should -Be 'BouncyCastle.Cryptography MIT', 'Public Suffix List MPL-2.0'
        $library = [System.Diagnostics.FileVersionInfo]::GetVersionInfo("$module/bin/netstandard2.0/BouncyCastle.Cryptography.dll")
        $library.FileVersion | Should -BeLike "$($others[0].Version).*"
        $notices = [System.IO.File]::ReadAllText("$module/THIRD-PARTY-NOTICES.txt")
        $notices | Should -Match 'Copyright \(c\) 2000-\d{4} The Legion of the Bouncy Castle Inc\.'
        $notices | Should -Match 'Mozilla Public License Version 2\.0'
    }

    It 'is the same byte for byte when it is built in another folder' {
        # The sources as a checkout has them, without what was built of them, under a name of another length with a blank in it.
        $copy = Join-Path $TestDrive 'another place'
        foreach ($file in 'build.ps1', 'LICENSE', 'CHANGELOG.md', 'Directory.Build.props', 'Directory.Packages.props', '.editorconfig', 'global.json') {
            $null = [System.IO.Directory]::CreateDirectory($copy)
            [System.IO.File]::Copy("$root/$file", "$copy/$file")
        }
        foreach ($folder in 'src', 'module', 'docs/help', 'tools') {
            foreach ($file in [System.IO.Directory]::GetFiles("$root/$folder", '*', 'AllDirectories')) {
                $relative = [System.IO.Path]::GetRelativePath($root, $file)
                if ($relative -match '(^|[\\/])(bin|obj)[\\/]') { continue }
                $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName("$copy/$relative"))
                [System.IO.File]::Copy($file, "$copy/$relative")
            }
        }
        # Analyzers have had their say on these sources, and add nothing to what is compiled.
        $before = $env:RunAnalyzers
        $env:RunAnalyzers = 'false'
        $site = @{}
        if ($uri = (Test-ModuleManifest "$module/PSSsl.psd1").ProjectUri) { $site.ProjectUri = $uri }
        try { $lines = & "$copy/build.ps1" -Task Package @site *>&1 } finally { $env:RunAnalyzers = $before }
        $again = [System.IO.Directory]::GetFiles("$copy/out", '*.nupkg')
        $again.Length | Should -Be 1 -Because "$lines"
        $module2 = "$copy/out/PSSsl"
        $different = Get-ModuleFile $module | Where-Object { (Get-Sha256 ([System.IO.File]::ReadAllBytes("$module/$_"))) -ne (Get-Sha256 ([System.IO.File]::ReadAllBytes("$module2/$_"))) }
        $different | Should -BeNullOrEmpty
        Get-Sha256 ([System.IO.File]::ReadAllBytes($again[0])) | Should -Be (Get-Sha256 ([System.IO.File]::ReadAllBytes($package)))
    }

    It 'can be found, installed, imported and updated by PowerShell itself' -Skip:(-not $hasInstaller) {
        $repository = Join-Path $TestDrive 'repository'
        $null = [System.IO.Directory]::CreateDirectory($repository)
        [System.IO.File]::Copy($package, (Join-Path $repository ([System.IO.Path]::GetFileName($package))))
        $script = Join-Path $TestDrive 'install.ps1'
        [System.IO.File]::WriteAllText($script, @'
param($Repository, $Saved)
$ErrorActionPreference = 'Stop'
$name = [guid]::NewGuid().ToString('N')
Register-PSResourceRepository -Name $name -Uri $Repository -Trusted
try {
    $null = New-Item $Saved -ItemType Directory
    "found $((Find-PSResource PSSsl -Repository $name).Version)"
    Save-PSResource PSSsl -Repository $name -Path $Saved
}
finally { Unregister-PSResourceRepository $name }
$module = Get-ChildItem $Saved/PSSsl -Directory | Select-Object -First 1
$manifest = Join-Path $module 'PSSsl.psd1'
$tested = Test-ModuleManifest $manifest -WarningAction Stop
"files $($tested.FileList.Count)"
Import-Module $manifest
$l = New-SslListener -SelfSigned
$c = New-SslSocket localhost $l.Port -CACertificate $l.CertificateAuthority
"shaken $($c.State) $($c.Version)"
Close-SslSocket $c, $l
"help $((Get-Help New-SslSocket).Synopsis)"
"topic $((Get-Help about_PSSsl_Errors | Out-String) -match 'CertificateUntrusted')"
# What updates a manifest writes it anew: it must mean the same.
Update-ModuleManifest $manifest -ModuleVersion $tested.Version -WarningAction Stop
$updated = Test-ModuleManifest $manifest -WarningAction Stop
foreach ($property in 'RootModule', 'Guid', 'Author', 'Description', 'PowerShellVersion', 'DotNetFrameworkVersion', 'CompatiblePSEditions', 'FileList', 'ExportedFormatFiles', 'Tags', 'LicenseUri', 'ReleaseNotes') {
    if ("$($tested.$property)" -replace "`r" -ne ("$($updated.$property)" -replace "`r")) { "changed $property" }
}
'updated'
'@)
        $lines = @(& $ThisShell -NoProfile -NonInteractive -File $script $repository (Join-Path $TestDrive 'saved') 2>&1)
        $lines[-1] | Should -Be 'updated' -Because "$lines"
        $lines | Should -Contain "files $(@(Get-ModuleFile $module).Count)"
        $lines | Should -Contain 'shaken Open TLSv1_3'
        $lines | Should -Contain 'help Connects to a host and shakes hands.'
        $lines | Should -Contain 'topic True'
        @($lines | Where-Object { $_ -like 'changed*' }) | Should -BeNullOrEmpty
    }
}

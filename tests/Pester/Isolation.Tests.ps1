Describe 'Isolation' {
    It 'lives beside another BouncyCastle' {
        # Another version under the same name, as another module might have brought it, is in the session first.
        $builder = [System.Reflection.Emit.PersistedAssemblyBuilder]::new([System.Reflection.AssemblyName]::new('BouncyCastle.Cryptography, Version=1.0.0.0'), [object].Assembly)
        $type = $builder.DefineDynamicModule('BouncyCastle.Cryptography').DefineType('Org.BouncyCastle.Marker', 'Public, Class')
        $null = $type.CreateType()
        # From memory: Windows lets nobody delete a file that is loaded.
        $bytes = [System.IO.MemoryStream]::new()
        $builder.Save($bytes)
        $bytes.Position = 0
        $other = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromStream($bytes)

        . "$PSScriptRoot/Lab.ps1"
        $listener = New-SslListener -SelfSigned
        (Get-PeerCertificate localhost $listener.Port).CommonName | Should -Be 'localhost'
        Close-SslSocket $listener

        $loaded = [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'BouncyCastle.Cryptography' }
        ($loaded | Where-Object { $_.GetName().Version -eq [version]'1.0.0.0' }) | Should -Be $other
        ($loaded | Where-Object { $_.GetName().Version.Major -eq 2 }) | Should -Not -BeNullOrEmpty
        ($loaded | Where-Object { $_.GetName().Version.Major -eq 2 } | ForEach-Object { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } | Select-Object -First 1) | Should -Be 'PSSsl'
    }
}

# A key's file that says of what length the key of its password is (RFC 8018, A.2): another one than its cipher has is a fault of the file, and no wrong password.

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    $password = ConvertTo-SecureString secret -AsPlainText -Force
    $certificate = New-SslCertificate localhost
    $key = [byte[]] ($certificate | Export-SslCertificate -Format Pkcs8 -AsBytes -Password $password)
    # Before the PRF, in a file of PBES2: the lengths of all that is around it grow.
    $prf = [byte[]](0x30, 0x0C, 0x06, 0x08, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x09)
    $text = [System.BitConverter]::ToString($key)
    $at = $text.IndexOf([System.BitConverter]::ToString($prf), [System.StringComparison]::Ordinal) / 3

    function Get-WithLength([byte] $Length) {
        $bytes = [System.Collections.Generic.List[byte]]::new($key)
        $bytes.InsertRange($at, [byte[]](2, 1, $Length))
        for ($i = 0; $i -lt $at;) {
            $long = $bytes[$i + 1] -gt 128
            $header = if ($long) { 2 + $bytes[$i + 1] - 128 } else { 2 }
            $content = if ($long) { [System.Linq.Enumerable]::Aggregate([int[]] $bytes.GetRange($i + 2, $header - 2), [Func[int, int, int]] { param($a, $b) 256 * $a + $b }) } else { $bytes[$i + 1] }
            $isAround = $bytes[$i] -eq 0x30 -and $i + $header + $content -ge $at
            if ($isAround) { $bytes[$i + $header - 1] += 3 }
            $i += if ($isAround) { $header } else { $header + $content }
        }

        $bytes.ToArray()
    }
}

Describe 'The key length of a password' {
    It 'is a fault of the file where it is not the cipher''s' {
        { Import-SslCertificate -Content (Get-WithLength 16) -Password $password -ErrorAction Stop } | Should -Throw -ErrorId 'FileContent*'
        { Import-SslCertificate -Content (Get-WithLength 16) -Password $password -ErrorAction Stop } | Should -Throw '*a key of 16 bytes*one of 32*'
    }

    It 'is read where it is' {
        # There is no certificate in it: that it was opened is what its error says.
        { Import-SslCertificate -Content (Get-WithLength 32) -Password $password -ErrorAction Stop } | Should -Throw '*private key*'
    }
}

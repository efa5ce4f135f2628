Describe 'Get-SslCipher' {
    BeforeAll { . "$PSScriptRoot/Lab.ps1" }

    It 'shows the defaults: forward secrecy and authenticated encryption' {
        $defaults = Get-SslCipher
        $defaults.Count | Should -BeGreaterThan 5
        @($defaults | Where-Object Strength -ne Recommended).Count | Should -Be 0
        $defaults[0].Name | Should -Be 'TLS_AES_256_GCM_SHA384'
    }

    It 'says of <Text> what OpenSSL says' -ForEach @(
        @{ Text = 'ALL:!LOW:!EXP:!ADH' }
        @{ Text = 'HIGH:@STRENGTH' }
        @{ Text = 'kRSA+AES' }
        @{ Text = 'DEFAULT:+AES128:!DHE' }
        @{ Text = 'ECDHE+AESGCM:ECDHE+CHACHA20:-SHA:@STRENGTH' }
    ) {
        if (-not (Test-Program 'openssl')) { Set-ItResult -Skipped -Because 'openssl is not installed'; return }
        $theirs = @(& openssl ciphers -s -v "${Text}:@SECLEVEL=1" | ForEach-Object { ($_ -split ' ')[0] })
        $known = (Get-SslCipher -All).Name
        # Debian builds OpenSSL without some suites.
        $there = @(& openssl ciphers -v 'ALL:COMPLEMENTOFALL:@SECLEVEL=0' | ForEach-Object { ($_ -split ' ')[0] })
        $ours = @((Get-SslCipher $Text).Name | Where-Object { $_ -in $there })
        $ours -join ' ' | Should -Be (($theirs | Where-Object { $_ -in $known }) -join ' ')
    }

    It 'prints like openssl ciphers -v' {
        $text = Get-SslCipher AES128-SHA -Version TLSv1_2 | Out-String -Width 120
        $text | Should -Match 'AES128-SHA\s+SSLv3\s+\w+\s+AES\(128\)\s+SHA1\s+RSA\s+RSA'
    }

    It 'gives the suite of a socket' {
        $listener = New-SslListener -SelfSigned
        $socket = New-SslSocket localhost $listener.Port -CACertificate $listener.CertificateAuthority -Version TLSv1_2 -CipherList ECDHE-ECDSA-AES128-GCM-SHA256 -ErrorAction Stop
        ($socket | Get-SslCipher).StandardName | Should -Be 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'
        Close-SslSocket $socket, $listener
    }

    It 'leaves out what nobody asked for by name or level' {
        @(Get-SslCipher 'ALL' | Where-Object { $_.Authentication -in 'None', 'PSK' }).Count | Should -Be 0
        @(Get-SslCipher 'ALL' -Psk | Where-Object Authentication -eq 'PSK').Count | Should -BeGreaterThan 10
        @(Get-SslCipher 'aNULL:@SECLEVEL=0' -Version TLSv1_2 | Where-Object Authentication -eq 'None').Count | Should -BeGreaterThan 5
    }

    It 'refuses <Text> and says why' -ForEach @(
        @{ Text = 'HIGH:FOO'; Expected = "*'FOO' at character 6*" }
        @{ Text = 'high'; Expected = '*is HIGH meant*' }
        @{ Text = 'PROFILE=SYSTEM'; Expected = '*Linux distribution*' }
        @{ Text = 'TLS_AES_128_GCM_SHA256'; Expected = '*-CipherSuite*' }
        @{ Text = 'ADH'; Expected = '*@SECLEVEL=0*' }
        @{ Text = 'PSK'; Expected = '*-Psk*' }
    ) {
        Get-SslCipher $Text -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -Be 'InvalidOption,PSSsl.Commands.GetSslCipherCommand'
        "$($refused[0])" | Should -BeLike $Expected
    }

    It 'warns of suites that protect nothing' {
        $context = New-SslContext -CipherList 'eNULL:@SECLEVEL=0' -WarningVariable warned -WarningAction SilentlyContinue
        $context.Ciphers.Name | Should -Contain 'NULL-SHA256'
        "$warned" | Should -BeLike '*without encryption or authentication*NULL-SHA256*'
    }

    It 'completes words and suites' {
        $found = [System.Management.Automation.CommandCompletion]::CompleteInput("Get-SslCipher 'HIGH:!aNU", 24, $null).CompletionMatches
        $found.ListItemText | Should -Contain 'aNULL'
    }
}

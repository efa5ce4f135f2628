Describe 'The quick start' {
    BeforeAll { . "$PSScriptRoot/Lab.ps1" }

    It 'runs by itself' {
        $text = & "$PSScriptRoot/../../examples/quickstart.ps1" *>&1 | Out-String
        $text | Should -Match 'the server hears: Hello, server!'
        $text | Should -Match 'the server said goodbye: True'
        $text | Should -Match 'The certificate is not for wrong.example'
    }
}

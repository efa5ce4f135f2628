Describe 'The quick start' {
    BeforeAll { . "$PSScriptRoot/Lab.ps1" }

    It 'runs by itself' {
        $text = & "$PSScriptRoot/../../examples/quickstart.ps1" *>&1 | Out-String
        $text | Should -Match 'the server hears: Hello, server!'
        $text | Should -Match 'the server said goodbye: True'
        $text | Should -Match 'The certificate is not for wrong.example'
    }
}

Describe 'An echo server on one thread' {
    BeforeAll { . "$PSScriptRoot/Lab.ps1" }

    It 'serves 500 clients' {
        $text = & "$PSScriptRoot/../../examples/echo-server.ps1" *>&1 | Out-String
        $text | Should -Match '500 clients had their own words back'
    }
}

Describe 'An authority for a lab' {
    BeforeAll { . "$PSScriptRoot/Lab.ps1" }

    It 'runs by itself, and leaves nothing behind' {
        $text = & "$PSScriptRoot/../../examples/test-authority.ps1" *>&1 | Out-String
        $text | Should -Match 'let in: Nightly job'
        $text | Should -Match 'turned away: CN=Lost laptop'
        $text | Should -Match 'authority.crl, client.key'
    }
}

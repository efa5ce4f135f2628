# The language of the specs itself: what is told here must be true under Pester 5, Pester 6 and the bundled runner.
BeforeDiscovery { $cases = @(@{ Word = 'one'; Number = 1 }, @{ Word = 'two'; Number = 2 }) }

Describe 'The language of the specs' {
    BeforeAll { $shared = 'seen'; $script:count = 0 }
    BeforeEach { $each = 'fresh' }
    AfterEach { $script:count++ }

    It 'shows what BeforeAll made' { $shared | Should -Be 'seen' }
    It 'runs BeforeEach before each test' { $each | Should -Be 'fresh'; $each = 'changed' }
    It 'gives each test a scope of its own' { $each | Should -Be 'fresh' }
    It 'runs AfterEach after each test' { $script:count | Should -BeGreaterThan 2 }
    It 'names <Word> by its case' -ForEach $cases { @('one', 'two')[$Number - 1] | Should -Be $Word }
    It 'takes plain values: <_>' -ForEach 1, 2 { $_ | Should -BeIn 1, 2 }
    It 'is skipped' -Skip { throw 'never' }

    Context 'inner blocks' {
        BeforeAll { $inner = "$shared too" }
        It 'see the outer ones' { $inner | Should -Be 'seen too' }
    }

    Context 'blocks for <Word>' -ForEach $cases {
        It 'get their case' { $Number | Should -BeGreaterThan 0 }
    }
}

Describe 'Should' {
    It 'compares' {
        1 | Should -Be 1
        'a' | Should -Be 'A'
        'a' | Should -Not -BeExactly 'A'
        1, 2 | Should -Be 1, 2
        $null | Should -BeNullOrEmpty
        @() | Should -BeNullOrEmpty
        $true | Should -BeTrue
        0 | Should -BeFalse
        3 | Should -BeGreaterThan 2
        'abc' | Should -Match 'b'
        'abc' | Should -BeLike 'a*'
        1, 2, 3 | Should -Contain 2
        1, 2, 3 | Should -HaveCount 3
        'x' | Should -BeOfType [string]
        $TestDrive | Should -Exist
    }

    It 'catches errors' {
        { throw 'a mistake' } | Should -Throw
        { throw 'a mistake' } | Should -Throw '*mistake*'
        { 1 } | Should -Not -Throw
    }

    It 'fails when it should' {
        { 1 | Should -Be 2 } | Should -Throw '*2*'
        { { 1 } | Should -Throw } | Should -Throw
        { 1 | Should -Not -Be 1 } | Should -Throw
        { @{ a = 1 } | Should -BeNullOrEmpty } | Should -Throw
    }

    It 'judges every piped value' {
        { 'ab', 'zz' | Should -BeLike 'a*' } | Should -Throw
        { 'ab', 'zz' | Should -Match '^a' } | Should -Throw
        { 'ab', 'zz' | Should -Not -Match '^z' } | Should -Throw
        { 5, 1 | Should -BeGreaterThan 3 } | Should -Throw
        { $true, $false | Should -BeTrue } | Should -Throw
        { 1, 9 | Should -BeIn 1, 2 } | Should -Throw
        { 1, 'a' | Should -BeOfType [int] } | Should -Throw
        1, 2 | Should -BeOfType [int]
    }

    It 'compares as the expected value would' {
        { $true | Should -Be 'yes' } | Should -Throw
        { 1 | Should -Be '1.0' } | Should -Throw
        'yes' | Should -Be $true
    }

    It 'takes nothing but a script block for -Throw' {
        { 'nosuchcommand' | Should -Throw } | Should -Throw
        { $null | Should -Throw } | Should -Throw
        { throw 'boom' } | Should -Throw -ErrorId 'bo*'
    }
}

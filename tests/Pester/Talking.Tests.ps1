# Send-SslData and Receive-SslData: what goes in comes out, text as text and bytes as bytes.
BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $listener = New-SslListener -SelfSigned
    $ca = Save-Certificate $listener.CertificateAuthority (Join-Path $TestDrive 'ca.pem')
    $utf8 = [System.Text.UTF8Encoding]::new($false)
    function New-Pair {
        $client = New-SslSocket localhost $listener.Port -CAFile $ca -Timeout 20 -ErrorAction Stop
        $client, (Wait-SslConnection $listener -Timeout 20)
    }
}

AfterAll { Close-SslSocket $listener }

Describe 'Send-SslData' {
    It 'streams a pipeline: what came first is sent before the last is made' {
        $client, $server = New-Pair
        & { 'first'; Receive-SslData $server -Line | Should -Be 'first'; 'second' } | Send-SslData $client -NewLine
        Receive-SslData $server -Line | Should -Be 'second'
        Close-SslSocket $client, $server
    }

    It 'sends <Kind>' -ForEach @(
        @{ Kind = 'a text'; Data = { 'text' }; Expected = 'text' }
        @{ Kind = 'a byte array'; Data = { , [byte[]](0, 255, 10) }; Bytes = 0, 255, 10 }
        @{ Kind = 'a byte array that the pipeline took apart'; Data = { [byte[]](0, 255, 10) }; Bytes = 0, 255, 10 }
        @{ Kind = 'a list of bytes'; Data = { , [System.Collections.Generic.List[byte]]@(1, 2) }; Bytes = 1, 2 }
        @{ Kind = 'several kinds in order'; Data = { 'a'; [byte]0; , [byte[]](1, 2); 'b' }; Bytes = 97, 0, 1, 2, 98 }
        @{ Kind = 'an array in one object'; Data = { , @('a', [byte[]](1, 2)) }; Bytes = 97, 1, 2 }
        @{ Kind = 'numbers, as text'; Data = { 12, 3.5 }; Expected = '123.5' }
        @{ Kind = 'nothing'; Data = { $null; '' }; Expected = '' }
        @{ Kind = 'a file of the pipeline'; Data = { [System.IO.FileInfo] $file }; Expected = 'from a file' }
        @{ Kind = 'a stream'; Data = { , [System.IO.MemoryStream]::new([byte[]](7, 8)) }; Bytes = 7, 8 }
    ) {
        $file = Join-Path $TestDrive 'sent.txt'
        [System.IO.File]::WriteAllText($file, 'from a file')
        $client, $server = New-Pair
        & $Data | Send-SslData $client
        Close-SslSocket $client
        $all = Receive-SslData $server -All -AsBytes
        if ($null -ne $Bytes) { $all | Should -Be $Bytes } else { $utf8.GetString($all) | Should -Be $Expected }
        Close-SslSocket $server
    }

    It 'sends text in the encoding asked for' {
        $client, $server = New-Pair
        'é' | Send-SslData $client -Encoding ([System.Text.Encoding]::Latin1)
        Receive-SslData $server -Count 1 -AsBytes | Should -Be 0xE9
        Close-SslSocket $client, $server
    }

    It 'says which file it can''t read, and sends the others' {
        $client, $server = New-Pair
        $there = Join-Path $TestDrive 'there.txt'
        [System.IO.File]::WriteAllText($there, 'there')
        Send-SslData $client -Path (Join-Path $TestDrive 'nowhere.txt'), $there -ErrorVariable missing -ErrorAction SilentlyContinue
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'FileNotReadable*'
        Receive-SslData $server -Count 5 | Should -Be 'there'
        Close-SslSocket $client, $server
    }
}

Describe 'Receive-SslData' {
    It 'gives whole characters, wherever a record ends: <Text>' -ForEach @(
        @{ Text = 'é'; Encoding = 'utf-8' }, @{ Text = '€uro'; Encoding = 'utf-8' }, @{ Text = '🔐 key'; Encoding = 'utf-8' }, @{ Text = '🔐é'; Encoding = 'utf-16' }
    ) {
        $encoding = [System.Text.Encoding]::GetEncoding($Encoding)
        $client, $server = New-Pair
        $bytes = $encoding.GetBytes($Text)
        $client.Blocking = $false
        $read = ''
        foreach ($byte in $bytes) {
            $server.Write([byte[]]$byte) | Should -Be 1
            # One record for each byte: what is not whole yet is not given, and nothing is lost.
            $null = Wait-SslSocket $client -Timeout 20
            $read += Receive-SslData $client -Encoding $encoding
        }
        $read | Should -BeExactly $Text
        Close-SslSocket $client, $server
    }

    It 'gives what is not a character when it can''t become one any more' {
        $client, $server = New-Pair
        $null = $server.Write([byte[]](0x61, 0xE2, 0x82))
        Close-SslSocket $server
        Receive-SslData $client | Should -BeExactly 'a'
        Receive-SslData $client | Should -BeExactly ([string][char]0xFFFD)
        Receive-SslData $client | Should -BeNullOrEmpty
        Close-SslSocket $client
    }

    It 'counts bytes, and cuts no character' {
        $client, $server = New-Pair
        'aé€' | Send-SslData $server
        Receive-SslData $client -Count 2 | Should -BeExactly 'a'
        { Receive-SslData $client -Count 1 -ErrorAction Stop } | Should -Throw '*longer than 1 bytes*'
        Receive-SslData $client -Count 5 | Should -BeExactly 'é€'
        Close-SslSocket $client, $server
    }

    It 'reads lines: <Name>' -ForEach @(
        @{ Name = 'both ends, and one that is missing'; Sent = "one`r`ntwo`n`r`nlast"; Lines = 'one', 'two', '', 'last' }
        @{ Name = 'a carriage return alone ends nothing'; Sent = "a`rb`nc`r"; Lines = "a`rb", "c`r" }
    ) {
        $client, $server = New-Pair
        $Sent | Send-SslData $server
        Close-SslSocket $server
        Receive-SslData $client -Line -All | Should -BeExactly $Lines
        Close-SslSocket $client
    }

    It 'reads paragraphs: <Name>' -ForEach @(
        @{ Name = 'empty lines count once'; Sent = "line`n`n`n`nbla`n`nblubb`n`nblip"; Paragraphs = 'line', 'bla', 'blubb', 'blip' }
        @{ Name = 'empty lines at both ends'; Sent = "`n`r`n`na`nb`n`n`n"; Paragraphs = @("a`nb") }
        @{ Name = 'ends of the Internet'; Sent = "a: 1`r`nb: 2`r`n`r`nbody`r`n"; Paragraphs = "a: 1`r`nb: 2", 'body' }
        @{ Name = 'mixed ends'; Sent = "a`r`n`nb`n`r`nc"; Paragraphs = 'a', 'b', 'c' }
        @{ Name = 'blanks are not an empty line'; Sent = "a`n `nb`n`nc"; Paragraphs = "a`n `nb", 'c' }
        @{ Name = 'nothing but empty lines'; Sent = "`n`n`n"; Paragraphs = @() }
    ) {
        $client, $server = New-Pair
        $Sent | Send-SslData $server
        Close-SslSocket $server
        @(Receive-SslData $client -Paragraph -All) | Should -BeExactly $Paragraphs
        Close-SslSocket $client
    }

    It 'keeps a paragraph whose end has not come, and looks for it in any encoding' {
        $client, $server = New-Pair
        $wide = @{ Encoding = 'unicode' }
        "`r" | Send-SslData $server @wide
        Receive-SslData $client -Paragraph -Timeout 0.2 -ErrorVariable late -ErrorAction SilentlyContinue @wide | Should -BeNullOrEmpty
        $late[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
        "`nab`n`r" | Send-SslData $server @wide
        Receive-SslData $client -Paragraph -Timeout 0.2 -ErrorVariable late -ErrorAction SilentlyContinue @wide | Should -BeNullOrEmpty
        "`n`ncdefg`n" | Send-SslData $server @wide
        Receive-SslData $client -Paragraph @wide | Should -BeExactly 'ab'
        $client.Blocking = $false
        Receive-SslData $client -Paragraph @wide | Should -BeNullOrEmpty
        $client.LastError.Code | Should -Be WantRead
        $client.Blocking = $true
        Receive-SslData $client -Paragraph -MaxLength 1 -ErrorVariable long -ErrorAction SilentlyContinue @wide | Should -BeNullOrEmpty
        $long[0].FullyQualifiedErrorId | Should -BeLike 'TooLong*'
        Close-SslSocket $server
        Receive-SslData $client -Paragraph @wide | Should -BeExactly 'cdefg'
        Close-SslSocket $client
    }

    It 'reads so many lines, and lines in UTF-16' {
        $client, $server = New-Pair
        "1`n2`n3`n" | Send-SslData $server
        Receive-SslData $client -Line -Count 2 | Should -Be '1', '2'
        Receive-SslData $client -Line | Should -Be '3'
        # U+0A00's bytes look like the end of a line, but lie across two characters.
        $wide = [System.Text.Encoding]::Unicode
        "a$([char]0x000A)$([char]0x0A00)b`r`n" | Send-SslData $server -Encoding $wide
        Receive-SslData $client -Line -Encoding $wide | Should -BeExactly 'a'
        Receive-SslData $client -Line -Encoding $wide | Should -BeExactly "$([char]0x0A00)b"
        Close-SslSocket $client, $server
    }

    It 'reads to a delimiter without it and up to a mark with it, as text and as bytes' {
        $client, $server = New-Pair
        'one;two;END.rest' | Send-SslData $server
        Receive-SslData $client -Delimiter ';' | Should -Be 'one'
        Receive-SslData $client -Until ([byte[]](0x3B)) | Should -Be 'two;'
        Receive-SslData $client -Until 'END.' | Should -Be 'END.'
        Receive-SslData $client -Peek -Count 2 | Should -Be 're'
        Receive-SslData $client -Count 4 | Should -Be 'rest'
        Close-SslSocket $client, $server
    }

    It 'gives bytes as one array' {
        $client, $server = New-Pair
        $null = $server.Write([byte[]](1, 2, 3))
        $bytes = Receive-SslData $client -Count 3 -AsBytes
        $bytes.GetType() | Should -Be ([byte[]])
        $bytes | Should -Be 1, 2, 3
        Close-SslSocket $client, $server
    }

    It 'keeps what came when the time passes, or when it is too long' {
        $client, $server = New-Pair
        'half a line' | Send-SslData $server
        Receive-SslData $client -Line -Timeout 0.3 -ErrorVariable late -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $late[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
        Receive-SslData $client -Line -MaxLength 5 -ErrorVariable long -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $long[0].FullyQualifiedErrorId | Should -BeLike 'TooLong*'
        ' is whole' | Send-SslData $server -NewLine
        Receive-SslData $client -Line | Should -Be 'half a line is whole'
        Close-SslSocket $client, $server
    }

    It 'tells a stream that was cut off from one that ended' {
        $client, $server = New-Pair
        'all of it' | Send-SslData $server
        Close-SslSocket $server
        Receive-SslData $client -All | Should -Be 'all of it'
        $client.ClosedCleanly | Should -BeTrue
        Close-SslSocket $client

        $client, $server = New-Pair
        'some of it' | Send-SslData $server
        Close-SslSocket $server -NoShutdown
        Receive-SslData $client -All -ErrorVariable cut -ErrorAction SilentlyContinue | Should -Be 'some of it'
        $cut[0].FullyQualifiedErrorId | Should -BeLike 'Truncated*'
        $client.ClosedCleanly | Should -BeFalse
        Receive-SslData $client -All -AllowTruncation | Should -BeNullOrEmpty
        Close-SslSocket $client
    }
}

Describe 'Close-SslSocket' {
    It 'takes what was never connected, so that a finally block hides no error: <Name>' -ForEach @(
        @{ Name = 'nothing'; Script = { Close-SslSocket $nothing } }
        @{ Name = 'nothing, down the pipeline'; Script = { $nothing | Close-SslSocket } }
        @{ Name = 'an empty list'; Script = { Close-SslSocket @() } }
    ) {
        $nothing = $null
        { & $Script -ErrorAction Stop } | Should -Not -Throw
    }

    It 'closes the rest' {
        $nothing = $null
        $listener = New-SslListener -NoHandshake
        Close-SslSocket $nothing, $listener -ErrorAction Stop
        { Wait-SslConnection $listener -ErrorAction Stop } | Should -Throw
    }

    It 'says what it cannot close' {
        { Close-SslSocket 'text' -ErrorAction Stop } | Should -Throw '*neither a socket nor a listener*'
    }
}

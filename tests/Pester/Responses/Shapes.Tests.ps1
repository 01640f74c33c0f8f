# Tests bodies that are read as XML, as CSV and as feeds, and bodies that are sent compressed.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failed' }

    # Returns a session whose server replies to everything with this body.
    function Get-Mock([object] $Body, [string] $Type = 'text/csv', [int] $Status = 200) {
        $session = New-RequestSession
        $reply = @{ Body = $Body; StatusCode = $Status; Headers = @{ 'Content-Type' = $Type } }
        Add-RequestAdapter $session mock:// (New-MockAdapter $reply)
        $session
    }
    function Get-Csv([object] $Body, [hashtable] $Options = @{}) {
        Invoke-Request mock://h/ -Session (Get-Mock $Body) -As Csv @Options
    }
    function ConvertTo-Line([object[]] $Row) { $Row | ForEach-Object { $_ | ConvertTo-Json -Compress } }
}

AfterAll { Stop-TestServer $server }

Describe '-As Csv' {
    It 'emits each row as soon as it has arrived' {
        $gate = [guid]::NewGuid()
        $seen = [Collections.Generic.List[string]]::new()
        $options = @{ Method = 'Post'; Data = "id,name`n1,one`n2,`"t|w`no`"`n"; As = 'Csv' }
        Invoke-Request "$url/stepwise/$gate`?type=text/csv" @options | ForEach-Object {
            $seen.Add($_.name)
            $null = Invoke-Request "$url/release/$gate"
        }
        $seen | Should -Be 'one', "tw`no"
    }

    It 'reads <Name> as Import-Csv does' -ForEach @(
        @{ Name = 'quotes and line ends'; Csv = "a,b`r`n`"1`r`n2`",`"say `"`"hi`"`"`"`r`n`"x`"y,p`"q`"`r`n" }
        @{ Name = 'blanks'; Csv = "a, b,c`n 1,  `"2`" ,`t3`n   `n`n4,5,6`n" }
        @{ Name = 'rows of other lengths'; Csv = "a,b,c`n1`n1,2,3,4`n,,`n" }
        @{ Name = 'names that are empty'; Csv = ",b,,c,,`n1,2,3,4,5,6`n" }
        @{ Name = 'comments before the header'; Csv = "# one`n#two`na,b`n1,#2`n" }
        @{ Name = 'the extended log format'; Csv = "#Software: x`n#Fields: date,time`n1,2`n" }
        @{ Name = 'line ends without a line feed'; Csv = "a,b`r1,2`r3,4`r" }
        @{ Name = 'a header alone'; Csv = "a,b`n" }
    ) {
        [IO.File]::WriteAllText("$TestDrive/rows.csv", $Csv)
        ConvertTo-Line (Get-Csv $Csv) | Should -Be (ConvertTo-Line (Import-Csv "$TestDrive/rows.csv" -WarningAction Ignore))
    }

    It 'numbers names that repeat, and gives the objects no type of the server' {
        $row = Get-Csv "#TYPE System.IO.FileInfo`n`"id`",`"ID`"`n1,2"
        $row.id, $row.ID2 | Should -Be '1', '2'
        $row.PSObject.TypeNames | Should -Be 'System.Management.Automation.PSCustomObject', 'System.Object'
    }

    It 'takes a delimiter, that of tab-separated values by itself' {
        (Get-Csv "a;b`n1,5;2" @{ Delimiter = ';' }).a | Should -Be '1,5'
        $r = Invoke-Request mock://h/ -Session (Get-Mock "a`tb`n1`t2" 'text/tab-separated-values')
        $r.Csv().b | Should -Be '2'
        $r.Csv(',')[0].PSObject.Properties.Name | Should -Be "a`tb"
    }

    It 'refuses the delimiter <Delimiter> before anything is sent' -ForEach @(
        @{ Delimiter = ';;' }, @{ Delimiter = '"' }, @{ Delimiter = '' }, @{ Delimiter = 5 }, @{ Delimiter = "`n" }
    ) {
        { Invoke-Request http://127.0.0.1:1/ -As Csv -Delimiter $Delimiter } | Should -Throw '*one character*'
    }

    It 'refuses a delimiter for another format' {
        { Invoke-Request http://127.0.0.1:1/ -As Json -Delimiter ';' } | Should -Throw '*add -As Csv*' -ErrorId 'ParameterConflict*'
    }

    It 'emits the rows before the end inside of quotes, then an error' {
        $rows = Invoke-Request mock://h/ -Session (Get-Mock "a,b`n1,2`n3,`"4`n") -As Csv @quiet
        $rows.a | Should -Be '1'
        $failed.FullyQualifiedErrorId | Should -Be 'CsvDecodeError,Requests.PowerShell.InvokeRequestCommand'
        $failed[0].Exception.Row, $failed[0].Exception.Response.StatusCode | Should -Be 3, 200
    }

    It 'follows pages, each with its header, and reads several URLs at a time' {
        @(Invoke-Request "$url/csv/3" -As Csv -FollowRelLink).Count | Should -Be 3
        (Invoke-Request "$url/csv/2?page=1" -As Csv -FollowRelLink).id | Should -Be '0', '1', '0', '1'
        (1..3 | ForEach-Object { "$url/csv/$_" } | Invoke-Request -As Csv -ThrottleLimit 3).id | Should -Be '0', '0', '1', '0', '1', '2'
    }

    It 'emits nothing for a HEAD, a 204 and an empty body, and an error for a 404' {
        Invoke-Request "$url/get" -Method Head -As Csv | Should -BeNullOrEmpty
        Invoke-Request "$url/status/204" -As Csv | Should -BeNullOrEmpty
        Get-Csv '' | Should -BeNullOrEmpty
        { Invoke-Request "$url/status/404" -As Csv } | Should -Throw -ErrorId 'HttpError*'
    }

    It 'reads with constant memory' {
        $count, $heap = Invoke-FreshShell @"
            `$n = 0; `$heap = 0
            Invoke-Request '$url/csv/200000' -As Csv | ForEach-Object {
                `$n++
                if (`$n % 50000 -eq 0) { `$heap = [math]::Max(`$heap, [GC]::GetTotalMemory(`$true)) }
            }
            `$n, `$heap
"@
        $count | Should -Be 200000
        [long]$heap | Should -BeLessThan 30MB
    }
}

Describe '-As Xml' {
    It 'emits one document, as Xml() returns it' {
        $document = Invoke-Request "$url/xml" -As Xml
        , $document | Should -BeOfType [xml]
        $document.slideshow.title | Should -Be 'Sample Slide Show'
        (Invoke-Request "$url/xml").Xml().slideshow.title | Should -Be 'Sample Slide Show'
        Invoke-Request "$url/status/204" -As Xml | Should -BeNullOrEmpty
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a file of this machine'; Xml = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'; Because = 'DTD' }
        @{
            Name    = 'entities that expand to gigabytes'
            Xml     = '<!DOCTYPE a [<!ENTITY a0 "lol">' + (-join (1..9 | ForEach-Object { "<!ENTITY a$_ `"$("&a$($_ - 1);" * 10)`">" })) +
                ']><a>&a9;</a>'
            Because = 'DTD'
        }
        @{ Name = 'elements in many levels'; Xml = ('<a>' * 100000) + ('</a>' * 100000); Because = 'levels' }
        @{ Name = 'JSON'; Xml = '{}'; Because = 'not XML' }
        @{ Name = 'a document that ends early'; Xml = '<a><b>'; Because = 'not XML' }
        @{ Name = 'an empty body'; Xml = ''; Because = 'is empty' }
    ) {
        $session = Get-Mock $Xml 'application/xml'
        Invoke-Request mock://h/ -Session $session -As Xml @quiet | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -Be 'XmlDecodeError,Requests.PowerShell.InvokeRequestCommand'
        $failed[0].Exception.Message | Should -BeLike "*$Because*"
        $failed[0].Exception.Response.StatusCode | Should -Be 200
        { (Invoke-Request mock://h/ -Session $session).Xml() } | Should -Throw "*$Because*"
    }
}

Describe '-As Feed' {
    It 'emits the items, with absolute links and times' {
        $items = Invoke-Request "$url/feed" -As Feed
        $items.Title | Should -Be 'Version 2', 'Version 1'
        $items[0].Link | Should -Be "$url/releases/2"
        $items[0].Published | Should -Be ([datetimeoffset]'2026-06-02T08:00:00Z')
        $items[0].Enclosures.Url, $items[0].Enclosures.Length | Should -Be "$url/releases/2.zip", 2048
        $items[1].Element.description | Should -Be 'The first.'
        (Invoke-Request "$url/feed").Feed().Id | Should -Be '2', '1'
    }

    It 'shows time, title and link, without control characters' {
        $feed = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>a&#x9b;31m</title><link href='http://h/1'/></entry></feed>"
        $shown = Invoke-Request mock://h/ -Session (Get-Mock $feed 'application/atom+xml') -As Feed | Out-String -Width 120
        $shown | Should -Match 'Published +Title +Link'
        $shown | Should -Match 'http://h/1'
        $shown | Should -Not -Match "`u{9b}"
    }

    It 'refuses XML that is not a feed' {
        { Invoke-Request "$url/xml" -As Feed } | Should -Throw "*'slideshow', not a feed*" -ErrorId 'XmlDecodeError*'
    }
}

Describe '-Compress' {
    It 'sends <Name> with <Coding>' -ForEach @(
        foreach ($coding in 'gzip', 'br', 'zstd', 'deflate') {
            @{ Coding = $coding; Name = 'text'; Body = @{ Data = 'x' * 5000 }; HasLength = $true }
            @{ Coding = $coding; Name = 'JSON'; Body = @{ Json = @{ a = 'x' * 5000 } }; HasLength = $true }
            @{ Coding = $coding; Name = 'a form'; Body = @{ Data = @{ a = 'x' * 5000 } }; HasLength = $true }
            @{ Coding = $coding; Name = 'a stream'; Body = { @{ Data = [IO.MemoryStream]::new([byte[]](, 120 * 5000)) } } }
            @{ Coding = $coding; Name = 'a script block'; Body = @{ Data = { 'x' * 2500; 'x' * 2500 } } }
            @{ Coding = $coding; Name = 'a form with a file'; Body = @{ Files = @{ f = 'f.txt', ('x' * 5000) } } }
        }
    ) {
        $options = $Body -is [scriptblock] ? (& $Body) : $Body
        $seen = (Invoke-Request "$url/compressed" -Method Post -Compress $Coding @options).Json()
        $seen.coding | Should -Be $Coding
        $seen.text | Should -Match 'x{900}'
        $seen.size | Should -BeGreaterOrEqual 5000
        $seen.sent | Should -BeLessThan 500
        $seen.length | Should -Be ($HasLength ? $seen.sent : $null)
    }

    It 'sends a file without reading it into memory, and again after a redirect' {
        [IO.File]::WriteAllText("$TestDrive/big.txt", 'some text ' * 100000)
        $request = New-Request "$url/redirect-to?url=/compressed&status_code=307" -Method Post -InFile "$TestDrive/big.txt" -Compress gzip
        $seen = ($request | Send-Request).Json()
        $seen.coding, $seen.size, $seen.length | Should -Be 'gzip', 1000000, $null
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'another coding'; Options = @{ Compress = 'lzma'; Data = 'x' }; Because = '*gzip, br, zstd or deflate*' }
        @{ Name = 'a value that is not text'; Options = @{ Compress = 5; Data = 'x' }; Because = '*gzip, br, zstd or deflate*' }
        @{ Name = 'no body'; Options = @{ Compress = 'gzip' }; Because = '*add -Data*' }
        @{
            Name    = 'a header of its own'
            Options = @{ Compress = 'gzip'; Data = 'x'; Headers = @{ 'Content-Encoding' = 'br' } }
            Because = '*leave one of them out*'
        }
    ) {
        { Invoke-Request http://127.0.0.1:1/ -Method Post @Options } | Should -Throw $Because
    }

    It 'leaves an empty body as it is, and compresses bodies from the pipeline' {
        $seen = '', 'abc' | Invoke-Request "$url/compressed" -Method Post -Compress gzip | ForEach-Object { $_.Json() }
        $seen.coding | Should -Be '', 'gzip'
        $seen[1].text | Should -Be 'abc'
    }

    It 'is shown as text, and written for curl with the program that compresses' {
        $session = Get-Mock '{}' 'application/json'
        $r = Invoke-Request mock://h/ -Session $session -Method Post -Json @{ id = 5; password = 'hunter2-long' } -Compress gzip
        $shown = $r.Request | Format-Exchange | Out-String
        $shown | Should -Match '"id": 5'
        $shown | Should -Match 'Content-Encoding: gzip'
        $shown | Should -Not -Match 'hunter2'
        $curl = $r.Request | ConvertTo-CurlCommand
        $curl | Should -Match "(?s)^printf %s '.*\| gzip -c \| curl .*--data-binary @-"
        $curl | Should -Not -Match 'hunter2'
    }

    It 'is matched and recorded by a mock without its coding' {
        $session = New-RequestSession
        $mock = New-MockAdapter @{ RequestJson = @{ id = 5 }; Body = 'fits' }
        Add-RequestAdapter $session mock:// $mock
        Invoke-Request mock://h/ -Session $session -Method Post -Json @{ id = 5 } -Compress br -As Text | Should -Be 'fits'
        $mock.Calls[0].Text | Should -Be '{"id":5}'
        $mock.Calls[0].Body | Should -Not -Be ([Text.Encoding]::UTF8.GetBytes('{"id":5}'))
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'Ansi'
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    Stop-TestServer $server
}

Describe 'Views' {
    It 'shows many responses as a table, the status in colour' {
        $shown = "$url/get", "$url/status/404", "$url/redirect/1" | Invoke-Request | Out-String -Width 120
        $shown | Should -Match 'Status.*Method.*Type.*Size.*Elapsed.*Url'
        $shown | Should -Match ([regex]::Escape("$($PSStyle.Foreground.BrightGreen)200"))
        $shown | Should -Match ([regex]::Escape("$($PSStyle.Foreground.BrightRed)404"))
        $shown | Should -Match "application/json +\d+ +\d+ ms $url/get"
    }

    It 'has no colour where none is wanted' {
        $PSStyle.OutputRendering = 'PlainText'
        try { Invoke-Request "$url/get" | Out-String | Should -Not -Match "`e" } finally { $PSStyle.OutputRendering = 'Ansi' }
    }

    It 'shows neither query nor secret headers, unless they are asked for by name' {
        $r = Invoke-Request "$url/redirect/1?key=hunter2" -Headers @{ Authorization = 'Bearer hunter2'; 'X-Plain' = 'seen' }
        $r.History[0], $r.History[0].Request, $r.Request.Headers | Out-String | Should -Not -Match 'hunter2'
        $r.History[0], $r.History[0].Request | Format-List | Out-String | Should -Not -Match 'hunter2'
        $r | Format-List StatusCode, History | Out-String | Should -Not -Match 'hunter2'
        $r.History[0] | Format-Table | Out-String -Width 120 | Should -Match '\?…'
        $r.Request.Headers | Out-String | Should -Match 'X-Plain +seen'
        $r.Request.Headers['Authorization'] | Should -Be 'Bearer hunter2'
    }

    It 'previews JSON indented, text cut, bytes by their size, and reads nothing for it' {
        Invoke-Request "$url/post" -Method Post -Json @{ a = 1 } | Format-List | Out-String | Should -Match '"a": 1'
        Invoke-Request "$url/anything" -Method Post -Data ('x' * 5000) | Format-List | Out-String -Width 200 | Should -Match 'x…'
        Invoke-Request "$url/bytes/100" | Format-List | Out-String | Should -Match '\(100 bytes of application/octet-stream\)'
        $r = Invoke-Request "$url/get" -Stream
        try { $r | Format-List | Out-String | Should -Match 'not read yet' } finally { $r.Close() }
    }

    It 'keeps the views of a response that went through a file' {
        $file = Join-Path $TestDrive 'r.xml'
        Invoke-Request "$url/get" | Export-Clixml $file
        Import-Clixml $file | Out-String -Width 120 | Should -Match "200.*GET.*application/json.*ms $url/get"
    }

    It 'R10 keeps what was wrong with a JSON text through a file' {
        $file = Join-Path $TestDrive 'error.xml'
        try { (Invoke-Request "$url/robots.txt").Json() } catch { $_ | Export-Clixml $file }
        $back = Import-Clixml $file
        $back.Exception.Message | Should -Match 'line 1'
        $back.Exception.Doc | Should -Match 'User-agent'
        $back.Exception.Position | Should -Be 0
    }
}

Describe 'Lists' {
    BeforeAll {
        function Get-MockAnswer([object[]] $Reply, [hashtable] $Options = @{}) {
            $session = New-RequestSession
            Add-RequestAdapter $session http:// ($script:mock = New-MockAdapter -Ordered $Reply)
            $session.Get('http://h/', $Options)
        }
    }

    It 'are indexed: <Name>' -ForEach @(
        @{ Name = 'History'; Get = { Invoke-Request "$url/redirect/2" }; Type = 'Response' }
        @{ Name = 'Retries'; Get = { Get-MockAnswer @{ StatusCode = 503 }, @{} @{ Retry = New-RetryPolicy -StatusList 503 } }; Type = 'RetryAttempt' }
        @{ Name = 'Calls'; Get = { $null = Get-MockAnswer @{}; $mock }; Type = 'MockCall' }
        @{ Name = 'Replies'; Get = { New-MockAdapter @{} }; Type = 'MockReply' }
        @{ Name = 'Keys'; Get = { , (New-RequestSession -Cookies @{ a = '1' }).Cookies }; Type = 'String' }
        @{ Name = 'Values'; Get = { , (New-RequestSession -Cookies @{ a = '1' }).Cookies }; Type = 'String' }
        @{ Name = 'DeclaredEncodings'; Get = { Get-MockAnswer @{ Body = '<meta charset="utf-8">'; Headers = @{ 'Content-Type' = 'text/html' } } }; Type = 'String' }
        @{ Name = 'StatusList'; Get = { New-RetryPolicy -StatusList 503 }; Type = 'Int32' }
        @{ Name = 'Methods'; Get = { New-RetryPolicy -Methods GET }; Type = 'String' }
        @{ Name = 'SensitiveHeaders'; Get = { New-RequestSession }; Type = 'String' }
        @{ Name = 'Response'; Get = { (New-RequestSession -Hooks @{ response = { } }).Hooks }; Type = 'ResponseHook' }
    ) {
        $holder = . $Get
        $holder.$Name[0].GetType().Name | Should -Be $Type
        $holder.$Name[-1].GetType().Name | Should -Be $Type
    }

    It 'are indexed: GetValues' {
        (Invoke-Request "$url/get").Headers.GetValues('Content-Type')[0] | Should -Be 'application/json'
    }
}

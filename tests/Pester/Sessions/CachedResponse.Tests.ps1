# Tests how stored responses reach the caller: shapes, files, streams, redirects, logs, archives.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"

    function New-Cached($Reply) {
        $session = New-RequestSession
        $session.Cache = [Requests.RequestCache]::new()
        $adapter = New-MockAdapter $Reply
        Add-RequestAdapter $session http:// $adapter
        $session, $adapter
    }

    function New-Fresh($Body, [hashtable] $Headers = @{}) {
        @{ Body = $Body; Headers = @{ 'Cache-Control' = 'max-age=60' } + $Headers }
    }
}

Describe 'A stored response' {
    It 'shows that it is one' {
        $session, $adapter = New-Cached (New-Fresh 'one')
        $first, $second = 1..2 | ForEach-Object { Invoke-Request http://h/a -Session $session }
        $first.FromCache, "$($first.CacheStatus)" | Should -Be $false, 'Requests; fwd=uri-miss; stored'
        $second.FromCache, $second.Text, $second.CacheStatus.Hit | Should -Be $true, 'one', $true
        "$($second.CacheStatus)" | Should -Match '^Requests; hit; ttl=\d+$'
        $second | Format-List | Out-String | Should -Match 'Cache +: Requests; hit; ttl='
        $adapter.Calls.Count | Should -Be 1
    }

    It 'is missing without a cache' {
        $session = New-RequestSession
        Add-RequestAdapter $session http:// (New-MockAdapter @{})
        $response = Invoke-Request http://h/a -Session $session
        $response.FromCache, $response.CacheStatus | Should -Be $false, $null
        $response | Format-List | Out-String | Should -Not -Match 'Cache +:'
    }

    It 'is read as <As>' -ForEach @(
        @{ As = 'Json'; Body = '[{"a":1},{"a":2}]'; Type = 'application/json'; Expected = '{"a":1} {"a":2}' }
        @{ As = 'Lines'; Body = "x`ny"; Type = 'text/plain'; Expected = '"x" "y"' }
        @{ As = 'Text'; Body = 'x'; Type = 'text/plain'; Expected = '"x"' }
        @{ As = 'Csv'; Body = "a,b`n1,2"; Type = 'text/csv'; Expected = '{"a":"1","b":"2"}' }
    ) {
        $session, $adapter = New-Cached (New-Fresh $Body @{ 'Content-Type' = $Type })
        foreach ($turn in 1..2) {
            $items = Invoke-Request http://h/a -Session $session -As $As | ForEach-Object { $_ | ConvertTo-Json -Compress }
            $items -join ' ' | Should -Be $Expected
        }
        $adapter.Calls.Count | Should -Be 1
    }

    It 'is saved to a file, with what was stored while a file was written' {
        $session, $adapter = New-Cached (New-Fresh 'one')
        Invoke-Request http://h/a -Session $session -OutFile $TestDrive/one.txt
        Invoke-Request http://h/a -Session $session -OutFile $TestDrive/two.txt
        Get-Content $TestDrive/one.txt, $TestDrive/two.txt | Should -Be 'one', 'one'
        (Invoke-Request http://h/a -Session $session).Text | Should -Be 'one'
        $adapter.Calls.Count | Should -Be 1
    }

    It 'is streamed' {
        $session, $adapter = New-Cached (New-Fresh ('a' * 100KB))
        foreach ($turn in 1..2) {
            $response = Invoke-Request http://h/a -Session $session -Stream
            ($response.IterContent(10KB) | Measure-Object Length -Sum).Sum | Should -Be 100KB
        }
        $response.FromCache | Should -BeTrue
        $adapter.Calls.Count | Should -Be 1
    }

    It 'is a hop of a redirect' {
        $session, $adapter = New-Cached @(
            @{ Url = 'http://h/a'; StatusCode = 301; Headers = @{ Location = '/b'; 'Cache-Control' = 'max-age=60' } }
            (New-Fresh 'there')
        )
        $null = Invoke-Request http://h/a -Session $session
        $response = Invoke-Request http://h/a -Session $session
        $response.Text, $response.Url | Should -Be 'there', 'http://h/b'
        $response.History.FromCache | Should -BeTrue
        $adapter.Calls.Count | Should -Be 2
    }

    It 'runs response hooks and is recorded' {
        $session, $null = New-Cached (New-Fresh 'one')
        $session.Recording = [Requests.ExchangeRecording]::new()
        $seen = [System.Collections.Generic.List[bool]]::new()
        1..2 | ForEach-Object {
            $null = Invoke-Request http://h/a -Session $session -Hooks @{ response = { param($Response) $seen.Add($Response.FromCache) } }
        }
        $seen | Should -Be $false, $true
        $session.Recording.FromCache | Should -Be $false, $true
    }

    It 'is kept in Clixml with what the cache did' {
        $session, $null = New-Cached (New-Fresh 'one')
        1..2 | ForEach-Object { Invoke-Request http://h/a -Session $session } | Export-Clixml $TestDrive/r.xml
        $saved = Import-Clixml $TestDrive/r.xml
        $saved.FromCache | Should -Be $false, $true
        "$($saved[1].CacheStatus)" | Should -Match '^Requests; hit'
    }

    It 'is written to the verbose stream, without secrets' {
        $session, $null = New-Cached (New-Fresh 'one')
        $null = Invoke-Request 'http://h/a?token=hunter2' -Session $session
        $log = Invoke-Request 'http://h/a?token=hunter2' -Session $session -Verbose 4>&1 | Out-String
        $log | Should -Match '200 of the cache for http://h/a'
        $log | Should -Not -Match 'hunter2'
    }

    It 'is served to many requests at the same time' {
        $session, $null = New-Cached (New-Fresh 'one')
        $null = Invoke-Request http://h/a -Session $session
        $responses = @('http://h/a') * 50 | Invoke-Request -Session $session -ThrottleLimit 8
        $responses.Count | Should -Be 50
        $responses.FromCache | Should -Not -Contain $false
        $responses.Text | Select-Object -Unique | Should -Be 'one'
    }

    It 'counts for no rate limit' {
        $session, $null = New-Cached (New-Fresh 'one')
        $null = Invoke-Request http://h/a -Session $session
        $session.RateLimit = [Requests.RateLimit]::new(0.00001)
        $responses = 1..5 | ForEach-Object { Invoke-Request http://h/a -Session $session -TotalTimeout 60 }
        $responses.Timings.RateLimit | Where-Object { $null -ne $_ } | Should -BeNullOrEmpty
        $responses.FromCache | Should -Be @(, $true * 5)
    }

    It 'is an error by its status, as one that was received' {
        $session, $null = New-Cached @{ StatusCode = 410; Body = 'gone'; Headers = @{ 'Cache-Control' = 'max-age=60' } }
        foreach ($turn in 1..2) {
            { Invoke-Request http://h/a -Session $session -RaiseForStatus } | Should -Throw -ExceptionType ([Requests.HttpErrorException])
        }
        $Error[0].Exception.Response.FromCache | Should -BeTrue
    }

    It 'is not used for a request that refuses it' {
        $session, $adapter = New-Cached (New-Fresh 'one')
        $null = Invoke-Request http://h/a -Session $session
        (Invoke-Request http://h/a -Session $session -Headers @{ 'Cache-Control' = 'no-cache' }).FromCache | Should -BeFalse
        (Invoke-Request http://h/b -Session $session -Headers @{ 'Cache-Control' = 'only-if-cached' }).StatusCode | Should -Be 504
        $adapter.Calls.Count | Should -Be 2
    }
}

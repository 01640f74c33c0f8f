# Tests -Paginate with bodies that are not JSON, with files that break off, and with a rate limit.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failed' }

    function New-PageSession([object[]] $Replies) {
        $script:mock = New-MockAdapter $Replies -Ordered
        $session = New-RequestSession
        Add-RequestAdapter $session http:// $script:mock
        $session
    }
    function New-Reply([string] $Body, [string] $Type, [string] $Next) {
        $headers = @{ 'Content-Type' = $Type }
        if ($Next) { $headers.Link = "<$Next>; rel=next" }
        @{ Body = $Body; Headers = $headers }
    }
    function New-FeedPage([int[]] $Ids, [string] $Next) {
        $items = $Ids | ForEach-Object { "<item><title>Item $_</title><link>/items/$_</link></item>" }
        New-Reply "<rss version='2.0'><channel><title>t</title>$items</channel></rss>" 'application/rss+xml' $Next
    }
}

AfterAll { Stop-TestServer $server }

Describe '-Paginate -As Csv' {
    It 'emits the rows of all pages, each page with its header' {
        (Invoke-Request "$url/csv/2?page=1" -Paginate -As Csv).id | Should -Be '0', '1', '0', '1'
        (Invoke-Request "$url/csv/3" -Paginate -As Csv).id | Should -Be '0', '1', '2'
        (Invoke-Request "$url/csv/2?page=1" -Paginate -As Csv -MaximumPages 1).id | Should -Be '0', '1'
        (1..3 | ForEach-Object { "$url/csv/$_`?page=1" } | Invoke-Request -Paginate -As Csv -ThrottleLimit 3).Count | Should -Be 12
    }

    It 'follows a script block' {
        $next = { if ($_.Url -notlike '*page=2') { @{ Params = @{ page = 2 } } } }
        (Invoke-Request "$url/csv/2" -NextPage $next -As Csv).id | Should -Be '0', '1', '0', '1'
    }

    It 'takes the delimiter for all pages' {
        $session = New-PageSession (New-Reply "a;b`n1;2" 'text/csv' '/2'), (New-Reply "b;a`n3;4" 'text/csv')
        $rows = Invoke-Request http://h/1 -Session $session -Paginate -As Csv -Delimiter ';'
        $rows.a | Should -Be '1', '4'
    }

    It 'emits the rows before <Name>' -ForEach @(
        @{ Name = 'a page that breaks off'; Second = @{ Body = "a`n2`n`"3" }; Id = 'CsvDecodeError'; Rows = '1', '2' }
        @{ Name = 'a page of an error status'; Second = @{ StatusCode = 500 }; Id = 'HttpError'; Rows = , '1' }
    ) {
        $session = New-PageSession (New-Reply "a`n1" 'text/csv' '/2'), $Second
        $found = Invoke-Request http://h/1 -Session $session -Paginate -As Csv @quiet
        $found.a | Should -Be $Rows
        $failed.FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'emits the rows of the page that names another origin as the next' {
        $session = New-PageSession (New-Reply "a`n1" 'text/csv' 'http://other/2')
        (Invoke-Request http://h/1 -Session $session -Paginate -As Csv @quiet).a | Should -Be '1'
        $failed.FullyQualifiedErrorId | Should -BeLike 'PageOrigin,*'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match '-NextPage'
    }
}

Describe '-Paginate -As Feed and -As Xml' {
    It 'emits the items of all pages of a feed' {
        $session = New-PageSession (New-FeedPage 1, 2 '/2'), (New-FeedPage 3)
        $items = Invoke-Request http://h/1 -Session $session -Paginate -As Feed
        $items.Title | Should -Be 'Item 1', 'Item 2', 'Item 3'
    }

    It 'follows a script block that reads the next link of an Atom feed' {
        $page = "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{0}<entry><title>{1}</title><id>{1}</id></entry></feed>"
        $session = New-PageSession @(
            New-Reply ($page -f "<link rel='next' href='/2'/>", 'a') 'application/atom+xml'
            New-Reply ($page -f '', 'b') 'application/atom+xml'
        )
        $next = { ($_.Xml().feed.ChildNodes | Where-Object { $_.LocalName -eq 'link' -and $_.rel -eq 'next' }).href }
        (Invoke-Request http://h/1 -Session $session -NextPage $next -As Feed).Title | Should -Be 'a', 'b'
    }

    It 'emits a document for each page of XML' {
        $session = New-PageSession (New-Reply '<a>1</a>' 'application/xml' '/2'), (New-Reply '<a>2</a>' 'text/xml')
        (Invoke-Request http://h/1 -Session $session -Paginate -As Xml).a | Should -Be '1', '2'
    }

    It 'emits the items before a page that is not a feed' {
        $session = New-PageSession (New-FeedPage 1 '/2'), (New-Reply '<rss><channel>' 'application/rss+xml')
        (Invoke-Request http://h/1 -Session $session -Paginate -As Feed @quiet).Title | Should -Be 'Item 1'
        $failed.FullyQualifiedErrorId | Should -BeLike 'XmlDecodeError,*'
    }
}

Describe '-Paginate -OutFile' {
    BeforeEach { $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName }

    It 'keeps the pages before one that breaks off, and no part of that one' {
        $broken = "/together/$([guid]::NewGuid())/came?status=200&length=9"
        $saved = Invoke-Request "$url/pages/else" -Params @{ to = $broken; size = 2 } -Paginate -OutFile $folder -PassThru @quiet
        $saved | Should -HaveCount 1
        (Get-Content $saved.SavedTo -Raw | ConvertFrom-Json).items.id | Should -Be 1, 2
        $failed.FullyQualifiedErrorId | Should -Match '^(ConnectionError|ChunkedEncodingError),'
        @(Get-ChildItem $folder -Force).FullName | Should -Be $saved.SavedTo
    }

    It 'requests a page that broke off again, with -Retry' {
        $broken = "/together/$([guid]::NewGuid())/came?status=200&length=9"
        $retry = New-RetryPolicy 2 -BackoffFactor 0
        $null = Invoke-Request "$url/pages/else" -Params @{ to = $broken; size = 1 } -Paginate -OutFile $folder -Retry $retry @quiet
        $failed[0].Exception.Retries | Should -HaveCount 2
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'keeps the page that names a next one that cannot be requested: <Id>' -ForEach @(
        @{ To = 'http://other.example/2'; Id = 'PageOrigin' }
        @{ To = 'word'; Id = 'InvalidUrl' }
        @{ To = '/status/500'; Id = 'HttpError' }
    ) {
        Invoke-Request "$url/pages/else" -Params @{ to = $To; size = 1 } -Paginate -OutFile $folder @quiet
        $failed.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $list = @{ pages = 3; size = 2 }
    $cursor = { param($Response) if ($next = $Response.Json().next_cursor) { @{ Params = @{ cursor = $next } } } }

    function New-PageSession([object[]] $Replies) {
        $script:mock = New-MockAdapter $Replies -Ordered
        $session = New-RequestSession
        Add-RequestAdapter $session http:// $script:mock
        Add-RequestAdapter $session https:// $script:mock
        $session
    }
}

AfterAll { Stop-TestServer $server }

Describe '-Paginate' {
    It 'emits the items of all pages of <_>' -ForEach 'odata', 'next', 'hal', 'jira', 'gitlab', 'tables', 'cosmos' {
        (Invoke-Request "$url/pages/$_" -Params $list -Paginate -As Json).id | Should -Be 1, 2, 3, 4, 5, 6
    }

    It 'emits each page as a response without -As' {
        $pages = Invoke-Request "$url/pages/odata" -Params $list -Paginate
        $pages | Should -HaveCount 3
        $pages | ForEach-Object { $_.Json().value.id } | Should -Be 1, 2, 3, 4, 5, 6
    }

    It 'follows Link headers, in every form of output' {
        (Invoke-Request "$url/links/3/0" -Paginate -As Json).page | Should -Be 0, 1, 2
        Invoke-Request "$url/links/3/0" -Paginate -As Text | Should -HaveCount 3
        Invoke-Request "$url/pages/next" -Params $list -Paginate -As Lines | Should -HaveCount 3
        $bytes = Invoke-Request "$url/pages/next" -Params $list -Paginate -As Bytes
        $bytes | Should -HaveCount 3
        $bytes | ForEach-Object { ([Text.Encoding]::UTF8.GetString($_) | ConvertFrom-Json).items.id } | Should -Be (1..6)
        Invoke-Request "$url/pages/next" -Params $list -Paginate -Stream | ForEach-Object { $_.Json().items.id } | Should -Be (1..6)
    }

    It 'saves each page with -OutFile, and finds the next one in the file' {
        $folder = New-Item (Join-Path $TestDrive pages) -ItemType Directory
        $saved = Invoke-Request "$url/pages/next" -Params $list -Paginate -OutFile $folder -PassThru
        $saved | Should -HaveCount 3
        $saved.SavedTo | ForEach-Object { (Get-Content $_ -Raw | ConvertFrom-Json).items.id } | Should -Be (1..6)
        $folder = New-Item (Join-Path $TestDrive cursors) -ItemType Directory
        Invoke-Request "$url/pages/cursor" -Params $list -NextPage $cursor -OutFile $folder
        Get-ChildItem $folder | Should -HaveCount 3
    }

    It 'is limited by -MaximumPages, without a check of the count' {
        (Invoke-Request "$url/pages/odata" -Params $list -Paginate -MaximumPages 2 -As Json).id | Should -Be 1, 2, 3, 4
    }

    It 'requests at most one page ahead when the pipeline stops' {
        $replies = 2..5 | ForEach-Object { @{ Json = @{ value = @(@{ id = $_ }); nextLink = "http://h/$_" } } }
        $session = New-PageSession $replies
        (Invoke-Request http://h/1 -Session $session -Paginate -As Json | Select-Object -First 1).id | Should -Be 2
        $script:mock.Calls.Count | Should -BeLessOrEqual 2
    }

    It 'follows the pages of several requests at the same time, in the order of the input' {
        $items = 2, 3, 1 | ForEach-Object { "$url/pages/next?pages=$_&size=2" } | Invoke-Request -Paginate -As Json -ThrottleLimit 3
        $items.id | Should -Be 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 1, 2
    }

    It 'retries a page, applies the authentication to each and records each page' {
        $session = New-PageSession @(
            @{ Json = @{ value = @(1); nextLink = '/2' } }
            @{ StatusCode = 503 }
            @{ Json = @{ value = @(2) } }
        )
        $session.Recording = [Requests.ExchangeRecording]::new()
        $retry = New-RetryPolicy 2 -StatusList 503 -BackoffFactor 0
        Invoke-Request http://h/1 -Session $session -Paginate -As Json -Retry $retry -Auth user, pass | Should -Be 1, 2
        $script:mock.Calls.Request.Headers | ForEach-Object { [bool]$_['Authorization'] } | Should -Be $true, $true, $true
        $session.Recording.Count | Should -Be 2
    }

    It 'renews the authentication between two pages' {
        $session = New-PageSession @(
            @{ Json = @{ value = @(1); nextLink = '/2' } }
            @{ StatusCode = 401 }
            @{ Json = @{ value = @(2) } }
        )
        $tokens = [Collections.Generic.Queue[string]]::new([string[]]('old', 'new'))
        Invoke-Request http://h/1 -Session $session -Paginate -As Json -Auth (New-BearerAuth { $tokens.Dequeue() }) | Should -Be 1, 2
        $script:mock.Calls.Request | ForEach-Object { $_.Headers['Authorization'] } | Should -Be 'Bearer old', 'Bearer old', 'Bearer new'
    }

    It 'runs hooks for each page' {
        $script:seen = 0
        $null = Invoke-Request "$url/pages/next" -Params $list -Paginate -As Json -Hooks @{ response = { $script:seen++ } }
        $script:seen | Should -Be 3
    }

    It 'emits what came before a next page that <Name>' -ForEach @(
        @{ Name = 'is a text'; To = 'word'; Id = 'InvalidUrl' }
        @{ Name = 'is not encrypted'; To = 'http://h/2'; Id = 'InsecureRedirect' }
        @{ Name = 'was requested before'; To = 'https://h/1'; Id = 'PagingLoop' }
        @{ Name = 'has another scheme'; To = 'news://h/2'; Id = 'PageOrigin' }
        @{ Name = 'is of another origin'; To = 'https://other/2'; Id = 'PageOrigin' }
    ) {
        $session = New-PageSession @{ Json = @{ items = 1, 2; next = $To } }
        $items = Invoke-Request https://h/1 -Session $session -Paginate -As Json -ErrorAction SilentlyContinue -ErrorVariable failed
        $items | Should -Be 1, 2
        $failed.FullyQualifiedErrorId | Should -Be "$Id,Requests.PowerShell.InvokeRequestCommand"
        $script:mock.Calls.Count | Should -Be 1
    }

    It 'requests another origin that a script block names, without credentials' {
        $session = New-PageSession @{ Json = @{ value = @(1); nextLink = 'https://other/2' } }, @{ Json = @{ value = @(2) } }
        $next = { $_.Json().PSObject.Properties['nextLink']?.Value }
        Invoke-Request https://h/1 -Session $session -NextPage $next -As Json -Auth user, pass | Should -Be 1, 2
        $script:mock.Calls.Request.Headers | ForEach-Object { [bool]$_['Authorization'] } | Should -Be $true, $false
    }

    It 'reports a list that is shorter than announced, after its items' {
        $items = Invoke-Request "$url/pages/short" -Params $list -Paginate -As Json -ErrorAction SilentlyContinue -ErrorVariable failed
        $items | Should -HaveCount 6
        $failed.FullyQualifiedErrorId | Should -Be 'IncompletePages,Requests.PowerShell.InvokeRequestCommand'
        $failed.Exception.AnnouncedItems, $failed.Exception.ReceivedItems | Should -Be 8, 6
        $failed.ErrorDetails.RecommendedAction | Should -Match '-NextPage'
        Invoke-Request "$url/pages/short" -Params $list -Paginate -ErrorAction SilentlyContinue -ErrorVariable failed | Should -HaveCount 3
        $failed.FullyQualifiedErrorId | Should -BeLike 'IncompletePages,*'
    }

    It 'reports a page that says that more follow and names none' {
        $session = New-PageSession @{ Json = @{ data = @(1); has_more = $true } }
        $items = Invoke-Request http://h/1 -Session $session -Paginate -As Json -ErrorAction SilentlyContinue -ErrorVariable failed
        $items | Should -Be 1
        $failed.Exception.Message | Should -Match 'has_more'
    }

    It 'emits the items before a page that breaks off or fails' {
        $broken = @{ Body = '{"value":[2,3'; Headers = @{ 'Content-Type' = 'application/json' } }
        $session = New-PageSession @{ Json = @{ value = @(1); nextLink = '/2' } }, $broken
        $items = Invoke-Request http://h/1 -Session $session -Paginate -As Json -ErrorAction SilentlyContinue -ErrorVariable failed
        $items | Should -Be 1, 2
        $failed.FullyQualifiedErrorId | Should -BeLike 'JsonDecodeError,*'
        $session = New-PageSession @{ Json = @{ value = @(1); nextLink = '/2' } }, @{ StatusCode = 500 }
        $items = Invoke-Request http://h/1 -Session $session -Paginate -As Json -ErrorAction SilentlyContinue -ErrorVariable failed
        $items | Should -Be 1
        $failed.FullyQualifiedErrorId | Should -BeLike 'HttpError,*'
    }

    It 'takes a prepared request' {
        (New-Request "$url/pages/next" -Params $list | ConvertTo-PreparedRequest | Send-Request -Paginate -As Json).id | Should -Be (1..6)
    }
}

Describe '-NextPage' {
    It 'takes the path of the URL' {
        (Invoke-Request "$url/pages/path" -Params $list -NextPage paging.cursor.url -As Json).id | Should -Be (1..6)
        Invoke-Request "$url/pages/path" -Params $list -NextPage paging.cursor.url | Should -HaveCount 3
    }

    It 'takes a script block that emits changes of the query' {
        (Invoke-Request "$url/pages/cursor" -Params $list -NextPage $cursor -As Json).id | Should -Be (1..6)
        Invoke-Request "$url/pages/cursor" -Params $list -NextPage $cursor | Should -HaveCount 3
    }

    It 'takes a script block that reads the marker of XML: <Name>' -ForEach @(
        @{
            Name = 'S3'
            Path = 'xml'
            Next = { if ($token = $_.Xml().ListBucketResult.NextContinuationToken) { @{ Params = @{ 'continuation-token' = $token } } } }
            Read = { $_.Xml().ListBucketResult.Contents.Key }
        }
        @{
            Name = 'Azure Storage'
            Path = 'blobs'
            Next = { if ($marker = $_.Xml().EnumerationResults.NextMarker) { @{ Params = @{ marker = $marker } } } }
            Read = { $_.Xml().EnumerationResults.Blobs.Blob.Name }
        }
    ) {
        Invoke-Request "$url/pages/$Path" -NextPage $Next | ForEach-Object $Read | Should -Be 'a', 'b', 'c'
        (Invoke-Request "$url/pages/$Path" -NextPage $Next -As Xml).Count | Should -Be 3
    }

    It 'takes a script block that emits a URL or a Uri' {
        $next = { param($Response) if ($path = $Response.Json().next) { [uri]"$url$path" } }
        (Invoke-Request "$url/pages/next" -Params $list -NextPage $next -As Json).id | Should -Be (1..6)
        (Invoke-Request "$url/pages/next" -Params $list -NextPage { $_.Json().next } -As Json).id | Should -Be (1..6)
    }

    It 'takes a script block that changes the JSON, a form or a header' {
        $session = New-PageSession @{ Json = @{ items = 1 } }, @{ Json = @{ items = 2 } }
        $next = { if (-not $_.Request.Headers['X-Page']) { @{ Json = @{ a = @{ c = 3 } }; Headers = @{ 'X-Page' = 2 } } } }
        $null = Invoke-Request http://h/1 -Method Post -Json @{ a = @{ b = 1; c = 2 } } -Session $session -NextPage $next
        $script:mock.Calls[1].Request.Headers['X-Page'] | Should -Be '2'
        [Text.Encoding]::UTF8.GetString($script:mock.Calls[1].Request.Body.Bytes.ToArray()) | Should -Be '{"a":{"b":1,"c":3}}'
    }

    It 'reports what a script block cannot emit, after the page: <Name>' -ForEach @(
        @{ Name = 'a number'; Block = { 5 }; Message = 'a URL, a map' }
        @{ Name = 'another key'; Block = { @{ Cursor = 1 } }; Message = "key 'Cursor'" }
        @{ Name = 'an empty map'; Block = { @{} }; Message = 'changes nothing' }
        @{ Name = 'two bodies'; Block = { [ordered]@{ Json = 1; Data = 2 } }; Message = 'two bodies' }
        @{ Name = 'an error'; Block = { throw 'of the script' }; Message = 'of the script' }
    ) {
        $items = Invoke-Request "$url/pages/next" -NextPage $Block -As Json -ErrorAction SilentlyContinue -ErrorVariable failed
        $items | Should -HaveCount 3
        $failed[0].Exception.Message | Should -Match $Message
    }

    It 'is refused before anything is sent: <Given>' -ForEach @(
        @{ Given = '-NextPage $null'; Message = '-NextPage cannot be*the path of the URL*' }
        @{ Given = '-NextPage 5'; Message = '-NextPage cannot be*the path of the URL*' }
        @{ Given = "-NextPage ''"; Message = '-NextPage cannot be*the path of the URL*' }
        @{ Given = "-NextPage 'a..b'"; Message = "-NextPage cannot be 'a..b'*" }
        @{ Given = "-NextPage 'https://h/2'"; Message = "-NextPage cannot be 'https://h/2'*" }
        @{ Given = '-Paginate -FollowRelLink'; Message = '-FollowRelLink and -Paginate exclude each other*' }
        @{ Given = '-NextPage a -FollowRelLink'; Message = '-FollowRelLink and -NextPage exclude each other*' }
        @{ Given = '-Paginate -As Events'; Message = '-As Events and -Paginate exclude each other*' }
        @{ Given = '-Paginate -Reconnect -As Events'; Message = '-Reconnect and -Paginate exclude each other*' }
        @{ Given = '-ItemPath a'; Message = '-ItemPath names the items of -As Json*' }
        @{ Given = '-ItemPath $null -As Json'; Message = '-ItemPath cannot be*names with a dot*' }
        @{ Given = "-ItemPath 'a.' -As Json"; Message = "-ItemPath cannot be 'a.'*" }
        @{ Given = '-Paginate -OutFile x -Resume'; Message = '-Resume and -Paginate exclude each other*' }
        @{ Given = '-Paginate -OutFile x -Raw'; Message = '-Raw and -Paginate exclude each other*' }
        @{ Given = '-MaximumPages 2'; Message = '-MaximumPages limits the pages*' }
        @{ Given = '-Paginate -MaximumPages 0'; Message = '-MaximumPages*1*' }
    ) {
        $session = New-PageSession @{ Json = 1 }
        { Invoke-Expression "Invoke-Request http://h/1 -Session `$session $Given" } | Should -Throw $Message
        $script:mock.Calls.Count | Should -Be 0
    }
}

Describe '-ItemPath' {
    It 'names the items with and without -Paginate' {
        $body = '{"data":{"users":{"nodes":[{"id":1},{"id":2}],"total":9}},"items":[7]}'
        $reply = @{ Body = $body; Headers = @{ 'Content-Type' = 'application/json' } }
        $session = New-PageSession $reply, $reply
        (Invoke-Request http://h/1 -Session $session -As Json -ItemPath data.users.nodes).id | Should -Be 1, 2
        (Invoke-Request http://h/1 -Session $session -As Json -ItemPath DATA.Users.Nodes -Paginate).id | Should -Be 1, 2
    }

    It 'is an error for <Name>' -ForEach @(
        @{ Name = 'an array'; Body = '[1,2]'; Type = 'application/json' }
        @{ Name = 'lines of JSON'; Body = "{`"a`":[1]}`n{`"a`":[2]}"; Type = 'application/x-ndjson' }
    ) {
        $session = New-PageSession @{ Body = $Body; Headers = @{ 'Content-Type' = $Type } }
        $items = Invoke-Request http://h/1 -Session $session -As Json -ItemPath a -ErrorAction SilentlyContinue -ErrorVariable failed
        $items | Should -BeNullOrEmpty
        $failed.Exception.Message | Should -BeLike "*no value at 'a'*"
    }

    It 'that no page has is an error' {
        $session = New-PageSession @{ Json = @{ errors = @('e'); data = $null } }
        { Invoke-Request http://h/1 -Session $session -As Json -ItemPath data.users } | Should -Throw '*no value at*data.users*'
    }
}

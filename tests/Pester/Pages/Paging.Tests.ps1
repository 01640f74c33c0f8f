BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url

    function New-PageSession([object[]] $Replies) {
        $script:mock = New-MockAdapter $Replies -Ordered
        $session = New-RequestSession
        Add-RequestAdapter $session http:// $script:mock
        $session
    }
}

AfterAll { Stop-TestServer $server }

Describe 'Pages' {
    It 'show a link without its secrets and send it with them' {
        $session = New-RequestSession
        Add-RequestAdapter $session http:// (
            New-MockAdapter @{ Headers = @{ Link = '<http://mock.test/b?access_token=canary&page=2>; rel="next"' }; Json = @{} }
        )
        $link = (Invoke-Request http://mock.test/a -Session $session).Links['next']
        "$link" | Should -BeLike 'http://mock.test/b?access_token=*page=2'
        "$link" | Should -Not -Match canary
        (Invoke-Request $link -Session $session).Url | Should -Be $link.Url
        ($link | Invoke-Request -Session $session).Url | Should -Be 'http://mock.test/b?access_token=canary&page=2'
    }

    It 'are emitted one after the other' {
        (Invoke-Request "$url/links/4/0" -FollowRelLink).Json().page | Should -Be 0, 1, 2, 3
    }

    It 'are limited by -MaximumPages, by its old name, and only one without -FollowRelLink' {
        @(Invoke-Request "$url/links/4/0").Count | Should -Be 1
        (Invoke-Request "$url/links/4/0" -FollowRelLink -MaximumPages 2).Json().page | Should -Be 0, 1
        (Invoke-Request "$url/links/4/0" -FollowRelLink -MaximumFollowRelLink 1).Json().page | Should -Be 0
    }

    It 'are emitted before the request for the next one is sent' {
        $session = New-PageSession @{ Headers = @{ Link = '</2>; rel=next' } }, @{ Headers = @{ Link = '</3>; rel=next' } }
        Invoke-Request http://h/1 -Session $session -FollowRelLink | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        $script:mock.Calls.Count | Should -Be 1
    }

    It 'get the credentials only on the same origin' {
        $session = New-PageSession @{ Headers = @{ Link = '</2>; rel=next' } }, @{ Headers = @{ Link = '<http://other/3>; rel=next' } }, @{}
        $null = Invoke-Request http://h/1 -Session $session -FollowRelLink -Auth user, pass
        $script:mock.Calls.Request.Headers | ForEach-Object { [bool]$_['Authorization'] } | Should -Be $true, $true, $false
    }

    It 'that link to each other are an error after the last page' {
        $session = New-PageSession @{ Headers = @{ Link = '</2>; rel=next' } }, @{ Headers = @{ Link = '</1>; rel=next' } }
        $pages = Invoke-Request http://h/1 -Session $session -FollowRelLink -ErrorAction SilentlyContinue -ErrorVariable failed
        $pages.Count | Should -Be 2
        $failed.FullyQualifiedErrorId | Should -Be 'PagingLoop,Requests.PowerShell.InvokeRequestCommand'
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'keep the order of the input with -ThrottleLimit' {
        $pages = 3, 9, 2 | ForEach-Object { "$url/links/$_/0" } | Invoke-Request -FollowRelLink -ThrottleLimit 3
        $pages.Url | Should -Be (@(3, 9, 2) | ForEach-Object { $n = $_; 0..($n - 1) | ForEach-Object { "$url/links/$n/$_" } })
        @(3, 9, 2 | ForEach-Object { "$url/links/$_/0" } | Invoke-Request -FollowRelLink -ThrottleLimit 3 -Unordered).Count | Should -Be 14
    }

    It 'follow a prepared request' {
        (New-Request "$url/links/3/0" | Send-Request -FollowRelLink).Json().page | Should -Be 0, 1, 2
        (New-Request "$url/links/3/0" | ConvertTo-PreparedRequest | Send-Request -FollowRelLink).Json().page | Should -Be 0, 1, 2
    }

    It 'can be streamed' {
        Invoke-Request "$url/links/3/0" -FollowRelLink -Stream | ForEach-Object { $_.Json().page } | Should -Be 0, 1, 2
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $mock = New-MockAdapter @{
        Script = {
            @{
                StatusCode = $_.Url -like '*bad*' ? 400 : 200
                Json       = @{ message = 'server says'; url = $_.Url; auth = "$($_.Headers['Authorization'])" }
            }
        }
    }
}

Describe 'A property of a session' {
    BeforeEach {
        $session = New-RequestSession http://mock.test/
        Add-RequestAdapter $session http:// $mock
    }

    It 'reads and writes the values of -<Name>' -ForEach @(
        @{ Name = 'Timeout'; Value = 5; Reads = 'connect=5, read=5'; Without = 'connect=none, read=none' }
        @{ Name = 'Timeout'; Value = 1, 2; Reads = 'connect=1, read=2'; Without = 'connect=none, read=none' }
        @{ Name = 'TotalTimeout'; Value = 5; Reads = '00:00:05'; Without = '' }
        @{ Name = 'MaximumSize'; Value = 10; Reads = '10'; Without = '' }
        @{ Name = 'Verify'; Value = $false; Reads = 'False'; Without = 'True' }
        @{ Name = 'Proxies'; Value = 'http://u:s3cret@p:1'; Reads = 'all http://p:1'; Without = '' }
        @{ Name = 'NoProxy'; Value = 'a', 'b'; Reads = 'a,b'; Without = '' }
        @{ Name = 'HttpVersion'; Value = 2; Reads = '2.0'; Without = '' }
        @{ Name = 'HttpVersion'; Value = 2, 1.1; Reads = '2.0 1.1'; Without = '' }
        @{ Name = 'UnixSocket'; Value = '/run/x.sock'; Reads = '*x.sock'; Without = '' }
        @{ Name = 'ConnectTo'; Value = 'node3:8443'; Reads = 'node3:8443'; Without = '' }
        @{ Name = 'ConnectTo'; Value = @{ 'a:443' = '[::1]:8443' }; Reads = 'a:443 `[::1`]:8443'; Without = '' }
        @{ Name = 'AddressFamily'; Value = 'IPv6'; Reads = 'IPv6'; Without = '' }
        @{ Name = 'AllowRedirects'; Value = $false; Reads = 'False'; Without = '' }
        @{ Name = 'MaximumRedirection'; Value = 5; Reads = '5'; Without = '30' }
        @{ Name = 'max_redirects'; Value = 5; Reads = '5'; Without = '30' }
        @{ Name = 'AllowInsecureRedirect'; Value = $true; Reads = 'True'; Without = 'False' }
        @{ Name = 'Stream'; Value = $true; Reads = 'True'; Without = 'False' }
        @{ Name = 'RaiseForStatus'; Value = $true; Reads = 'True'; Without = 'False' }
        @{ Name = 'Retry'; Value = 3; Reads = '*total 3*'; Without = '' }
        @{ Name = 'Auth'; Value = 'u', 'p'; Reads = 'Basic (u)'; Without = '' }
        @{ Name = 'BaseUri'; Value = 'http://h/'; Reads = 'http://h/'; Without = '' }
        @{ Name = 'SensitiveHeaders'; Value = 'X-One'; Reads = 'X-One'; Without = 'X-Api-Key*' }
        @{ Name = 'MaximumCookies'; Value = 50; Reads = '50'; Without = '180' }
        @{ Name = 'RateLimit'; Value = 10; Reads = '10 requests a second'; Without = '' }
        @{ Name = 'Cache'; Value = '1h'; Reads = '<RequestCache memory>'; Without = '' }
        @{ Name = 'ExpectStatus'; Value = 200, '4xx'; Reads = '200, 400-499'; Without = '' }
        @{ Name = 'TrustEnv'; Value = $false; Reads = 'False'; Without = 'True' }
        @{ Name = 'trust_env'; Value = $false; Reads = 'False'; Without = 'True' }
        @{ Name = 'Record'; Value = $true; Reads = 'True'; Without = 'False' }
    ) {
        $session.$Name = $Value
        "$($session.$Name)" | Should -BeLike $Reads
        $session.$Name = $null
        "$($session.$Name)" | Should -BeLike $Without
    }

    It 'replaces maps, and += adds to them' {
        $session.Auth = 'user', 'pass'
        $session.Params = @{ a = 1 }
        $session.Params += @{ b = 2 }
        $session.Params += 'c=3&c=4'
        $session.Params += @{ a = 5 }
        $json = $session.Get('x').Json()
        $json.auth | Should -Be 'Basic dXNlcjpwYXNz'
        $json.url | Should -Be 'http://mock.test/x?b=2&c=3&c=4&a=5'
        $session.Params = $null
        $session.Params.Count | Should -Be 0

        $before = $session.Headers
        $before.Append('X-Twice', 'a')
        $before.Append('X-Twice', 'b')
        $before['Authorization'] = 's3cret'
        $order = @($before.Keys)
        $session.Headers += @{ 'X-Test' = 'true' }
        $session.Headers.Keys | Should -Be ($order + 'X-Test')
        @($session.Headers.GetValues('X-Twice')) + $session.Headers['Authorization'] | Should -Be 'a', 'b', 's3cret'
        $before['X-Test'] | Should -BeNullOrEmpty
        $session.Headers['X-More'] = 'more'
        $session.Get('x').Request.Headers['X-More'] | Should -Be 'more'
        $session.Headers = @{ Only = 'one' }
        $session.Headers.Keys | Should -Be 'Only'
        $session.Headers = $null
        $session.Headers['User-Agent'] | Should -Not -BeNullOrEmpty

        $session.Cookies = @{ a = 'b' }
        $session.Cookies += @{ c = 'd' }
        $session.Cookies.Keys | Should -Be 'a', 'c'
        $session.Cookies = $null
        $session.Cookies.Count | Should -Be 0
    }

    It 'accepts hooks' {
        $seen = [Collections.Generic.List[int]]::new()
        $session.Hooks = @{ response = { $seen.Add($_.StatusCode) } }
        $null = $session.Get('x')
        $session.Hooks = $null
        $null = $session.Get('x')
        $seen | Should -Be 200
    }

    It 'refuses another type, as the parameter does, and does not change: <Name>' -ForEach @(
        'Auth', 'Params', 'Headers', 'Cookies', 'Hooks', 'Timeout', 'TotalTimeout', 'Proxies', 'NoProxy', 'Cert', 'Verify', 'HttpVersion',
            'UnixSocket', 'ConnectTo', 'AddressFamily', 'BaseUri' | ForEach-Object { @{ Name = $_ } }
    ) {
        $before = "$($session.$Name)"
        { $session.$Name = [object]::new() } | Should -Throw -ErrorId 'Invalid*' -ExceptionType ([Requests.RequestException])
        $caught = try { $session.$Name = 1.5, 2, 3 } catch [Requests.RequestException] { $_ }
        $caught.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $caught.Exception.Message | Should -BeLike '*give *'
        "$($session.$Name)" | Should -Be $before
    }

    It 'names the parameter: <Name>' -ForEach @(
        'MaximumRedirection', 'MaximumSize', 'MaximumCookies', 'AllowRedirects', 'Stream', 'RaiseForStatus', 'TrustEnv', 'Record' |
            ForEach-Object { @{ Name = $_ } }
    ) {
        { $session.$Name = 'word' } | Should -Throw "*$Name*"
    }

    It 'is saved' {
        $session.Timeout = 3
        $session.Verify = $false
        $session.Params = 'a=1'
        $session | Export-Clixml (Join-Path $TestDrive s.xml)
        $again = Import-Clixml (Join-Path $TestDrive s.xml) | New-RequestSession
        "$($again.Timeout)", $again.Verify, $again.Params.Raw | Should -Be 'connect=3, read=3', $false, 'a=1'
    }

    It 'shows no password of a proxy' {
        $session.Proxies = @{ http = 'http://u:s3cret@p:1' }
        $session.Proxies, $session, ($session.Defaults.Proxies.ByTarget) |
            ForEach-Object { $_ | Out-String; $_ | Format-List * | Out-String } | Should -Not -Match 's3cret'
    }

    It 'of a request accepts the same forms' {
        $request = New-Request http://mock.test/x
        $request.Auth = 'user', 'pass'
        $request.Params = @{ a = 1 }
        $request.Headers += @{ 'X-Test' = 'true' }
        $request.Hooks = @{ response = { } }
        $r = $session.Send($request)
        $r.Url, $r.Request.Headers['X-Test'], $r.Json().auth | Should -Be 'http://mock.test/x?a=1', 'true', 'Basic dXNlcjpwYXNz'
        { $request.Auth = 5 } | Should -Throw '*Auth cannot be Int32*'
    }
}

Describe 'The exception of a method' {
    BeforeAll {
        $session = New-RequestSession http://mock.test/
        Add-RequestAdapter $session http:// $mock
    }

    It 'has the error message of the server, id and category: <_>' -ForEach @(
        { $session.Get('bad').RaiseForStatus() }, { $session.Get('bad', @{ RaiseForStatus = $true }) }
    ) {
        $block = $_
        $caught = try { & $block } catch [Requests.HttpErrorException] { $_ }
        $caught.ErrorDetails.Message | Should -BeLike '400 Client Error*'
        ($caught.ErrorDetails.Message -split '\r?\n')[1..9] | Should -Be 'server says'
        $caught.FullyQualifiedErrorId, $caught.CategoryInfo.Category, ("$($caught.TargetObject)" -replace 'http://mock.test/') |
            Should -Be 'HttpError', 'InvalidOperation', 'GET bad'
        $caught.Exception.Response.StatusCode | Should -Be 400
        $caught.InvocationInfo.Line | Should -BeLike '*bad*'
        $any = try { & $block } catch { $_ }
        $any.Exception | Should -BeOfType ([Requests.HttpErrorException])
    }
}

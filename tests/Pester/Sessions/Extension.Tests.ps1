# Tests extensions that use only the public surface: a C# assembly (tests/TestExtensions) and PowerShell classes.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    Add-Type -Path "$PSScriptRoot/../../../output/TestExtensions/Requests.TestExtensions.dll"
    $server = Start-TestServer
    $url = $server.Url
    . ([scriptblock]::Create(@'
        class NonceClass : Requests.AuthBase {
            [string] $Secret
            [int] $Challenges

            NonceClass([string] $secret) { $this.Secret = $secret }

            [void] Apply([Requests.PreparedRequest] $request) { $request.Headers['X-Client'] = 'class' }

            [Requests.PreparedRequest] Respond([Requests.Response] $response) {
                $challenge = $response.Headers['WWW-Authenticate']
                if ($response.StatusCode -ne 401 -or $challenge -notmatch '^Nonce (.+)$') { return $null }
                if ($response.Request.Headers.ContainsKey('Authorization')) { return $null }
                $this.Challenges++
                $next = $response.Request.Copy()
                $bytes = [Text.Encoding]::UTF8.GetBytes($Matches[1] + $this.Secret)
                $next.Headers['Authorization'] = 'Nonce ' + [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes))
                return $next
            }
        }

        class CannedAdapter : Requests.TransportAdapter {
            [Threading.Tasks.Task[Requests.Response]] SendAsync(
                [Requests.PreparedRequest] $request, [Requests.SendOptions] $options, [Threading.CancellationToken] $cancellation
            ) {
                $body = [IO.MemoryStream]::new([Text.Encoding]::UTF8.GetBytes($request.Url))
                return [Threading.Tasks.Task]::FromResult([Requests.Response]::new($request, 203, $body))
            }
        }
'@))
}

AfterAll { Stop-TestServer $server }

Describe 'An auth <Kind>' -ForEach @(
    @{ Kind = 'of a C# assembly'; New = { [Requests.TestExtensions.NonceAuth]::new($args[0]) } }
    @{ Kind = 'of a PowerShell class'; New = { [NonceClass]::new($args[0]) } }
) {
    It 'answers a challenge, on a call, a session and a prepared request' {
        $auth = & $New 'pizza'
        $response = Invoke-Request "$url/nonce-auth/pizza" -Auth $auth
        $response.StatusCode | Should -Be 200
        $response.History.StatusCode | Should -Be 401
        $session = New-RequestSession -Auth $auth
        $session.Get("$url/nonce-auth/pizza").StatusCode | Should -Be 200
        (New-Request "$url/nonce-auth/pizza" -Auth $auth | ConvertTo-PreparedRequest | Send-Request).StatusCode | Should -Be 200
    }

    It 'returns the 401 if the secret is wrong, and sends no third request' {
        $response = Invoke-Request "$url/nonce-auth/pizza" -Auth (& $New 'pasta')
        $response.StatusCode | Should -Be 401
        $response.History | Should -HaveCount 1
    }

    It 'is used by several requests at the same time' {
        $session = New-RequestSession
        Add-RequestAdapter $session http:// (New-HttpAdapter -MaximumConnections 1)
        $responses = @("$url/nonce-auth/pizza") * 12 | Invoke-Request -Auth (& $New 'pizza') -Session $session -ThrottleLimit 4
        $responses.StatusCode | Should -Be (@(200) * 12)
    }
}

Describe 'An adapter' {
    It 'of a C# assembly handles its own scheme' {
        $session = New-RequestSession
        Add-RequestAdapter $session file:// ([Requests.TestExtensions.FileAdapter]::new())
        $file = [uri]::new((New-Item "$TestDrive/a b.txt" -Value 'hello').FullName).AbsoluteUri
        (Invoke-Request $file -Session $session).Text | Should -Be 'hello'
        (Invoke-Request "$file.none" -Session $session).StatusCode | Should -Be 404
        (Invoke-Request "$file.new" -Session $session -Method Put -Data 'written').Reason | Should -Be 'Created'
        $session.Get("$file.new").Text | Should -Be 'written'
        @($file, "$file.new" | Invoke-Request -Session $session -ThrottleLimit 2).Text | Should -Be 'hello', 'written'
    }

    It 'of a PowerShell class handles its own scheme' {
        $session = New-RequestSession
        Add-RequestAdapter $session canned:// ([CannedAdapter]::new())
        (Invoke-Request canned://x/y -Session $session).Text | Should -Be 'canned://x/y'
        (1..5 | ForEach-Object { "canned://x/$_" } | Invoke-Request -Session $session -ThrottleLimit 3).Url |
            Should -Be (1..5 | ForEach-Object { "canned://x/$_" })
    }
}

Describe 'A body' {
    It 'of a C# assembly is sent with its length and type' {
        $response = Invoke-Request "$url/post" -Method Post -Data ([Requests.TestExtensions.RepeatedBody]::new('ab', 3))
        $response.Json().data | Should -Be 'ababab'
        $response.Request.Headers['Content-Length'] | Should -Be '6'
        $response.Request.Headers['Content-Type'] | Should -Be 'text/plain'
    }
}

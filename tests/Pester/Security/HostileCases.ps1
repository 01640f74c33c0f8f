# The cases of Hostile.Tests.ps1. Path: what the server does. With: parameters of a call by pipeline. Script: a call of its own, which gets
# the URL. Variables: the variables of the script. At: the server of the URL, by default the hostile server over HTTP/1.1.
# Id: the error's, or none. Result: what comes out, and Is: what it must be. Files: what is left in the folder.
$json = { param($output, $responses) $responses[1].StatusCode }
$first = { param($output) $output.Count }

@(
    # Without an end.
    @{ Name = 'an endless body'; Path = 'endless-body'; With = @{ MaximumSize = 1MB }; Id = 'ResponseTooLarge' }
    @{
        Name = 'an endless body that is written to a file'; Path = 'endless-body'
        Script = { Invoke-Request $args[0] -OutFile body.bin -MaximumSize 1MB }; Id = 'ResponseTooLarge'
    }
    @{
        Name = 'an endless body of which some lines are read'; Path = 'endless-body'
        Script = { Invoke-Request $args[0] -As Lines | Select-Object -First 3 }; Result = $first; Is = '3'
    }
    @{
        Name = 'an endless body within a total timeout'; Path = 'endless-body'
        Script = { Invoke-Request $args[0] -OutFile body.bin -TotalTimeout 1 }; Id = 'TotalTimeout'
    }
    @{
        Name = 'an endless body of an error'; Path = 'endless-404'; With = @{ RaiseForStatus = $true; MaximumSize = 1MB }
        Id = 'ResponseTooLarge'
    }
    @{ Name = 'an endless body of an error as JSON'; Path = 'endless-404'; Script = { Invoke-Request $args[0] -As Json }; Id = 'HttpError' }
    @{
        Name = 'an endless body of an error with a file'; Path = 'endless-404'; Script = { Invoke-Request $args[0] -OutFile body.bin }
        Id = 'HttpError'
    }
    @{
        Name = 'an endless body of a challenge'; Path = 'endless-401'
        With = @{ Auth = New-DigestAuth u (ConvertTo-SecureString p -AsPlainText); MaximumSize = 1MB }; Id = 'ResponseTooLarge'
    }
    @{
        Name = 'an endless body of a 503 that is repeated'; Path = 'endless-503'; With = @{ Retry = 2; MaximumSize = 1MB }
        Id = 'ResponseTooLarge'
    }
    @{ Name = 'an endless body of a redirect'; Path = 'endless-redirect'; Result = $json; Is = '200' }
    @{
        Name = 'an endless line'; Path = 'endless-line'; Script = { Invoke-Request $args[0] -As Lines -MaximumSize 2MB }
        Id = 'ResponseTooLarge'
    }
    @{
        Name = 'an endless event'; Path = 'endless-event'; Script = { Invoke-Request $args[0] -As Events -MaximumSize 2MB }
        Id = 'ResponseTooLarge'
    }
    @{
        Name = 'an endless line of an event'; Path = 'endless-event-line'; Script = { Invoke-Request $args[0] -As Events -MaximumSize 2MB }
        Id = 'ResponseTooLarge'
    }
    @{
        Name = 'comments of events without an end'; Path = 'endless-comments'
        Script = { Invoke-Request $args[0] -As Events -TotalTimeout 1 }; Id = 'TotalTimeout'
    }
    @{
        Name = 'an endless item of JSON'; Path = 'endless-item'; Script = { Invoke-Request $args[0] -As Json -MaximumSize 2MB }
        Id = 'ResponseTooLarge'
    }
    @{
        Name = 'blanks before JSON without an end'; Path = 'endless-blanks'; Script = { Invoke-Request $args[0] -As Json -TotalTimeout 1 }
        Id = 'TotalTimeout'
    }
    @{ Name = 'endless headers'; Path = 'endless-head'; Id = 'InvalidResponseHeader' }
    @{ Name = 'an endless header'; Path = 'endless-header'; Id = 'InvalidResponseHeader' }
    @{ Name = 'an endless reason'; Path = 'endless-reason'; Id = 'InvalidResponseHeader' }
    @{ Name = 'an endless greeting'; Path = 'endless-greeting'; Id = 'ConnectionError' }
    @{ Name = 'empty lines without an end'; Path = 'endless-empty-lines'; Id = 'ConnectionError' }
    @{ Name = 'interim responses without an end'; Path = 'endless-interim'; Id = 'InvalidResponseHeader' }
    @{ Name = 'early hints without an end'; Path = 'endless-hints'; Id = 'InvalidResponseHeader' }
    @{ Name = 'chunks without an end'; Path = 'endless-chunks'; With = @{ MaximumSize = 100KB }; Id = 'ResponseTooLarge' }
    @{ Name = 'an endless chunk size'; Path = 'endless-chunk-size'; Id = 'ConnectionError' }
    @{ Name = 'an endless chunk extension'; Path = 'endless-extension'; Id = 'ConnectionError' }
    @{ Name = 'endless trailers'; Path = 'endless-trailers'; Id = 'ConnectionError' }
    @{ Name = 'empty gzip members without an end'; Path = 'endless-gzip'; With = @{ TotalTimeout = 1 }; Id = 'TotalTimeout' }
    @{ Name = 'an endless file name in gzip'; Path = 'endless-gzip-name'; With = @{ TotalTimeout = 1 }; Id = 'TotalTimeout' }
    # A byte at a time, endlessly, each byte within the read timeout.
    foreach ($form in @{}, @{ OutFile = 'slow.bin' }, @{ As = 'Text' }, @{ As = 'Lines' }) {
        @{
            Name = "a slow body within a total timeout ($(if ($form.Count) { "$($form.Keys) $($form.Values)" } else { 'a response' }))"
            Path = 'slow-body'; Variables = @{ form = $form }
            Script = { Invoke-Request $args[0] @form -TotalTimeout 0.5 }
            Id = 'TotalTimeout'
        }
    }
    @{
        Name = 'a slow body within the read timeout'; Path = 'slow-end'
        Script = { (Invoke-Request $args[0] -Timeout 2).Text.Length }
        Result = { param($output) $output[0] }; Is = '10'
    }
    @{ Name = 'a slow head within a total timeout'; Path = 'slow-head'; With = @{ TotalTimeout = 0.5 }; Id = 'TotalTimeout' }
    @{ Name = 'a slow head within the read timeout'; Path = 'slow-head'; With = @{ Timeout = 0.5 }; Id = 'ReadTimeout' }
    @{ Name = 'slow interim responses within the read timeout'; Path = 'slow-interim'; With = @{ Timeout = 0.5 }; Id = 'ReadTimeout' }
    @{ Name = 'a slow chunk size within a total timeout'; Path = 'slow-chunk-size'; With = @{ TotalTimeout = 0.5 }; Id = 'TotalTimeout' }
    @{ Name = 'slow chunks within a total timeout'; Path = 'slow-chunks'; With = @{ TotalTimeout = 0.5 }; Id = 'TotalTimeout' }
    @{ Name = 'slow trailers within a total timeout'; Path = 'slow-trailers'; With = @{ TotalTimeout = 0.5 }; Id = 'TotalTimeout' }
    @{ Name = 'a slow body of a redirect'; Path = 'slow-redirect'; Result = $json; Is = '200' }
    @{ Name = 'slow redirects within a total timeout'; Path = 'slow-redirects'; With = @{ TotalTimeout = 0.5 }; Id = 'TotalTimeout' }
    @{
        Name = 'a slow body of a challenge'; Path = 'slow-challenge'
        With = @{ Auth = New-DigestAuth u (ConvertTo-SecureString p -AsPlainText); TotalTimeout = 0.5 }
        Id = 'TotalTimeout'
    }
    @{
        Name = 'a slow body of a 503 that is repeated, within a total timeout'; Path = 'slow-503'
        With = @{ Retry = 2; TotalTimeout = 0.5 }; Id = 'TotalTimeout'
    }
    @{
        Name = 'a slow body of an error within a total timeout'; Path = 'slow-404'
        With = @{ RaiseForStatus = $true; TotalTimeout = 0.5 }; Id = 'TotalTimeout'
    }
    foreach ($limit in @(
            @{ Name = 'the connect timeout'; With = @{ Timeout = 0.5, 60 }; Id = 'ConnectTimeout' }
            @{ Name = 'a total timeout'; With = @{ TotalTimeout = 0.5 }; Id = 'TotalTimeout' }
        )) {
        @{
            Name = "a slow TLS handshake within $($limit.Name)"; At = 'slow'; Variables = @{ limit = $limit.With }
            Script = { Invoke-Request ($args[0] -replace '^http:', 'https:') @limit }
            Id = $limit.Id
        }
        foreach ($proxy in 'http', 'https', 'socks4', 'socks5h') {
            @{
                Name = "a slow reply of a proxy ($proxy) within $($limit.Name)"; At = 'slow'
                Variables = @{ limit = $limit.With; proxy = $proxy }
                Script = { Invoke-Request https://127.0.0.1:1/ -Proxies ($args[0] -replace '^http:', "${proxy}:") @limit }
                Id = $limit.Id
            }
        }
    }
    # Certificates.
    @{
        Name = 'a certificate with escape sequences that is not trusted'; At = 'tls'
        Script = { Invoke-Request $args[0] -Verbose -Debug }; Id = 'SslError'
    }
    @{
        Name = 'a trusted certificate with escape sequences for another name'; At = 'tls'
        Before = { Set-Content root.pem $servers.pem }
        Script = { Invoke-Request $args[0] -Verify root.pem -Verbose -Debug }
        Id = 'SslError'; Files = 'root.pem'
    }
    @{
        Name = 'a certificate with escape sequences and no verification'; At = 'tls'
        Script = { Invoke-Request $args[0] -Verify:$false -Verbose -Debug }
        Result = { param($output) $output[-1].Text }; Is = 'ok'
    }
    @{
        Name = 'a client certificate whose subject has escape sequences'; At = 'tls'
        Script = {
            New-RequestSession -Cert ([Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem($servers.pem))
        }
        Id = 'CertificateFile'
    }
    # Redirects.
    @{ Name = 'a redirect to itself'; Path = 'redirect-loop'; Id = 'TooManyRedirects' }
    @{ Name = 'redirects that grow'; Path = 'redirect-endless'; Id = 'TooManyRedirects' }
    @{ Name = 'a redirect to a file'; Path = 'redirect-file'; Id = 'InvalidSchema' }
    @{ Name = 'a redirect to another scheme'; Path = 'redirect-scheme'; Id = 'InvalidSchema' }
    @{ Name = 'a redirect to a script'; Path = 'redirect-javascript'; Id = 'InvalidSchema' }
    @{ Name = 'a redirect to a huge URL'; Path = 'redirect-huge'; Result = $json; Is = '404' }
    @{ Name = 'a redirect with escape sequences'; Path = 'redirect-evil'; Result = $json; Is = '404' }
    @{ Name = 'a redirect with an escaped line break'; Path = 'redirect-crlf'; Result = $json; Is = '404' }
    @{ Name = 'a redirect with a password to a closed port'; Path = 'redirect-user'; Id = 'ConnectionError' }
    # Challenges.
    @{
        Name = 'challenges without an end'; Path = 'digest-loop'
        With = @{ Auth = New-DigestAuth u (ConvertTo-SecureString p -AsPlainText) }; Result = $json; Is = '401'
    }
    @{
        Name = 'stale challenges without an end'; Path = 'digest-stale'
        With = @{ Auth = New-DigestAuth u (ConvertTo-SecureString p -AsPlainText) }; Result = $json; Is = '401'
    }
    @{
        Name = 'stale challenges to an auth that guesses'; Path = 'digest-stale'
        With = @{ Auth = New-GuessAuth u (ConvertTo-SecureString p -AsPlainText) }; Result = $json; Is = '401'
    }
    @{
        Name = 'thousands of challenges in a line'; Path = 'digest-many'
        With = @{ Auth = New-DigestAuth u (ConvertTo-SecureString p -AsPlainText) }; Result = $json; Is = '401'
    }
    @{
        Name = 'thousands of lines of challenges'; Path = 'digest-lines'
        With = @{ Auth = New-GuessAuth u (ConvertTo-SecureString p -AsPlainText) }; Result = $json; Is = '401'
    }
    @{
        Name = 'a huge nonce'; Path = 'digest-huge'; With = @{ Auth = New-DigestAuth u (ConvertTo-SecureString p -AsPlainText) }
        Result = $json; Is = '401'
    }
    @{
        Name = 'a challenge with escape sequences'; Path = 'digest-evil'
        With = @{ Auth = New-DigestAuth u (ConvertTo-SecureString p -AsPlainText) }; Result = $json; Is = '401'
    }
    # Codings.
    @{ Name = 'a body that grows a thousandfold'; Path = 'bomb'; With = @{ MaximumSize = 1MB }; Id = 'ResponseTooLarge' }
    @{ Name = 'a body that grows a thousandfold twice'; Path = 'bomb-nested'; With = @{ MaximumSize = 1MB }; Id = 'ResponseTooLarge' }
    @{
        Name = 'a body that grows, line by line'; Path = 'bomb'; Script = { Invoke-Request $args[0] -As Lines -MaximumSize 2MB }
        Id = 'ResponseTooLarge'
    }
    @{ Name = 'five thousand codings'; Path = 'coding-many'; Id = 'ContentDecodingError' }
    @{ Name = 'three thousand lines of codings'; Path = 'coding-lines'; Id = 'ContentDecodingError' }
    @{ Name = 'a coding with escape sequences'; Path = 'coding-unknown'; Id = 'ContentDecodingError' }
    # Cookies.
    @{
        Name = 'three thousand cookies'; Path = 'cookie-many'
        Script = { $s = New-RequestSession; $null = Invoke-Request $args[0] -Session $s; @(Get-RequestCookie -Session $s).Count }
        Result = { param($output) $output[-1] }; Is = '180'
    }
    @{
        Name = 'a huge cookie'; Path = 'cookie-huge'
        Script = { $s = New-RequestSession; $null = Invoke-Request $args[0] -Session $s; @(Get-RequestCookie -Session $s).Count }
        Result = { param($output) $output[-1] }; Is = '0'
    }
    @{
        Name = 'cookies for other domains'; Path = 'cookie-foreign'
        Script = { $s = New-RequestSession; $null = Invoke-Request $args[0] -Session $s; @(Get-RequestCookie -Session $s).Count }
        Result = { param($output) $output[-1] }; Is = '0'
    }
    @{
        Name = 'cookies with escape sequences'; Path = 'cookie-evil'
        Script = { $s = New-RequestSession; $null = Invoke-Request $args[0] -Session $s -Verbose; Get-RequestCookie -Session $s }
        Result = { param($output) $output.Count }; Is = '0'
    }
    # Pages.
    @{ Name = 'a page that links to itself'; Path = 'page-loop'; Script = { Invoke-Request $args[0] -FollowRelLink }; Id = 'PagingLoop' }
    @{
        Name = 'pages without an end'; Path = 'page-endless'; Script = { Invoke-Request $args[0] -FollowRelLink -MaximumPages 20 }
        Result = $first; Is = '20'
    }
    @{
        Name = 'a page of another origin'; Path = 'page-foreign'; Script = { Invoke-Request $args[0] -FollowRelLink -Auth u, p }
        Id = 'ConnectionError'
    }
    @{ Name = 'a page that is a file'; Path = 'page-file'; Script = { Invoke-Request $args[0] -FollowRelLink }; Id = 'InvalidSchema' }
    @{
        Name = 'thousands of links'; Path = 'page-links'; Script = { (Invoke-Request $args[0]).Links.Count }
        Result = { param($output) $output[0] }; Is = '8000'
    }
    # Lengths that lie.
    @{ Name = 'a length of 9 GB and a few bytes'; Path = 'length-long'; With = @{ MaximumSize = 1MB }; Id = 'ResponseTooLarge' }
    @{
        Name = 'a length of 9 GB and a few bytes for a file'; Path = 'length-long'; Script = { Invoke-Request $args[0] -OutFile body.bin }
        Id = 'ChunkedEncodingError'
    }
    @{ Name = 'a length that does not fit into 64 bits'; Path = 'length-huge'; Id = 'InvalidResponseHeader' }
    @{ Name = 'two lengths'; Path = 'length-two'; Id = 'InvalidResponseHeader' }
    @{ Name = 'a length beside chunks'; Path = 'length-chunked'; Result = { param($output, $responses) $responses[1].Text }; Is = 'abc' }
    @{ Name = 'a huge chunk'; Path = 'chunk-huge'; Id = 'ChunkedEncodingError' }
    @{ Name = 'a chunk size beyond 64 bits'; Path = 'chunk-overflow'; Id = 'ChunkedEncodingError' }
    @{ Name = 'a wait of years'; Path = 'retry-years'; With = @{ Retry = 2; TotalTimeout = 1 }; Result = $json; Is = '503' }
    @{
        Name = 'a wait until the last day of the calendar'; Path = 'retry-date'; With = @{ Retry = 2; TotalTimeout = 1 }; Result = $json
        Is = '503'
    }
    @{
        Name = 'a wait that does not fit into 64 bits'; Path = 'retry-overflow'
        With = @{ Retry = New-RetryPolicy -Total 2 -StatusList 503 -BackoffFactor 0 }; Id = 'RetryError'
    }
    # Texts.
    @{ Name = 'a reason with escape sequences'; Path = 'evil-reason'; With = @{ RaiseForStatus = $true }; Id = 'HttpError' }
    @{ Name = 'a status with escape sequences'; Path = 'evil-status'; Id = 'ConnectionError' }
    @{ Name = 'a greeting with escape sequences'; Path = 'evil-greeting'; Id = 'ConnectionError' }
    @{ Name = 'a header name with escape sequences'; Path = 'evil-name'; Id = 'InvalidResponseHeader' }
    @{ Name = 'headers with escape sequences'; Path = 'evil-headers'; Result = $json; Is = '200' }
    @{ Name = 'problem details with escape sequences'; Path = 'evil-body'; With = @{ RaiseForStatus = $true }; Id = 'HttpError' }
    @{ Name = 'a title with escape sequences'; Path = 'evil-html'; With = @{ RaiseForStatus = $true }; Id = 'HttpError' }
    @{
        Name = 'JSON that is a hundred thousand deep'; Path = 'json-deep'; Script = { Invoke-Request $args[0] -As Json }
        Id = 'JsonDecodeError'
    }
    @{
        Name = 'JSON of twenty thousand names'; Path = 'json-names'; Script = { Invoke-Request $args[0] -As Json }
        Result = { param($output) @($output[0].psobject.Properties).Count }; Is = '20000'
    }
    @{
        Name = 'a JSON number of 200,000 digits'; Path = 'json-number'; Script = { Invoke-Request $args[0] -As Json }
        Id = 'JsonConversionError'
    }
    @{
        Name = 'broken JSON with escape sequences'; Path = 'json-evil'; Script = { Invoke-Request $args[0] -As Json }
        Id = 'JsonDecodeError'
    }
    # File names.
    @{
        Name = 'a file name with a path'; Path = 'name/..%2f..%2fevil/get'; Script = { Invoke-Request $args[0] -OutFile ./ }; Files = 'evil'
    }
    @{
        Name = 'a file name with backslashes'; Path = 'name/..%5C..%5Cevil/get'; Script = { Invoke-Request $args[0] -OutFile ./ }
        Files = 'evil'
    }
    @{ Name = 'an absolute file name'; Path = 'name/%2Fetc%2Fevil/get'; Script = { Invoke-Request $args[0] -OutFile ./ }; Files = 'evil' }
    @{
        Name = 'an encoded file name with a path'; Path = 'name-star/..%2F..%2Fevil/get'; Script = { Invoke-Request $args[0] -OutFile ./ }
        Files = 'evil'
    }
    @{ Name = 'a file name of a device'; Path = 'name/CON/get'; Script = { Invoke-Request $args[0] -OutFile ./ }; Files = '_CON' }
    @{ Name = 'a file name of dots'; Path = 'name/%2E%2E%2F/get'; Script = { Invoke-Request $args[0] -OutFile ./ }; Files = 'get' }
    @{
        Name = 'a file name with escape sequences'; Path = 'name/a%1B%5B2Jb%E2%80%AEtxt/get'
        Script = { Invoke-Request $args[0] -OutFile ./ -Verbose }; Files = 'a[2Jb_txt'
    }
    @{
        Name = 'a file that is there'; Path = 'name/evil/get'; Before = { Set-Content evil old -NoNewline }
        Script = { Invoke-Request $args[0] -OutFile ./; Get-Content evil }; Result = { param($output) $output[-1] }; Is = 'old'
        Files = 'evil', 'evil (2)'
    }
    @{
        Name = 'a link that is there'; Path = 'name/evil/get'; Unix = $true
        Before = { Set-Content target old -NoNewline; $null = New-Item -ItemType SymbolicLink evil -Target target }
        Script = { Invoke-Request $args[0] -OutFile ./; Get-Content target }; Result = { param($output) $output[-1] }; Is = 'old'
        Files = 'evil', 'evil (2)', 'target'
    }
    # HTTP/2.
    @{
        Name = 'HTTP/2 that behaves'; Http2 = 'ok'; With = @{ HttpVersion = 2 }; Script = { Invoke-Request $args[0] -HttpVersion 2 }
        Result = { param($output) $output[0].Text }; Is = 'ok'
    }
    foreach (
        $flood in 'ping', 'settings', 'reset', 'continuation', 'header-bomb', 'window', 'unknown', 'push', 'interim', 'goaway', 'huge-frame'
    ) {
        @{
            Name = "HTTP/2, a flood: $flood"; Http2 = $flood; Script = { Invoke-Request $args[0] -HttpVersion 2 -TotalTimeout 2 }
            Id = $(if ($flood -eq 'reset') { 'TotalTimeout' } else { 'ConnectionError' })
        }
    }
    @{
        Name = 'HTTP/2, a flood: data'; Http2 = 'data'; Script = { Invoke-Request $args[0] -HttpVersion 2 -MaximumSize 1MB }
        Id = 'ChunkedEncodingError'
    }
)

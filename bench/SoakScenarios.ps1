<#
.SYNOPSIS
Defines the scenarios of Soak.ps1. Each has a server, a session, and a call that returns whether its result is correct.
.NOTES
A call can use $session, $url, $thread, the number of the call in $i, and $connections, in which it can record the connection that it used.
#>

# The calls for each server on a plain socket. POST is left out for a server that closes without notice, because it is then unknown
# whether a request that is not idempotent was processed (RFC 9110 section 9.2.2).
$closing = {
    switch ($i % 5) {
        0 { (Invoke-Request "$url/number/$i" -Session $session).Text -eq $i }
        1 { (Invoke-Request "$url/redirect/$i" -Session $session).Text -eq $i }
        2 { (Invoke-Request "$url/cookies/t$thread/$i" -Session $session).Cookies["t$thread"] -eq $i }
        3 { (Invoke-Request "$url/length" -Session $session -Method Put -Data ('x' * 1000)).Text -eq 1000 }
        4 { (Invoke-Request "$url/number/$i" -Session $session -Timeout (5 + $i % 3) -Headers @{ 'X-Thread' = $thread }).Text -eq $i }
    }
}
$closingWithPost = [scriptblock]::Create("$closing".Replace('-Method Put', '-Method Post'))

[ordered]@{
    'plain' = @{
        Threads = 16
        Url = { param($server) $server.Url }
        Session = { New-RequestSession }
        Call = {
            switch ($i % 5) {
                0 { $connections.Add($session.Get("$url/connection").Json().id) -or $true }
                1 {
                    $headers = @{ 'X-Thread' = $thread }
                    (Invoke-Request "$url/anything" -Session $session -Params @{ n = $i } -Headers $headers).Json().args.n -eq $i
                }
                2 { (Invoke-Request "$url/cookies/set/t$thread/$i" -Session $session).Json().cookies."t$thread" -eq $i }
                3 { (Invoke-Request "$url/post" -Session $session -Method Post -Json @{ n = $i }).Json().json.n -eq $i }
                4 { (Invoke-Request "$url/status/503" -Session $session).StatusCode -eq 503 }
            }
        }
    }
    'HTTP/1.0' = @{
        Threads = 16
        Url = { param($server) $server.Closing.OldVersion }
        Session = { New-RequestSession }
        Call = $closingWithPost
    }
    'Connection: close' = @{
        Threads = 16
        Url = { param($server) $server.Closing.Announced }
        Session = { New-RequestSession }
        Call = $closingWithPost
    }
    'closes unannounced' = @{
        Threads = 16
        Url = { param($server) $server.Closing.Unannounced }
        Session = { New-RequestSession }
        Call = $closing
    }
    # Each thread pauses for as long as the server keeps an idle connection, so that both act at the same time.
    'Keep-Alive: timeout=1' = @{
        Threads = 16
        Url = { param($server) $server.Closing.WhenIdle }
        Session = { New-RequestSession }
        Call = [scriptblock]::Create("if (`$i % 500 -eq 499) { Start-Sleep -Milliseconds 1000 }`n$closing")
    }
    'Digest' = @{
        Threads = 16
        Url = { param($server) $server.Url }
        Session = { New-RequestSession -Auth (New-DigestAuth user passwd) }
        Call = { (Invoke-Request "$url/strict-digest/user/passwd/$i" -Session $session).StatusCode -eq 200 }
    }
    'differing options' = @{
        Threads = 32
        Url = { param($server) $server.Url }
        Session = { New-RequestSession }
        Call = {
            switch ($i % 8) {
                0 { (Invoke-Request "$url/get" -Session $session -Timeout (5 + $thread)).StatusCode -eq 200 }
                1 { (Invoke-Request "$url/redirect/3" -Session $session).History.Count -eq 3 }
                2 { (Invoke-Request "$url/redirect/3" -Session $session -AllowRedirects:$false).StatusCode -eq 302 }
                3 { (Invoke-Request "$url/cookies" -Session $session -Cookies @{ c = $i }).Json().cookies.c -eq $i }
                4 { (Invoke-Request "$url/gzip" -Session $session).Json().gzipped }
                5 { (Invoke-Request "$url/basic-auth/u$thread/p" -Session $session -Auth "u$thread", 'p').StatusCode -eq 200 }
                6 { (Invoke-Request "$url/headers" -Session $session -Headers @{ 'X-Number' = "$i" }).Json().headers.'X-Number' -eq $i }
                7 {
                    $retry = New-RetryPolicy 1 -StatusList 503 -BackoffFactor 0 -RaiseOnStatus:$false
                    (Invoke-Request "$url/status/503" -Session $session -Retry $retry).StatusCode -eq 503
                }
            }
        }
    }
}

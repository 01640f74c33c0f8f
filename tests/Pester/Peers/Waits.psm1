# The commands that wait, each as a script with the number of requests that reach the group of the test server (Arrivals), the number of
# connections that reach a server that sends nothing (Silent), and whether its progress is shown after a second (Shown).
# A script finds these variables:
#   $root (the test server), $url, $secure and $http2 (the group of the script there), $ca, $socket,
#   $silent (a server that sends nothing), $full (a server that does not accept), $big (a large file) and $pipe (a named pipe).

function New-Wait([string] $Name, [scriptblock] $Script, [int] $Arrivals, [int] $Silent, [switch] $NoProgress) {
    # -NoProgress: nothing is transferred while the command waits, a script block of the caller holds the pipeline, or the command shows
    # no progress: it emits lines or events, or it reads a response of -Stream.
    [pscustomobject]@{ Name = $Name; Script = "$Script".Trim(); Arrivals = $Arrivals; Silent = $Silent; Shown = -not $NoProgress }
}

function Get-Wait {
    New-Wait 'a call' -Arrivals 1 { Invoke-Request "$url/stall" }
    New-Wait 'a body' -Arrivals 1 { Invoke-Request "$url/stall?text=x" }
    New-Wait '-OutFile' -Arrivals 1 { Invoke-Request "$url/stall?text=x" -OutFile a.bin }
    New-Wait '-OutFile -Retry' -Arrivals 1 { Invoke-Request "$url/stall?text=x" -OutFile b.bin -Retry 3 }
    New-Wait '-As Json' -Arrivals 1 { Invoke-Request "$url/stall?text=[1," -As Json }
    New-Wait '-As Text' -Arrivals 1 { Invoke-Request "$url/stall?text=x" -As Text }
    New-Wait '-As Bytes' -Arrivals 1 { Invoke-Request "$url/stall?text=x" -As Bytes }
    New-Wait '-As Lines' -Arrivals 1 -NoProgress { Invoke-Request "$url/stall?text=a%0Ab" -As Lines }
    New-Wait '-As Events' -Arrivals 1 -NoProgress { Invoke-Request "$url/stall?text=data:x%0A%0A&type=text/event-stream" -As Events }
    New-Wait '-Reconnect' -Arrivals 1 -NoProgress {
        Invoke-Request "$url/stall?text=data:x%0A%0A&type=text/event-stream" -As Events -Reconnect
    }
    New-Wait '-FollowRelLink' -Arrivals 1 { Invoke-Request "$url/stall?text=x" -FollowRelLink }
    New-Wait '-FollowRelLink -OutFile' -Arrivals 1 { Invoke-Request "$url/stall?text=x" -FollowRelLink -OutFile c.bin }
    New-Wait '-ThrottleLimit' -Arrivals 3 { @("$url/stall?text=x") * 3 | Invoke-Request -ThrottleLimit 4 }
    New-Wait '-ThrottleLimit -Unordered' -Arrivals 3 -NoProgress {
        @("$url/stall?text=x") * 3 | Invoke-Request -ThrottleLimit 4 -Unordered -As Lines
    }
    New-Wait '-ThrottleLimit -OutFile' -Arrivals 3 {
        1..3 | ForEach-Object { "$url/stall?text=x&n=$_" } | Invoke-Request -ThrottleLimit 4 -OutFile ./
    }
    New-Wait '-Verbose' -Arrivals 1 { Invoke-Request "$url/stall?text=x" -As Text -Verbose }
    New-Wait 'a hook' -Arrivals 1 { Invoke-Request "$root/get" -Hooks @{ response = { Invoke-Request "$url/stall" } } }
    New-Wait 'a script as body' -Arrivals 1 -NoProgress { Invoke-Request "$url/stall" -Method Post -Data { "a"; Start-Sleep 60; "b" } }
    New-Wait 'a script as body, -As' -Arrivals 1 -NoProgress {
        Invoke-Request "$url/stall" -Method Post -Data { "a"; Start-Sleep 60; "b" } -As Lines
    }
    New-Wait 'a body that was sent' -Arrivals 1 { Invoke-Request "$url/stall" -Method Post -Data { "a" } -OutFile d.bin }
    New-Wait 'a session method' -Arrivals 1 { (New-RequestSession).Get("$url/stall?text=x") }
    New-Wait 'a session method with -As' -Arrivals 1 -NoProgress { (New-RequestSession).Get("$url/stall?text=x", @{ As = "Lines" }) }
    New-Wait 'Submit-HtmlForm' -Arrivals 1 {
        $page = [Requests.Response]::new(
            [Requests.PreparedRequest]::new("GET", "$url/stall?text=x", [Requests.HeaderDictionary]::new()), 200,
            [IO.MemoryStream]::new([Text.Encoding]::UTF8.GetBytes("<form method=post></form>")))
        $page | Submit-HtmlForm
    }
    New-Wait 'HtmlForms()' -Arrivals 1 -NoProgress { (Invoke-Request "$url/stall?text=x&type=text/html" -Stream).HtmlForms() }
    New-Wait 'Send-Request' -Arrivals 1 { New-Request "$url/stall?text=x" | Send-Request -As Text }
    New-Wait 'Use-RequestCassette' -Arrivals 1 -NoProgress {
        Use-RequestCassette wait.har { Invoke-Request "$url/stall?text=x" -As Lines }
    }
    New-Wait 'Use-RequestSession' -Arrivals 1 -NoProgress {
        Use-RequestSession { param($s) Invoke-Request "$url/stall?text=x" -Session $s -As Lines }
    }
    New-Wait 'Save-Response' -Arrivals 1 -NoProgress { Invoke-Request "$url/stall?text=x" -Stream | Save-Response e.bin }
    New-Wait 'Save()' -Arrivals 1 -NoProgress { (Invoke-Request "$url/stall?text=x" -Stream).Save("f.bin") }
    New-Wait 'IterContent()' -Arrivals 1 -NoProgress {
        foreach ($piece in (Invoke-Request "$url/stall?text=x" -Stream).IterContent()) { $piece.Length }
    }
    New-Wait 'IterContent(10)' -Arrivals 1 -NoProgress {
        foreach ($piece in (Invoke-Request "$url/stall?text=x" -Stream).IterContent(10)) { $piece.Length }
    }
    New-Wait 'IterLines()' -Arrivals 1 -NoProgress {
        foreach ($line in (Invoke-Request "$url/stall?text=a%0Ab" -Stream).IterLines()) { $line }
    }
    New-Wait 'IterLines() piped' -Arrivals 1 -NoProgress {
        (Invoke-Request "$url/stall?text=a%0Ab" -Stream).IterLines() | ForEach-Object { $_ }
    }
    New-Wait 'IterLines(";")' -Arrivals 1 -NoProgress {
        foreach ($line in (Invoke-Request "$url/stall?text=a;b" -Stream).IterLines(";")) { $line }
    }
    New-Wait 'IterText()' -Arrivals 1 -NoProgress { foreach ($text in (Invoke-Request "$url/stall?text=x" -Stream).IterText()) { $text } }
    New-Wait 'Text' -Arrivals 1 -NoProgress { (Invoke-Request "$url/stall?text=x" -Stream).Text }
    New-Wait 'Content' -Arrivals 1 -NoProgress { (Invoke-Request "$url/stall?text=x" -Stream).Content }
    New-Wait 'Json()' -Arrivals 1 -NoProgress { (Invoke-Request "$url/stall?text=[1," -Stream).Json() }
    New-Wait 'ApparentEncoding' -Arrivals 1 -NoProgress { (Invoke-Request "$url/stall?text=x" -Stream).ApparentEncoding }
    New-Wait 'DeclaredEncodings' -Arrivals 1 -NoProgress { (Invoke-Request "$url/stall?text=x" -Stream).DeclaredEncodings }
    New-Wait 'Raw' -Arrivals 1 -NoProgress { [IO.StreamReader]::new((Invoke-Request "$url/stall?text=x" -Stream).Raw).ReadToEnd() }
    New-Wait 'Get-Content of a response' -Arrivals 1 -NoProgress {
        (Invoke-Request "$url/stall?text=x" -Stream) | Select-Object -ExpandProperty Text
    }
    New-Wait 'a stream as body' { Invoke-Request "$url/stall" -Method Post -Data ([IO.Pipes.AnonymousPipeServerStream]::new("In")) }
    New-Wait 'a stream as body, -As' {
        Invoke-Request "$url/stall" -Method Post -Data ([IO.Pipes.AnonymousPipeServerStream]::new("In")) -As Text
    }
    New-Wait 'a stream in a form' {
        Invoke-Request "$url/stall" -Method Post -Files @{ f = [IO.Pipes.AnonymousPipeServerStream]::new("In") }
    }
    New-Wait 'the wait of a retry' -Arrivals 1 {
        Invoke-Request "$url/came?status=503" -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)
    }
    New-Wait 'the wait of a retry, -As' -Arrivals 1 {
        Invoke-Request "$url/came?status=503" -As Text -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)
    }
    New-Wait 'the wait of a reconnection' -Arrivals 1 -NoProgress {
        Invoke-Request "$url/came?status=503" -As Events -Reconnect -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)
    }
    New-Wait 'a script as adapter' -NoProgress {
        $s = New-RequestSession; $s.Mount("slow://", { Start-Sleep 60 }); Invoke-Request slow://x -Session $s -As Text
    }
    New-Wait 'a sign-in at another device' -NoProgress {
        Invoke-Request "$root/oauth2/stop/resource" -Auth (
            New-OAuth2Auth "$root/oauth2/stop/token" public -DeviceAuthorizationUri "$root/oauth2/stop/device" -Prompt { }
        )
    }
    New-Wait 'a sign-in in the browser' -NoProgress {
        Invoke-Request "$root/oauth2/stop/resource" -Auth (
            New-OAuth2Auth "$root/oauth2/stop/token" public -AuthorizationUri "$root/oauth2/stop/authorize" -Prompt { }
        )
    }
    New-Wait 'a sign-in of OAuth 1' -NoProgress {
        $request, $authorize, $access = "$root/oauth1/request", "$root/oauth1/authorize", "$root/oauth1/access"
        Get-OAuth1Token key secret -RequestTokenUri $request -AuthorizationUri $authorize -AccessTokenUri $access -Prompt { }
    }
    New-Wait 'the wait of a retry, -OutFile' -Arrivals 1 {
        Invoke-Request "$url/came?status=503" -OutFile retry.bin -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)
    }
    New-Wait 'the wait after a broken download' -Arrivals 2 {
        Invoke-Request "$url/came?status=200&length=9" -OutFile broken.bin -Retry (New-RetryPolicy 3 -BackoffFactor 60)
    }
    New-Wait 'the wait of a retry, many at the same time' -Arrivals 3 {
        @("$url/came?status=503") * 3 | Invoke-Request -ThrottleLimit 4 -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)
    }
    New-Wait 'the wait of a retry, a session method' -Arrivals 1 {
        (New-RequestSession -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)).Get("$url/came?status=503")
    }
    New-Wait 'the wait for a rate limit' -Arrivals 1 {
        $s = New-RequestSession -RateLimit (New-RateLimit 1 -Per 3600)
        $null = Invoke-Request "$url/came?status=200" -Session $s
        Invoke-Request "$url/came?status=200" -Session $s
    }
    New-Wait 'the wait for a rate limit, many at the same time' -Arrivals 1 {
        $s = New-RequestSession -RateLimit (New-RateLimit 1 -Per 3600)
        @("$url/came?status=200") * 9 | Invoke-Request -Session $s -ThrottleLimit 9 -As Text
    }
    New-Wait 'the second page' -Arrivals 2 { Invoke-Request "$url/came?status=200&link=stall" -FollowRelLink }
    New-Wait 'the second page, -As' -Arrivals 2 { Invoke-Request "$url/came?status=200&link=stall" -FollowRelLink -As Text }
    New-Wait '-Paginate -As Json' -Arrivals 1 { Invoke-Request "$url/stall?text=[1," -Paginate -As Json }
    New-Wait 'the page ahead, -As Json' -Arrivals 1 { Invoke-Request "$root/pages/else?to=$url/stall" -Paginate -As Json }
    New-Wait 'Wait-Request' -Arrivals 1 { Wait-Request "$url/came?status=200" -Until { $false } -Every 60 }
    New-Wait 'Wait-Request, its request' -Arrivals 1 { Wait-Request "$url/stall" -Until { $false } }
    New-Wait 'Wait-Request -ThrottleLimit' -Arrivals 3 {
        @("$url/came?status=200") * 3 | Wait-Request -Until { $false } -Every 60 -ThrottleLimit 3
    }
    New-Wait 'Wait-Request, its script block' -Arrivals 1 -NoProgress { Wait-Request "$url/came?status=200" -Until { Start-Sleep 60 } }
    New-Wait 'Wait-RequestOperation' -Arrivals 1 {
        Invoke-Request "$url/came?status=202&location=stall" | Wait-RequestOperation -Every 60
    }
    New-Wait 'Wait-RequestOperation, its request' -Arrivals 2 {
        Invoke-Request "$url/came?status=202&location=stall" | Wait-RequestOperation -Every 0
    }
    New-Wait 'Test-Request' -Arrivals 1 -NoProgress { Test-Request "$url/stall" }
    New-Wait 'Test-Request, a handshake' -Silent 1 -NoProgress { Test-Request "https://$silent" -Timeout 100 }
    New-Wait 'after a redirect' -Arrivals 2 { Invoke-Request "$url/came?status=302&link=stall" }
    New-Wait 'after a challenge of Digest' -Arrivals 1 {
        $challenge = 'Digest%20realm%3D%22r%22,%20nonce%3D%22n%22,%20qop%3D%22auth%22'
        Invoke-Request "$url/stall?challenge=$challenge" -Auth (New-DigestAuth user pass)
    }
    New-Wait 'after a challenge that is guessed' -Arrivals 1 {
        Invoke-Request "$url/stall?challenge=Basic%20realm%3D%22r%22" -Auth (New-GuessAuth user pass)
    }
    New-Wait 'HTTP/2' -Arrivals 1 { Invoke-Request "$http2/stall?text=x" -HttpVersion 2.0 }
    New-Wait 'HTTP/2, many at the same time' -Arrivals 3 { @("$http2/stall?text=x") * 3 | Invoke-Request -HttpVersion 2.0 -ThrottleLimit 4 }
    New-Wait 'HTTP/2 over TLS' -Arrivals 1 { Invoke-Request "$secure/stall?text=x" -HttpVersion 2.0 -Verify $ca -OutFile h2.bin }
    New-Wait 'TLS' -Arrivals 1 { Invoke-Request "$secure/stall?text=x" -Verify $ca }
    New-Wait 'a Unix socket' -Arrivals 1 { Invoke-Request "$url/stall?text=x" -UnixSocket $socket }
    New-Wait 'its own adapter' -Arrivals 1 {
        $s = New-RequestSession
        Add-RequestAdapter $s http:// (New-HttpAdapter -MaximumConnections 1)
        Invoke-Request "$url/stall?text=x" -Session $s
    }
    New-Wait 'the wait for a connection' -Arrivals 1 {
        $s = New-RequestSession
        Add-RequestAdapter $s http:// (New-HttpAdapter -MaximumConnections 1)
        @("$url/stall?text=x") * 3 | Invoke-Request -Session $s -ThrottleLimit 3
    }
    New-Wait 'Use-RequestSession with a session method' -Arrivals 1 { Use-RequestSession { param($s) $s.Get("$url/stall?text=x") } }
    New-Wait 'a prepared request' -Arrivals 1 { New-Request "$url/stall?text=x" | ConvertTo-PreparedRequest | Send-Request }
    New-Wait 'Send-Request -OutFile' -Arrivals 1 { New-Request "$url/stall?text=x" | Send-Request -OutFile s.bin }
    New-Wait 'Send-Request -ThrottleLimit' -Arrivals 3 {
        1..3 | ForEach-Object { New-Request "$url/stall?text=x" } | Send-Request -ThrottleLimit 3
    }
    New-Wait 'a request from curl' -Arrivals 1 { $splat = ConvertFrom-CurlCommand "curl $url/stall"; Invoke-Request @splat }
    New-Wait 'Save-Response of many' -Arrivals 1 -NoProgress {
        1..2 | ForEach-Object { Invoke-Request "$url/stall?text=$_" -Stream } | Save-Response ./
    }
    New-Wait '-Resume' -Arrivals 1 { Invoke-Request "$url/stall?text=x" -OutFile g.bin -Resume }
    New-Wait 'a session method that sends a file' -Arrivals 1 { (New-RequestSession).Post("$url/stall", @{ InFile = $big }) }
    New-Wait 'a request hook' -Arrivals 1 -NoProgress {
        Invoke-Request "$root/get" -Hooks @{ request = { $null = Invoke-Request "$url/came?status=200"; Start-Sleep 60 } }
    }
    New-Wait 'a script as auth' -Arrivals 1 -NoProgress {
        Invoke-Request "$root/get" -Auth { $null = Invoke-Request "$url/came?status=200"; Start-Sleep 60 }
    }
    New-Wait 'a script as body that does not end' -Silent 1 -NoProgress {
        Invoke-Request "http://$silent" -Method Post -Data { while ($true) { "a" * 100000 } }
    }
    New-Wait 'a mock that is slow' -NoProgress {
        $s = New-RequestSession
        Add-RequestAdapter $s mock:// (New-MockAdapter @{ Delay = [timespan]::FromMinutes(1) })
        Invoke-Request mock://x -Session $s
    }
    New-Wait 'a server that sends nothing' -Silent 1 { Invoke-Request "http://$silent" }
    New-Wait 'a TLS handshake' -Silent 1 { Invoke-Request "https://$silent" }
    New-Wait 'a TLS handshake, -OutFile' -Silent 1 { Invoke-Request "https://$silent" -OutFile tls.bin }
    New-Wait 'a proxy that sends nothing' -Silent 1 { Invoke-Request http://h.example/ -Proxies "http://$silent" }
    New-Wait 'a tunnel' -Silent 1 { Invoke-Request https://h.example/ -Proxies "http://$silent" }
    New-Wait 'TLS with a proxy' -Silent 1 { Invoke-Request http://h.example/ -Proxies "https://$silent" }
    New-Wait 'SOCKS 4' -Silent 1 { Invoke-Request http://127.0.0.1/ -Proxies "socks4://$silent" }
    New-Wait 'SOCKS 5' -Silent 1 { Invoke-Request http://h.example/ -Proxies "socks5h://$silent" }
    New-Wait 'an upload that the server does not read' -Silent 1 { Invoke-Request "http://$silent" -Method Put -InFile $big }
    New-Wait 'an upload that the server does not read, -As' -Silent 1 { Invoke-Request "http://$silent" -Method Put -InFile $big -As Text }
    New-Wait 'a form that the server does not read' -Silent 1 { Invoke-Request "http://$silent" -Method Post -Files @{ f = Get-Item $big } }
    New-Wait 'a stream that the server does not read' -Silent 1 {
        $file = [IO.File]::OpenRead($big); try { Invoke-Request "http://$silent" -Method Post -Data $file } finally { $file.Dispose() }
    }
    New-Wait 'bytes that the server does not read' -Silent 1 { Invoke-Request "http://$silent" -Method Post -Data ([byte[]]::new(32MB)) }
    New-Wait 'a token of OAuth 2' -Arrivals 1 -NoProgress {
        Invoke-Request "$root/get" -Auth (New-OAuth2Auth "$url/stall" client (ConvertTo-SecureString s -AsPlainText -Force))
    }
    New-Wait 'a token of OAuth 2, many at the same time' -Arrivals 1 -NoProgress {
        $auth = New-OAuth2Auth "$url/stall" client (ConvertTo-SecureString s -AsPlainText -Force)
        @("$root/get") * 3 | Invoke-Request -ThrottleLimit 3 -Auth $auth
    }
    New-Wait 'a token of a registry''s service' -Arrivals 2 -NoProgress {
        $challenge = [uri]::EscapeDataString("Bearer realm=`"$url/stall`",service=`"s`"")
        Invoke-Request "$url/came?status=401&challenge=$challenge" -Auth (New-TokenServiceAuth user pass)
    }
    New-Wait 'a token of a managed identity' -Arrivals 1 -NoProgress {
        $env:IDENTITY_ENDPOINT, $env:IDENTITY_HEADER = "$url/stall", "h"
        Invoke-Request "$root/get" -Auth (New-ManagedIdentityAuth https://vault.azure.net)
    }
    New-Wait 'a block that returns a token' -NoProgress { Invoke-Request "$root/get" -Auth (New-BearerAuth { Start-Sleep 60 }) }
    New-Wait 'a token of OAuth 1' -Arrivals 1 -NoProgress {
        $request, $authorize, $access = "$url/stall", "$root/oauth1/authorize", "$root/oauth1/access"
        Get-OAuth1Token key secret -RequestTokenUri $request -AuthorizationUri $authorize -AccessTokenUri $access -Prompt { }
    }
    if (-not $IsLinux) { return }
    New-Wait 'a connection that is not accepted' { Invoke-Request "http://$full" }
    New-Wait 'a connection that is not accepted, -As' { Invoke-Request "http://$full" -As Text }
    New-Wait 'a pipe as body' { Invoke-Request "$url/stall" -Method Post -InFile $pipe }
    New-Wait 'a pipe in a form' { Invoke-Request "$url/stall" -Method Post -Files @{ f = Get-Item $pipe } }
    New-Wait 'a pipe as body whose writer is silent' {
        $other = [IO.File]::Open($pipe, "Open", "ReadWrite", "ReadWrite")
        try { Invoke-Request "$url/stall" -Method Post -InFile $pipe } finally { $other.Dispose() }
    }
    New-Wait 'a pipe as -OutFile' -Arrivals 1 { Invoke-Request "$url/stall?text=x" -OutFile $pipe }
    New-Wait 'a pipe as -OutFile whose reader is slow' {
        $other = [IO.File]::Open($pipe, "Open", "ReadWrite", "ReadWrite")
        try { Invoke-Request "$root/flow/10000000" -OutFile $pipe } finally { $other.Dispose() }
    }
    New-Wait 'Save-Response into a pipe' -Arrivals 1 -NoProgress { Invoke-Request "$url/stall?text=x" -Stream | Save-Response $pipe }
    New-Wait 'Save() into a pipe' -Arrivals 1 -NoProgress { (Invoke-Request "$url/stall?text=x" -Stream).Save($pipe) }
    New-Wait 'an export of cookies into a pipe' -NoProgress {
        $s = New-RequestSession; Set-RequestCookie $s a b -Domain h.example; Export-RequestCookie $pipe $s
    }
    New-Wait 'an export of HAR into a pipe' -NoProgress { Invoke-Request "$root/get" | Export-RequestHar $pipe }
}

function Start-SilentServer {
    # Returns a server that accepts connections and sends nothing (Silent), and one whose queue of connections is full (Full).
    $silent, $full = 500, 1 | ForEach-Object {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start($_)
        $listener
    }
    $fillers = foreach ($one in 1..3) {
        $client = [Net.Sockets.TcpClient]::new()
        $null = $client.ConnectAsync([Net.IPAddress]::Loopback, $full.LocalEndpoint.Port)
        $client
    }
    [pscustomobject]@{ Silent = $silent; Full = $full; Fillers = $fillers }
}

function Stop-SilentServer($Servers) { foreach ($one in @($Servers.Silent, $Servers.Full) + $Servers.Fillers) { $one.Dispose() } }

function Get-Connection($Silent, [int] $Count) {
    # Waits for that number of connections to the silent server, and returns them.
    for ($i = 0; $i -lt $Count; $i++) {
        $accepted = $Silent.AcceptSocketAsync()
        if (-not $accepted.Wait(30000)) { throw "Of $Count connections to the silent server $i came." }
        $accepted.Result
    }
}

function Find-Open([Net.Sockets.Socket[]] $Connection) {
    # Returns the first bytes of each connection that the client does not close within 10 seconds.
    foreach ($one in $Connection) {
        $one.ReceiveTimeout = 10000
        $buffer, $first = [byte[]]::new(1MB), ''
        try {
            while ($count = $one.Receive($buffer)) {
                if (-not $first) { $first = [Text.Encoding]::Latin1.GetString($buffer, 0, [math]::Min($count, 80)) }
            }
        } catch [Net.Sockets.SocketException] {
            if ($_.Exception.SocketErrorCode -ne 'ConnectionReset') { "$($_.Exception.SocketErrorCode) after '$first'" }
        } finally { $one.Dispose() }
    }
}

function Get-Setting($Server, [string] $Group, [string] $Folder, $Servers) {
    # Returns the variables of the scripts.
    $big, $pipe = "$(Split-Path $Folder)/big", "$Folder/pipe"
    if (-not (Test-Path $big)) {
        $file = [IO.File]::Create($big)
        $file.SetLength(64MB)
        $file.Dispose()
    }
    @{
        root   = $Server.Url
        url    = "$($Server.Url)/together/$Group"
        secure = "$($Server.SecureUrl)/together/$Group"
        http2  = "$($Server.Http2Url)/together/$Group"
        ca     = $Server.CaFile
        socket = $Server.UnixSocket
        silent = "$($Servers.Silent.LocalEndpoint)"
        full   = "$($Servers.Full.LocalEndpoint)"
        big    = $big
        pipe   = $pipe
    }
}

Export-ModuleMember -Function Get-Wait, Get-Setting, Get-Connection, Find-Open, Start-SilentServer, Stop-SilentServer

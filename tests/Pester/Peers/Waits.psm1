# Everything that waits, as scripts: what each sends to the group of requests that it belongs to, and to a server that accepts and says nothing.
# A script finds $root (the test server), $url, $secure and $http2 (its group there), $ca, $socket, $silent and $full (servers that say nothing, and that do not
# accept), $big (a large file) and $pipe (a named pipe of its own).

# The waits that show no progress: no command transfers anything then, or a script block holds the pipeline.
$hidden = @(
    'IterContent()', 'IterContent(10)', 'IterLines()', 'IterLines() piped', 'IterLines(";")', 'IterText()', 'Text', 'Content', 'Json()'
    'ApparentEncoding', 'DeclaredEncodings', 'Raw', 'Get-Content of a response', 'Save()', 'Save() into a pipe', 'a script as body'
    'a script as body, -As', 'a script as adapter', 'a mock that is slow', 'a sign-in at another device', 'a sign-in in the browser'
    'a sign-in of OAuth 1', 'a token of OAuth 1', 'a token of OAuth 2', 'a token of OAuth 2, many at once', 'a request hook'
    'a script as auth', 'an export of cookies into a pipe', 'an export of HAR into a pipe'
)

function Get-Wait {
    Get-Script | Select-Object *, @{ Name = 'Shown'; Expression = { $_.Name -notin $hidden } }
}

function Get-Script {
    [pscustomobject]@{ Name = 'a call'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall"' }
    [pscustomobject]@{ Name = 'a body'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x"' }
    [pscustomobject]@{ Name = '-OutFile'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -OutFile a.bin' }
    [pscustomobject]@{ Name = '-OutFile -Retry'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -OutFile b.bin -Retry 3' }
    [pscustomobject]@{ Name = '-As Json'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=[1," -As Json' }
    [pscustomobject]@{ Name = '-As Text'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -As Text' }
    [pscustomobject]@{ Name = '-As Bytes'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -As Bytes' }
    [pscustomobject]@{ Name = '-As Lines'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=a%0Ab" -As Lines' }
    [pscustomobject]@{ Name = '-As Events'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=data:x%0A%0A&type=text/event-stream" -As Events' }
    [pscustomobject]@{ Name = '-Reconnect'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=data:x%0A%0A&type=text/event-stream" -As Events -Reconnect' }
    [pscustomobject]@{ Name = '-FollowRelLink'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -FollowRelLink' }
    [pscustomobject]@{ Name = '-FollowRelLink -OutFile'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -FollowRelLink -OutFile c.bin' }
    [pscustomobject]@{ Name = '-ThrottleLimit'; Arrivals = 3; Silent = 0; Script = '@("$url/stall?text=x") * 3 | Invoke-Request -ThrottleLimit 4' }
    [pscustomobject]@{ Name = '-ThrottleLimit -Unordered'; Arrivals = 3; Silent = 0; Script = '@("$url/stall?text=x") * 3 | Invoke-Request -ThrottleLimit 4 -Unordered -As Lines' }
    [pscustomobject]@{ Name = '-ThrottleLimit -OutFile'; Arrivals = 3; Silent = 0; Script = '1..3 | ForEach-Object { "$url/stall?text=x&n=$_" } | Invoke-Request -ThrottleLimit 4 -OutFile ./' }
    [pscustomobject]@{ Name = '-Verbose'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -As Text -Verbose' }
    [pscustomobject]@{ Name = 'a hook'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$root/get" -Hooks @{ response = { Invoke-Request "$url/stall" } }' }
    [pscustomobject]@{ Name = 'a script as body'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall" -Method Post -Data { "a"; Start-Sleep 60; "b" }' }
    [pscustomobject]@{ Name = 'a script as body, -As'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall" -Method Post -Data { "a"; Start-Sleep 60; "b" } -As Lines' }
    [pscustomobject]@{ Name = 'a body that was sent'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall" -Method Post -Data { "a" } -OutFile d.bin' }
    [pscustomobject]@{ Name = 'a session method'; Arrivals = 1; Silent = 0; Script = '(New-RequestSession).Get("$url/stall?text=x")' }
    [pscustomobject]@{ Name = 'a session method with -As'; Arrivals = 1; Silent = 0; Script = '(New-RequestSession).Get("$url/stall?text=x", @{ As = "Lines" })' }
    [pscustomobject]@{ Name = 'Send-Request'; Arrivals = 1; Silent = 0; Script = 'New-Request "$url/stall?text=x" | Send-Request -As Text' }
    [pscustomobject]@{ Name = 'Use-RequestSession'; Arrivals = 1; Silent = 0; Script = 'Use-RequestSession { param($s) Invoke-Request "$url/stall?text=x" -Session $s -As Lines }' }
    [pscustomobject]@{ Name = 'Save-Response'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -Stream | Save-Response e.bin' }
    [pscustomobject]@{ Name = 'Save()'; Arrivals = 1; Silent = 0; Script = '(Invoke-Request "$url/stall?text=x" -Stream).Save("f.bin")' }
    [pscustomobject]@{ Name = 'IterContent()'; Arrivals = 1; Silent = 0; Script = 'foreach ($piece in (Invoke-Request "$url/stall?text=x" -Stream).IterContent()) { $piece.Length }' }
    [pscustomobject]@{ Name = 'IterContent(10)'; Arrivals = 1; Silent = 0; Script = 'foreach ($piece in (Invoke-Request "$url/stall?text=x" -Stream).IterContent(10)) { $piece.Length }' }
    [pscustomobject]@{ Name = 'IterLines()'; Arrivals = 1; Silent = 0; Script = 'foreach ($line in (Invoke-Request "$url/stall?text=a%0Ab" -Stream).IterLines()) { $line }' }
    [pscustomobject]@{ Name = 'IterLines() piped'; Arrivals = 1; Silent = 0; Script = '(Invoke-Request "$url/stall?text=a%0Ab" -Stream).IterLines() | ForEach-Object { $_ }' }
    [pscustomobject]@{ Name = 'IterLines(";")'; Arrivals = 1; Silent = 0; Script = 'foreach ($line in (Invoke-Request "$url/stall?text=a;b" -Stream).IterLines(";")) { $line }' }
    [pscustomobject]@{ Name = 'IterText()'; Arrivals = 1; Silent = 0; Script = 'foreach ($text in (Invoke-Request "$url/stall?text=x" -Stream).IterText()) { $text }' }
    [pscustomobject]@{ Name = 'Text'; Arrivals = 1; Silent = 0; Script = '(Invoke-Request "$url/stall?text=x" -Stream).Text' }
    [pscustomobject]@{ Name = 'Content'; Arrivals = 1; Silent = 0; Script = '(Invoke-Request "$url/stall?text=x" -Stream).Content' }
    [pscustomobject]@{ Name = 'Json()'; Arrivals = 1; Silent = 0; Script = '(Invoke-Request "$url/stall?text=[1," -Stream).Json()' }
    [pscustomobject]@{ Name = 'ApparentEncoding'; Arrivals = 1; Silent = 0; Script = '(Invoke-Request "$url/stall?text=x" -Stream).ApparentEncoding' }
    [pscustomobject]@{ Name = 'DeclaredEncodings'; Arrivals = 1; Silent = 0; Script = '(Invoke-Request "$url/stall?text=x" -Stream).DeclaredEncodings' }
    [pscustomobject]@{ Name = 'Raw'; Arrivals = 1; Silent = 0; Script = '[IO.StreamReader]::new((Invoke-Request "$url/stall?text=x" -Stream).Raw).ReadToEnd()' }
    [pscustomobject]@{ Name = 'Get-Content of a response'; Arrivals = 1; Silent = 0; Script = '(Invoke-Request "$url/stall?text=x" -Stream) | Select-Object -ExpandProperty Text' }
    [pscustomobject]@{ Name = 'a stream as body'; Arrivals = 0; Silent = 0; Script = 'Invoke-Request "$url/stall" -Method Post -Data ([IO.Pipes.AnonymousPipeServerStream]::new("In"))' }
    [pscustomobject]@{ Name = 'a stream as body, -As'; Arrivals = 0; Silent = 0; Script = 'Invoke-Request "$url/stall" -Method Post -Data ([IO.Pipes.AnonymousPipeServerStream]::new("In")) -As Text' }
    [pscustomobject]@{ Name = 'a stream in a form'; Arrivals = 0; Silent = 0; Script = 'Invoke-Request "$url/stall" -Method Post -Files @{ f = [IO.Pipes.AnonymousPipeServerStream]::new("In") }' }
    [pscustomobject]@{ Name = 'the wait of a retry'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/came?status=503" -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)' }
    [pscustomobject]@{ Name = 'the wait of a retry, -As'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/came?status=503" -As Text -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)' }
    [pscustomobject]@{ Name = 'the wait of a reconnection'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/came?status=503" -As Events -Reconnect -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)' }
    [pscustomobject]@{ Name = 'a script as adapter'; Arrivals = 0; Silent = 0; Script = '$s = New-RequestSession; $s.Mount("slow://", { Start-Sleep 60 }); Invoke-Request slow://x -Session $s -As Text' }
    [pscustomobject]@{ Name = 'a sign-in at another device'; Arrivals = 0; Silent = 0; Script = 'Invoke-Request "$root/oauth2/stop/resource" -Auth (New-OAuth2Auth "$root/oauth2/stop/token" public -DeviceAuthorizationUri "$root/oauth2/stop/device" -Prompt { })' }
    [pscustomobject]@{ Name = 'a sign-in in the browser'; Arrivals = 0; Silent = 0; Script = 'Invoke-Request "$root/oauth2/stop/resource" -Auth (New-OAuth2Auth "$root/oauth2/stop/token" public -AuthorizationUri "$root/oauth2/stop/authorize" -Prompt { })' }
    [pscustomobject]@{ Name = 'a sign-in of OAuth 1'; Arrivals = 0; Silent = 0; Script = 'Get-OAuth1Token key secret -RequestTokenUri "$root/oauth1/request" -AuthorizationUri "$root/oauth1/authorize" -AccessTokenUri "$root/oauth1/access" -Prompt { }' }
    [pscustomobject]@{ Name = 'the wait of a retry, -OutFile'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/came?status=503" -OutFile retry.bin -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)' }
    [pscustomobject]@{ Name = 'the wait after a broken download'; Arrivals = 2; Silent = 0; Script = 'Invoke-Request "$url/came?status=200&length=9" -OutFile broken.bin -Retry (New-RetryPolicy 3 -BackoffFactor 60)' }
    [pscustomobject]@{ Name = 'the wait of a retry, many at once'; Arrivals = 3; Silent = 0; Script = '@("$url/came?status=503") * 3 | Invoke-Request -ThrottleLimit 4 -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)' }
    [pscustomobject]@{ Name = 'the wait of a retry, a session method'; Arrivals = 1; Silent = 0; Script = '(New-RequestSession -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)).Get("$url/came?status=503")' }
    [pscustomobject]@{ Name = 'the second page'; Arrivals = 2; Silent = 0; Script = 'Invoke-Request "$url/came?status=200&link=stall" -FollowRelLink' }
    [pscustomobject]@{ Name = 'the second page, -As'; Arrivals = 2; Silent = 0; Script = 'Invoke-Request "$url/came?status=200&link=stall" -FollowRelLink -As Text' }
    [pscustomobject]@{ Name = 'after a redirect'; Arrivals = 2; Silent = 0; Script = 'Invoke-Request "$url/came?status=302&link=stall"' }
    [pscustomobject]@{ Name = 'after a challenge of Digest'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?challenge=Digest%20realm%3D%22r%22,%20nonce%3D%22n%22,%20qop%3D%22auth%22" -Auth (New-DigestAuth user pass)' }
    [pscustomobject]@{ Name = 'after a challenge that is guessed'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?challenge=Basic%20realm%3D%22r%22" -Auth (New-GuessAuth user pass)' }
    [pscustomobject]@{ Name = 'HTTP/2'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$http2/stall?text=x" -HttpVersion 2.0' }
    [pscustomobject]@{ Name = 'HTTP/2, many at once'; Arrivals = 3; Silent = 0; Script = '@("$http2/stall?text=x") * 3 | Invoke-Request -HttpVersion 2.0 -ThrottleLimit 4' }
    [pscustomobject]@{ Name = 'HTTP/2 over TLS'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$secure/stall?text=x" -HttpVersion 2.0 -Verify $ca -OutFile h2.bin' }
    [pscustomobject]@{ Name = 'TLS'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$secure/stall?text=x" -Verify $ca' }
    [pscustomobject]@{ Name = 'a Unix socket'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -UnixSocket $socket' }
    [pscustomobject]@{ Name = 'an adapter of its own'; Arrivals = 1; Silent = 0; Script = '$s = New-RequestSession; Add-RequestAdapter $s http:// (New-HttpAdapter -MaximumConnections 1); Invoke-Request "$url/stall?text=x" -Session $s' }
    [pscustomobject]@{ Name = 'the wait for a connection'; Arrivals = 1; Silent = 0; Script = '$s = New-RequestSession; Add-RequestAdapter $s http:// (New-HttpAdapter -MaximumConnections 1); @("$url/stall?text=x") * 3 | Invoke-Request -Session $s -ThrottleLimit 3' }
    [pscustomobject]@{ Name = 'Use-RequestSession with a session method'; Arrivals = 1; Silent = 0; Script = 'Use-RequestSession { param($s) $s.Get("$url/stall?text=x") }' }
    [pscustomobject]@{ Name = 'a prepared request'; Arrivals = 1; Silent = 0; Script = 'New-Request "$url/stall?text=x" | ConvertTo-PreparedRequest | Send-Request' }
    [pscustomobject]@{ Name = 'Send-Request -OutFile'; Arrivals = 1; Silent = 0; Script = 'New-Request "$url/stall?text=x" | Send-Request -OutFile s.bin' }
    [pscustomobject]@{ Name = 'Send-Request -ThrottleLimit'; Arrivals = 3; Silent = 0; Script = '1..3 | ForEach-Object { New-Request "$url/stall?text=x" } | Send-Request -ThrottleLimit 3' }
    [pscustomobject]@{ Name = 'a request from curl'; Arrivals = 1; Silent = 0; Script = '$splat = ConvertFrom-CurlCommand "curl $url/stall"; Invoke-Request @splat' }
    [pscustomobject]@{ Name = 'Save-Response of many'; Arrivals = 1; Silent = 0; Script = '1..2 | ForEach-Object { Invoke-Request "$url/stall?text=$_" -Stream } | Save-Response ./' }
    [pscustomobject]@{ Name = '-Resume'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -OutFile g.bin -Resume' }
    [pscustomobject]@{ Name = 'a session method that sends a file'; Arrivals = 1; Silent = 0; Script = '(New-RequestSession).Post("$url/stall", @{ InFile = $big })' }
    [pscustomobject]@{ Name = 'a request hook'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$root/get" -Hooks @{ request = { $null = Invoke-Request "$url/came?status=200"; Start-Sleep 60 } }' }
    [pscustomobject]@{ Name = 'a script as auth'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$root/get" -Auth { $null = Invoke-Request "$url/came?status=200"; Start-Sleep 60 }' }
    [pscustomobject]@{ Name = 'a script as body that does not end'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request "http://$silent" -Method Post -Data { while ($true) { "a" * 100000 } }' }
    [pscustomobject]@{ Name = 'a mock that is slow'; Arrivals = 0; Silent = 0; Script = '$s = New-RequestSession; Add-RequestAdapter $s mock:// (New-MockAdapter @{ Delay = [timespan]::FromMinutes(1) }); Invoke-Request mock://x -Session $s' }
    [pscustomobject]@{ Name = 'a server that says nothing'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request "http://$silent"' }
    [pscustomobject]@{ Name = 'a TLS handshake'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request "https://$silent"' }
    [pscustomobject]@{ Name = 'a TLS handshake, -OutFile'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request "https://$silent" -OutFile tls.bin' }
    [pscustomobject]@{ Name = 'a proxy that says nothing'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request http://h.example/ -Proxies "http://$silent"' }
    [pscustomobject]@{ Name = 'a tunnel'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request https://h.example/ -Proxies "http://$silent"' }
    [pscustomobject]@{ Name = 'TLS with a proxy'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request http://h.example/ -Proxies "https://$silent"' }
    [pscustomobject]@{ Name = 'SOCKS 4'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request http://127.0.0.1/ -Proxies "socks4://$silent"' }
    [pscustomobject]@{ Name = 'SOCKS 5'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request http://h.example/ -Proxies "socks5h://$silent"' }
    [pscustomobject]@{ Name = 'an upload that the server does not read'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request "http://$silent" -Method Put -InFile $big' }
    [pscustomobject]@{ Name = 'an upload that the server does not read, -As'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request "http://$silent" -Method Put -InFile $big -As Text' }
    [pscustomobject]@{ Name = 'a form that the server does not read'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request "http://$silent" -Method Post -Files @{ f = Get-Item $big }' }
    [pscustomobject]@{ Name = 'a stream that the server does not read'; Arrivals = 0; Silent = 1; Script = '$file = [IO.File]::OpenRead($big); try { Invoke-Request "http://$silent" -Method Post -Data $file } finally { $file.Dispose() }' }
    [pscustomobject]@{ Name = 'bytes that the server does not read'; Arrivals = 0; Silent = 1; Script = 'Invoke-Request "http://$silent" -Method Post -Data ([byte[]]::new(32MB))' }
    [pscustomobject]@{ Name = 'a token of OAuth 2'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$root/get" -Auth (New-OAuth2Auth "$url/stall" client (ConvertTo-SecureString s -AsPlainText -Force))' }
    [pscustomobject]@{ Name = 'a token of OAuth 2, many at once'; Arrivals = 1; Silent = 0; Script = '@("$root/get") * 3 | Invoke-Request -ThrottleLimit 3 -Auth (New-OAuth2Auth "$url/stall" client (ConvertTo-SecureString s -AsPlainText -Force))' }
    [pscustomobject]@{ Name = 'a token of OAuth 1'; Arrivals = 1; Silent = 0; Script = 'Get-OAuth1Token key secret -RequestTokenUri "$url/stall" -AuthorizationUri "$root/oauth1/authorize" -AccessTokenUri "$root/oauth1/access" -Prompt { }' }
    if (-not $IsLinux) { return }
    [pscustomobject]@{ Name = 'a connection that is not accepted'; Arrivals = 0; Silent = 0; Script = 'Invoke-Request "http://$full"' }
    [pscustomobject]@{ Name = 'a connection that is not accepted, -As'; Arrivals = 0; Silent = 0; Script = 'Invoke-Request "http://$full" -As Text' }
    [pscustomobject]@{ Name = 'a pipe as body'; Arrivals = 0; Silent = 0; Script = 'Invoke-Request "$url/stall" -Method Post -InFile $pipe' }
    [pscustomobject]@{ Name = 'a pipe in a form'; Arrivals = 0; Silent = 0; Script = 'Invoke-Request "$url/stall" -Method Post -Files @{ f = Get-Item $pipe }' }
    [pscustomobject]@{ Name = 'a pipe as body whose writer is silent'; Arrivals = 0; Silent = 0; Script = '$other = [IO.File]::Open($pipe, "Open", "ReadWrite", "ReadWrite"); try { Invoke-Request "$url/stall" -Method Post -InFile $pipe } finally { $other.Dispose() }' }
    [pscustomobject]@{ Name = 'a pipe as -OutFile'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -OutFile $pipe' }
    [pscustomobject]@{ Name = 'a pipe as -OutFile whose reader is slow'; Arrivals = 0; Silent = 0; Script = '$other = [IO.File]::Open($pipe, "Open", "ReadWrite", "ReadWrite"); try { Invoke-Request "$root/flow/10000000" -OutFile $pipe } finally { $other.Dispose() }' }
    [pscustomobject]@{ Name = 'Save-Response into a pipe'; Arrivals = 1; Silent = 0; Script = 'Invoke-Request "$url/stall?text=x" -Stream | Save-Response $pipe' }
    [pscustomobject]@{ Name = 'Save() into a pipe'; Arrivals = 1; Silent = 0; Script = '(Invoke-Request "$url/stall?text=x" -Stream).Save($pipe)' }
    [pscustomobject]@{ Name = 'an export of cookies into a pipe'; Arrivals = 0; Silent = 0; Script = '$s = New-RequestSession; Set-RequestCookie $s a b -Domain h.example; Export-RequestCookie $pipe $s' }
    [pscustomobject]@{ Name = 'an export of HAR into a pipe'; Arrivals = 0; Silent = 0; Script = 'Invoke-Request "$root/get" | Export-RequestHar $pipe' }
}

function Get-Setting($Server, [string] $Group, [string] $Folder, $Silent, $Full) {
    # The variables of the scripts.
    $big, $pipe = "$(Split-Path $Folder)/big", "$Folder/pipe"
    if (-not (Test-Path $big)) { $file = [IO.File]::Create($big); $file.SetLength(64MB); $file.Dispose() }
    @{
        root = $Server.Url; url = "$($Server.Url)/together/$Group"; secure = "$($Server.SecureUrl)/together/$Group"; http2 = "$($Server.Http2Url)/together/$Group"
        ca = $Server.CaFile; socket = $Server.UnixSocket; silent = "$($Silent.LocalEndpoint)"; full = "$($Full.LocalEndpoint)"; big = $big; pipe = $pipe
    }
}

Export-ModuleMember -Function *

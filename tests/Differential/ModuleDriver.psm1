# Runs the rows of the table with the module, and returns one outcome for each row in the same form as requests_driver.py.

$control = [Net.Http.HttpClient]::new()

function Invoke-DifferentialRow([hashtable] $Row, [string] $ControlUrl) {
    $body = [Net.Http.StringContent]::new((ConvertTo-Json @($Row.replies) -Compress), [Text.Encoding]::UTF8, 'application/json')
    $ports = $control.PostAsync("$ControlUrl/script", $body).GetAwaiter().GetResult().Content.ReadAsStringAsync().GetAwaiter().GetResult() |
        ConvertFrom-Json
    $outcome = [Collections.Generic.SortedDictionary[string, object]]::new([StringComparer]::Ordinal)
    $hooked = [Collections.Generic.List[object]]::new()
    $netrc = $null
    $session = $null
    try {
        if ($Row.ContainsKey('netrc')) {
            $netrc = New-TemporaryFile
            if (-not $IsWindows) { [IO.File]::SetUnixFileMode($netrc, 'UserRead, UserWrite') }
            [IO.File]::WriteAllText($netrc, $Row.netrc)
        }
        $env:NETRC = $netrc
        $settings = Get-Filled ($Row.session ?? @{}) $ports
        $jar = $settings.cookies
        $settings = Get-Argument $settings $ports
        $settings.Remove('Cookies')
        $session =
            New-RequestSession @settings -Hooks @{ response = { param($Response) $hooked.Add($Response.StatusCode) }.GetNewClosure() }
        if ($jar) { foreach ($name in $jar.Keys) { Set-RequestCookie -Session $session -Name $name -Value $jar[$name] } }
        $calls = Get-Filled $Row.calls $ports
        foreach ($call in $calls) {
            $arguments = Get-Argument $call $ports
            $response = Invoke-Request -Uri $call.url -Session $session @arguments -WarningAction Ignore
            $outcome['status'] = $response.StatusCode
            $outcome['reason'] = $response.Reason
            $outcome['url'] = $response.Url
            $outcome['ok'] = $response.Ok
            $outcome['encoding'] = if ($response.Encoding) { $response.Encoding.ToLowerInvariant() }
            $outcome['headers'] = Get-Sorted $response.Headers
            $outcome['history'] = @($response.History | ForEach-Object StatusCode)
            $outcome['hooks'] = $hooked.ToArray()
            $outcome['redirect'] = $response.IsRedirect
            $outcome['permanent'] = $response.IsPermanentRedirect
            $outcome['next'] = if ($response.Next) { "$($response.Next.Method) $($response.Next.Url)" }
            $outcome['links'] = [ordered]@{}
            foreach ($key in $response.Links.Keys) { $outcome.links[$key] = $response.Links[$key].Url }
            if ($call.ContainsKey('read')) {
                $outcome['read'] = Read-Response $response $call.read
            } else {
                $outcome['text'] = $response.Text
                $outcome['content'] = [Text.Encoding]::Latin1.GetString($response.Content)
            }
        }
    } catch {
        $outcome['error'] = if ($_.Exception -is [Requests.RequestException]) {
            $id = ($_.FullyQualifiedErrorId -split ',')[0] -replace '^Requests\.(\w+)Exception$', '$1'
            $id -replace '^(ChunkedEncoding|JsonDecode)$', '$1Error'
        } else {
            "raw $($_.Exception.GetType().Name): $_"
        }
    } finally {
        if ($netrc) { Remove-Item $netrc }
        $env:NETRC = $null
    }
    if ($session) {
        $cookies = Get-RequestCookie -Session $session | ForEach-Object {
            "$($_.Name)=$($_.Value); $($_.Domain); $($_.Path)$(if ($_.Secure) { '; secure' })$(if ($_.Expires) { '; persistent' })"
        }
        $outcome['cookies'] = [string[]] @($cookies)
        [Array]::Sort($outcome['cookies'], [StringComparer]::Ordinal)
        Close-RequestSession $session
    }
    $reply =
        $control.DeleteAsync("$ControlUrl/script/$($ports.a)").GetAwaiter().GetResult().Content.ReadAsStringAsync().GetAwaiter().GetResult()
    $seen = [Text.Json.JsonSerializer]::Deserialize($reply, [string[]])
    $outcome['sent'] = @(foreach ($request in $seen) { Get-SentText $request $ports.a })
    $text = ConvertTo-Json $outcome -Depth 20 -Compress
    $text = $text.Replace($ports.a, '{a}').Replace($ports.b, '{b}')
    $text = $text.Replace(($ports.b -split ':')[1], '{bport}').Replace(($ports.a -split ':')[1], '{aport}')
    ConvertFrom-Json $text -AsHashtable -DateKind String -NoEnumerate
}

# Replaces {a} and {b} with the authorities of the server of this row.
function Get-Filled($Value, $Ports) {
    if ($Value -is [string]) { return $Value.Replace('{a}', $Ports.a).Replace('{b}', $Ports.b) }
    if ($Value -is [Collections.IDictionary]) {
        $map = [Management.Automation.OrderedHashtable]::new()
        foreach ($name in $Value.Keys) { $map[(Get-Filled $name $Ports)] = Get-Filled $Value[$name] $Ports }
        return , $map
    }
    if ($Value -is [Collections.IList]) { return , [object[]] @(foreach ($item in $Value) { , (Get-Filled $item $Ports) }) }
    $Value
}

# Converts the names of Requests in a row to parameters.
function Get-Argument($Call, $Ports) {
    $arguments = @{}
    foreach ($name in $Call.Keys) {
        $value = $Call[$name]
        switch ($name) {
            'method' { $arguments.Method = $value }
            'params' { $arguments.Params = $value }
            'headers' { $arguments.Headers = $value }
            'cookies' { $arguments.Cookies = $value }
            'json' { $arguments.Json = $value }
            'data' { $arguments.Data = Get-Bytes $value }
            'files' { $arguments.Files = Get-File $value }
            'auth' { $arguments.Auth = $value }
            'digest' { $arguments.Auth = New-DigestAuth $value[0] (ConvertTo-SecureString $value[1] -AsPlainText) }
            'timeout' { $arguments.Timeout = $value }
            'allow_redirects' { $arguments.AllowRedirects = $value }
            'max_redirects' { $arguments.MaximumRedirection = $value }
            'stream' { $arguments.Stream = $value }
            'proxy' { $arguments.Proxies = "http://$(if ($value -is [string]) { $value })$($Ports.a)" }
            'trust_env' { $arguments.TrustEnv = $value }
        }
    }
    $arguments
}

function Get-Bytes($Value) {
    if ($Value -is [Collections.IDictionary] -and $Value.Count -eq 1) {
        if ($Value.Contains('bytes')) { return , [Text.Encoding]::Latin1.GetBytes($Value.bytes) }
        if ($Value.Contains('chunks')) { return { $Value.chunks }.GetNewClosure() }
    }
    , $Value
}

function Get-File($Value) {
    if ($Value -is [Collections.IDictionary]) {
        $map = [ordered]@{}
        foreach ($name in $Value.Keys) { $map[$name] = Get-Part $Value[$name] }
        return , $map
    }
    , [object[]] @(foreach ($pair in $Value) { , @($pair[0], (Get-Part $pair[1])) })
}

# Converts the tuple of Requests: file name, content, type and headers.
function Get-Part($Value) {
    if ($Value -isnot [Collections.IList]) { return Get-Bytes $Value }
    $part = @{ Content = Get-Bytes $Value[1] }
    $part.FileName = $Value[0] ?? ''
    if ($Value[2]) { $part.ContentType = $Value[2] }
    if ($Value[3]) { $part.Headers = $Value[3] }
    New-FilePart @part
}

function Get-Sorted($Headers) {
    $map = [Collections.Generic.SortedDictionary[string, object]]::new([StringComparer]::Ordinal)
    foreach ($name in $Headers.Keys) { $map[$name.ToLowerInvariant()] = $Headers[$name] }
    $map
}

function Read-Response($Response, [string] $How) {
    switch ($How) {
        'lines' { return , @(foreach ($line in $Response.IterLines()) { $line }) }
        'json' { return , (ConvertFrom-Json ($Response.Json($true) | ConvertTo-Json -Depth 20 -Compress) -AsHashtable -NoEnumerate) }
        'raise' { return $Response.RaiseForStatus() }
        'apparent' { return $Response.ApparentEncoding }
    }
    , @(foreach ($chunk in $Response.IterContent([int] $How)) { [Text.Encoding]::Latin1.GetString($chunk) })
}

# Returns a request without the headers that differ for each client, with its headers in the order of their names.
function Get-SentText([string] $Request, [string] $First) {
    $end = $Request.IndexOf("`r`n`r`n")
    $lines = $Request.Substring(0, $end) -split "`r`n"
    $method, $rest = $lines[0] -split ' ', 2
    $target = $rest.Substring(0, $rest.LastIndexOf(' '))
    $authority = if ($target -match '^\w+://([^/?#]*)') { $Matches[1] } else { $First }
    $defaults = 'accept: */*', 'connection: keep-alive', "host: $authority", 'accept-encoding: gzip, deflate, br',
        'accept-encoding: gzip, deflate, br, zstd'
    $headers = [string[]] @(foreach ($line in $lines | Select-Object -Skip 1) {
            $name, $value = $line -split ': ?', 2
            $header = "$($name.ToLowerInvariant()): $value"
            if ($header -cnotin $defaults -and $value -cnotlike 'Requests-PowerShell/*' -and $value -notlike '*PowerShell/*') { $header }
        })
    [Array]::Sort($headers, [StringComparer]::Ordinal)
    $body = $Request.Substring($end + 4)
    $text = (@("$method $target") + $headers) -join "`n"
    if ($body) { $text += "`n`n$body" }
    if ($text -match '\n\n--(\w{32})\r\n') {
        $text = $text.Replace($Matches[1], 'BOUNDARY') -replace 'content-length: \d+', 'content-length: *'
    }
    $text -replace '(cnonce|response)="[0-9a-f]+"', '$1="*"'
}

Export-ModuleMember -Function Invoke-DifferentialRow

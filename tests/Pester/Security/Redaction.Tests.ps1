# Canaries in every place that a secret can be given, and a search of every place where one could be shown.
BeforeDiscovery { . "$PSScriptRoot/RedactionCases.ps1" }

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    . "$PSScriptRoot/RedactionCases.ps1"
    New-SecretFile

    # An agent of a pipeline gets the secrets that are registered.
    $agents = @{}
    foreach ($name in 'GITHUB_ACTIONS', 'TF_BUILD') {
        $agents[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }

    # Without a file and in the first line, as PowerShell looks up the lines of others for each view of an error.
    $raise = [scriptblock]::Create('param($Response) $Response.RaiseForStatus()')
    $call = [scriptblock]::Create('param($Arguments, $Session) Invoke-Request @Arguments -Session $Session -RaiseForStatus')

    # Base64 has three forms by where it begins.
    $forms = @($canary) + @(0, 1, 2 | ForEach-Object {
            $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes(('u' * $_) + $canary))
            $encoded.Substring($_ ? 4 : 0, 16)
        })
    # On Linux and macOS the Clixml of a secure string is its characters in hexadecimal.
    $forms += [Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($canary))
    $pattern = ($forms | ForEach-Object { [regex]::Escape($_) }) -join '|'

    # What the guide says is data: a script reads it by its name. The members of each kind of object, in lists of all members and in files.
    $guide = Get-Content "$PSScriptRoot/../../../docs/guide/looking.md" -Raw
    $rows = [regex]::Matches(
        [regex]::Match($guide, '(?s)## What is never redacted(.*?)(\n## |$)').Groups[1].Value,
        '(?m)^\| `(?<member>\w+)` \| (?<of>[^|]+) \| (?<file>[^|]+) \|'
    )
    $data = @{}
    $kept = @(
        $rows | Where-Object { $_.Groups['file'].Value -match 'as it is' } | ForEach-Object {
            $_.Groups['member'].Value
            [regex]::Matches($_.Groups['file'].Value, '`(\w+)`').ForEach({ $_.Groups[1].Value })
        }
    )
    foreach ($row in $rows) { foreach ($of in $row.Groups['of'].Value -split ',\s*') { $data[$of] += @($row.Groups['member'].Value) } }
    # These show no value in lists of all members.
    $shown = @{
        response = $data.response | Where-Object { $_ -notin 'Headers', 'Trailers' }
        request  = $data.request | Where-Object { $_ -notin 'Headers', 'Params' }
        link     = $data.link
        session  = @('BaseUri')
    }
    $kinds = @{
        'Requests.Response'        = 'response'
        'Requests.PreparedRequest' = 'request'
        'Requests.Request'         = 'request'
        'Requests.RequestSession'  = 'session'
        'Requests.ResponseLink'    = 'link'
    }
    # JSON of what holds a response has all of these, at any depth.
    $named = @($data.response + $data.request + $data.link | Sort-Object -Unique)

    function Add-Text($Sinks, [string] $Sink, [scriptblock] $Write) {
        $Sinks[$Sink] = try { (& $Write *>&1 | Out-String -Width 400) } catch { "$_" }
    }

    # What shows or keeps objects of one type, except what is data. All objects go through one call, as most of the time of a view is spent
    # before the first object.
    $views = [ordered]@{
        'text' = { foreach ($one in $args[0]) { "$one"; $one.ToString() } }
        'a view, 40 wide' = { $args[0] | Out-String -Width 40 }
        'a view, 400 wide' = { $args[0] | Out-String -Width 400 }
        'a list' = { $args[0] | Format-List | Out-String -Width 400 }
        'a table' = { $args[0] | Format-Table | Out-String -Width 400 }
        'a list of all properties' = {
            $args[0] | Select-Object * -ExcludeProperty $shown["$($kinds["$($args[0][0].GetType())"])"] | Format-List * -Force |
                Out-String -Width 400
        }
        'a custom view' = { $args[0] | Format-Custom -Depth 2 | Out-String -Width 400 }
        # A token is kept as PowerShell keeps a secure string.
        'Clixml' = {
            foreach ($one in $args[0] | Where-Object { $_ -isnot [Requests.OAuth1Token] -and $_ -isnot [Requests.OAuth2Token] }) {
                [Management.Automation.PSSerializer]::Serialize($one, 2) -split '\r?\n' -notmatch "N=`"($($kept -join '|'))`""
            }
        }
        'Get-Error' = { if ($args[0][0] -is [Management.Automation.ErrorRecord]) { $args[0] | Get-Error | Out-String -Width 400 } }
        'the target of an error' = {
            foreach ($one in $args[0]) { $one.CategoryInfo.TargetName; "$($one.TargetObject)"; "$($one.CategoryInfo)" }
        }
        'the message of an error' = { foreach ($one in $args[0]) { "$($one.ErrorDetails)"; "$($one.Exception)"; $one.Exception.Message } }
        'JSON' = {
            # Of other objects JSON has all members, as the guide says.
            if ($args[0][0] -isnot [Management.Automation.ErrorRecord] -and $args[0][0] -isnot [Requests.AuthBase]) { return }
            foreach ($one in $args[0]) {
                $(
                    try {
                        $one | ConvertTo-Json -Depth ($one -is [Management.Automation.ErrorRecord] ? 3 : 4) -EnumsAsStrings 3>$null
                    } catch {
                        "$_"
                    }
                ) -split '\r?\n' -notmatch "^\s*`"($($named -join '|')|X-Echo|Link)`": "
            }
        }
    }

    # The lines of a text with a secret. PowerShell shows the lines of the script that an error is from.
    function Find-Line($Text) {
        ("$($Text -join "`n")" -split '\r?\n') -match $pattern -notmatch 'Line \||^\s*\d+ \|' | ForEach-Object Trim
    }

    # Where the objects of some places show a secret in a view: all together, and one by one where there is one.
    function Find-InView($Entries, [scriptblock] $View) {
        foreach ($group in $Entries | Group-Object { $_.Object.GetType() }) {
            if (-not (Find-Line (& $View @($group.Group.Object)))) { continue }
            $each = foreach ($entry in $group.Group) {
                Find-Line (& $View @($entry.Object)) | Select-Object -First 1 | ForEach-Object { "$($entry.Place), $($entry.What): $_" }
            }
            $each ?? "$($group.Name) together"
        }
    }

    function Find-Canary($Sinks) {
        foreach ($sink in $Sinks.GetEnumerator()) { Find-Line $sink.Value | Select-Object -First 1 | ForEach-Object { "$($sink.Key): $_" } }
    }
}

AfterAll { foreach ($name in $agents.Keys) { [Environment]::SetEnvironmentVariable($name, $agents[$name]) } }

Describe 'A secret' {
    BeforeAll {
        # One exchange for each place: what it shows itself, and the objects that it gives.
        $texts = @{}
        $objects = [Collections.Generic.List[object]]::new()
        function Add-Object([string] $What, $Object) {
            foreach ($one in $Object) { $objects.Add([pscustomobject]@{ Place = $place.Name; What = $What; Object = $one }) }
        }

        foreach ($place in $places) {
            $sinks = $texts[$place.Name] = [ordered]@{}
            $replies = $place.Replies ?? @{}
            $unsent = [bool] $place.Unsent
            $session = New-EchoSession
            # What cannot be used is refused immediately.
            $Error.Clear()
            $script:arguments = @{}
            Add-Text $sinks 'streams of the source' {
                $VerbosePreference = $DebugPreference = 'Continue'
                $script:arguments = & $place.With
            }
            Add-Object 'error of the source' @($Error)
            $arguments = $script:arguments ?? @{}
            if (-not $arguments.Uri) { $arguments.Uri = "https://api.example/$($place.Path)" }
            $Error.Clear()
            $script:response = $null
            Add-Text $sinks 'streams' { $script:response = Invoke-Request @arguments -Session $session -Verbose -Debug; $script:response }
            Add-Object 'error' @($Error)
            if ($script:response) {
                $response = $script:response
                Add-Object 'response' $response
                Add-Object 'request' $response.Request
                Add-Text $sinks 'links' { $response.Links.Values }
                Add-Text $sinks 'cookies' { $response.Cookies }
                Add-Text $sinks 'history' { $response.History }
                Add-Text $sinks 'Format-Exchange' { $response | Format-Exchange -Timing }
                Add-Text $sinks 'curl' { $response | ConvertTo-CurlCommand }
                Remove-Item "$TestDrive/one.har" -ErrorAction Ignore
                $response | Export-RequestHar "$TestDrive/one.har"
                $sinks['HAR'] = Get-Content "$TestDrive/one.har" -Raw
                if (-not $IsWindows) { $sinks['mode of HAR'] = (Get-Item "$TestDrive/one.har").UnixMode -eq '-rw-------' ? '' : $canary }
                $Error.Clear()
                Add-Text $sinks 'RaiseForStatus' { & $raise $response }
                Add-Object 'error of RaiseForStatus' @($Error)
                $Error.Clear()
                Add-Text $sinks 'streams of -RaiseForStatus' { & $call $arguments $session }
                Add-Object 'error of -RaiseForStatus' @($Error)
            }

            if ($arguments.Auth -is [Requests.AuthBase]) {
                Add-Object 'auth' $arguments.Auth
                if ($arguments.Auth.Token) { Add-Object 'token' $arguments.Auth.Token }
            }
        }
    }

    It 'is written nowhere: <Name>' -ForEach $places {
        $texts[$Name].Count | Should -BeGreaterOrEqual 2
        Find-Canary $texts[$Name] | Should -BeNullOrEmpty
    }

    It 'of no place is in <_>' -ForEach @(
        'text', 'a view, 40 wide', 'a view, 400 wide', 'a list', 'a table', 'a list of all properties', 'a custom view', 'Clixml',
            'Get-Error', 'the target of an error', 'the message of an error', 'JSON'
    ) {
        $objects.Count | Should -BeGreaterThan ($places.Count * 2)
        Find-InView $objects $views[$_] | Should -BeNullOrEmpty
    }

    It 'of a session is shown and saved nowhere' {
        $parts = @{
            Headers = @{ 'X-Api-Key' = $canary }
            Params  = @{ sig = $canary }
            Cookies = @{ id = $canary }
            Auth    = 'user', $canary
            Proxies = "http://u:$canary@proxy.example"
        }
        $session = New-RequestSession "https://user:$canary@api.example/" @parts
        $sinks = [ordered]@{}
        foreach ($view in $views.GetEnumerator()) { Add-Text $sinks "session in $($view.Key)" { & $view.Value @($session) } }
        foreach ($part in 'Headers', 'Cookies', 'Proxies', 'Auth') {
            Add-Text $sinks $part { $session.$part; $session.$part | Format-List }
        }
        Export-Clixml "$TestDrive/session.xml" -InputObject $session
        $sinks['saved'] = Get-Content "$TestDrive/session.xml" -Raw
        foreach (
            $line in 'Get-RequestCookie $session ', 'Remove-RequestCookie $session ', 'Invoke-Request /a -Session ',
            'Get-RequestAdapter $session ', 'Invoke-Request /a -Headers ', 'Invoke-Request /a -Proxies ', 'Invoke-Request /a -Auth '
        ) {
            Add-Text $sinks "completion of $line" {
                (TabExpansion2 $line $line.Length).CompletionMatches | ForEach-Object { $_.CompletionText, $_.ListItemText, $_.ToolTip }
            }
        }
        $before = $env:HTTPS_PROXY
        $env:HTTPS_PROXY = "http://u:$canary@proxy.example"
        try {
            foreach ($view in $views.GetEnumerator()) {
                Add-Text $sinks "environment in $($view.Key)" { & $view.Value @(Get-RequestEnvironment) }
            }
            Add-Text $sinks 'completion of a proxy' {
                (TabExpansion2 'Invoke-Request /a -Proxies ' 27).CompletionMatches |
                    ForEach-Object { $_.CompletionText, $_.ListItemText, $_.ToolTip }
            }
            Add-Text $sinks 'a proxy that does not respond' { Invoke-Request https://api.example/ -Verbose -Debug -Timeout 0.2 }
        } finally { $env:HTTPS_PROXY = $before }
        Find-Canary $sinks | Should -BeNullOrEmpty
    }

    It 'is in no transcript' {
        # One shell for all places, whose names are in the transcript before what is shown of them.
        Set-Content "$TestDrive/transcribe.ps1" @'
            param($Folder, $Cases)
            $TestDrive = $Folder
            . $Cases
            $null = Start-Transcript "$Folder/transcript.txt"
            foreach ($place in $places) {
                "## $($place.Name)" | Out-Default
                $replies = $place.Replies ?? @{}
                $unsent = [bool] $place.Unsent
                $session = New-EchoSession
                $VerbosePreference = $DebugPreference = 'Continue'
                $arguments = @{}
                try { $arguments = & $place.With } catch { $_ | Out-Default }
                $VerbosePreference = $DebugPreference = 'SilentlyContinue'
                if (-not $arguments.Uri) { $arguments.Uri = "https://api.example/$($place.Path)" }
                try {
                    $response = Invoke-Request @arguments -Session $session -Verbose -Debug
                    $response | Out-Default
                    $response | Format-List | Out-Default
                    $response | Format-Exchange | Out-Default
                    $response.RaiseForStatus()
                } catch { $_ | Out-Default; Get-Error | Out-Default }
            }
            $null = Stop-Transcript
'@
        $output = Invoke-FreshShell "& '$TestDrive/transcribe.ps1' '$TestDrive' '$PSScriptRoot/RedactionCases.ps1'" *>&1
        $place = ''
        $seen = 0
        $found = foreach ($line in Get-Content "$TestDrive/transcript.txt") {
            if ($line.StartsWith('## ')) { $place = $line; $seen++ } elseif ($line -match $pattern) { "${place}: $line" }
        }
        $seen | Should -Be $places.Count
        $found | Should -BeNullOrEmpty
        $output -match $pattern | Should -BeNullOrEmpty
    }

    It 'is in no record of progress' {
        # A wait for the next attempt shows progress, and ends as soon as it has.
        Set-ProcessTime ($time = New-FakeTime)
        try {
            $variables = @{ TestDrive = "$TestDrive"; cases = "$PSScriptRoot/RedactionCases.ps1" }
            $result = Invoke-InTime $time -Step 0.2 -Waiting 'Retrying *' -Variables $variables @'
                . $cases
                foreach ($place in $places) {
                    Write-Progress "## $($place.Name)" -Id 1
                    $replies = $place.Replies ?? @{}
                    $unsent = [bool] $place.Unsent
                    $session = New-EchoSession
                    $arguments = @{}
                    try { $arguments = & $place.With } catch { }
                    if (-not $arguments.Uri) { $arguments.Uri = "https://api.example/$($place.Path)/$canary/a?access_token=$canary" }
                    $busy = @{ Left = 1 }
                    $slow = {
                        param($Request)
                        $isFlow = ([uri] $Request.Url).AbsolutePath -in '/token', '/device', '/temporary', '/access', '/identity'
                        if ($isFlow -or -not $busy.Left) { return & $echo $Request }
                        $busy.Left = 0
                        @{ StatusCode = 503; Reason = "Busy $canary"; Json = @{ message = $canary }; Headers = @{ 'Retry-After' = '3000' } }
                    }
                    Add-RequestAdapter $session https:// (New-ScriptAdapter $slow) 3>$null
                    try { $null = Invoke-Request @arguments -Session $session -Retry 1 } catch { }
                }
'@
        } finally { Set-ProcessTime $null }
        $place = ''
        $shown = @{}
        $found = foreach ($record in $result.Progress) {
            if ($record.Activity.StartsWith('## ')) { $place = $record.Activity; continue }
            $shown[$place] = $true
            $text = "$($record.Activity) | $($record.StatusDescription) | $($record.CurrentOperation)"
            if ($text -match $pattern) { "${place}: $text" }
        }
        $found | Should -BeNullOrEmpty
        # Where there is no token, the request itself is not sent.
        $silent = ($places | Where-Object { -not $_.Unsent }).Name | Where-Object { -not $shown["## $_"] }
        $silent -notmatch '^OAuth 2, .* (that is refused|that is not JSON|that cannot be used)$' -notmatch '^(an? .*|JSON) of a block' `
            -ne 'the header of a managed identity''s service' | Should -BeNullOrEmpty
    }
}

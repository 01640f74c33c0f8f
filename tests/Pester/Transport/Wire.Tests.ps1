# Tests the parts of HTTP beyond headers and body: the coding zstd, trailer fields, informational responses and the headers of a trace.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url

    # Returns the URL of a server that sends these replies.
    function Start-Script([string[]] $Reply) { "http://$((Invoke-Request "$url/script" -Method Post -Json $Reply).Json().a)/" }
}

AfterAll { Stop-TestServer $server }

Describe 'The coding zstd' {
    It 'is offered and decoded, also as it arrives and into a file' {
        $r = Invoke-Request "$url/zstd"
        $r.Headers['Content-Encoding'] | Should -Be 'zstd'
        $r.Json().zstd | Should -BeTrue
        $r.Json().headers.'Accept-Encoding' | Should -Be 'gzip, deflate, br, zstd'
        (Invoke-Request "$url/zstd" -As Json).zstd | Should -BeTrue
        (Invoke-Request "$url/zstd" -Stream).Json().zstd | Should -BeTrue
        Invoke-Request "$url/zstd" -OutFile "$TestDrive/decoded.json"
        (Get-Content "$TestDrive/decoded.json" -Raw | ConvertFrom-Json).zstd | Should -BeTrue
    }

    It 'stays as it is with -Raw' {
        Invoke-Request "$url/zstd" -OutFile "$TestDrive/raw.zst" -Raw
        [IO.File]::ReadAllBytes("$TestDrive/raw.zst")[0..3] | Should -Be 0x28, 0xb5, 0x2f, 0xfd
    }

    It 'is an error if the body is cut off' {
        $bytes = (Invoke-Request "$url/zstd" -Stream).Raw
        $copy = [IO.MemoryStream]::new()
        $bytes.CopyTo($copy)
        $cut = [byte[]] $copy.ToArray()[0..($copy.Length - 3)]
        $session = New-RequestSession
        Add-RequestAdapter $session http://cut/ (New-MockAdapter @{ Headers = @{ 'Content-Encoding' = 'zstd' }; Body = $cut })
        { Invoke-Request http://cut/ -Session $session } | Should -Throw '*coded as zstd, ends early*' -ErrorId 'ContentDecodingError*'
    }

    It 'loads its library when it is first needed' {
        $output = Invoke-FreshShell @"
`$count = { @([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'ZstdSharp|Requests.Dependencies').Count }
`$r = Invoke-Request '$url/gzip'
`$null = `$r.Json()
& `$count
`$null = (Invoke-Request '$url/zstd').Json()
& `$count
"@
        $output | Should -Be '0', '2'
    }
}

Describe 'Trailer fields' {
    It 'are there after the body, over HTTP/<Version>' -ForEach @(
        @{ Version = '1.1'; Base = 'Url' }
        @{ Version = '2'; Base = 'Http2Url' }
    ) {
        $r = Invoke-Request "$($server.$Base)/trailers" -HttpVersion $Version
        $r.Text | Should -Be 'the body'
        $r.Trailers['x-length'] | Should -Be '8'
        $r.Headers.ContainsKey('X-Length') | Should -BeFalse
        (Invoke-Request "$url/get").Trailers.Count | Should -Be 0
    }

    It 'come with the end of a streamed body' {
        $r = Invoke-Request "$url/trailers" -Stream
        $r.Trailers.Count | Should -Be 0
        $r.IterContent(3) | Should -HaveCount 3
        $r.Trailers['X-Length'] | Should -Be '8'
    }

    It 'are in all forms of an exchange, without secrets' {
        $session = New-RequestSession -Record
        $r = $session.Get("$url/trailers")
        $r.Trailers['X-Upload-Token'] | Should -Be 'secret-of-the-trailer'
        Export-RequestHar "$TestDrive/trailers.har" $session
        $forms = @{
            View     = ($r | Format-List | Out-String)
            Exchange = ($r | Format-Exchange -NoColor) -join "`n"
            Har      = Get-Content "$TestDrive/trailers.har" -Raw
            Debug    = (Invoke-Request "$url/trailers" -Debug -Verbose 4>$null 5>&1) -join "`n"
        }
        Export-Clixml "$TestDrive/trailers.xml" -InputObject $r
        $forms.Saved = Get-Content "$TestDrive/trailers.xml" -Raw
        foreach ($form in $forms.GetEnumerator()) {
            $form.Value | Should -Match 'X-Length' -Because $form.Key
            $form.Value | Should -Not -Match 'secret-of-the-trailer' -Because $form.Key
        }
        ($forms.Har | ConvertFrom-Json).log.entries[-1].response._trailers[0].value | Should -Be '8'
        (Import-Clixml "$TestDrive/trailers.xml").Trailers['X-Length'] | Should -Be '8'
    }

    It 'are set by a mock and a script' {
        $session = New-RequestSession
        Add-RequestAdapter $session http://mock/ (New-MockAdapter @{ Body = 'x'; Trailers = @{ 'X-Sum' = '1' } })
        Add-RequestAdapter $session http://script/ (New-ScriptAdapter { @{ Body = 'x'; Trailers = @{ 'X-Sum' = '2' } } })
        $session.Get('http://mock/').Trailers['X-Sum'] | Should -Be '1'
        $session.Get('http://script/').Trailers['X-Sum'] | Should -Be '2'
        { New-MockAdapter @{ Trailers = 5 } } | Should -Throw
    }
}

Describe 'Informational responses' {
    BeforeAll {
        $hints = "HTTP/1.1 103 Early Hints`r`nLink: </app.css>; rel=preload`r`n`r`n"
        $ok = "HTTP/1.1 200 OK`r`nContent-Length: 2`r`n`r`nok"
    }

    It 'reach a hook that sees the variables of the caller, before the response' {
        $base = Start-Script "$hints$ok", "$hints$ok"
        $seen = [Collections.Generic.List[string]]::new()
        $hooks = @{
            informational = { param($Response, $Options) $seen.Add("$($Response.StatusCode) $($Response.Links.preload.Url)"); 'dropped' }
            response      = { $seen.Add("$($_.StatusCode)") }
        }
        (Invoke-Request $base -Hooks $hooks).Text | Should -Be 'ok'
        $session = New-RequestSession -Hooks $hooks
        $session.Get($base).Text | Should -Be 'ok'
        $seen | Should -Be "103 $($base)app.css", '200', "103 $($base)app.css", '200'
    }

    It 'are received by several requests at the same time' {
        $bases = 1..4 | ForEach-Object { Start-Script "$hints$ok" }
        $seen = [Collections.Generic.List[string]]::new()
        $texts = $bases | Invoke-Request -ThrottleLimit 4 -As Text -Hooks @{ informational = { $seen.Add($_.Url) } }
        $texts | Should -Be 'ok', 'ok', 'ok', 'ok'
        $seen | Sort-Object | Should -Be ($bases | Sort-Object)
    }

    It 'do not end a call when the hook fails' {
        $base = Start-Script "$hints$ok"
        $quiet = @{ ErrorAction = 'Continue'; WarningAction = 'SilentlyContinue' }
        $r = Invoke-Request $base -Hooks @{ informational = { throw 'no' } } -WarningVariable warnings @quiet
        $r.Text | Should -Be 'ok'
        $warnings | Should -BeLike '*informational hook*no*'
    }

    It 'refuses what is not a hook' {
        { Invoke-Request http://127.0.0.1:1/ -Hooks @{ informational = 5 } } | Should -Throw '*a script block*'
        { Invoke-Request http://127.0.0.1:1/ -Hooks @{ hints = { } } } | Should -Throw "*use 'request', 'response' or 'informational'*"
    }
}

Describe 'The headers of a trace' {
    BeforeAll { $parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }

    BeforeEach { Remove-Item Env:TRACEPARENT, Env:TRACESTATE -ErrorAction Ignore }
    AfterEach { Remove-Item Env:TRACEPARENT, Env:TRACESTATE -ErrorAction Ignore }

    It 'are those of the environment' {
        $env:TRACEPARENT = $parent
        $env:TRACESTATE = 'vendor=1'
        $r = Invoke-Request "$url/redirect-to" -Params @{ url = "$url/get" }
        $r.Json().headers.traceparent, $r.Json().headers.tracestate | Should -Be $parent, 'vendor=1'
        $r.Request.Headers['traceparent'] | Should -Be $parent
        $r.History[0].Request.Headers['traceparent'] | Should -Be $parent
    }

    It 'are not sent if <Name>' -ForEach @(
        @{ Name = 'there is no trace'; Value = '' }
        @{ Name = 'the value is not valid'; Value = '00-xyz' }
        @{ Name = 'the environment is not trusted'; Value = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'; TrustEnv = $false }
    ) {
        if ($Value) { $env:TRACEPARENT = $Value }
        $session = New-RequestSession -TrustEnv:($TrustEnv ?? $true)
        $session.Get("$url/get").Json().headers.PSObject.Properties.Name | Should -Not -Contain 'traceparent'
    }

    It 'are those of the caller if there are such' {
        $env:TRACEPARENT = $parent
        (Invoke-Request "$url/get" -Headers @{ TraceParent = 'mine' }).Json().headers.traceparent | Should -Be 'mine'
        $hook = @{ request = { $_.Headers['traceparent'] = 'hook' } }
        (Invoke-Request "$url/get" -Hooks $hook).Json().headers.traceparent | Should -Be 'hook'
    }

    It 'are those of the running activity, also for many requests' {
        $env:TRACEPARENT = $parent
        $activity = [Diagnostics.Activity]::new('job').Start()
        try {
            $sent = 1..3 | ForEach-Object { "$url/get?$_" } | Invoke-Request -ThrottleLimit 3
            $sent.Request.ForEach{ $_.Headers['traceparent'] } | Should -Be $activity.Id, $activity.Id, $activity.Id
        } finally { $activity.Stop() }
    }

    It 'are replaced when a request is sent again' {
        $env:TRACEPARENT = $parent
        $r = Invoke-Request "$url/get"
        $env:TRACEPARENT = $parent -replace 'b7ad', 'c8be'
        ($r.Request | Send-Request).Json().headers.traceparent | Should -Be $env:TRACEPARENT
        Remove-Item Env:TRACEPARENT
        ($r.Request | Send-Request).Json().headers.PSObject.Properties.Name | Should -Not -Contain 'traceparent'
    }
}

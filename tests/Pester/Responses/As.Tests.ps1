BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url

    # Sends pieces of a body that are separated by bars. The server sends the next piece after Release is called.
    function Get-Stepwise([string] $Pieces, [hashtable] $Options) {
        $type = $Options.As -eq 'Events' ? 'text/event-stream' : ''
        Invoke-Request "$url/stepwise/$script:gate`?type=$type" -Method Post -Data $Pieces @Options
    }
    function Release { $null = Invoke-Request "$url/release/$script:gate" }
}

AfterAll { Stop-TestServer $server }

Describe 'The body' {
    BeforeEach { $script:gate = [guid]::NewGuid() }

    Context 'As Lines' {
        It 'emits each line as soon as its end has arrived' {
            $seen = [Collections.Generic.List[string]]::new()
            Get-Stepwise "one`ntw|o`r|`nthree`n|four" @{ As = 'Lines' } | ForEach-Object {
                $seen.Add($_)
                if ($_ -eq 'one') { Release }
                if ($_ -eq 'two') { Release }
                if ($_ -eq 'three') { Release; Release }
            }
            $seen | Should -Be 'one', 'two', 'three', 'four'
        }

        It 'reads many lines' {
            $count = 0
            Invoke-Request "$url/lines/100000" -As Lines | ForEach-Object { $count++ }
            $count | Should -Be 100000
        }

        It 'ends the transfer when the pipeline stops' {
            (Get-Stepwise "a`nb`nc`nd`n|e`n" @{ As = 'Lines' } | Select-Object -First 3) | Should -Be 'a', 'b', 'c'
        }
    }

    Context 'As Json' {
        It 'emits the items of an array as they arrive' {
            $seen = [Collections.Generic.List[object]]::new()
            Get-Stepwise '[{"a":1},{"a"|:2}|]' @{ As = 'Json' } |
                ForEach-Object { $seen.Add($_.a); Release; if ($_.a -eq 2) { Release; Release } }
            $seen | Should -Be 1, 2
        }

        It 'emits <Json> as <Count> objects' -ForEach @(
            @{ Json = '{"a":[1,2]}'; Count = 1 }
            @{ Json = '[1,2,3]'; Count = 3 }
            @{ Json = '[[1,2],[3]]'; Count = 2 }
            @{ Json = '[]'; Count = 0 }
            @{ Json = '[null]'; Count = 1 }
            @{ Json = '"text"'; Count = 1 }
        ) {
            $script:count = 0
            Release
            Get-Stepwise $Json @{ As = 'Json' } | ForEach-Object { $script:count++ }
            $script:count | Should -Be $Count
        }

        It 'emits the items before an invalid one, and reports which item is invalid' {
            Release
            $options = @{ Method = 'Post'; Data = '[1,2,oops,4]'; As = 'Json' }
            $items =
                Invoke-Request "$url/stepwise/$script:gate`?type=" @options -ErrorAction SilentlyContinue -ErrorVariable failed
            $items | Should -Be 1, 2
            $failed.FullyQualifiedErrorId | Should -Be 'JsonDecodeError,Requests.PowerShell.InvokeRequestCommand'
            $failed[0].Exception.Message | Should -Match 'Item 2'
            $failed[0].Exception.Message | Should -Not -Match 'oops'
        }

        It 'writes an error for an empty body, and emits nothing for a 204' {
            { Invoke-Request "$url/bytes/0" -As Json -ErrorAction Stop } | Should -Throw -ErrorId 'JsonDecodeError*'
            Invoke-Request "$url/status/204" -As Json | Should -BeNullOrEmpty
        }

        It 'follows pages, item by item' {
            (Invoke-Request "$url/links/3/0" -As Json -FollowRelLink).page | Should -Be 0, 1, 2
        }

        It 'reads an array with constant memory' {
            $count, $heap = Invoke-FreshShell @"
                `$n = 0; `$heap = 0
                Invoke-Request '$url/items/400000' -As Json | ForEach-Object {
                    `$n += `$_.tags.Count
                    if (`$n % 40000 -eq 0) { `$heap = [math]::Max(`$heap, [GC]::GetTotalMemory(`$true)) }
                }
                `$n, `$heap
"@
            $count | Should -Be 800000
            [long]$heap | Should -BeGreaterThan 0
            [long]$heap | Should -BeLessThan 30MB
        }
    }

    Context 'As Text and Bytes' {
        It 'emit the complete body' {
            Invoke-Request "$url/encoding/utf8" -As Text | Should -Match '∮ E⋅da'
            $bytes = Invoke-Request "$url/bytes/100000" -As Bytes
            $bytes.GetType().Name | Should -Be 'Byte[]'
            $bytes.Length | Should -Be 100000
            Invoke-Request "$url/gzip" -As Text | Should -Match 'gzipped'
        }
    }

    Context 'As Events' {
        It 'emits events, and accepts text/event-stream' {
            $events = @(Invoke-Request "$url/events" -As Events)
            $events.Count | Should -Be 3
            $events[0].Event, $events[0].Data, $events[0].Id, $events[0].Retry | Should -Be 'tick', '1', '1', 1
        }

        It 'reconnects from the last id with -Reconnect, until the server has no more events' {
            (Invoke-Request "$url/events" -As Events -Reconnect).Data | Should -Be (1..6)
            (Invoke-Request "$url/events" -As Events -Reconnect | Select-Object -First 4).Data | Should -Be (1..4)
        }

        It 'is the only form that reconnects' {
            { Invoke-Request "$url/events" -As Lines -Reconnect } | Should -Throw -ErrorId 'ParameterConflict*'
        }
    }

    Context 'As any form' {
        It 'writes an error for an error status: <_>' -ForEach 'Json', 'Text', 'Bytes', 'Lines', 'Events' {
            Invoke-Request "$url/status/404" -As $_ -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
            $failed.Exception.Response.StatusCode | Should -Be 404
        }

        It 'keeps the order with -ThrottleLimit' {
            $items = 3, 1, 2 | ForEach-Object { "$url/items/$_" } | Invoke-Request -As Json -ThrottleLimit 3
            $items.id | Should -Be 0, 1, 2, 0, 0, 1
            @(3, 1, 2 | ForEach-Object { "$url/lines/$_" } | Invoke-Request -As Lines -ThrottleLimit 3 -Unordered).Count | Should -Be 6
        }

        It 'ends after the read timeout: <_>' -ForEach 'Json', 'Text', 'Bytes', 'Lines', 'Events' {
            { Get-Stepwise '[1,|2]' @{ As = $_; Timeout = 0.2; ErrorAction = 'Stop' } } | Should -Throw -ErrorId 'ReadTimeout*'
            { Get-Stepwise '[1,|2]' @{ As = $_; TotalTimeout = 0.2; ErrorAction = 'Stop' } } | Should -Throw -ErrorId 'TotalTimeout*'
        }

        It 'is limited by -MaximumSize: <_>' -ForEach 'Json', 'Text', 'Bytes', 'Lines', 'Events' {
            $path = $_ -eq 'Events' ? 'events' : 'lines/1000'
            { Invoke-Request "$url/$path" -As $_ -MaximumSize 20 -ErrorAction Stop } | Should -Throw -ErrorId 'ResponseTooLarge*'
        }

        It 'ends within a second when it is stopped: <_>' -ForEach 'Json', 'Text', 'Bytes', 'Lines', 'Events' {
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript(
                    "Import-Module '$(Get-ModuleManifestPath)'; Invoke-Request `$args[0] -Method Post -Data '[1,|2]' -As $_"
                ).AddArgument("$url/stepwise/$script:gate`?type=$($_ -eq 'Events' ? 'text/event-stream' : 'text/plain')")
                $running = $shell.BeginInvoke()
                Release
                Stop-Shell $shell
                $running.IsCompleted | Should -BeTrue
            } finally { $shell.Dispose() }
        }
    }
}

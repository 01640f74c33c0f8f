BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $mock = New-MockAdapter @{ Url = '/*'; Json = @{ ok = $true } }
    $session = New-RequestSession http://mock.test/
    Add-RequestAdapter $session http://mock.test/ $mock
}

Describe 'Objects of the pipeline' {
    It 'bind only a URL or the object that is sent, in <_>' -ForEach @(
        'Invoke-Request', 'New-Request', 'ConvertTo-PreparedRequest', 'Send-Request', 'Save-Response', 'Get-OAuth1Token'
    ) {
        $byName = (Get-Command $_).Parameters.Values | Where-Object { $_.Attributes.ValueFromPipelineByPropertyName -contains $true }
        $byName.Name | Where-Object { $_ -ne 'Uri' } | Should -BeNullOrEmpty
    }

    It 'set only the URL, with any members in the JSON of a server' {
        $file = Join-Path $TestDrive 'chosen'
        $row = @{
            url      = 'http://mock.test/get'
            method   = 'DELETE'
            outfile  = $file
            checksum = 'md5:00'
            infile   = $file
            headers  = @{ a = 1 }
            data     = 'x'
            session  = 1
            proxies  = 'http://127.0.0.1:1'
            timeout  = 'x'
        }
        $response = $row | ConvertTo-Json | ConvertFrom-Json | Invoke-Request -Session $session -WarningAction SilentlyContinue
        $response.Request.Method, $response.Request.Url | Should -Be 'GET', 'http://mock.test/get'
        $response.Request.Body | Should -BeNullOrEmpty
        $response.Request.Headers.ContainsKey('a') | Should -BeFalse
        $file | Should -Not -Exist
    }

    It 'cause a warning if their Method differs from the method that is sent: <Name>' -ForEach @(
        @{
            Name    = 'a row'
            Row     = { [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = 'delete' } }
            Message = '*Method DELETE*GET is sent*ForEach-Object*'
        }
        @{ Name = 'a map'; Row = { @{ Uri = 'http://mock.test/a'; Method = 'delete' } }; Message = $null }
        @{ Name = 'a request'; Row = { New-Request http://mock.test/a -Method Post }; Message = '*Method POST*Send-Request*' }
        @{ Name = 'GET'; Row = { [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = 'Get' } }; Message = $null }
        @{ Name = 'an empty text'; Row = { [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = '' } }; Message = $null }
        @{ Name = 'a number'; Row = { [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = 5 } }; Message = $null }
        @{ Name = 'a response'; Row = { Invoke-Request http://mock.test/a -Method Delete -Session $session }; Message = $null }
        @{
            Name    = 'escapes'
            Row     = { [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = "$([char]27)[31mx" } }
            Message = '*Method of another kind*'
        }
    ) {
        $row = & $Row
        $null = $row |
            Invoke-Request -Session $session -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        if ($null -eq $Message) { $warned | Should -BeNullOrEmpty } else { "$warned" | Should -BeLike $Message }
        if ($Message) { "$warned" | Should -Not -Match "`e" }
    }

    It 'cause no warning if the call has the same method' {
        $null = [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = 'delete' } |
            Invoke-Request -Method Delete -Session $session -WarningVariable warned
        $warned | Should -BeNullOrEmpty
    }
}

Describe 'A failure' {
    BeforeAll {
        $nowhere = 'nowhere://x'
        $missing = New-RequestSession http://missing.test/ -RaiseForStatus
        Add-RequestAdapter $missing http://missing.test/ (New-MockAdapter @{ StatusCode = 404; Body = 'gone' })
    }

    It 'of a call whose URL is an argument is caught by try, with <Name>' -ForEach @(
        @{ Name = 'no other parameter'; More = @{} }
        @{ Name = '-ThrottleLimit'; More = @{ ThrottleLimit = 2 } }
        @{ Name = '-FollowRelLink'; More = @{ FollowRelLink = $true } }
        @{ Name = '-As'; More = @{ As = 'Json' } }
        @{ Name = '-OutFile'; More = @{ OutFile = 'out.bin' } }
        @{ Name = '-Stream'; More = @{ Stream = $true } }
    ) {
        $ErrorActionPreference = 'SilentlyContinue'
        if ($More.OutFile) { $More.OutFile = Join-Path $TestDrive out.bin }
        $caught = try { Invoke-Request /a -Session $missing @More; 'went on' } catch [Requests.HttpErrorException] { $_ }
        $caught.FullyQualifiedErrorId | Should -Be 'HttpError,Requests.PowerShell.InvokeRequestCommand'
        $caught.Exception.Response.StatusCode | Should -Be 404
        "$($caught.ErrorDetails)" | Should -BeLike '*404*gone*'
        foreach ($action in 'Continue', 'SilentlyContinue', 'Ignore') {
            @(try { Invoke-Request /a -Session $missing @More -ErrorAction $action 2>$null; 'went on' } catch { 'caught' }) |
                Should -Be 'went on'
        }

        $(try { Invoke-Request /a -Session $missing @More -ErrorAction Stop; 'went on' } catch [Requests.HttpErrorException] { 'caught' }) |
            Should -Be 'caught'
        $from = '/a', '/b' | Invoke-Request -Session $missing @More -ErrorAction SilentlyContinue -ErrorVariable each
        $from | Should -BeNullOrEmpty
        $each.Count | Should -Be 2
    }

    It 'of <_> is caught' -ForEach @(
        'Send-Request (New-Request nowhere://x)'
        'Save-Response /no/such/folder/file (Invoke-Request http://mock.test/a -Session $session)'
        'New-Request http://h -Method $null'
        'ConvertTo-PreparedRequest (New-Request nowhere)'
        'New-FilePart /no/such/file'
        'New-BearerAuth @{}'
        "Get-OAuth1Token k s -RequestTokenUri http://127.0.0.1:1 -AuthorizationUri http://127.0.0.1:1 " +
            "-AccessTokenUri http://127.0.0.1:1 -CallbackUri oob -Prompt { 'x' }"
    ) {
        $ErrorActionPreference = 'SilentlyContinue'
        $call = [scriptblock]::Create("try { $_; 'went on' } catch [Requests.RequestException] { 'caught' }")
        & $call | Should -Be 'caught'
        $call = [scriptblock]::Create("try { `$null = $_ -ErrorAction SilentlyContinue; 'went on' } catch { 'caught' }")
        & $call | Should -Be 'went on'
    }

    It 'obeys an -ErrorAction of $PSDefaultParameterValues' {
        $PSDefaultParameterValues = @{ '*:ErrorAction' = 'SilentlyContinue' }
        $(try { Invoke-Request nowhere://x; 'went on' } catch { 'caught' }) | Should -Be 'went on'
    }

    It 'is one error if its result is used' {
        $Error.Clear()
        $null = try { (Invoke-Request nowhere://x).Json() } catch { $_ }
        $Error.Count | Should -Be 1
    }

    It 'of a body from the pipeline does not stop the other requests' {
        'a', 'b' | Invoke-Request nowhere://x -ErrorAction Continue -ErrorVariable each 2>$null
        $each.Count | Should -Be 2
    }

    It 'of another exception type is one record for that URL only' {
        . ([scriptblock]::Create(@'
            class FaultyAuth : Requests.AuthBase {
                [void] Apply([Requests.PreparedRequest] $request) {
                    if ($request.Url.EndsWith('bad')) { throw [NullReferenceException]::new('deep') }
                }
            }
'@))
        $auth = New-Object FaultyAuth
        $all = '/a', '/bad', '/c' |
            Invoke-Request -Session $session -Auth $auth -ErrorAction SilentlyContinue -ErrorVariable problem
        $all.Count, $problem.Count | Should -Be 2, 1
        "$($problem[0].TargetObject)" | Should -Be 'GET /bad'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'RequestError,*'
        # A class of PowerShell wraps what it throws.
        $problem[0].Exception.InnerException.InnerException | Should -BeOfType ([NullReferenceException])
        { Invoke-Request /bad -Session $session -Auth $auth } |
            Should -Throw 'deep' -ExceptionType ([Requests.RequestException])
    }
}

Describe 'A value of the wrong type' {
    It 'is InvalidParameter, and nothing is sent: <_>' -ForEach @(
        '-Method $null', "-Method ''", '-Method $true', '-Timeout $true', '-Timeout $false', "-Timeout ''", '-TotalTimeout $true',
        '-NoProxy $true', '-NoProxy 1, $null', '-Proxies 5', '-Proxies $true', '-Proxies @{ http = 5 }', '-Auth 5', "-Auth 'x'",
        '-Retry $true', '-Retry x', '-Retry -1', '-Session 5', '-Hooks 5', '-Hooks @{ other = { } }', '-Hooks @{ response = 5 }',
        '-Verify 5', "-Verify ''", '-Cert 5', '-Cert @{ Nothing = 1 }', '-Cookies 5', '-Headers 5', '-Params 5',
        '-Params @{ a = [object]::new() }', '-Files 5', "-Files @{ f = (Get-Item /no/such/* -ErrorAction Ignore) }",
        '-Data ([object]::new())', '-InFile $true', "-InFile ''", '-ContentType $true', '-ContentType @{}', '-OutFile x -Checksum abc',
        '-OutFile x -Checksum $true', '-SessionVariable @{}'
    ) {
        $name = [regex]::Match($_, '(?:-OutFile x )?-(\w+)').Groups[1].Value
        $calls = $mock.Calls.Count
        $call = [scriptblock]::Create("Invoke-Request http://mock.test/a $(if ($_ -notmatch '-Session') { '-Session $session' }) $_")
        $record = try { & $call } catch { $_ }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
        $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $record.Exception | Should -BeOfType ([Requests.InvalidParameterException])
        $mock.Calls.Count | Should -Be $calls
    }
}

Describe 'A value without output' {
    BeforeAll { $nothing = [Management.Automation.Internal.AutomationNull]::Value }

    It 'is null in <_>' -ForEach 'a map', 'an ordered map', 'an object', 'pairs' {
        $kind = $_
        $value = switch ($_) {
            'a map' { @{ a = $nothing } }
            'an ordered map' { [ordered]@{ a = $nothing } }
            'an object' { [pscustomobject]@{ a = $nothing } }
            'pairs' { , @(, @('a', $nothing)) }
        }
        $sent = Invoke-Request http://mock.test/a -Session $session -Method Post -Params $value -Data $value -Headers $value -Cookies $value
        $sent.Request.Url | Should -Be 'http://mock.test/a'
        $sent.Request.Body | Should -BeNullOrEmpty
        $sent.Request.Headers.ContainsKey('a') | Should -BeFalse
        $sent.Request.Headers.ContainsKey('Cookie') | Should -BeFalse
        if ($kind -ne 'pairs') {
            [Text.Encoding]::UTF8.GetString((New-Request http://h -Json $value | ConvertTo-PreparedRequest).SavedBody) |
                Should -Be '{"a":null}'
        }
        { New-Request http://h -Files $value } | Should -Throw "*'a'*" -ErrorId 'InvalidParameter,*'
    }

    It 'is null in a list of JSON' {
        [Text.Encoding]::UTF8.GetString(
            (New-Request http://h -Json @{ a = , $nothing; b = @{ c = $nothing } } | ConvertTo-PreparedRequest).SavedBody
        ) | Should -Match '"a":\[null\]'
    }
}

Describe 'Params of session and call' {
    It 'are combined: <Session> and <Call>' -ForEach @(
        @{ Session = 'a=1'; Call = @{ b = 2 }; Query = 'a=1&b=2' }
        @{ Session = @{ a = 1 }; Call = 'b=2'; Query = 'a=1&b=2' }
        @{ Session = 'a=1'; Call = '?b=2'; Query = 'a=1&b=2' }
        @{ Session = 'a=1&c=3'; Call = @{ a = 2 }; Query = 'c=3&a=2' }
        @{ Session = @{ a = 1; c = 3 }; Call = 'a=2'; Query = 'c=3&a=2' }
        @{ Session = 'a=1&c=3'; Call = @{ a = $null }; Query = 'c=3' }
        @{ Session = 'a b=%31&%zz'; Call = ''; Query = 'a%20b=1&%25zz' }
    ) {
        $own = New-RequestSession http://mock.test/ -Params $Session
        Add-RequestAdapter $own http:// $mock
        (Invoke-Request /a -Session $own -Params $Call).Request.Url | Should -Be "http://mock.test/a?$Query"
        $copy = New-RequestSession -From (
            [Management.Automation.PSSerializer]::Deserialize(
                [Management.Automation.PSSerializer]::Serialize((Set-RequestSession $own -Params $Call -PassThru))
            )
        ) -WarningAction SilentlyContinue
        (New-Request /a | ConvertTo-PreparedRequest -Session $copy).Url -split '[?&]' | Sort-Object |
            Should -Be ("http://mock.test/a?$Query" -split '[?&]' | Sort-Object)
    }
}

Describe 'Values as text' {
    It 'writes <Kind> in headers as <Text>' -ForEach @(
        @{ Kind = 'a date'; Value = [datetime]::new(2026, 9, 3, 7, 5, 0, [DateTimeKind]::Utc); Text = 'Thu, 03 Sep 2026 07:05:00 GMT' }
        @{ Kind = 'a date with an offset'; Value = [datetimeoffset]'2026-09-03T09:05:00+02:00'; Text = 'Thu, 03 Sep 2026 07:05:00 GMT' }
        @{
            Kind  = 'a local date'
            Value = [datetime]::new(2026, 9, 3, 7, 5, 0, [DateTimeKind]::Local)
            Text  = [datetime]::new(2026, 9, 3, 7, 5, 0, [DateTimeKind]::Local).ToUniversalTime().ToString('r')
        }
        @{ Kind = 'a number'; Value = 1.5; Text = '1.5' }
    ) {
        (New-Request http://h -Headers @{ If = $Value } | ConvertTo-PreparedRequest).Headers['If'] | Should -Be $Text
        (New-Request http://h -Headers @{ If = @($Value, 'x') } | ConvertTo-PreparedRequest).Headers['If'] | Should -Be "$Text, x"
    }

    It 'writes booleans and switches of params and forms in lower case' {
        (
            New-Request http://h -Params ([ordered]@{ a = $true; b = $false; c = [switch]$true; d = $true, $false }) |
                ConvertTo-PreparedRequest
        ).Url | Should -Be 'http://h/?a=true&b=false&c=true&d=true&d=false'
        [Text.Encoding]::UTF8.GetString(
            (New-Request http://h -Data ([ordered]@{ a = $true; b = [switch]$false }) | ConvertTo-PreparedRequest).SavedBody
        ) | Should -Be 'a=true&b=false'
    }

    It 'writes <Kind> as JSON: <Json>' -ForEach @(
        @{ Kind = 'a switch'; Value = [switch]$true; Json = 'true' }
        @{ Kind = 'an address'; Value = [ipaddress]'::1'; Json = '"::1"' }
        @{ Kind = 'XML'; Value = [xml]'<a b="1">x</a>'; Json = '"<a b=\"1\">x</a>"' }
        @{ Kind = 'an element'; Value = ([xml]'<a><b/></a>').DocumentElement; Json = '"<a><b /></a>"' }
        @{ Kind = 'a big number'; Value = [bigint]::Pow(10, 30); Json = '1000000000000000000000000000000' }
        @{ Kind = 'a time span'; Value = [timespan]::FromMinutes(90); Json = '"01:30:00"' }
        @{ Kind = 'a version'; Value = [version]'1.2.3'; Json = '"1.2.3"' }
        @{ Kind = 'an id'; Value = [guid]::Empty; Json = '"00000000-0000-0000-0000-000000000000"' }
        @{ Kind = 'an enum'; Value = [DayOfWeek]::Friday; Json = '5' }
        @{ Kind = 'a text builder'; Value = [Text.StringBuilder]::new('x'); Json = '"x"' }
        @{ Kind = 'a date only'; Value = [DateOnly]::new(2026, 9, 3); Json = '"2026-09-03"' }
        @{
            Kind  = 'a table'
            Value = & {
                $table = [Data.DataTable]::new()
                $null = $table.Columns.Add('a', [int])
                $null = $table.Rows.Add(1)
                $null = $table.Rows.Add([DBNull]::Value)
                , $table
            }
            Json  = '[{"a":1},{"a":null}]'
        }
        @{ Kind = 'an object of a script'; Value = [pscustomobject]@{}; Json = '{}' }
    ) {
        [Text.Encoding]::UTF8.GetString((New-Request http://h -Json @{ v = $Value } | ConvertTo-PreparedRequest).SavedBody) |
            Should -Be "{`"v`":$Json}"
    }

    It 'refuses <Kind> as JSON, and names the member' -ForEach @(
        @{ Kind = 'a hardware address'; Value = [Net.NetworkInformation.PhysicalAddress]::Parse('00-11-22-33-44-55') }
        @{ Kind = 'a file'; Value = Get-Item $PSCommandPath }
        @{ Kind = 'a stream'; Value = [IO.MemoryStream]::new() }
        @{ Kind = 'a secret'; Value = [securestring]::new() }
        @{ Kind = 'a credential'; Value = [pscredential]::new('u', [securestring]::new()) }
    ) {
        { New-Request http://h -Json @{ v = $Value } } | Should -Throw '*$.v*' -ErrorId 'InvalidJson,*'
    }
}


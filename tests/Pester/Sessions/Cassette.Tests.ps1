BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    function New-CassettePath { Join-Path $TestDrive "$(New-Guid).har" }
}

AfterAll { Stop-TestServer $server }

Describe 'Use-RequestCassette' {
    It 'records calls with and without a session, and replays them without a network' {
        $path = New-CassettePath
        $script = {
            param($Cassette)
            (Invoke-Request "$target/get" -Params @{ a = 1 }).Json().args.a
            $session = New-RequestSession -Auth (New-DigestAuth user passwd)
            (Invoke-Request "$target/digest-auth/auth/user/passwd" -Session $session).StatusCode
            (Invoke-Request "$target/redirect/2" -Session $session).History.Count
            Close-RequestSession $session
            $Cassette.ReplayedCount
        }
        $target = $url
        Use-RequestCassette $path $script | Should -Be 1, 200, 2, 0
        (Get-Content $path -Raw | ConvertFrom-Json).log.entries.Count | Should -Be 6
        Get-Content $path -Raw | Should -Not -Match 'response='

        # Nothing listens there, and only the path is compared.
        $target = 'http://127.0.0.1:1'
        Use-RequestCassette $path $script -Mode None -Match Method, Path | Should -Be 1, 200, 2, 6
    }

    It 'covers -ThrottleLimit, ForEach-Object -Parallel and thread jobs of the block, and nothing after it' {
        $path = New-CassettePath
        $module = (Get-Module Requests).Path
        for ($run = 0; $run -lt 2; $run++) {
            $counts = Use-RequestCassette $path {
                param($Cassette)
                1..20 | ForEach-Object { "$url/get?n=$_" } | Invoke-Request -ThrottleLimit 5 | Should -HaveCount 20
                21..24 | ForEach-Object -ThrottleLimit 2 -Parallel {
                    Import-Module $using:module
                    (Invoke-Request "$using:url/get?n=$_").StatusCode
                } | Should -HaveCount 4
                Start-ThreadJob { Import-Module $using:module; (Invoke-Request "$using:url/get?n=25").StatusCode } |
                    Receive-Job -Wait -AutoRemoveJob | Should -Be 200
                $Cassette.RecordedCount
                $Cassette.ReplayedCount
            }
            $counts | Should -Be @(if ($run) { 0, 25 } else { 25, 0 })
        }
        (Invoke-Request "$url/get?n=26").StatusCode | Should -Be 200
        (Get-Content $path -Raw | ConvertFrom-Json).log.entries.Count | Should -Be 25
    }

    It 'names the nearest entry and how it differs' {
        $path = New-CassettePath
        Use-RequestCassette $path { $null = Invoke-Request "$url/post" -Method Post -Json @{ user = @{ name = 'Ann' } } }
        $failed = Use-RequestCassette $path {
            try { Invoke-Request "$url/post" -Method Post -Json @{ user = @{ name = 'Bob' } } } catch { $_ }
        }
        $failed.FullyQualifiedErrorId | Should -BeLike 'NotInCassette*'
        $failed.Exception.Message | Should -BeLike "*nearest*number 1*`$.user.name of the body is `"Ann`" there and `"Bob`" here"
    }

    It 'keeps what was recorded before the block failed, and then records the rest' {
        $path = New-CassettePath
        { Use-RequestCassette $path { $null = Invoke-Request "$url/get?n=1"; throw 'stop' } } | Should -Throw stop
        Test-Path $path | Should -BeFalse
        Use-RequestCassette $path {
            param($Cassette)
            $null = Invoke-Request "$url/get?n=1"
            $null = Invoke-Request "$url/get?n=2"
            "$($Cassette.ReplayedCount) $($Cassette.RecordedCount)"
        } | Should -Be '1 1'
        Get-ChildItem $TestDrive -Filter "$(Split-Path $path -Leaf).*.recording" | Should -BeNullOrEmpty
    }

    It 'saves when a later command needs no more output' {
        $path = New-CassettePath
        Use-RequestCassette $path { 1..3 | ForEach-Object { Invoke-Request "$url/get?n=$_" } } | Select-Object -First 1 |
            Should -HaveCount 1
        Test-Path $path | Should -BeTrue
    }

    It 'redacts with a script block, and a redacted request matches' {
        $path = New-CassettePath
        $redact = { param($Entry) $Entry.Request.Url = $Entry.Request.Url -replace 'user=\w+', 'user=x'; $Entry.Response.Body.Text = '{}' }
        Use-RequestCassette $path -Redact $redact { $null = Invoke-Request "$url/get?user=alice" }
        Get-Content $path -Raw | Should -Not -Match alice
        Use-RequestCassette $path -Redact $redact { (Invoke-Request "$url/get?user=bob").Text } | Should -Be '{}'
    }

    It 'lets a script block decide what matches' {
        $path = New-CassettePath
        Use-RequestCassette $path { $null = Invoke-Request "$url/get?n=1"; $null = Invoke-Request "$url/get?n=2" }
        Use-RequestCassette $path -Match Path, { param($Entry, $Request) $Entry.Request.Url.EndsWith('2') } {
            (Invoke-Request 'http://other.example/get').Json().args.n
        } | Should -Be 2
    }

    It 'replays events, lines and files as they were' {
        $path = New-CassettePath
        $file = Join-Path $TestDrive "$(New-Guid).txt"
        for ($run = 0; $run -lt 2; $run++) {
            Use-RequestCassette $path {
                Invoke-Request "$url/stream/3" -As Lines | Should -HaveCount 3
                Invoke-Request "$url/gzip" -OutFile $file
                Get-Content $file -Raw | Should -Match 'gzipped'
                (Invoke-Request "$url/image/png").Content.Length | Should -BeGreaterThan 60
            }
            Remove-Item $file
        }
    }

    It 'reports entries that were not used' {
        $path = New-CassettePath
        Use-RequestCassette $path { $null = Invoke-Request "$url/get?n=1" }
        $verbose = Use-RequestCassette $path { } -Verbose 4>&1
        "$verbose" | Should -BeLike "*Not used: GET $url/get 200*"
        Use-RequestCassette $path { } -RequireAllUsed -ErrorAction SilentlyContinue -ErrorVariable unused
        $unused[0].FullyQualifiedErrorId | Should -BeLike 'UnusedCassetteEntries*'
    }

    It 'reports a connection that was refused as it was' {
        $path = New-CassettePath
        for ($run = 0; $run -lt 2; $run++) {
            Use-RequestCassette $path {
                Invoke-Request http://127.0.0.1:1/ -ErrorAction SilentlyContinue -ErrorVariable refused
                $refused[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionError*'
                $refused[0].Exception.IsBeforeSending | Should -BeTrue
            }
        }
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'another mode'; Arguments = @{ Mode = 'Never' }; Message = '*-Mode*Once, None, New, All*' }
        @{ Name = 'another part'; Arguments = @{ Match = 'Method', 'Colour' }; Message = '*-Match*Method*' }
        @{ Name = 'a text in place of a script block'; Arguments = @{ Redact = 'x' }; Message = '*-Redact*script block*' }
        @{ Name = 'a missing file'; Arguments = @{ Mode = 'None' }; Message = '*There is no cassette*' }
    ) {
        { Use-RequestCassette (New-CassettePath) { throw 'it ran' } @Arguments } | Should -Throw $Message
    }

    It 'refuses a file that is not an archive' {
        $path = New-CassettePath
        Set-Content $path '{ "log": '
        { Use-RequestCassette $path { } } | Should -Throw '*cannot be replayed*'
        Get-Content $path -Raw | Should -BeLike '{ "log": *'
    }
}

Describe 'New-CassetteAdapter' {
    It 'records for one session and writes the file when the session is closed' {
        $path = New-CassettePath
        for ($run = 0; $run -lt 2; $run++) {
            $session = New-RequestSession
            $cassette = New-CassetteAdapter $path
            Add-RequestAdapter $session "$url/" $cassette
            (Invoke-Request "$url/get?n=1" -Session $session).StatusCode | Should -Be 200
            $cassette.ReplayedCount | Should -Be $run
            ($cassette | Format-List | Out-String) | Should -Match 'RecordedCount'
            Close-RequestSession $session
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url

    # Returns the progress records of a script on a clock that runs faster. The script gets the URL of the server as $url, and as $held one
    # whose responses are held until -Release is true for the activity and status of a record, or until five seconds of the clock.
    function Get-ProgressOf([string] $Script, [string] $Release = 'none', [double] $Step = 0.05) {
        Set-ProcessTime ($time = New-FakeTime)
        $group = [guid]::NewGuid()
        $http = [Net.Http.HttpClient]::new()
        $state = @{ IsHeld = $true }
        $eachStep = {
            $isShown = @($args[0] | Where-Object { "$($_.Activity): $($_.StatusDescription)" -match $Release }).Count -gt 0
            $isOver = $Release -eq 'none' -and ($time.GetUtcNow() - $time.Start).TotalSeconds -ge 5
            if ($state.IsHeld -and ($isShown -or $isOver)) {
                $state.IsHeld = $false
                $http.PostAsync("$url/release/$group", $null).GetAwaiter().GetResult().Dispose()
            }
        }
        try {
            $variables = @{ url = $url; held = "$url/held/$group" }
            $result = Invoke-InTime $time "Set-Location '$TestDrive'; $Script" $variables -Step $Step -EachStep $eachStep
        } finally { $http.Dispose() }
        $script:seconds = $result.Seconds
        $result.Progress
    }
}

AfterAll { Set-ProcessTime $null }

Describe 'Progress' {
    It 'shows no transfer while it waits for a user' {
        $script = '
            $realm = "$url/oauth2/progress"
            $auth = New-OAuth2Auth "$realm/token" public -DeviceAuthorizationUri "$realm/device" -Prompt { }
            Invoke-Request "$realm/resource" -Auth $auth -TotalTimeout 1.6 -ErrorAction SilentlyContinue
        '
        Get-ProgressOf $script | Should -BeNullOrEmpty
    }

    It 'shows a download of more than a second to its end, at most ten times a second: <Name>' -ForEach @(
        @{ Name = 'in memory'; Script = 'Invoke-Request "$held/drip?begin=5&length=15"' }
        @{ Name = 'into a file'; Script = 'Invoke-Request "$held/drip?begin=5&length=15" -OutFile drip.bin' }
        @{ Name = 'of a stream into a file'; Script = 'Invoke-Request "$held/drip?begin=5&length=15" -As Bytes' }
    ) {
        $records = @(Get-ProgressOf $Script '^Downloading .* of ')
        $records.Count | Should -BeGreaterThan 1
        # There are no records in the first second.
        $records.Count | Should -BeLessOrEqual ([math]::Max(0, $script:seconds - 1) * 10 + 2)
        # The first record can be written before the first byte arrives.
        $shown = $records | Where-Object StatusDescription -NE 'Waiting for a response' | Select-Object -First 1
        $shown.Activity | Should -Be 'Downloading drip'
        $shown.StatusDescription | Should -Match '^\d+ B of 15 B, [\d.]+ B/s$'
        $shown.PercentComplete | Should -BeIn (1..100)
        $shown.SecondsRemaining | Should -BeGreaterOrEqual 0
        $records[-1].RecordType | Should -Be 'Completed'
        @($records | Where-Object RecordType -EQ Completed).Count | Should -Be 1
    }

    It 'shows an upload' {
        $records = @(Get-ProgressOf 'Invoke-Request "$held/name" -Method Post -Data { "a" * 1000; "b" }' '^Uploading')
        $records.Activity | Should -Contain 'Uploading name'
        $records[-1].RecordType | Should -Be 'Completed'
    }

    It 'ends after a failure' {
        $script = '
            $options = @{ OutFile = "x.bin"; Checksum = "md5:d41d8cd98f00b204e9800998ecf8427e"; ErrorAction = "SilentlyContinue" }
            Invoke-Request "$held/drip?begin=5&length=15" @options
        '
        $records = @(Get-ProgressOf $script '^Downloading')
        $records.Count | Should -BeGreaterThan 1
        $records[-1].RecordType | Should -Be 'Completed'
    }

    It 'counts the requests if there are several' {
        $records = @(Get-ProgressOf '@("$held/name") * 4 | Invoke-Request -ThrottleLimit 4' '^4 requests')
        $records.Activity | Should -Contain '4 requests in flight'
        $records[-1].RecordType | Should -Be 'Completed'
    }

    It 'is silent: <Name>' -ForEach @(
        @{ Name = 'a request of less than a second'; Script = 'Invoke-Request "$url/get"'; Step = 0 }
        @{
            Name   = 'with -ProgressAction SilentlyContinue'
            Script = 'Invoke-Request "$held/name" -ProgressAction SilentlyContinue'
            Step   = 0.05
        }
        @{
            Name   = 'with $ProgressPreference'
            Script = '$ProgressPreference = "SilentlyContinue"; Invoke-Request "$held/name"'
            Step   = 0.05
        }
    ) {
        Get-ProgressOf $Script -Step $Step | Should -BeNullOrEmpty
    }

    It 'contains no secret' {
        $records = @(Get-ProgressOf 'Invoke-Request ("$held/name?key=s3cret".Replace("//", "//user:s3cret@"))' '^Downloading')
        $records.Count | Should -BeGreaterThan 1
        $records | Out-String | Should -Not -Match 's3cret'
    }

    It 'is not in the output of a shell without a screen' {
        Invoke-FreshShell "`$ProgressPreference = 'Continue'; (Invoke-Request '$url/delay/1.3').StatusCode" 2>&1 | Out-String |
            Should -Match '^200\s*$'
    }
}

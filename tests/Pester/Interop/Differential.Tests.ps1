# Runs the rows of tests/Differential with the module, and with Python's Requests if it is installed.

BeforeDiscovery {
    $topics = (Get-ChildItem "$PSScriptRoot/../../Differential/*.jsonl").BaseName
    $python = '/usr/bin/python3'
    $hasRequests = (Test-Path $python) -and $(& $python -c 'import requests, brotli' 2>$null; $LASTEXITCODE -eq 0)
    if (-not $hasRequests -and $env:CI) { throw 'Requests is not installed: apt-get install python3-requests python3-brotli' }
    if (-not $hasRequests) { Write-Warning 'Requests for Python is not installed; its side of the table is skipped.' }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    Import-Module "$PSScriptRoot/../../Differential/ModuleDriver.psm1"
    $server = Start-TestServer

    function ConvertFrom-Row([string] $Line) { ConvertFrom-Json $Line -AsHashtable -DateKind String -NoEnumerate }

    $table = @{}
    foreach ($file in Get-ChildItem "$PSScriptRoot/../../Differential/*.jsonl") {
        $table[$file.BaseName] = @(foreach ($line in [IO.File]::ReadLines($file)) { ConvertFrom-Row $line })
    }

    # Returns the differences between the expected and the actual outcome of a row.
    function Get-Difference($Row, $Outcome, [string] $Side) {
        if (-not $Outcome) { return "$($Row.name): was not run" }
        $column = $Side -eq 'module' -and $Row.net11 -and [Environment]::Version.Major -ge 11 ? 'net11' : $Side
        foreach ($part in @($Row.both, $Row[$column]) -ne $null) {
            foreach ($key in $part.Keys) {
                $actual = ConvertTo-Json $Outcome[$key] -Depth 20 -Compress
                $expected = @(ConvertTo-Json $part[$key] -Depth 20 -Compress)
                # Versions of Requests differ; each listed outcome is accepted.
                if ($Side -eq 'requests' -and $Row.newer -and $Row.newer.Contains($key)) {
                    foreach ($other in $Row.newer[$key]) { $expected += ConvertTo-Json $other -Depth 20 -Compress }
                }
                if ($actual -cnotin $expected) {
                    $sent = ConvertTo-Json $Outcome.sent -Compress
                    "$($Row.name): $key is $actual, not $($expected -join ' or '); error $($Outcome.error); sent was $sent`n"
                }
            }
        }
    }
}

AfterAll { Stop-TestServer $server }

Describe 'The table of exchanges' {
    It 'has no two rows with the same name' {
        $table.Values | ForEach-Object { $_ } | ForEach-Object name | Group-Object | Where-Object Count -gt 1 | ForEach-Object Name |
            Should -BeNullOrEmpty
    }

    It 'has a reason for each difference between the module and Requests' {
        $table.Values | ForEach-Object { $_ } | Where-Object { [bool] $_.why -ne [bool] $_.module } | ForEach-Object name |
            Should -BeNullOrEmpty
    }
}

Describe 'The module' {
    It 'has the expected outcome in each exchange: <_>' -ForEach $topics {
        @(foreach ($row in $table[$_]) { Get-Difference $row (Invoke-DifferentialRow $row $server.Url) 'module' }) | Should -BeNullOrEmpty
    }
}

Describe 'Requests for Python' -Skip:(-not $hasRequests) {
    BeforeAll {
        $outcomes = @{}
        $files = (Get-ChildItem "$PSScriptRoot/../../Differential/*.jsonl").FullName
        foreach ($line in & /usr/bin/python3 "$PSScriptRoot/../../Differential/requests_driver.py" $server.Url @files) {
            $outcome = ConvertFrom-Row $line
            $outcomes[$outcome.name] = $outcome
        }
    }

    It 'has the expected outcome in each exchange: <_>' -ForEach $topics {
        @(foreach ($row in $table[$_]) { Get-Difference $row $outcomes[$row.name] 'requests' }) | Should -BeNullOrEmpty
    }
}

# Implements the task Fuzz of build.ps1: runs the property tests of the engine and of the formats repeatedly with new seeds until the time
# is over.

# Each round gives every property a few seconds. CsCheck prints the seed of a case that fails: CsCheck_Seed=… runs it again.
function Start-Fuzz([int] $Minutes) {
    $PSNativeCommandUseErrorActionPreference = $false
    $project = Join-Path $root 'tests/Requests.Tests'
    dotnet build $project -c $Configuration -f net10.0 --nologo -v quiet | Out-Host
    if ($LASTEXITCODE) { throw 'The tests do not compile.' }
    $target = dotnet msbuild $project "-p:Configuration=$Configuration;TargetFramework=net10.0" -getProperty:TargetPath
    $runner = Join-Path (Split-Path $target) "Requests.Tests$($IsWindows ? '.exe' : '')"
    $results = Join-Path $output 'Fuzz'
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    $null = New-Item $results -ItemType Directory

    $cases = @{}
    $failed = [Collections.Generic.SortedSet[string]]::new()
    $end = [DateTime]::UtcNow.AddMinutes($Minutes)
    for ($round = 1; $round -eq 1 -or [DateTime]::UtcNow -lt $end; $round++) {
        # The classes run in parallel. The properties of a class run one after the other.
        $left = ($end - [DateTime]::UtcNow).TotalSeconds
        $seconds = $round -eq 1 ? 1 : [Math]::Clamp([int]($left * [Environment]::ProcessorCount / $cases.Count), 1, 20)
        foreach ($name in Invoke-FuzzRound $runner $results $round $seconds $cases) { $null = $failed.Add($name) }
    }

    $cases.GetEnumerator() | Sort-Object Name | ForEach-Object { Write-Host ('{0,12:N0}  {1}' -f $_.Value, $_.Name) }
    foreach ($name in $failed) { Write-Host "FAILED $name" }
    $sum = ($cases.Values | Measure-Object -Sum).Sum
    Write-Host ('{0:N0} cases of {1} properties in {2} rounds, {3} failed' -f $sum, $cases.Count, ($round - 1), $failed.Count)
    if ($failed.Count) { exit 1 }
}

# Runs all properties once, adds their counts to $Cases, and returns the names of those that failed. A case that does not end stops the
# test process.
function Invoke-FuzzRound([string] $Runner, [string] $Results, [int] $Round, [int] $Seconds, [hashtable] $Cases) {
    $report = Join-Path $Results "$Round.tsv"
    $log = Join-Path $Results "$Round.log"
    $env:REQUESTS_FUZZ_SECONDS = $Seconds
    $env:REQUESTS_FUZZ_REPORT = $report
    try {
        & $Runner -noLogo -noColor -trait 'Kind=Property' *> $log
        $code = $LASTEXITCODE
    } finally {
        $env:REQUESTS_FUZZ_SECONDS = $env:REQUESTS_FUZZ_REPORT = $null
    }

    if (-not (Test-Path $report)) { throw "Round $Round ran no property:`n$(Get-Content $log -Raw)" }
    foreach ($line in Get-Content $report) {
        $name, $count = $line -split "`t"
        $Cases[$name] = [long]$Cases[$name] + [long]$count
    }

    if (-not $code) { return }
    Write-Host (Get-Content $log -Raw)
    $names = @((Select-String '^\s*(\S+) \[FAIL\]' $log).Matches | ForEach-Object { $_.Groups[1].Value })
    $names ? $names : "round $Round, which failed with exit code $code"
}

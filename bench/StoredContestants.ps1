# The contestants of the workloads whose responses are stored ones. They are compared with the responses of a mock adapter. HttpClient and
# the web cmdlets have no cache, so they send each request to the server.

function Get-StoredContestant($Session) {
    $mock = New-RequestSession
    Add-RequestAdapter $mock http:// (New-MockAdapter @{ Body = 'User-agent: *'; ContentType = 'text/plain' })
    $small = Get-SmallContestant
    [ordered]@{
        'HttpClient'        = $small['HttpClient']
        'Invoke-Request'    = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $Session }
        }.GetNewClosure()
        'a mock'            = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $mock }
        }.GetNewClosure()
        'Invoke-WebRequest' = $small['Invoke-WebRequest']
    }
}

function Get-ReplayContestant($Run) {
    $path = Join-Path ([IO.Path]::GetTempPath()) "requests-bench-$PID.har"
    Use-RequestCassette $path -Mode All { $null = Invoke-Request $Run.Url }
    $session = New-RequestSession
    Add-RequestAdapter $session http:// (New-CassetteAdapter $path -Mode None -AllowRepeats)
    Get-StoredContestant $session
}

function Get-MemoryCacheContestant { Get-StoredContestant (New-RequestSession -Cache 1h) }

function Get-DiskCacheContestant {
    $folder = Join-Path ([IO.Path]::GetTempPath()) "requests-bench-cache-$PID"
    Get-StoredContestant (New-RequestSession -Cache (New-RequestCache $folder -TimeToLive 1h))
}

function Remove-StoredFile { Remove-Item (Join-Path ([IO.Path]::GetTempPath()) "requests-bench-*$PID*") -Recurse -ErrorAction Ignore }

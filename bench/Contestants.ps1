# The contestants of the workloads that run in one shell. A block receives the URL and the number of calls. The names Invoke-Request,
# bare cmdlet, HttpClient, Invoke-WebRequest and Invoke-RestMethod are columns of the table; each other one goes into the column "other".

function Get-SmallContestant {
    $requests = New-RequestSession
    $web = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
    [ordered]@{
        'HttpClient' = {
            param($url, $count)
            [Requests.Bench.Floor]::Get($url, $count)
        }
        'bare cmdlet' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-BareRequest $url }
        }
        'Invoke-Request' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $requests }
        }.GetNewClosure()
        'Invoke-WebRequest' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-WebRequest $url -WebSession $web }
        }.GetNewClosure()
        'Invoke-RestMethod' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-RestMethod $url -WebSession $web }
        }.GetNewClosure()
    }
}

# HttpClient uses a new client for each call.
function Get-StatelessContestant {
    [ordered]@{
        'HttpClient'        = { param($url, $count) [Requests.Bench.Floor]::GetWithoutSession($url, $count) }
        'bare cmdlet'       = { param($url, $count) for ($i = 0; $i -lt $count; $i++) { $null = Invoke-BareRequest $url } }
        'Invoke-Request'    = { param($url, $count) for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url } }
        'Invoke-WebRequest' = { param($url, $count) for ($i = 0; $i -lt $count; $i++) { $null = Invoke-WebRequest $url } }
        'Invoke-RestMethod' = { param($url, $count) for ($i = 0; $i -lt $count; $i++) { $null = Invoke-RestMethod $url } }
    }
}

# Sixteen at the same time. HttpClient runs in Parallel.ForEachAsync. Invoke-WebRequest runs in ForEach-Object -Parallel, where it needs a
# new runspace and a new import for each call.
function Get-ManyContestant {
    $requests = New-RequestSession
    [ordered]@{
        'HttpClient' = {
            param($url, $count)
            [Requests.Bench.Floor]::GetMany($url, $count, 16)
        }
        'Invoke-Request' = {
            param($url, $count)
            $null = @($url) * $count | Invoke-Request -Session $requests -ThrottleLimit 16
        }.GetNewClosure()
        '-Unordered' = {
            param($url, $count)
            $null = @($url) * $count | Invoke-Request -Session $requests -ThrottleLimit 16 -Unordered
        }.GetNewClosure()
        'Invoke-WebRequest' = {
            param($url, $count)
            $null = @($url) * $count | ForEach-Object -ThrottleLimit 16 -Parallel { Invoke-WebRequest $_ }
        }
    }
}

# Compares a jar with 10,000 cookies of other hosts, ten for each host, to a jar with ten. Invoke-WebRequest has as many in its jar.
function Get-JarContestant {
    $few = New-RequestSession
    $many = New-RequestSession
    $web = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
    $web.Cookies.Capacity = 20000
    0..9999 | ForEach-Object {
        $domain = "host$([math]::Floor($_ / 10)).example"
        Set-RequestCookie -Session $many -Name "c$_" -Value v -Domain $domain
        if ($_ -lt 10) { Set-RequestCookie -Session $few -Name "c$_" -Value v -Domain $domain }
        $web.Cookies.Add([Net.Cookie]::new("c$_", 'v', '/', $domain))
    }

    [ordered]@{
        'a jar of 10' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $few }
        }.GetNewClosure()
        'Invoke-Request' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $many }
        }.GetNewClosure()
        'Invoke-WebRequest' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-WebRequest $url -WebSession $web }
        }.GetNewClosure()
    }
}

# Mounts a thousand adapters for other hosts, in addition to the two of every session.
function Get-MountContestant {
    $few = New-RequestSession
    $many = New-RequestSession
    $adapter = New-HttpAdapter
    1..1000 | ForEach-Object { Add-RequestAdapter $many "http://host$_.example/" $adapter }
    [ordered]@{
        'two adapters' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $few }
        }.GetNewClosure()
        'Invoke-Request' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $many }
        }.GetNewClosure()
    }
}

# Returns the ms from the server's write of each event to its object. The server writes its clock into each event.
function Get-EventContestant {
    [ordered]@{
        'Invoke-Request' = {
            param($url)
            Invoke-Request $url -As Events | ForEach-Object { ([DateTime]::UtcNow.Ticks - [long]$_.Data) / 1e4 }
        }
    }
}

# Reads a list of 200 pages. HttpClient requests a page ahead, and makes PowerShell objects or dictionaries; Invoke-RestMethod runs the loop
# that its users write.
function Get-PageContestant {
    $requests = New-RequestSession
    [ordered]@{
        'HttpClient' = { param($url) $null = [Requests.Bench.Pages]::ReadObjects($url) }
        'dictionaries' = { param($url) $null = [Requests.Bench.Pages]::ReadDictionaries($url) }
        'Invoke-Request' = {
            param($url)
            $null = Invoke-Request $url -Session $requests -Paginate -As Json
        }.GetNewClosure()
        'Invoke-RestMethod' = {
            param($url)
            $all = @()
            do {
                $page = Invoke-RestMethod $url
                $all += $page.value
                $url = $page.psobject.Properties['@odata.nextLink']?.Value
            } while ($url)
        }
    }
}

# The contestants of each workload. A block receives the URL and the number of calls. A block for a fresh shell is text, because it runs
# in another process.

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

function Get-StatelessContestant {
    [ordered]@{
        'HttpClient, one each' = { param($url, $count) [Requests.Bench.Floor]::GetWithoutSession($url, $count) }
        'bare cmdlet'          = { param($url, $count) for ($i = 0; $i -lt $count; $i++) { $null = Invoke-BareRequest $url } }
        'Invoke-Request'       = { param($url, $count) for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url } }
        'Invoke-WebRequest'    = { param($url, $count) for ($i = 0; $i -lt $count; $i++) { $null = Invoke-WebRequest $url } }
        'Invoke-RestMethod'    = { param($url, $count) for ($i = 0; $i -lt $count; $i++) { $null = Invoke-RestMethod $url } }
    }
}

function Get-ColdContestant {
    $import = 'Import-Module Microsoft.PowerShell.Utility; $s = [Microsoft.PowerShell.Commands.WebRequestSession]::new(); '
    [ordered]@{
        'HttpClient'        = '[Requests.Bench.Floor]::Get($url, 1000)'
        'bare cmdlet'       = 'for ($i = 0; $i -lt 1000; $i++) { $null = Invoke-BareRequest $url }'
        'Invoke-Request'    = '$s = New-RequestSession; for ($i = 0; $i -lt 1000; $i++) { $null = Invoke-Request $url -Session $s }'
        'Invoke-WebRequest' = $import + 'for ($i = 0; $i -lt 1000; $i++) { $null = Invoke-WebRequest $url -WebSession $s }'
        'Invoke-RestMethod' = $import + 'for ($i = 0; $i -lt 1000; $i++) { $null = Invoke-RestMethod $url -WebSession $s }'
    }
}

function Get-JsonContestant {
    [ordered]@{
        'HttpClient, JsonDocument' = '$null = [Requests.Bench.Floor]::Json($url)'
        'Invoke-Request'           = '$null = (Invoke-Request $url).Json()'
        'Invoke-WebRequest'        = '$null = (Invoke-WebRequest $url).Content | ConvertFrom-Json'
        'Invoke-RestMethod'        = '$null = Invoke-RestMethod $url'
    }
}

function Get-BodyContestant {
    [ordered]@{
        'HttpClient'        = '$null = [Requests.Bench.Floor]::Body($url)'
        'Invoke-Request'    = '$null = (Invoke-Request $url).Content.Length'
        'Invoke-WebRequest' = '$null = (Invoke-WebRequest $url).Content.Length'
    }
}

# Sixteen at the same time. With -Parallel, the web cmdlet needs a new runspace and a new import for each call.
function Get-ManyContestant {
    $requests = New-RequestSession
    [ordered]@{
        'HttpClient, ForEachAsync' = {
            param($url, $count)
            [Requests.Bench.Floor]::GetMany($url, $count, 16)
        }
        'Invoke-Request' = {
            param($url, $count)
            $null = @($url) * $count | Invoke-Request -Session $requests -ThrottleLimit 16
        }.GetNewClosure()
        'Invoke-Request -Unordered' = {
            param($url, $count)
            $null = @($url) * $count | Invoke-Request -Session $requests -ThrottleLimit 16 -Unordered
        }.GetNewClosure()
        '-Parallel, Invoke-WebRequest' = {
            param($url, $count)
            $null = @($url) * $count | ForEach-Object -ThrottleLimit 16 -Parallel { Invoke-WebRequest $_ }
        }
    }
}

# Compares a jar with 10,000 cookies of other hosts, ten for each host, to a jar with ten.
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
        'Invoke-WebRequest, as many in its jar' = {
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

function Get-DownloadContestant {
    [ordered]@{
        'HttpClient'               = '[Requests.Bench.Floor]::Download($url, $file)'
        'Invoke-Request'           = 'Invoke-Request $url -OutFile $file'
        'Invoke-Request, progress' = '$ProgressPreference = "Continue"; Invoke-Request $url -OutFile $file'
        'Invoke-WebRequest'        = 'Invoke-WebRequest $url -OutFile $file'
    }
}

function Get-UploadContestant {
    [ordered]@{
        'HttpClient'               = '[Requests.Bench.Floor]::Upload($url, $file)'
        'Invoke-Request'           = '$null = Invoke-Request $url -Method Post -InFile $file'
        'Invoke-Request, progress' = '$ProgressPreference = "Continue"; $null = Invoke-Request $url -Method Post -InFile $file'
        'Invoke-WebRequest'        = '$null = Invoke-WebRequest $url -Method Post -InFile $file'
    }
}

# An assignment to $null keeps all objects until the end. A redirection releases them one by one.
function Get-LineContestant {
    [ordered]@{
        'HttpClient'        = '$null = [Requests.Bench.Floor]::Lines($url)'
        'Invoke-Request'    = 'Invoke-Request $url -As Lines > $null'
        'Invoke-RestMethod' = '(Invoke-RestMethod $url) -split "\n" > $null'
    }
}

function Get-ItemContestant {
    [ordered]@{
        'HttpClient, JsonElement' = '$null = [Requests.Bench.Floor]::Items($url)'
        'Invoke-Request'          = 'Invoke-Request $url -As Json > $null'
        'Invoke-RestMethod'       = 'Invoke-RestMethod $url > $null'
    }
}

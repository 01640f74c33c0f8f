# The contestants of the workloads about connections and credentials. They run in one shell, as those of Contestants.ps1.

function Get-TlsContestant([string] $CaFile) {
    $requests = New-RequestSession -Verify $CaFile
    $web = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
    [ordered]@{
        'HttpClient' = {
            param($url, $count)
            [Requests.Bench.TrustingClient]::Get($url, $CaFile, $count)
        }.GetNewClosure()
        'bare cmdlet' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-BareRequest $url -CaFile $CaFile }
        }.GetNewClosure()
        'Invoke-Request' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $requests }
        }.GetNewClosure()
        'Invoke-WebRequest' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-WebRequest $url -WebSession $web -SkipCertificateCheck }
        }.GetNewClosure()
    }
}

# Each call has a connection of its own.
function Get-HandshakeContestant([string] $CaFile) {
    $requests = New-RequestSession -Verify $CaFile
    Add-RequestAdapter $requests https:// (New-HttpAdapter -ConnectionLifetime 0)
    [ordered]@{
        'HttpClient' = {
            param($url, $count)
            [Requests.Bench.TrustingClient]::Connect($url, $CaFile, $count)
        }.GetNewClosure()
        'bare cmdlet' = {
            param($url, $count)
            [Requests.Bench.TrustingClient]::KeepsConnections = $false
            try { for ($i = 0; $i -lt $count; $i++) { $null = Invoke-BareRequest $url -CaFile $CaFile } }
            finally { [Requests.Bench.TrustingClient]::KeepsConnections = $true }
        }.GetNewClosure()
        'Invoke-Request' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $requests }
        }.GetNewClosure()
        'Invoke-WebRequest' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-WebRequest $url -SkipCertificateCheck }
        }
    }
}

function Get-Http2Contestant([string] $CaFile) {
    $requests = New-RequestSession -Verify $CaFile
    $web = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
    [ordered]@{
        'HttpClient' = {
            param($url, $count)
            [Requests.Bench.TrustingClient]::GetHttp2($url, $CaFile, $count)
        }.GetNewClosure()
        'Invoke-Request' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $requests -HttpVersion 2.0 }
        }.GetNewClosure()
        'Invoke-WebRequest' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) {
                $null = Invoke-WebRequest $url -WebSession $web -SkipCertificateCheck -HttpVersion 2.0
            }
        }.GetNewClosure()
    }
}

function Get-DigestContestant {
    $requests = New-RequestSession -Auth (New-DigestAuth user pass)
    $plain = New-RequestSession
    $credential = [pscredential]::new('user', (ConvertTo-SecureString pass -AsPlainText -Force))
    $web = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
    [ordered]@{
        'GETs without Digest' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $plain }
        }.GetNewClosure()
        'Invoke-Request' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $requests }
        }.GetNewClosure()
        'Invoke-WebRequest' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) {
                $null = Invoke-WebRequest $url -WebSession $web -Credential $credential -AllowUnencryptedAuthentication
            }
        }.GetNewClosure()
    }
}

function Get-LookupContestant {
    $requests = New-RequestSession
    $isolated = New-RequestSession -TrustEnv:$false
    [ordered]@{
        '-TrustEnv:$false' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $isolated }
        }.GetNewClosure()
        'Invoke-Request' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $requests }
        }.GetNewClosure()
    }
}

# Sets what each call reads from the environment: proxies, NO_PROXY and a netrc file of a hundred hosts. Returns what was set before.
function Set-LookupEnvironment {
    $netrc = New-TemporaryFile
    1..100 | ForEach-Object { "machine host$_.example login user password pass" } | Set-Content $netrc
    @{ File = $netrc; Variables = @($env:NETRC, $env:NO_PROXY, $env:HTTP_PROXY) }
    $env:NETRC, $env:NO_PROXY, $env:HTTP_PROXY = $netrc.FullName, '10.0.0.0/8,.example.com,127.0.0.0/8', 'http://127.0.0.1:1'
}

function Reset-LookupEnvironment($State) {
    $env:NETRC, $env:NO_PROXY, $env:HTTP_PROXY = $State.Variables
    Remove-Item $State.File
}

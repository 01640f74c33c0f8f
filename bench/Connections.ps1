# Measures the cost of connections and credentials. $Server has the https URL and the file of its authority.

function Measure-Tls($Server, [int] $Rounds) {
    $ca = $Server.CaFile
    $requests = New-RequestSession -Verify $ca
    $web = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
    $rows = Measure-Interleaved ([ordered]@{
        'HttpClient' = {
            param($url, $count)
            [Requests.Bench.TrustingClient]::Get($url, $ca, $count)
        }.GetNewClosure()
        'bare cmdlet' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-BareRequest $url -CaFile $ca }
        }.GetNewClosure()
        'Invoke-Request' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $requests }
        }.GetNewClosure()
        'Invoke-WebRequest' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-WebRequest $url -WebSession $web -SkipCertificateCheck }
        }.GetNewClosure()
    }) "$($Server.SecureUrl)/robots.txt" 1000 $Rounds
    Write-Table '1,000 small GETs over TLS, one connection' $rows
}

function Measure-Handshake($Server, [int] $Rounds) {
    $ca = $Server.CaFile
    $requests = New-RequestSession -Verify $ca
    Add-RequestAdapter $requests https:// (New-HttpAdapter -ConnectionLifetime 0)
    $rows = Measure-Interleaved ([ordered]@{
        'HttpClient' = {
            param($url, $count)
            [Requests.Bench.TrustingClient]::Connect($url, $ca, $count)
        }.GetNewClosure()
        'Invoke-Request' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $requests }
        }.GetNewClosure()
        'Invoke-WebRequest' = {
            param($url, $count)
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-WebRequest $url -SkipCertificateCheck }
        }
    }) "$($Server.SecureUrl)/robots.txt" 200 $Rounds
    Write-Table '200 new TLS connections' $rows
}

function Measure-Digest($Server, [int] $Rounds) {
    $requests = New-RequestSession -Auth (New-DigestAuth user pass)
    $plain = New-RequestSession
    $credential = [pscredential]::new('user', (ConvertTo-SecureString pass -AsPlainText -Force))
    $web = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
    $url = "$($Server.Url)/digest-auth/auth/user/pass"
    $rows = Measure-Interleaved ([ordered]@{
        'Invoke-Request, without' = {
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
    }) $url 500 $Rounds
    Write-Table '500 GETs with Digest' $rows
}

# Measures the cost of reading the environment at each call: proxies, NO_PROXY, authorities and a netrc file of a hundred hosts.
function Measure-Lookup($Server, [int] $Rounds) {
    $netrc = New-TemporaryFile
    1..100 | ForEach-Object { "machine host$_.example login user password pass" } | Set-Content $netrc
    $before = $env:NETRC, $env:NO_PROXY, $env:HTTP_PROXY
    $env:NETRC, $env:NO_PROXY, $env:HTTP_PROXY = $netrc.FullName, '10.0.0.0/8,.example.com,127.0.0.0/8', 'http://127.0.0.1:1'
    try {
        $requests = New-RequestSession
        $isolated = New-RequestSession -TrustEnv:$false
        $rows = Measure-Interleaved ([ordered]@{
            'Invoke-Request, -TrustEnv:$false' = {
                param($url, $count)
                for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $isolated }
            }.GetNewClosure()
            'Invoke-Request' = {
                param($url, $count)
                for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $requests }
            }.GetNewClosure()
        }) "$($Server.Url)/robots.txt" 2000 $Rounds
        Write-Table '2,000 small GETs that read the environment' $rows
        "`nThe environment costs {0:0.0} µs a call." -f (($rows[1].Time - $rows[0].Time) / 2)
    }
    finally {
        $env:NETRC, $env:NO_PROXY, $env:HTTP_PROXY = $before
        Remove-Item $netrc
    }
}

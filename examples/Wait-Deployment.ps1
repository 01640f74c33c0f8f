<#
.SYNOPSIS
Waits until a deployed service responds, and fails the job if it does not respond in time.
.DESCRIPTION
The script sends the request again while the server refuses connections or responds that it is not ready. The first retry has no delay,
the second waits Pause seconds, and each later one twice as long as the one before, up to MaximumPause, or as long as Retry-After says.
Any other error ends the wait.
.EXAMPLE
./Wait-Deployment.ps1 https://api.example.com/health -Attempts 20
#>
#Requires -Modules Requests
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Uri,
    [int] $Attempts = 30,
    [double] $Pause = 1,
    [double] $MaximumPause = 15
)

$ErrorActionPreference = 'Stop'
$retry = New-RetryPolicy ($Attempts - 1) -StatusList 404, 429, 500, 502, 503, 504 -BackoffFactor ($Pause / 2) -BackoffMaximum $MaximumPause
try {
    $r = Invoke-Request $Uri -Retry $retry -Timeout 5 -RaiseForStatus
    [pscustomobject]@{ Status = $r.StatusCode; Attempts = $r.Retries.Count + 1; Body = $r.Text }
} catch [Requests.RequestException] {
    throw "The deployment is not ready after $($_.Exception.Retries.Count + 1) attempts: $($_.Exception.Message)"
}

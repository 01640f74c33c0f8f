<#
.SYNOPSIS
Waits until what was deployed answers, and fails the job if it does not in time.
.DESCRIPTION
A server that is not there yet, or says that it is not ready, is asked again: at once, after Pause seconds, then twice as long, and so on up to
MaximumPause, or when its Retry-After says. Any other error ends the waiting.
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
    [pscustomobject]@{ Status = $r.StatusCode; Attempts = $r.Retries.Count + 1; Answer = $r.Text }
} catch [Requests.RequestException] {
    throw "The deployment is not ready after $($_.Exception.Retries.Count + 1) attempts: $($_.Exception.Message)"
}

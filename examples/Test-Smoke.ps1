<#
.SYNOPSIS
Checks a deployed service, and fails the job if a response is not as expected.
.DESCRIPTION
With -DryRun a mock answers in place of the service. This tests the checks themselves before anything is deployed.
.EXAMPLE
./Test-Smoke.ps1 https://api.example.com
.EXAMPLE
./Test-Smoke.ps1 https://api.example.com -DryRun
#>
#Requires -Modules Requests
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $BaseUri,
    [switch] $DryRun
)

$ErrorActionPreference = 'Stop'
$session = New-RequestSession -BaseUri $BaseUri -Timeout 5
if ($DryRun) {
    Add-RequestAdapter $session "$BaseUri/" (New-MockAdapter @(
            @{ Url = "$BaseUri/get"; Json = @{ url = "$BaseUri/get" } }
            @{ Url = "$BaseUri/basic-auth/user/pass"; StatusCode = 401 }
            @{ Url = "$BaseUri/status/404"; StatusCode = 404 }
        ))
}

$checks = [ordered]@{
    'It responds with JSON'           = { (Invoke-Request get -Session $session -As Json).url -like '*/get' }
    'It refuses a call without login' = { (Invoke-Request basic-auth/user/pass -Session $session).StatusCode -eq 401 }
    'It responds 404 where due'       = { (Invoke-Request status/404 -Session $session).StatusCode -eq 404 }
}
try {
    $results = foreach ($name in $checks.Keys) {
        $problem = try { if (& $checks[$name]) { '' } else { 'The response is not as expected.' } } catch { $_.Exception.Message }
        [pscustomobject]@{ Passed = -not $problem; Check = $name; Problem = $problem }
    }
} finally {
    Close-RequestSession $session
}

$results
if ($results.Passed -contains $false) { throw "$(@($results.Passed -eq $false).Count) of $($results.Count) checks failed." }

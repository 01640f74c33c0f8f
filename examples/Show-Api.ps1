<#
.SYNOPSIS
An interactive hour with an API, as a script: look, log in, look again.
.EXAMPLE
./Show-Api.ps1 -BaseUri https://api.example.com
#>
#Requires -Modules Requests
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $BaseUri)

# -SessionVariable leaves a session behind, with the cookies that the answer set.
$null = Invoke-Request "$BaseUri/cookies/set?flavour=sweet" -SessionVariable api
(Invoke-Request "$BaseUri/cookies" -Session $api).Json().cookies

# A response is an object: look at its status, its way and its headers.
$r = Invoke-Request "$BaseUri/redirect/2" -Session $api
$r | Select-Object StatusCode, @{ n = 'Hops'; e = { $_.History.Count } }, @{ n = 'Type'; e = { $_.Headers['content-type'] } }

# JSON is objects too.
(Invoke-Request "$BaseUri/json" -Session $api).Json().slideshow | Select-Object title, date

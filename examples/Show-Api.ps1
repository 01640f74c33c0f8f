<#
.SYNOPSIS
Shows how to explore an API at the prompt: cookies, history, headers and JSON.
.EXAMPLE
./Show-Api.ps1 -BaseUri https://api.example.com
#>
#Requires -Modules Requests
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $BaseUri)

# -SessionVariable stores a session in a variable. It has the cookies that the response set.
$null = Invoke-Request "$BaseUri/cookies/set?flavour=sweet" -SessionVariable api
(Invoke-Request "$BaseUri/cookies" -Session $api).Json().cookies

# A response is an object with a status, a history and headers.
$r = Invoke-Request "$BaseUri/redirect/2" -Session $api
$r | Select-Object StatusCode, @{ n = 'Hops'; e = { $_.History.Count } }, @{ n = 'Type'; e = { $_.Headers['content-type'] } }

# Json() parses JSON into objects.
(Invoke-Request "$BaseUri/json" -Session $api).Json().slideshow | Select-Object title, date

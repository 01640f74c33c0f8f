<#
.SYNOPSIS
Writes all pages of an API into one CSV file.
.DESCRIPTION
The script follows the pages that the responses name. A page that fails ends the script, so an incomplete list is never mistaken for a
complete one.
.EXAMPLE
./Export-ApiItem.ps1 https://api.example.com/links/3/0 -Path items.csv
#>
#Requires -Modules Requests
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Uri,
    [Parameter(Mandatory)] [string] $Path,
    [int] $MaximumPages = 1000
)

$ErrorActionPreference = 'Stop'
$retry = New-RetryPolicy 5 -StatusList 429, 502, 503, 504 -BackoffFactor 1
$options = if ($env:API_TOKEN) { @{ Auth = New-BearerAuth $env:API_TOKEN } } else { @{} }
Invoke-Request $Uri @options -Paginate -MaximumPages $MaximumPages -Retry $retry -As Json |
    Export-Csv -LiteralPath $Path -NoTypeInformation
Get-Item -LiteralPath $Path

<#
.SYNOPSIS
Checks a list of sites and returns one object for each.
.DESCRIPTION
A site that fails does not stop the check of the others.
.EXAMPLE
'https://api.example.com/get', 'https://api.example.com/status/503' | ./Test-Site.ps1 | Where-Object Up -eq $false
#>
#Requires -Modules Requests
[CmdletBinding()]
param([Parameter(Mandatory, ValueFromPipeline)] [string] $Uri)

process {
    $failure = $null
    $r = Invoke-Request $Uri -Timeout 5, 10 -ErrorAction SilentlyContinue -ErrorVariable failure
    [pscustomobject]@{
        Site   = $Uri
        Up     = [bool]($r -and $r.Ok)
        Status = $r ? $r.StatusCode : $null
        Ms     = $r ? [int]$r.Elapsed.TotalMilliseconds : $null
        Error  = $failure ? $failure[0].FullyQualifiedErrorId.Split(',')[0] : $null
    }
}

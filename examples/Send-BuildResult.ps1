<#
.SYNOPSIS
Uploads a file with its build number from a pipeline.
.DESCRIPTION
If the server refuses the upload, the job fails with the server's error message. The token comes from the environment and appears in no
log, not even with -Verbose.
.EXAMPLE
$env:API_TOKEN = 'from the secret store'
./Send-BuildResult.ps1 -BaseUri https://api.example.com -Path ./package.zip -Build 1.2.3
#>
#Requires -Modules Requests
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $BaseUri,
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Build,
    [string] $Route = 'post'
)

$ErrorActionPreference = 'Stop'
$session = New-RequestSession -BaseUri $BaseUri -Auth (New-BearerAuth $env:API_TOKEN) -RaiseForStatus -Timeout 10, 120
try {
    $package = New-FilePart -Path $Path -ContentType application/zip
    $r = Invoke-Request $Route -Method Post -Session $session -Data @{ build = $Build } -Files @{ package = $package }
    "Uploaded build $Build in $([int]$r.Elapsed.TotalMilliseconds) ms"
} catch [Requests.HttpErrorException] {
    throw "The server refused build $Build with status $($_.Exception.Response.StatusCode): $($_.Exception.Response.Text)"
} finally {
    Close-RequestSession $session
}

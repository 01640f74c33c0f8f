<#
.SYNOPSIS
Runs example commands against the test server, and shows each command with its output.
.PARAMETER Interactive
Imports the module and starts the test server for the prompt that follows (pwsh -NoExit). The server stops when the shell ends.
#>
param([switch] $Interactive)

if ($Interactive) {
    Import-Module (Join-Path $PSScriptRoot '../tests/Pester/TestSupport.psm1')
    $global:url = (Start-TestServer).Url
    "The module Requests is imported, and a test server runs at $url. Try: Invoke-Request `$url/get"
    'The server stops when you type exit.'
    return
}

$ErrorActionPreference = 'Stop'
if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
Import-Module (Join-Path $PSScriptRoot '../tests/Pester/TestSupport.psm1')
$server = Start-TestServer
try {
    foreach ($command in @(
            'Invoke-Request https://api.example.com/get -Params ([ordered]@{ q = "http for humans"; page = 2 })' +
                ' | Format-Table StatusCode, Reason, Url'
            '(Invoke-Request https://api.example.com/post -Method Post -Json @{ name = "Alice" }).Json().json'
            '$session = New-RequestSession'
            '$null = Invoke-Request https://api.example.com/cookies/set?flavour=sweet -Session $session'
            '(Invoke-Request https://api.example.com/cookies -Session $session).Text'
            '$r = Invoke-Request https://api.example.com/redirect/2'
            '$r.History | Format-Table StatusCode, Url'
            '"$($r.StatusCode) $($r.Url)"'
            '$missing = Invoke-Request https://api.example.com/status/404'
            '$missing.Ok'
            'try { $missing.RaiseForStatus() } catch [Requests.HttpErrorException] { $_.Exception.Message }'
        )) {
        "PS> $command"
        $shown = . ([scriptblock]::Create($command.Replace('https://api.example.com', $server.Url))) | Out-String -Width 110
        $shown.Replace($server.Url, 'https://api.example.com').Trim("`r", "`n") -split '\r?\n' |
            ForEach-Object TrimEnd | Where-Object { $_ }
    }
}
finally {
    Stop-TestServer $server
}

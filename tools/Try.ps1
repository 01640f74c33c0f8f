<#
.SYNOPSIS
Shows the module at work against the embedded test server: each command, then what it prints.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
Import-Module (Join-Path $PSScriptRoot '../tests/Pester/TestSupport.psm1')

function Show-Step([string] $Command) {
    "PS> $Command"
    $shown = & ([scriptblock]::Create('. { ' + $Command.Replace('https://api.example.com', $server.Url) + ' }')) | Out-String -Width 110
    foreach ($line in $shown.Replace($server.Url, 'https://api.example.com').Trim("`r", "`n") -split '\r?\n') { $line.TrimEnd() }
    ''
}

$server = Start-TestServer
try {
    Show-Step 'Invoke-Request https://api.example.com/get -Params ([ordered]@{ q = "http for humans"; page = 2 }) | Format-Table StatusCode, Reason, Url'
    Show-Step '(Invoke-Request https://api.example.com/post -Method Post -Json @{ name = "Alice"; tags = "a", "b" }).Json().json'
    Show-Step '$global:session = New-RequestSession; $null = Invoke-Request https://api.example.com/cookies/set?flavour=sweet -Session $session; (Invoke-Request https://api.example.com/cookies -Session $session).Text'
    Show-Step '$global:r = Invoke-Request https://api.example.com/redirect/2; $r.History | Format-Table StatusCode, Url; "$($r.StatusCode) $($r.Url)"'
    Show-Step '$global:missing = Invoke-Request https://api.example.com/status/404; $missing.Ok'
    Show-Step 'try { $missing.RaiseForStatus() } catch [Requests.HttpErrorException] { $_.Exception.InnerException.Message }'
}
finally {
    Stop-TestServer $server
}

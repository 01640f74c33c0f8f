<#
.SYNOPSIS
Signs in from a pipeline without a stored secret, and returns a session.
.DESCRIPTION
The script exchanges the agent's OpenID Connect token for an access token. GitHub Actions requires "permissions: id-token: write". Azure
Pipelines requires a service connection, and SYSTEM_ACCESSTOKEN in the environment of the step. The agent masks both tokens in its log.
The session sends the access token.
.EXAMPLE
$cloud = @{
    BaseUri  = 'https://management.azure.com'
    TokenUri = "https://login.microsoftonline.com/$tenant/oauth2/v2.0/token"
    Scope    = 'https://management.azure.com/.default'
}
$session = ./New-CloudSession.ps1 @cloud -ClientId $client
#>
#Requires -Modules Requests
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $BaseUri,
    [Parameter(Mandatory)] [string] $TokenUri,
    [Parameter(Mandatory)] [string] $ClientId,
    [string] $Scope,
    [string] $Audience = 'api://AzureADTokenExchange',
    [string] $ServiceConnectionId
)

$ErrorActionPreference = 'Stop'
$retry = New-RetryPolicy 3 -StatusList 429, 500, 502, 503, 504 -Methods GET, POST -BackoffFactor 1
if ($env:ACTIONS_ID_TOKEN_REQUEST_URL) {
    $agent = New-BearerAuth $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN
    $query = @{ audience = $Audience }
    $assertion = (Invoke-Request $env:ACTIONS_ID_TOKEN_REQUEST_URL -Params $query -Auth $agent -Retry $retry -As Json).value
} elseif ($env:SYSTEM_OIDCREQUESTURI) {
    $agent = New-BearerAuth $env:SYSTEM_ACCESSTOKEN
    $query = @{ 'api-version' = '7.1'; serviceConnectionId = $ServiceConnectionId }
    $options = @{ Method = 'Post'; Params = $query; ContentType = 'application/json'; Auth = $agent; Retry = $retry }
    $assertion = (Invoke-Request $env:SYSTEM_OIDCREQUESTURI @options -As Json).oidcToken
} else {
    throw 'This machine is not an agent that issues OpenID Connect tokens: ' +
        'ACTIONS_ID_TOKEN_REQUEST_URL and SYSTEM_OIDCREQUESTURI are both empty.'
}

Register-RequestSecret $assertion
$grant = Invoke-Request $TokenUri -Method Post -Retry $retry -As Json -Data @{
    grant_type            = 'client_credentials'
    client_id             = $ClientId
    client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    client_assertion      = $assertion
    scope                 = $Scope
}
Register-RequestSecret $grant.access_token
New-RequestSession -BaseUri $BaseUri -Auth (New-BearerAuth $grant.access_token) -Retry $retry -RaiseForStatus

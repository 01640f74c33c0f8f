<#
.SYNOPSIS
Signs in from a pipeline without a stored secret, and returns a session.
.DESCRIPTION
The session exchanges the agent's OpenID Connect token for an access token when the first request needs it, and again before the access
token expires, so long jobs stay signed in. GitHub Actions requires "permissions: id-token: write". Azure Pipelines requires a service
connection, and SYSTEM_ACCESSTOKEN in the environment of the step. The agent masks both tokens in its log.
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
    $member = 'value'
    $request = @{
        Uri    = $env:ACTIONS_ID_TOKEN_REQUEST_URL
        Params = @{ audience = $Audience }
        Auth   = New-BearerAuth $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN
    }
} elseif ($env:SYSTEM_OIDCREQUESTURI) {
    $member = 'oidcToken'
    $request = @{
        Uri         = $env:SYSTEM_OIDCREQUESTURI
        Method      = 'Post'
        Params      = @{ 'api-version' = '7.1'; serviceConnectionId = $ServiceConnectionId }
        ContentType = 'application/json'
        Auth        = New-BearerAuth $env:SYSTEM_ACCESSTOKEN
    }
} else {
    throw 'This machine is not an agent that issues OpenID Connect tokens: ' +
        'ACTIONS_ID_TOKEN_REQUEST_URL and SYSTEM_OIDCREQUESTURI are both empty.'
}

# The blocks run later. GetNewClosure keeps the variables of this script.
$assertion = {
    $token = (Invoke-Request @request -Retry $retry -As Json).$member
    Register-RequestSecret $token
    $token
}.GetNewClosure()
$mask = { param($Token) Register-RequestSecret $Token.AccessToken }
$options = if ($Scope) { @{ Scope = $Scope } } else { @{} }
$auth = New-OAuth2Auth $TokenUri $ClientId -Assertion $assertion -OnToken $mask @options
New-RequestSession -BaseUri $BaseUri -Auth $auth -Retry $retry -RaiseForStatus

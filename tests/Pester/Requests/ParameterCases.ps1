# The values that the tests of parameters give, and what each command needs beside the one that is driven. Dot-sourced.

# Many of the values are names of files, too.
Push-Location $TestDrive
$mock = New-MockAdapter @{ Json = @{ ok = $true } }
$session = New-RequestSession http://mock.test/
Add-RequestAdapter $session http:// $mock
Add-RequestAdapter $session https:// $mock
$cookieFile = Join-Path $TestDrive 'cookies.txt'
Set-Content $cookieFile '# Netscape HTTP Cookie File'
$page = [Requests.Response]::new(
    [Requests.PreparedRequest]::new('GET', 'http://mock.test/', [Requests.HeaderDictionary]::new()),
    200,
    [IO.MemoryStream]::new([Text.Encoding]::UTF8.GetBytes('<form><input name=a></form>'))
)
$form = $page.HtmlForms()[0]
$prepared = New-Request http://mock.test/a | ConvertTo-PreparedRequest
$signingKey = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
$common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters

# What each mandatory parameter gets while another one is driven.
$given = @{
    'Invoke-Request' = { @{ Uri = 'http://mock.test/a'; Session = $session } }
    'New-Request' = { @{ Uri = 'http://mock.test/a' } }
    'ConvertTo-PreparedRequest' = { @{ Request = New-Request http://mock.test/a } }
    'Send-Request' = { @{ Request = $prepared; Session = $session } }
    'Wait-Request' = { @{ Uri = 'http://mock.test/a'; Until = { $true }; Every = 0.01; TotalTimeout = 0.05; Session = $session } }
    'Wait-RequestOperation' = { @{ Response = Invoke-Request a -Session $session; Session = $session } }
    'Test-Request' = { @{ Uri = 'http://mock.test/a'; Session = $session } }
    'Submit-HtmlForm' = { @{ Form = $form; Session = $session } }
    'Save-Response' = { @{ Path = Join-Path $TestDrive 'saved'; Response = Invoke-Request a -Session $session } }
    'Set-RequestSession' = { @{ Session = New-RequestSession } }
    'Close-RequestSession' = { @{ Session = New-RequestSession } }
    'Use-RequestSession' = { @{ Script = { } } }
    'Use-RequestCassette' = { @{ Path = Join-Path $TestDrive 'cassette.har'; Script = { } } }
    'New-CassetteAdapter' = { @{ Path = Join-Path $TestDrive 'cassette.har' } }
    'Add-RequestAdapter' = { @{ Session = New-RequestSession; Prefix = 'http://p/'; Adapter = $mock } }
    'Get-RequestAdapter' = { @{ Session = New-RequestSession } }
    'Remove-RequestAdapter' = { @{ Session = New-RequestSession; Prefix = 'http://' } }
    'New-ScriptAdapter' = { @{ Script = { } } }
    'New-BasicAuth' = { @{ UserName = 'u'; Password = 'p' } }
    'New-DigestAuth' = { @{ UserName = 'u'; Password = 'p' } }
    'New-GuessAuth' = { @{ UserName = 'u'; Password = 'p' } }
    'New-TokenServiceAuth' = { @{ UserName = 'u'; Password = 'p' } }
    'New-ProxyAuth' = { @{ UserName = 'u'; Password = 'p' } }
    'New-NegotiateAuth' = { @{ UserName = 'u'; Password = 'p' } }
    'New-BearerAuth' = { @{ Token = 't' } }
    'New-CustomAuth' = { @{ Apply = { } } }
    'New-ManagedIdentityAuth' = { @{ Resource = 'https://mock.test/' } }
    'New-AwsAuth' = { @{ AccessKeyId = 'k'; SecretAccessKey = 's' } }
    'New-AwsPresignedUrl' = { @{ Uri = 'https://b.s3.amazonaws.com/k'; Auth = New-AwsAuth k s } }
    'New-OAuth1Auth' = { @{ ClientKey = 'k'; ClientSecret = 's' } }
    'New-JsonWebToken' = { @{ Key = $signingKey } }
    'New-OAuth2Auth' = { @{ TokenUri = 'https://mock.test/t'; ClientId = 'i'; ClientSecret = 's' } }
    'Revoke-OAuth2Token' = {
        @{
            Auth          = New-OAuth2Auth https://mock.test/t i s -Token @{ AccessToken = 't' }
            RevocationUri = 'https://mock.test/r'
            Session       = $session
        }
    }
    'Get-OAuth1Token' = {
        @{
            ClientKey        = 'k'
            ClientSecret     = 's'
            RequestTokenUri  = 'http://mock.test/1'
            AuthorizationUri = 'http://mock.test/2'
            AccessTokenUri   = 'http://mock.test/3'
            Prompt           = { 'x' }
            Session          = $session
        }
    }
    'New-RateLimit' = { @{ Requests = 1 } }
    'Get-RequestCache' = { @{ Cache = New-RequestCache } }
    'Clear-RequestCache' = { @{ Cache = New-RequestCache } }
    'New-FilePart' = { @{ Content = 'c' } }
    'Get-RequestCookie' = { @{ Session = New-RequestSession } }
    'Set-RequestCookie' = { @{ Session = New-RequestSession; Name = 'n'; Value = 'v' } }
    'Remove-RequestCookie' = { @{ Session = New-RequestSession; Name = 'n' } }
    'Import-RequestCookie' = { @{ Path = $cookieFile } }
    'Export-RequestCookie' = { @{ Path = Join-Path $TestDrive 'cookies'; Session = New-RequestSession; Force = $true } }
    'Export-RequestHar' = { @{ Path = Join-Path $TestDrive 'har'; InputObject = Invoke-Request a -Session $session; Force = $true } }
    'Export-RequestTest' = { @{ Path = Join-Path $TestDrive 'test'; InputObject = Invoke-Request a -Session $session; Force = $true } }
    'Format-Exchange' = { @{ InputObject = $prepared } }
    'ConvertTo-CurlCommand' = { @{ InputObject = $prepared } }
    'ConvertFrom-CurlCommand' = { @{ Command = 'curl http://mock.test/' } }
    'Register-RequestSecret' = { @{ Secret = 's' } }
}
# The same for parameters of other parameter sets.
$credential = [pscredential]::new('u', (ConvertTo-SecureString p -AsPlainText -Force))
$needs = @{
    Credential = $credential
    AuthorizationUri = 'https://mock.test/a'
    DeviceAuthorizationUri = 'https://mock.test/d'
    Token = @{ AccessToken = 't' }
    Issuer = 'https://mock.test'
    GrantAssertion = { 'a.b.c' }
    Negotiate = New-NegotiateAuth
    UserName = 'u'; Password = 'p'; Path = $PSCommandPath; Content = 'c'
}
$values = [ordered]@{
    'null' = $null; 'empty' = ''; 'blank' = ' '; 'true' = $true; 'false' = $false; 'zero' = 0; 'minus' = -1; 'NaN' = [double]::NaN
    'infinity' = [double]::PositiveInfinity
    'huge' = [double]1e300
    'big' = [bigint]::Pow(10, 40)
    'long' = [long]::MaxValue
    'word' = 'word'
    'list' = @('a', 'b', 'c')
    'empty list' = @()
    'mixed' = @(1, $null, @{ a = 1 })
    'nested' = @(@(@(1, 2), 3), @(4))
    'map' = @{ a = @{ b = 1 } }
    'empty map' = @{}
    'object' = [pscustomobject]@{ a = 1 }
    'plain' = [object]::new()
    'nothing' = [Management.Automation.Internal.AutomationNull]::Value
    'map of nothing' = @{ a = [Management.Automation.Internal.AutomationNull]::Value }
    'list of nothing' = , [Management.Automation.Internal.AutomationNull]::Value
    'block' = { }
    'date' = [datetime]::MaxValue
    'offset' = [datetimeoffset]::MinValue
    'span' = [timespan]::MaxValue
    'bytes' = [byte[]](1, 255)
    'type' = [int]
    'version' = [version]'1.2'
    'char' = [char]0
    'surrogate' = "$([char]0xD800)"
    'lines' = "a`r`nb"
    'xml' = [xml]'<a/>'
    'enum' = [DayOfWeek]::Friday
    'secure' = [securestring]::new(); 'guid' = [guid]::Empty; 'dbnull' = [DBNull]::Value
    'parameter' = '-Session'; 'wildcards' = '[a*?'; 'quotes' = "'`"’"; 'command' = 'x; throw "run"'
    'no getter' = [pscustomobject]@{ a = 1 } | Add-Member ScriptProperty Uri { throw 'no property' } -PassThru
}

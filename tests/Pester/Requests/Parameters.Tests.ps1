BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $commands = (Get-Command -Module Requests -CommandType Cmdlet).Name
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"

    # Many of the values are names of files, too.
    Push-Location $TestDrive
    $mock = New-MockAdapter @{ Json = @{ ok = $true } }
    $session = New-RequestSession http://mock.test/
    Add-RequestAdapter $session http:// $mock
    Add-RequestAdapter $session https:// $mock
    $cookieFile = Join-Path $TestDrive 'cookies.txt'
    Set-Content $cookieFile '# Netscape HTTP Cookie File'
    $prepared = New-Request http://mock.test/a | ConvertTo-PreparedRequest
    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters

    # What each mandatory parameter gets while another one is driven.
    $given = @{
        'Invoke-Request' = { @{ Uri = 'http://mock.test/a'; Session = $session } }
        'New-Request' = { @{ Uri = 'http://mock.test/a' } }
        'ConvertTo-PreparedRequest' = { @{ Request = New-Request http://mock.test/a } }
        'Send-Request' = { @{ Request = $prepared; Session = $session } }
        'Save-Response' = { @{ Path = Join-Path $TestDrive 'saved'; Response = Invoke-Request a -Session $session } }
        'Set-RequestSession' = { @{ Session = New-RequestSession } }
        'Close-RequestSession' = { @{ Session = New-RequestSession } }
        'Use-RequestSession' = { @{ Script = { } } }
        'Add-RequestAdapter' = { @{ Session = New-RequestSession; Prefix = 'http://p/'; Adapter = $mock } }
        'Get-RequestAdapter' = { @{ Session = New-RequestSession } }
        'Remove-RequestAdapter' = { @{ Session = New-RequestSession; Prefix = 'http://' } }
        'New-ScriptAdapter' = { @{ Script = { } } }
        'New-BasicAuth' = { @{ UserName = 'u'; Password = 'p' } }
        'New-DigestAuth' = { @{ UserName = 'u'; Password = 'p' } }
        'New-GuessAuth' = { @{ UserName = 'u'; Password = 'p' } }
        'New-ProxyAuth' = { @{ UserName = 'u'; Password = 'p' } }
        'New-NegotiateAuth' = { @{ UserName = 'u'; Password = 'p' } }
        'New-BearerAuth' = { @{ Token = 't' } }
        'New-CustomAuth' = { @{ Apply = { } } }
        'New-OAuth1Auth' = { @{ ClientKey = 'k'; ClientSecret = 's' } }
        'New-OAuth2Auth' = { @{ TokenUri = 'https://mock.test/t'; ClientId = 'i'; ClientSecret = 's' } }
        'Get-OAuth1Token' = { @{ ClientKey = 'k'; ClientSecret = 's'; RequestTokenUri = 'http://mock.test/1'; AuthorizationUri = 'http://mock.test/2'; AccessTokenUri = 'http://mock.test/3'; Prompt = { 'x' }; Session = $session } }
        'New-FilePart' = { @{ Content = 'c' } }
        'Get-RequestCookie' = { @{ Session = New-RequestSession } }
        'Set-RequestCookie' = { @{ Session = New-RequestSession; Name = 'n'; Value = 'v' } }
        'Remove-RequestCookie' = { @{ Session = New-RequestSession; Name = 'n' } }
        'Import-RequestCookie' = { @{ Path = $cookieFile } }
        'Export-RequestCookie' = { @{ Path = Join-Path $TestDrive 'cookies'; Session = New-RequestSession; Force = $true } }
        'Export-RequestHar' = { @{ Path = Join-Path $TestDrive 'har'; InputObject = Invoke-Request a -Session $session; Force = $true } }
        'Format-Exchange' = { @{ InputObject = $prepared } }
        'ConvertTo-CurlCommand' = { @{ InputObject = $prepared } }
        'ConvertFrom-CurlCommand' = { @{ Command = 'curl http://mock.test/' } }
        'Register-RequestSecret' = { @{ Secret = 's' } }
    }
    # The same for parameters of other parameter sets.
    $credential = [pscredential]::new('u', (ConvertTo-SecureString p -AsPlainText -Force))
    $needs = @{
        Credential = $credential; AuthorizationUri = 'https://mock.test/a'; DeviceAuthorizationUri = 'https://mock.test/d'; Token = @{ AccessToken = 't' }; Negotiate = New-NegotiateAuth
        UserName = 'u'; Password = 'p'; Path = $PSCommandPath; Content = 'c'
    }
    $values = [ordered]@{
        'null' = $null; 'empty' = ''; 'blank' = ' '; 'true' = $true; 'false' = $false; 'zero' = 0; 'minus' = -1; 'NaN' = [double]::NaN
        'infinity' = [double]::PositiveInfinity; 'huge' = [double]1e300; 'big' = [bigint]::Pow(10, 40); 'long' = [long]::MaxValue; 'word' = 'word'
        'list' = @('a', 'b', 'c'); 'empty list' = @(); 'mixed' = @(1, $null, @{ a = 1 }); 'nested' = @(@(@(1, 2), 3), @(4)); 'map' = @{ a = @{ b = 1 } }
        'empty map' = @{}; 'object' = [pscustomobject]@{ a = 1 }; 'plain' = [object]::new(); 'nothing' = [Management.Automation.Internal.AutomationNull]::Value
        'map of nothing' = @{ a = [Management.Automation.Internal.AutomationNull]::Value }; 'list of nothing' = , [Management.Automation.Internal.AutomationNull]::Value
        'block' = { }; 'date' = [datetime]::MaxValue; 'offset' = [datetimeoffset]::MinValue; 'span' = [timespan]::MaxValue; 'bytes' = [byte[]](1, 255)
        'type' = [int]; 'version' = [version]'1.2'; 'char' = [char]0; 'surrogate' = "$([char]0xD800)"; 'lines' = "a`r`nb"; 'xml' = [xml]'<a/>'; 'enum' = [DayOfWeek]::Friday
        'secure' = [securestring]::new(); 'guid' = [guid]::Empty; 'dbnull' = [DBNull]::Value
    }
}

AfterAll { Pop-Location }

Describe 'Any value of any parameter' {
    BeforeAll {
        # What a command says of a value, or nothing where it is taken, or refused as it should be.
        function Find-Problem($Name, $Value, [scriptblock] $Call, [switch] $IsSwitch) {
            $calls = $mock.Calls.Count
            try {
                $null = & $Call
                return
            } catch { $record = $_ }
            $id = $record.FullyQualifiedErrorId.Split(',')[0]
            $problem = if ($record.Exception -is [Management.Automation.ParameterBindingException]) {
                if (-not $IsSwitch) { 'is an error of PowerShell' } elseif ($record.Exception.ParameterName -ne $Name) { 'names another parameter' }
            } elseif ($record.Exception -isnot [Requests.RequestException]) { "raw $($record.Exception.GetType())" }
            elseif ($id -in 'RequestError', '') { 'has no id' }
            elseif ($id -eq 'ParameterConflict') { }
            elseif ($record.CategoryInfo.Category -eq 'NotSpecified') { 'has no category' }
            elseif ($id -like 'Invalid*' -and $record.CategoryInfo.Category -ne 'InvalidArgument') { 'has another category' }
            elseif ($id -in 'InvalidParameter', 'InvalidTimeout' -and "$($record.Exception.Message)" -notmatch $Name) { 'does not name it' }
            if (-not $problem -and $record.CategoryInfo.Category -eq 'InvalidArgument' -and $mock.Calls.Count -ne $calls) { $problem = 'was sent' }
            if ($problem) { "-$Name $($Value): $problem ($($record.FullyQualifiedErrorId), $($record.CategoryInfo.Category)) $($record.Exception.Message)" }
        }
    }

    It 'is meant, or an error that names it: <_>' -ForEach $commands {
        $command = Get-Command $_
        $found = foreach ($parameter in $command.Parameters.Values) {
            if ($parameter.Name -in $common -or $parameter.Name -in 'WhatIf', 'Confirm') { continue }
            foreach ($value in $values.GetEnumerator()) {
                $arguments = if ($given[$command.Name]) { & $given[$command.Name] } else { @{} }
                # What belongs to another parameter set than the one that is driven is left out, and what this one needs is there.
                $sets = $command.ParameterSets | Where-Object { $_.Parameters.Name -contains $parameter.Name }
                $set = ($sets | Where-Object { -not (@($arguments.Keys) | Where-Object { $_ -notin $sets.Parameters.Name }) }) ?? $sets | Select-Object -First 1
                @($arguments.Keys) | Where-Object { $_ -notin $set.Parameters.Name } | ForEach-Object { $arguments.Remove($_) }
                foreach ($needed in $set.Parameters | Where-Object IsMandatory) { if (-not $arguments.ContainsKey($needed.Name)) { $arguments[$needed.Name] = $needs[$needed.Name] } }
                $arguments[$parameter.Name] = $value.Value
                Find-Problem $parameter.Name $value.Key -IsSwitch:$parameter.SwitchParameter { & $command @arguments 3>$null 6>$null }
            }
        }
        $found | Should -BeNullOrEmpty
    }
}

# Tests completions and short names.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
}

Describe 'Tab' {
    It 'offers <Offers> for <Line>' -ForEach @(
        @{ Line = 'Set-RequestCookie $s a b -SameSite '; Offers = 'Strict', 'Lax', 'None' }
        @{ Line = 'New-RetryPolicy 3 -StatusList 5'; Offers = '500', '502', '503', '504' }
        @{ Line = 'Invoke-Request x -Verify '; Offers = '$true', '$false' }
        @{ Line = 'New-RequestSession -Retry '; Offers = '3', '5', '(New-RetryPolicy -Total 3 -StatusList 429, 503)' }
        @{ Line = 'New-RateLimit 1 -By '; Offers = 'Session', 'Host' }
        @{ Line = 'Set-RequestSession $s -RateLimit 1'; Offers = '1', '10', '(New-RateLimit 5000 -Per 3600 -Burst 100 -By Host)' }
        @{ Line = 'Invoke-Request x -ExpectStatus 2'; Offers = '2xx', '200', '201', '202', '204', '412' }
        @{ Line = 'Invoke-Request x -OutFile y -Checksum sha2'; Offers = , 'sha256:' }
        @{ Line = 'Save-Response y -Checksum m'; Offers = , 'md5:' }
        @{ Line = 'Send-Request $r -Verify '; Offers = '$true', '$false' }
        @{ Line = 'Add-RequestAdapter $s h'; Offers = 'https://', 'http://' }
        @{ Line = 'Invoke-Request x -Auth (New-Be'; Offers = , 'New-BearerAuth' }
        @{ Line = 'New-HttpAdapter -SslProtocol '; Offers = 'Tls12', 'Tls13' }
        @{ Line = 'New-HttpAdapter -SslProtocol 13'; Offers = , 'Tls13' }
        @{ Line = 'Invoke-Request x -As e'; Offers = 'Events', 'Text', 'Bytes', 'Lines', 'Feed' }
        @{ Line = 'Invoke-Request x -Method e'; Offers = 'Get', 'Delete', 'Head', 'Query' }
        @{ Line = 'Invoke-Request x -ContentType plain'; Offers = , 'text/plain' }
        @{ Line = 'New-BasicAuth a b -Charset ndows-1252'; Offers = , 'windows-1252' }
    ) {
        Get-Completion $Line | Should -Be $Offers
    }

    It 'explains each value that it offers' {
        $session = New-RequestSession
        Set-RequestCookie $session sid 1 -Domain h.example
        $global:explained = $session
        $global:explainedCache = New-RequestCache -TimeToLive 1h
        $cached = New-RequestSession -Cache $explainedCache
        Add-RequestAdapter $cached http:// (New-MockAdapter @{ Body = 'x' })
        $null = $cached.Get('http://h.example/')
        try {
            $checked = 0
            $unexplained = foreach ($command in Get-Command -Module Requests -CommandType Cmdlet) {
                $completed = $command.Parameters.Values.Where{ $_.Attributes.Where{ $_ -is [ArgumentCompleter] } }
                foreach ($parameter in $completed) {
                    $option = if ($command.Parameters.ContainsKey('Session') -and $parameter.Name -ne 'Session') { ' -Session $explained' }
                    if ($command.Noun -eq 'RequestCache' -and $parameter.Name -eq 'Url') { $option = ' -Cache $explainedCache' }
                    $line = "$($command.Name)$option -$($parameter.Name) "
                    $offers = (TabExpansion2 $line $line.Length).CompletionMatches
                    if (-not $offers) { "${line}: no offer" }
                    $checked += $offers.Count
                    foreach ($offer in $offers) {
                        $isExplained = $offer.ToolTip -match '\w' -and $offer.ToolTip -notin $offer.CompletionText, $offer.ListItemText
                        if (-not $isExplained) { "$line$($offer.CompletionText): $($offer.ToolTip)" }
                    }
                }
            }
            $unexplained | Should -BeNullOrEmpty
            $checked | Should -BeGreaterThan 300
        } finally {
            Remove-Variable explained, explainedCache -Scope Global
        }
    }

    It 'offers every member of an enumeration for <Command> -<Parameter>' -ForEach @(
        @{ Command = 'Invoke-Request'; Parameter = 'As'; Type = 'Requests.PowerShell.ResponseFormat' }
        @{ Command = 'Export-RequestCookie'; Parameter = 'Format'; Type = 'Requests.PowerShell.CookieFileFormat' }
        @{ Command = 'New-NegotiateAuth'; Parameter = 'Package'; Type = 'Requests.NegotiatePackage' }
        @{ Command = 'New-NegotiateAuth'; Parameter = 'MutualAuthentication'; Type = 'Requests.MutualAuthentication' }
        @{ Command = 'New-AwsAuth'; Parameter = 'Payload'; Type = 'Requests.AwsPayload' }
        @{ Command = 'New-OAuth1Auth'; Parameter = 'SignatureMethod'; Type = 'Requests.OAuth1SignatureMethod' }
        @{ Command = 'New-OAuth1Auth'; Parameter = 'Placement'; Type = 'Requests.OAuth1Placement' }
        @{ Command = 'New-OAuth2Auth'; Parameter = 'ClientAuthentication'; Type = 'Requests.OAuth2ClientAuthentication' }
        @{ Command = 'New-JsonWebToken'; Parameter = 'Algorithm'; Type = 'Requests.JwtAlgorithm' }
    ) {
        Get-Completion "$Command -$Parameter " | Should -Be ([Enum]::GetNames($Type))
    }

    It 'offers files for the path of -Verify' {
        Set-Content $TestDrive/roots.pem x
        Get-Completion "Invoke-Request x -Verify $TestDrive/ro" | Should -Match 'roots\.pem'
    }

    It 'offers files for <_>' -ForEach @(
        'Invoke-Request x -OutFile', 'Invoke-Request x -InFile', 'Invoke-Request x -Cert', 'Save-Response', 'Import-RequestCookie',
        'New-OAuth1Auth a b c d -PrivateKey'
    ) {
        Set-Content $TestDrive/offered.pem x
        Get-Completion "$_ $TestDrive/off" | Should -Match 'offered\.pem'
    }

    It 'offers types that a user can write' {
        $types = Get-Completion '[Requests.'
        $types | Should -Not -BeNullOrEmpty
        $types -match '[<>$+]' | Should -BeNullOrEmpty
        [Requests.Response].Assembly.GetExportedTypes().FullName -match '[<>$]' | Should -BeNullOrEmpty
    }
}

Describe 'ireq' {
    It 'is Invoke-Request, and the only alias' {
        (Get-Alias ireq).ResolvedCommand.Name | Should -Be 'Invoke-Request'
        (Get-Module Requests).ExportedAliases.Keys | Should -Be 'ireq'
        Invoke-PlainShell "`$env:PSModulePath = '$(Split-Path (Split-Path (Get-ModuleManifestPath)))'; (Get-Command ireq).ModuleName" |
            Should -Be 'Requests'
    }
}

Describe 'Requests.dll without the module' {
    It 'reads a text that names no charset' {
        Copy-Item (Join-Path (Split-Path (Get-ModuleManifestPath)) bin/Requests.dll) $TestDrive
        Invoke-PlainShell "
            Add-Type -Path '$TestDrive/Requests.dll'
            `$request = [Requests.RequestSession]::new().PrepareRequest([Requests.Request]::new('GET', 'http://127.0.0.1/'))
            `$response = [Requests.Response]::new(`$request, 200, [IO.MemoryStream]::new([byte[]](0x47, 0x72, 0xfc, 0xdf, 0x65)))
            `$response.Text.Length; `$response.ApparentEncoding" | Should -Be '5', 'utf-8'
    }

    It 'has its documentation file in the same folder' {
        $xml = [xml](Get-Content (Join-Path (Split-Path (Get-ModuleManifestPath)) bin/Requests.xml) -Raw)
        $xml.doc.members.member.name | Should -Contain 'T:Requests.Response'
    }
}

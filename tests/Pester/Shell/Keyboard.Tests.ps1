# What Tab offers, and short names.
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
        @{ Line = 'Invoke-Request x -OutFile y -Checksum sha2'; Offers = , 'sha256:' }
        @{ Line = 'Save-Response y -Checksum m'; Offers = , 'md5:' }
        @{ Line = 'Send-Request $r -Verify '; Offers = '$true', '$false' }
        @{ Line = 'Add-RequestAdapter $s h'; Offers = 'https://', 'http://' }
        @{ Line = 'Invoke-Request x -Auth (New-Be'; Offers = , 'New-BearerAuth' }
        @{ Line = 'New-HttpAdapter -SslProtocol '; Offers = 'Tls12', 'Tls13' }
        @{ Line = 'New-HttpAdapter -SslProtocol 13'; Offers = , 'Tls13' }
        @{ Line = 'Invoke-Request x -As e'; Offers = 'Events', 'Text', 'Bytes', 'Lines' }
        @{ Line = 'Invoke-Request x -Method e'; Offers = 'Get', 'Delete', 'Head', 'Query' }
        @{ Line = 'Invoke-Request x -ContentType plain'; Offers = , 'text/plain' }
        @{ Line = 'New-BasicAuth a b -Charset ndows-1252'; Offers = , 'windows-1252' }
    ) {
        Get-Completion $Line | Should -Be $Offers
    }

    It 'offers files for the path of -Verify' {
        Set-Content $TestDrive/roots.pem x
        Get-Completion "Invoke-Request x -Verify $TestDrive/ro" | Should -Match 'roots\.pem'
    }

    It 'offers files for <_>' -ForEach 'Invoke-Request x -OutFile', 'Invoke-Request x -InFile', 'Invoke-Request x -Cert', 'Save-Response', 'Import-RequestCookie', 'New-OAuth1Auth a b c d -PrivateKey' {
        Set-Content $TestDrive/offered.pem x
        Get-Completion "$_ $TestDrive/off" | Should -Match 'offered\.pem'
    }

    It 'offers types that a person can write' {
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
        Invoke-PlainShell "`$env:PSModulePath = '$(Split-Path (Split-Path (Get-ModuleManifestPath)))'; (Get-Command ireq).ModuleName" | Should -Be 'Requests'
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

    It 'has its documentation beside it' {
        $xml = [xml](Get-Content (Join-Path (Split-Path (Get-ModuleManifestPath)) bin/Requests.xml) -Raw)
        $xml.doc.members.member.name | Should -Contain 'T:Requests.Response'
    }
}

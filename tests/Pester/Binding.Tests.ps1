BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $mock = New-MockAdapter @{ Url = '/*'; Json = @{ ok = $true } }
    $session = New-RequestSession http://mock.test/
    Add-RequestAdapter $session http://mock.test/ $mock
}

Describe 'Objects of the pipeline' {
    It 'bind nothing but a URL or what is sent, in <_>' -ForEach 'Invoke-Request', 'New-Request', 'ConvertTo-PreparedRequest', 'Send-Request', 'Save-Response', 'Get-OAuth1Token' {
        $byName = (Get-Command $_).Parameters.Values | Where-Object { $_.Attributes.ValueFromPipelineByPropertyName -contains $true }
        $byName.Name | Where-Object { $_ -ne 'Uri' } | Should -BeNullOrEmpty
    }

    It 'choose nothing but the URL, whatever a server writes in its JSON' {
        $file = Join-Path $TestDrive 'chosen'
        $row = @{ url = 'http://mock.test/get'; method = 'DELETE'; outfile = $file; checksum = 'md5:00'; infile = $file; headers = @{ a = 1 }; data = 'x'; session = 1; proxies = 'http://127.0.0.1:1'; timeout = 'x' }
        $response = $row | ConvertTo-Json | ConvertFrom-Json | Invoke-Request -Session $session -WarningAction SilentlyContinue
        $response.Request.Method, $response.Request.Url | Should -Be 'GET', 'http://mock.test/get'
        $response.Request.Body | Should -BeNullOrEmpty
        $response.Request.Headers.ContainsKey('a') | Should -BeFalse
        $file | Should -Not -Exist
    }

    It 'get a warning where their Method is not what is sent: <Name>' -ForEach @(
        @{ Name = 'a row'; Row = { [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = 'delete' } }; Words = '*Method DELETE*GET is sent*ForEach-Object*' }
        @{ Name = 'a map'; Row = { @{ Uri = 'http://mock.test/a'; Method = 'delete' } }; Words = $null }
        @{ Name = 'a request'; Row = { New-Request http://mock.test/a -Method Post }; Words = '*Method POST*Send-Request*' }
        @{ Name = 'GET'; Row = { [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = 'Get' } }; Words = $null }
        @{ Name = 'nothing'; Row = { [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = '' } }; Words = $null }
        @{ Name = 'a number'; Row = { [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = 5 } }; Words = $null }
        @{ Name = 'a response'; Row = { Invoke-Request http://mock.test/a -Method Delete -Session $session }; Words = $null }
        @{ Name = 'escapes'; Row = { [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = "$([char]27)[31mx" } }; Words = '*Method of another kind*' }
    ) {
        $row = & $Row
        $null = $row | Invoke-Request -Session $session -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        if ($null -eq $Words) { $warned | Should -BeNullOrEmpty } else { "$warned" | Should -BeLike $Words }
        if ($Words) { "$warned" | Should -Not -Match "`e" }
    }

    It 'get none where the call says the same method' {
        $null = [pscustomobject]@{ Uri = 'http://mock.test/a'; Method = 'delete' } | Invoke-Request -Method Delete -Session $session -WarningVariable warned
        $warned | Should -BeNullOrEmpty
    }
}

# Tests the conditions of a call: when it is retried, and which statuses are an error.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"

    function New-Mocked($Replies) {
        $session = New-RequestSession
        Add-RequestAdapter $session http:// (New-MockAdapter $Replies -Ordered)
        $session
    }
}

Describe 'New-RetryPolicy -When' {
    It 'retries by the body, which is then emitted: <Name>' -ForEach @(
        @{ Name = 'a response'; With = @{}; Get = { $args[0].Json().state } }
        @{ Name = '-As Json'; With = @{ As = 'Json' }; Get = { $args[0].state } }
        @{ Name = '-ThrottleLimit'; With = @{ ThrottleLimit = 4 }; Get = { $args[0].Json().state } }
    ) {
        $busy = @{ Json = @{ state = 'busy' } }, @{ StatusCode = 202; Json = @{ state = 'busy' } }
        $session = New-Mocked ($busy + @{ Json = @{ state = 'ready' } })
        $wanted = 'busy'
        $policy = New-RetryPolicy 3 -When { param($Response, $Exception) if ($Response.Json().state -eq $wanted) { $true } }
        & $Get (Invoke-Request http://h/ -Session $session -Retry $policy @With) | Should -Be 'ready'
    }

    It 'saves a body that it has read' {
        $session = New-Mocked @{ Json = @{ state = 'busy' } }, @{ Json = @{ state = 'ready' } }
        $policy = New-RetryPolicy 3 -When { $_.Json().state -eq 'busy' }
        Invoke-Request http://h/ -Session $session -Retry $policy -OutFile "$TestDrive/when.json"
        (Get-Content "$TestDrive/when.json" | ConvertFrom-Json).state | Should -Be 'ready'
    }

    It 'gets the exception where no response came' {
        $session = New-RequestSession
        $script:seen = @()
        $policy = New-RetryPolicy 3 -When { param($Response, $Exception) $script:seen += "$Response|$($Exception.GetType().Name)"; $false }
        $null = Invoke-Request http://127.0.0.1:9/ -Session $session -Retry $policy -ErrorAction SilentlyContinue -ErrorVariable failed
        $script:seen | Should -Be '|ConnectionException'
        $failed[0].Exception.Retries | Should -BeNullOrEmpty
    }

    It 'ends the call with the error that it throws' {
        $session = New-Mocked @{ StatusCode = 503 }
        $policy = New-RetryPolicy 3 -StatusList 503 -When { throw 'no idea' }
        { Invoke-Request http://h/ -Session $session -Retry $policy -ErrorAction Stop } | Should -Throw 'no idea'
    }

    It 'is added to the policy of a number alone' {
        $plain = (New-RequestSession -Retry 5).Retry
        $standard = New-RetryPolicy 5 -Standard
        $names = $plain.PSObject.Properties.Name
        foreach ($name in $names) { "$name $($standard.$name)" | Should -Be "$name $($plain.$name)" }
        (New-RetryPolicy -Standard).Total | Should -Be 3

        $policy = New-RetryPolicy 2 -Standard -BackoffFactor 0 -When { param($Response) if ($Response.StatusCode -eq 409) { $true } }
        $session = New-Mocked @{ StatusCode = 409 }, @{ StatusCode = 503 }, @{ StatusCode = 409 }
        $r = Invoke-Request http://h/ -Session $session -Retry $policy
        $r.StatusCode, $r.Retries.Count | Should -Be 409, 2
    }

    It 'changes of the standard policy only what is given: <Name>' -ForEach @(
        @{ Name = 'Total'; Value = $null; Expected = $null }
        @{ Name = 'Total'; Value = 0; Expected = 0 }
        @{ Name = 'Other'; Value = 1; Expected = 1 }
        @{ Name = 'StatusList'; Value = 503; Expected = 503 }
        @{ Name = 'Methods'; Value = 'post'; Expected = 'POST' }
        @{ Name = 'RaiseOnStatus'; Value = $true; Expected = $true }
        @{ Name = 'FullJitter'; Value = $false; Expected = $false }
        @{ Name = 'BackoffMaximum'; Value = 5; Expected = 5 }
        @{ Name = 'RetryAfterMaximum'; Value = 60; Expected = 60 }
        @{ Name = 'RespectRetryAfter'; Value = $false; Expected = $false }
    ) {
        $arguments = @{ $Name = $Value }
        $policy = New-RetryPolicy -Standard @arguments
        $policy.$Name | Should -Be $Expected
        $policy.IsStandard | Should -BeTrue
        $others = 'Total', 'Other', 'RaiseOnStatus', 'BackoffFactor', 'BackoffMaximum', 'RetryAfterMaximum' | Where-Object { $_ -ne $Name }
        $plain = New-RetryPolicy -Standard
        foreach ($other in $others) { $policy.$other | Should -Be $plain.$other }
    }

    It 'takes a script block only' {
        { New-RetryPolicy -When 5 -ErrorAction Stop } | Should -Throw '-When cannot be *: give a script block*'
    }

    It 'is not saved with a session, and a warning says so' {
        $session = New-RequestSession -Retry (New-RetryPolicy 3 -When { $true })
        $session | Export-Clixml "$TestDrive/when.xml"
        $again = Import-Clixml "$TestDrive/when.xml" | New-RequestSession -WarningVariable warned 3>$null
        $warned | Should -Match 'condition of the retry policy'
        $again.Retry.When | Should -BeNullOrEmpty
    }
}

Describe '-ExpectStatus' {
    It '<Value> takes <Status>' -ForEach @(
        @{ Value = 404; Status = 404 }
        @{ Value = 200, 404, '2xx'; Status = 204 }
        @{ Value = '200-299'; Status = 299 }
        @{ Value = 'NotFound'; Status = 404 }
        @{ Value = [Net.HttpStatusCode]::NotFound; Status = 404 }
    ) {
        $session = New-Mocked @{ StatusCode = $Status }
        (Invoke-Request http://h/ -Session $session -ExpectStatus $Value -RaiseForStatus).StatusCode | Should -Be $Status
    }

    It 'makes <Status> an error, typed and with the response' -ForEach @(@{ Status = 204 }, @{ Status = 301 }, @{ Status = 500 }) {
        $session = New-Mocked @{ StatusCode = $Status }
        $null = Invoke-Request http://h/ -Session $session -ExpectStatus 200, 4xx -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'HttpError,*'
        $failed[0].Exception | Should -BeOfType ([Requests.HttpErrorException])
        $failed[0].Exception.Response.StatusCode | Should -Be $Status
    }

    It 'emits the body of an expected error with -As' {
        $session = New-Mocked @{ StatusCode = 404; Json = @{ message = 'none' } }
        (Invoke-Request http://h/ -Session $session -ExpectStatus 200, 404 -As Json).message | Should -Be 'none'
    }

    It 'saves nothing for an expected error with -OutFile' {
        $session = New-Mocked @{ StatusCode = 404; Body = 'no such file' }
        $response = Invoke-Request http://h/ -Session $session -ExpectStatus 200, 404 -OutFile "$TestDrive/none" -PassThru
        $response.Text | Should -Be 'no such file'
        "$TestDrive/none" | Should -Not -Exist
    }

    It 'is a setting of a session, which a call removes' {
        $session = New-Mocked @{ StatusCode = 204 }, @{ StatusCode = 204 }
        Set-RequestSession $session -ExpectStatus 200
        "$($session.ExpectStatus)" | Should -Be '200'
        { $session.Get('http://h/') } | Should -Throw '204 Unexpected Status*expected: 200'
        $session.Get('http://h/', @{ ExpectStatus = $null }).StatusCode | Should -Be 204
    }

    It 'refuses <Value> before anything is sent' -ForEach @(
        @{ Value = 'xx' }, @{ Value = 99 }, @{ Value = $true }, @{ Value = 200, 'soon' }, @{ Value = '' }, @{ Value = @{} }
    ) {
        $session = New-Mocked @{ StatusCode = 200 }
        $null = Invoke-Request http://h/ -Session $session -ExpectStatus $Value -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].Exception | Should -BeOfType ([Requests.InvalidParameterException])
        $failed[0].Exception.Message | Should -BeLike '-ExpectStatus cannot be *: give a status from 100 to 999*'
        (Get-RequestAdapter $session http://h/).Adapter.Calls | Should -BeNullOrEmpty
    }
}

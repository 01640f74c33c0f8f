# Tests responses from other machines: PowerShell remoting over SSH to a real sshd on loopback.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $script:peers = Test-Peer sshd, ssh, ssh-keygen
}

Describe 'Remoting over SSH' -Skip:(-not $peers) {
    BeforeAll {
        Import-Module "$PSScriptRoot/../TestSupport.psm1"
        Import-Module "$PSScriptRoot/../Peers/Ssh.psm1"
        $server = Start-TestServer
        $url = $server.Url
        $ssh = Start-Ssh "$TestDrive/ssh"
        $remote = New-PSSession -HostName 127.0.0.1 -Port $ssh.Port -KeyFilePath $ssh.Key -Options $ssh.Options -ErrorAction Stop
        $module = Get-ModuleManifestPath
        Invoke-Command $remote { Import-Module $using:module }
    }

    AfterAll {
        $remote | Remove-PSSession
        Stop-Ssh $ssh
        Stop-TestServer $server
    }

    It 'returns all parts of a response' {
        $response = Invoke-Command $remote { Invoke-Request "$using:url/redirect/1" -Headers @{ 'X-A' = 'b' } }
        $response.StatusCode | Should -Be 200
        $response.Reason | Should -Be 'OK'
        $response.Headers['Content-Type'] | Should -Be 'application/json'
        $response.Text | Should -Match '"url"'
        $response.Content.Count | Should -Be $response.Text.Length
        $response.History[0].StatusCode | Should -Be 302
        ($response.Text | ConvertFrom-Json).headers.'X-A' | Should -Be 'b'
        $response.PSComputerName | Should -Be '127.0.0.1'
        $links = Invoke-Command $remote { Invoke-Request "$using:url/links/3/0" }
        "$($links.Links.next.Url ?? $links.Links['next'].Url)" | Should -BeLike '*/links/3/1'
    }

    It 'shows a response with the views of this machine' {
        $response = Invoke-Command $remote { Invoke-Request "$using:url/get" }
        $response | Format-Table | Out-String | Should -Match '200\S* +GET +application/json'
    }

    It 'returns errors with their type and message' {
        Invoke-Command $remote {
            Invoke-Request "$using:url/status/404" -RaiseForStatus
        } -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'HttpError*'
        "$($problem[0])" | Should -BeLike '404 Client Error*'
    }

    It 'refuses a session with a reason, and sends no secret' {
        $session = New-RequestSession -Auth user, hunter2 -Headers @{ 'X-Api-Key' = 'hunter2' }
        $message = Invoke-Command $remote {
            try { Invoke-Request "$using:url/get" -Session $using:session -ErrorAction Stop } catch { "$_" }
        }
        $message | Should -Match 'New-RequestSession'
        $response = Invoke-Command $remote { Invoke-Request "$using:url/get" -Auth user, hunter2 -Headers @{ 'X-Api-Key' = 'hunter2' } }
        [Management.Automation.PSSerializer]::Serialize($response.Request, 3) | Should -Not -Match 'hunter2|dXNlcjpodW50ZXIy'
    }

    It 'sends requests on several machines and collects the responses' {
        $all = Invoke-Command $remote {
            param($Numbers)
            $Numbers | ForEach-Object { "$using:url/anything/$_" } | Invoke-Request -ThrottleLimit 4
        } -ArgumentList (, (1..8))
        $all.StatusCode | Should -Be (@(200) * 8)
    }
}

# Ctrl+C ends every wait in under a second, and the shell continues. Peers/Waits.psm1 has the commands that wait.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    Import-Module "$PSScriptRoot/../Peers/Waits.psm1"
    $server = Start-TestServer
    $servers = Start-SilentServer
    $manifest, $shell, $peers = (Get-ModuleManifestPath), @(Get-ShellCommand), "$PSScriptRoot/../Peers"
    $support = "$PSScriptRoot/../TestSupport.psm1"
    $extensions = "$PSScriptRoot/../../../output/TestExtensions/Requests.TestExtensions.dll"
    $waits = @(Get-Wait)
    $progress = 'Downloading|Uploading|Retrying|[Ww]aiting|in flight'
    $hasKerberos = Test-Path /usr/lib/*/libgssapi_krb5.so.2
}

AfterAll { Stop-SilentServer $servers }

Describe 'Ctrl+C' -Skip:(-not $IsLinux -or -not (Test-Path /usr/bin/python3)) {
    BeforeAll {
        function New-Plan([string] $Way, [bool] $After, [string] $Folder) {
            # Writes the profile of a shell, with a function for each wait, and the commands that Peers/session.py types.
            $null = New-Item -ItemType Directory $Folder
            $commands = @(for ($i = 0; $i -lt $waits.Count; $i++) {
                    $settings = Get-Setting $server ([guid]::NewGuid()) "$Folder/$i" $servers
                    $null = New-Item -ItemType Directory "$Folder/$i"
                    if ($waits[$i].Script -match '\$pipe') { & mkfifo $settings.pipe }
                    $values = ($settings.Keys | ForEach-Object { "`$$_ = '$($settings[$_])'" }) -join '; '
                    Add-Function "w$i" "$values; Set-Location '$Folder/$i'" $waits[$i].Script
                    $arrived = $waits[$i].Arrivals ? "$($settings.url)/arrived/$($waits[$i].Arrivals)" : $null
                    $shown = $Way -eq 'pty' -and $After -and $waits[$i].Shown ? $progress : $null
                    @{ name = $waits[$i].Name; line = "w$i"; settle = 0.2; arrived = $arrived; shown = $shown }
                })
            if ($hasKerberos) {
                $url = "$($server.Url)/together/$([guid]::NewGuid())/stall?challenge=Negotiate"
                Add-Function kdc '' "Invoke-Request '$url' -Auth (New-NegotiateAuth alice@SILENT.TEST secret)"
                $commands += @{ name = 'a KDC that never replies'; line = 'kdc'; kdc = $true }
            }
            Add-Content "$Folder/profile.ps1" @"
                Import-Module '$manifest'
                Remove-Module PSReadLine -ErrorAction Ignore
                `$ProgressPreference = '$($After ? 'Continue' : 'SilentlyContinue')'
                function prompt { 'READY>' }
                function ready { [Console]::WriteLine('READY>') }
                function control { [Console]::WriteLine('WAITS'); Start-Sleep 60 }
"@
            if ($After) {
                $time = '[Requests.TestExtensions.FastTime]::new(10)'
                Add-Content "$Folder/profile.ps1" "Import-Module '$support'; Add-Type -Path '$extensions'; Set-ProcessTime ($time)"
            }
            @{ profile = "$Folder/profile.ps1"; commands = $commands } | ConvertTo-Json -Depth 3 | Set-Content "$Folder/plan.json"
            [pscustomobject]@{ Way = $Way; After = $After; Folder = $Folder }
        }

        function Add-Function([string] $Name, [string] $Begin, [string] $Script) {
            # $Folder is that of the caller.
            $body = "$Begin; [Console]::WriteLine('WAITS'); $Script; [Console]::WriteLine('WENT ON')"
            Add-Content "$Folder/profile.ps1" "function $Name { $body }"
        }
    }

    It 'brings the shell back in under a second at each wait, in a terminal and by SIGINT without one, and the next command runs' {
        # One shell for each way and time runs all the waits, one after the other. If progress is shown, the clock of the shell is fast.
        $plans = foreach ($way in 'pty', 'plain') { foreach ($after in $false, $true) { New-Plan $way $after "$TestDrive/$way$after" } }
        $results = $plans | ForEach-Object -ThrottleLimit 4 -Parallel {
            $plan = $_
            $arguments = if ($plan.Way -eq 'pty') { '-NoExit', '-Command', ". '$($plan.Folder)/profile.ps1'" }
            else { '-NonInteractive', '-Command', '-' }
            $command = @($using:shell) + '-NoLogo', '-NoProfile' + $arguments
            $where = "$($plan.Way)$($plan.After ? ', after a second' : '')"
            & /usr/bin/python3 "$using:peers/session.py" $plan.Way "$($plan.Folder)/plan.json" @command | ConvertFrom-Json |
                Select-Object *, @{ Name = 'where'; Expression = { "$($_.name), $where" } }
        }

        $results | Where-Object { $_.seconds -ge $_.limit } |
            ForEach-Object { "$($_.where): $($_.seconds) s, $($_.seen.Substring([math]::Max(0, $_.seen.Length - 300)))" } |
            Should -BeNullOrEmpty
        $results | Where-Object seen -Match 'WENT ON' | ForEach-Object where | Should -BeNullOrEmpty
        $results.Count | Should -Be (4 * ($waits.Count + [int]$hasKerberos))
        Get-ChildItem $TestDrive/p*/* -Recurse -File -Exclude pipe, big, profile.ps1, plan.json, g.bin.part* | ForEach-Object FullName |
            Should -BeNullOrEmpty
    }

    It 'ends a script in under a second <Name>' -ForEach @(
        @{
            Way = 'pty'; Name = 'in a terminal, progress shown'; Until = 'Downloading'
            Script = 'Invoke-Request "$url/stall?text=x" -OutFile keyboard.bin'
        }
        @{
            Way = 'plain'; Name = 'without a terminal, by SIGINT'; Until = 'PRESS'
            Script = 'Invoke-Request "$url/stall?text=PRESS%0Ab" -As Lines'
        }
    ) {
        $group = "$($server.Url)/together/$([guid]::NewGuid())"
        $begin = "Import-Module '$manifest'; Set-Location '$TestDrive'; `$url = '$group'"
        $sleep = '[Console]::WriteLine("PRESS"); Start-Sleep 60'
        $one, $control = @{ Script = $Script; Until = $Until }, @{ Script = $sleep; Until = 'PRESS' } |
            ForEach-Object -ThrottleLimit 2 -Parallel {
                $file = "$using:TestDrive/$([guid]::NewGuid()).ps1"
                Set-Content $file "$using:begin; $($_.Script); [Console]::WriteLine('WENT ON')"
                $command = @($using:shell) + '-NoProfile', '-File', $file
                $seconds, $seen = & /usr/bin/python3 "$using:peers/keyboard.py" $using:Way $_.Until @command
                [pscustomobject]@{ IsControl = $_.Script -eq $using:sleep; Seconds = [double]$seconds; Seen = "$seen" }
            } | Sort-Object IsControl

        # The end of the process takes a moment of its own: that of a process that sleeps.
        $one.Seconds | Should -BeLessThan (1 + $control.Seconds) -Because $one.Seen
        $one.Seen | Should -Not -Match 'WENT ON'
        (Invoke-Request "$group/left" -TotalTimeout 60).Ok | Should -BeTrue
        Join-Path $TestDrive keyboard.bin* | Should -Not -Exist
    }
}

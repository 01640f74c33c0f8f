# What a server can do to its clients: HostileCases.ps1 is the table, Invoke-HostileCases.ps1 runs it in one shell.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $cases = & "$PSScriptRoot/HostileCases.ps1" | Where-Object { -not $IsWindows -or -not $_.Unix }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $command = @(Get-ShellCommand)
    $rest = @($command | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/Invoke-HostileCases.ps1",
        (Get-ModuleManifestPath), $server.Url, "$PSScriptRoot/HostileCases.ps1"
    $results = @{}
    foreach ($line in & $command[0] @rest) {
        if ("$line".StartsWith('{')) { $result = ConvertFrom-Json $line; $results[$result.name] = $result } else { Write-Warning "$line" }
    }
}

AfterAll { Stop-TestServer $server }

Describe 'A hostile server' {
    It 'does no harm with <Name>' -ForEach $cases {
        $result = $results[$Name]
        $result | Should -Not -BeNullOrEmpty -Because 'the shell must live to run the case'
        $because = "what came was $(ConvertTo-Json $result -Compress)"
        if ($Id) { $result.errors | Should -BeLike $Id -Because $because } else { $result.errors | Should -BeNullOrEmpty -Because $because }
        if ($Is) { $result.result | Should -BeExactly $Is -Because $because }
        if (-not $Script) { $result.others | Should -Be 2 -Because "the other URLs of the pipeline are requested all the same; $because" }
        $result.seconds | Should -BeLessThan $result.limit -Because $because
        $result.megabyte | Should -BeLessThan 100 -Because $because
        @($result.files | Sort-Object) -join '|' | Should -BeExactly (@($Files | Sort-Object) -join '|') -Because $because
        $result.controls | Should -BeNullOrEmpty -Because "no control of a terminal is shown; $because"
        $result.commands | Should -BeNullOrEmpty -Because "no command of a pipeline's agent is shown; $because"
    }
}

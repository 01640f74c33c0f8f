BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    function Get-Said([string] $Script, [hashtable] $Agent) {
        $before = @{}
        foreach ($name in 'GITHUB_ACTIONS', 'TF_BUILD') {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $Agent[$name])
        }

        try { @(Invoke-FreshShell $Script) }
        finally { foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }
    }
}

Describe 'Register-RequestSecret' {
    It 'tells the agent of <Name>' -ForEach @(
        @{ Name = 'GitHub'; Agent = @{ GITHUB_ACTIONS = 'true' }; Said = '::add-mask::hunter2', '::add-mask::100%25', '::add-mask::line one', '::add-mask::line two', '::add-mask::pw' }
        @{ Name = 'Azure'; Agent = @{ TF_BUILD = 'True' }; Said = '##vso[task.setsecret]hunter2', '##vso[task.setsecret]100%AZP25', '##vso[task.setsecret]line one', '##vso[task.setsecret]line two', '##vso[task.setsecret]pw' }
    ) {
        Get-Said 'Register-RequestSecret hunter2 6>$null; "100%", "line one`nline two`n" | Register-RequestSecret; [pscredential]::new("u", (ConvertTo-SecureString pw -AsPlainText -Force)) | Register-RequestSecret' $Agent | Should -Be $Said
    }

    It 'says nothing where no agent is' {
        Get-Said 'Register-RequestSecret hunter2; (Register-RequestSecret hunter2 -Verbose 4>&1).Message.Contains("hunter2")' @{} | Should -Be 'False'
        { Register-RequestSecret 5 } | Should -Throw '*Int32 is no secret*'
    }
}

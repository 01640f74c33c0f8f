BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    function Get-ShellOutput([string] $Script, [hashtable] $Agent) {
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
    It 'writes the command that masks it for the agent of <Name>' -ForEach @(
        @{
            Name  = 'GitHub'
            Agent = @{ GITHUB_ACTIONS = 'true' }
            Lines = '::add-mask::hunter2', '::add-mask::100%25', '::add-mask::line one', '::add-mask::line two', '::add-mask::pw'
        }
        @{
            Name  = 'Azure'
            Agent = @{ TF_BUILD = 'True' }
            Lines = '##vso[task.setsecret]hunter2', '##vso[task.setsecret]100%AZP25', '##vso[task.setsecret]line one',
                '##vso[task.setsecret]line two', '##vso[task.setsecret]pw'
        }
    ) {
        $script = '
            Register-RequestSecret hunter2 6>$null
            "100%", "line one`nline two`n" | Register-RequestSecret
            [pscredential]::new("u", (ConvertTo-SecureString pw -AsPlainText -Force)) | Register-RequestSecret
        '
        Get-ShellOutput $script $Agent | Should -Be $Lines
    }

    It 'writes nothing without an agent' {
        Get-ShellOutput 'Register-RequestSecret hunter2; (Register-RequestSecret hunter2 -Verbose 4>&1).Message.Contains("hunter2")' @{} |
            Should -Be 'False'
        { Register-RequestSecret 5 } | Should -Throw '*Secret cannot be Int32*' -ErrorId 'InvalidParameter,*'
    }
}

Describe 'A mandatory secret that is missing' {
    BeforeAll { $shell = Start-ScriptShell }

    AfterAll { Stop-ScriptShell $shell }

    It 'is prompted for and not shown: <_>' -Skip:($IsWindows -or -not (Test-Path /usr/bin/python3)) -ForEach @(
        'New-BasicAuth Alice', 'New-BearerAuth', 'New-OAuth1Auth key', 'New-OAuth2Auth https://example.com/token client'
        'New-AwsAuth AKID'
    ) {
        $command = @(Get-ShellCommand)
        $script = "`$ProgressPreference = 'SilentlyContinue'; Import-Module '$(Get-ModuleManifestPath)'; " +
            "`$auth = $_; 'made ' + `$auth.GetType().Name"
        $shown = & /usr/bin/python3 "$PSScriptRoot/../Peers/prompt.py" ': ' hunter2 @command -NoProfile -Command $script | Out-String
        $shown | Should -Match 'made \w+Auth'
        $shown | Should -Not -Match 'hunter2'
    }

    It 'is an error if the host cannot prompt: <_>' -ForEach @(
        'New-BasicAuth Alice', 'New-BearerAuth', 'New-OAuth1Auth key', 'New-OAuth2Auth https://example.com/token client'
        'New-TokenServiceAuth Alice', 'New-AwsAuth AKID'
    ) {
        (Invoke-ScriptShell $shell "try { $_ } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }") -join ' ' |
            Should -BeLike 'InvalidParameter,* is missing, and this host cannot prompt for it*'
    }

    It 'is an error if a variable is empty: <_>' -ForEach @(
        'New-BasicAuth u $null', 'New-BearerAuth $null', 'New-OAuth2Auth https://example.com/token c $null'
        'New-TokenServiceAuth u $null', 'New-ManagedIdentityAuth $null'
        'New-AwsAuth AKID $null', 'New-AwsAuth AKID secret $null', 'New-AwsAuth -Credential $null'
    ) {
        [scriptblock]::Create($_) | Should -Throw -ErrorId 'InvalidParameter,*'
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
}

AfterAll { Stop-TestServer $server }

Describe 'OutFile' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item $folder -ItemType Directory
        $file = Join-Path $folder 'file.bin'
    }

    It 'saves the body and emits nothing' {
        Invoke-Request "$url/file/100000" -OutFile $file | Should -BeNullOrEmpty
        (Get-Item $file).Length | Should -Be 100000
        Invoke-Request "$url/gzip" -OutFile $file
        Get-Content $file -Raw | Should -Match 'gzipped'
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'emits the response with -PassThru' {
        $response = Invoke-Request "$url/file/100" -OutFile $file -PassThru
        $response.StatusCode, $response.SavedTo | Should -Be 200, $file
    }

    It 'is relative to the location of PowerShell' {
        Push-Location $folder
        try { Invoke-Request "$url/file/10" -OutFile here.bin } finally { Pop-Location }
        Join-Path $folder 'here.bin' | Should -Exist
    }

    It 'uses the file names of the servers in a folder' {
        1..3 | ForEach-Object { "$url/file/$_`?name=a.bin" } | Invoke-Request -OutFile $folder
        (Get-ChildItem $folder | Sort-Object Length).Name | Should -Be 'a.bin', 'a (2).bin', 'a (3).bin'
    }

    It 'reads neither file nor checksum from objects of the pipeline' {
        $rows = 1..2 |
            ForEach-Object { [pscustomobject]@{ Uri = "$url/file/$_"; OutFile = Join-Path $folder "$_.bin"; Checksum = 'md5:00' } }
        ($rows | Invoke-Request).StatusCode | Should -Be 200, 200
        ($rows | Invoke-Request -ThrottleLimit 2).StatusCode | Should -Be 200, 200
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
        $rows | ForEach-Object { Invoke-Request $_.Uri -OutFile $_.OutFile }
        (Get-ChildItem $folder | Sort-Object Length | ForEach-Object Length) | Should -Be 1, 2
    }

    It 'requires -OutFile for <_>, also with a pipeline' -ForEach @(
        '-Resume', '-PassThru', "-Checksum 'md5:d41d8cd98f00b204e9800998ecf8427e'"
    ) {
        $call = [scriptblock]::Create("'$url/get' | Invoke-Request $_")
        $call | Should -Throw -ErrorId 'ParameterConflict,*'
    }

    It 'does not change a file with -NoClobber, and sends nothing' {
        Set-Content $file old
        $seen = [Collections.Generic.List[object]]::new()
        $session = New-RequestSession -Hooks @{ request = { param($Request) $seen.Add($Request) } }
        { Invoke-Request "$url/file/5" -OutFile $file -NoClobber -Session $session } |
            Should -Throw '*already exists*' -ErrorId 'OutputFile,*'
        Get-Content $file | Should -Be old
        Get-ChildItem $folder -Force | Should -HaveCount 1
        $mock = New-MockAdapter @{ Body = 'new' }
        Add-RequestAdapter $session mock:// $mock
        { Invoke-Request mock://h/x -OutFile $file -NoClobber -Session $session } | Should -Throw -ErrorId 'OutputFile,*'
        $mock.Calls | Should -HaveCount 0
    }

    It 'saves a new file with -NoClobber' {
        Invoke-Request "$url/file/5" -OutFile $file -NoClobber
        (Get-Item $file).Length | Should -Be 5
    }

    It 'does not change a file in a folder with -NoClobber, and numbers the file name of the server' {
        $saved = (Invoke-Request "$url/file/7" -OutFile $folder -NoClobber -PassThru).SavedTo
        Set-Content $saved old
        { Invoke-Request "$url/file/7" -OutFile $folder -NoClobber } | Should -Throw '*already exists*' -ErrorId 'OutputFile,*'
        Get-Content $saved | Should -Be old
        Set-Content "$folder/a.bin" old
        (Invoke-Request "$url/file/3?name=a.bin" -OutFile $folder -NoClobber -PassThru).SavedTo | Should -BeLike '*a (2).bin'
        Get-Content "$folder/a.bin" | Should -Be old
    }

    It 'saves each page in a folder with -NoClobber, and replaces no file' {
        Invoke-Request "$url/links/3/0" -FollowRelLink -OutFile $folder -NoClobber
        $pages = @(Get-ChildItem $folder)
        $pages | Should -HaveCount 3
        { Invoke-Request "$url/links/3/0" -FollowRelLink -OutFile $folder -NoClobber } | Should -Throw -ErrorId 'OutputFile,*'
        Get-ChildItem $folder | Should -HaveCount 3
    }

    It 'excludes -NoClobber and <_>' -ForEach '-Force', '-Resume' {
        $call = [scriptblock]::Create("Invoke-Request '$url/get' -OutFile '$file' -NoClobber $_")
        $call | Should -Throw -ErrorId 'ParameterConflict,*'
    }

    It 'requires -OutFile for -NoClobber' { { Invoke-Request "$url/get" -NoClobber } | Should -Throw -ErrorId 'ParameterConflict,*' }

    It 'saves a response with Save-Response -NoClobber only to a new file, and with -WhatIf to none' {
        $response = Invoke-Request "$url/file/5"
        $response | Save-Response $file -WhatIf
        $file | Should -Not -Exist
        $response | Save-Response $file -NoClobber
        { $response | Save-Response $file -NoClobber -ErrorAction Stop } | Should -Throw '*already exists*' -ErrorId 'OutputFile,*'
        { $response | Save-Response $file -NoClobber -Force } | Should -Throw -ErrorId 'ParameterConflict,*'
        (Get-Item $file).Length | Should -Be 5
    }

    It 'refuses a second body for one file' {
        $ok = "$url/file/5", "$url/file/6" | Invoke-Request -OutFile $file -PassThru -ErrorAction SilentlyContinue -ErrorVariable failed
        $ok | Should -HaveCount 1
        $failed.FullyQualifiedErrorId | Should -Be 'OutputFile,Requests.PowerShell.InvokeRequestCommand'
        (Get-Item $file).Length | Should -Be 5
    }

    It 'writes an error for an error status, and does not change the file' {
        Set-Content $file 'old'
        { Invoke-Request "$url/status/404" -OutFile $file -ErrorAction Stop } | Should -Throw -ErrorId 'HttpError*'
        Get-Content $file | Should -Be 'old'
    }

    It 'reports a path that cannot be written before it sends anything' {
        { Invoke-Request 'http://127.0.0.1:1/' -OutFile (Join-Path $folder 'no/such/file') -ErrorAction Stop } |
            Should -Throw -ErrorId 'OutputFile*'
    }

    It 'reports a full disk, and leaves no file' -Skip:(-not (Test-Path /dev/full)) {
        { Invoke-Request "$url/file/100000" -OutFile /dev/full -ErrorAction Stop } | Should -Throw '*No space left*' -ErrorId 'OutputFile*'
        Test-Path /dev/full | Should -BeTrue
        Invoke-Request "$url/file/100000" -OutFile /dev/null
        (Get-Item /dev/null).Attributes | Should -Not -Match 'Archive'
    }

    It 'treats a file in shared memory as a file, not as a device' -Skip:(-not (Test-Path /dev/shm)) {
        $memory = "/dev/shm/requests-$([guid]::NewGuid()).bin"
        try {
            Invoke-Request "$url/file/100" -OutFile $memory
            (Get-Item $memory).Length | Should -Be 100
            Invoke-Request "$url/file/10" -OutFile $memory
            (Get-Item $memory).Length | Should -Be 10
            { Invoke-Request "$url/breaking-file/2000000" -OutFile $memory -ErrorAction Stop } | Should -Throw
            (Get-Item $memory).Length | Should -Be 10
        } finally { Remove-Item $memory -ErrorAction Ignore }
    }

    It 'leaves no file if <Name>' -ForEach @(
        @{ Name = 'the transfer breaks'; Path = '/breaking-file/2000000'; Options = @{}; Id = 'C*' }
        @{
            Name    = 'the checksum is different'
            Path    = '/file/10'
            Options = @{ Checksum = 'md5:d41d8cd98f00b204e9800998ecf8427e' }
            Id      = 'ChecksumMismatch*'
        }
        @{ Name = 'the body is too large'; Path = '/file/1000'; Options = @{ MaximumSize = 999 }; Id = 'ResponseTooLarge*' }
    ) {
        { Invoke-Request "$url$Path" -OutFile $file -ErrorAction Stop @Options } | Should -Throw -ErrorId $Id
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'resumes an interrupted download' {
        { Invoke-Request "$url/breaking-file/2000000" -OutFile $file -Resume -ErrorAction Stop } | Should -Throw
        $file | Should -Not -Exist
        (Get-Item "$file.part").Length | Should -BeGreaterThan 0
        Invoke-Request "$url/breaking-file/2000000" -OutFile $file -Resume
        $whole = (Invoke-Request "$url/file/2000000").Content
        (Get-FileHash $file).Hash | Should -Be (Get-FileHash -InputStream ([IO.MemoryStream]::new($whole))).Hash
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'resumes the file of another tool if a checksum is given, and does not change a complete file' {
        $whole = (Invoke-Request "$url/file/1000").Content
        $sum = 'sha256:' + (Get-FileHash -InputStream ([IO.MemoryStream]::new($whole))).Hash
        [IO.File]::WriteAllBytes($file, $whole[0..399])
        (Invoke-Request "$url/file/1000" -OutFile $file -Resume -Checksum $sum -PassThru).StatusCode | Should -Be 206
        (Get-Item $file).Length | Should -Be 1000
        [IO.File]::WriteAllText($file, 'of another version')
        (Invoke-Request "$url/file/1000" -OutFile $file -Resume -PassThru).StatusCode | Should -Be 200
        [IO.File]::ReadAllBytes($file) | Should -Be $whole
        (Invoke-Request "$url/file/1000" -OutFile $file -Resume -PassThru).StatusCode | Should -Be 416
        (Get-Item $file).Length | Should -Be 1000
    }

    It 'verifies the checksum' {
        $sum = 'sha256:' + (Get-FileHash -InputStream ([IO.MemoryStream]::new((Invoke-Request "$url/file/1000").Content))).Hash
        Invoke-Request "$url/file/1000" -OutFile $file -Checksum $sum
        (Get-Item $file).Length | Should -Be 1000
        { Invoke-Request 'http://127.0.0.1:1/' -OutFile $file -Checksum 'nonsense' -ErrorAction Stop } |
            Should -Throw "'nonsense' is not a checksum. A checksum is*sha256*Base64*"
        $bare = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
        { Invoke-Request 'http://127.0.0.1:1/' -OutFile $file -Checksum $bare -ErrorAction Stop } | Should -Throw "*Write 'sha256:$bare'*"
    }

    It 'saves each page in its own file' {
        Invoke-Request "$url/links/3/0" -FollowRelLink -OutFile "$folder/"
        (Get-ChildItem $folder).Name | Should -Be '0', '1', '2'
    }

    It 'refuses <_>' -ForEach @(
        '-Force', '-Raw', '-Resume', '-PassThru', '-Checksum md5:d41d8cd98f00b204e9800998ecf8427e', '-As Text -OutFile x',
        '-OutFile x -Resume -FollowRelLink'
    ) {
        { Invoke-Expression "Invoke-Request '$url/get' $_" } | Should -Throw -ErrorId 'ParameterConflict*'
    }

    It 'refuses an empty path: <_>' -ForEach @(
        '-OutFile $null', "-OutFile ''", "-OutFile ' '", '-InFile $null', "-InFile ''",
        '-OutFile ([Management.Automation.Internal.AutomationNull]::Value)'
    ) {
        { Invoke-Expression "Invoke-Request '$url/get' $_" } | Should -Throw -ErrorId 'InvalidParameter,*'
    }

    It 'does not change a file for a 304: <Name>' -ForEach @(
        @{ Name = 'plain'; Options = @{} }
        @{ Name = '-Resume'; Options = @{ Resume = $true } }
        @{ Name = '-FollowRelLink'; Options = @{ FollowRelLink = $true } }
        @{ Name = '-ThrottleLimit'; Options = @{ ThrottleLimit = 3 } }
        @{ Name = '-Retry'; Options = @{ Retry = 2 } }
    ) {
        Set-Content $file 'old' -NoNewline
        Invoke-Request "$url/status/304" -OutFile $file @Options | Should -BeNullOrEmpty
        $response = Invoke-Request "$url/status/304" -OutFile $file -PassThru @Options
        $response.StatusCode, $response.SavedTo | Should -Be 304, $file
        Get-Content $file -Raw | Should -Be 'old'
        (Invoke-Request "$url/status/204" -OutFile $file -PassThru @Options).SavedTo | Should -BeNullOrEmpty
        (Invoke-Request "$url/redirect/1" -OutFile $file -PassThru -AllowRedirects:$false @Options).SavedTo | Should -BeNullOrEmpty
        (Invoke-Request "$url/get" -Method Head -OutFile $file -PassThru @Options).SavedTo | Should -BeNullOrEmpty
        Get-Content $file -Raw | Should -Be 'old'
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'saves nothing for an error status or a status without a body with Save-Response' {
        Set-Content $file 'old' -NoNewline
        { Invoke-Request "$url/status/404" | Save-Response $file -ErrorAction Stop } | Should -Throw -ErrorId 'HttpError*'
        Invoke-Request "$url/status/304" | Save-Response $file -PassThru | Should -Be $file
        Invoke-Request "$url/status/204" | Save-Response $file -PassThru | Should -BeNullOrEmpty
        { (Invoke-Request "$url/status/500").Save($file) } | Should -Throw
        Get-Content $file -Raw | Should -Be 'old'
    }

    It 'resumes an interrupted transfer within -Retry in the first run<Name>' -ForEach @(
        @{ Name = ''; Options = @{} }
        @{ Name = ' with -Resume'; Options = @{ Resume = $true } }
    ) {
        $policy = New-RetryPolicy -Total 1
        $response = Invoke-Request "$url/breaking-file/2000000" -OutFile $file -Retry $policy -PassThru @Options
        $response.StatusCode, $response.Retries.Count | Should -Be 206, 1
        $whole = (Invoke-Request "$url/file/2000000").Content
        (Get-FileHash $file).Hash | Should -Be (Get-FileHash -InputStream ([IO.MemoryStream]::new($whole))).Hash
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'replaces a file whose name the server chose only with -Force' {
        Set-Content "$folder/a.bin" 'old' -NoNewline
        (Invoke-Request "$url/file/5?name=a.bin" -OutFile $folder -PassThru).SavedTo | Should -Be (Join-Path $folder 'a (2).bin')
        (Invoke-Request "$url/file/6?name=a.bin" -Stream | Save-Response $folder -PassThru).Name | Should -Be 'a (3).bin'
        Get-Content "$folder/a.bin" -Raw | Should -Be 'old'
        Invoke-Request "$url/file/7?name=a.bin" -OutFile $folder -Force
        (Get-Item "$folder/a.bin").Length | Should -Be 7
        Invoke-Request "$url/file/8?name=a.bin" -Stream | Save-Response $folder -Force
        (Get-Item "$folder/a.bin").Length | Should -Be 8
        1..2 | ForEach-Object { Invoke-Request "$url/file/9" -OutFile $folder }
        Get-ChildItem $folder -Filter '9*' | Should -HaveCount 1
    }

    It 'keeps the permissions of the file that it replaces' -Skip:$IsWindows {
        foreach ($mode in '600', '750', '666') {
            Set-Content $file 'old'
            chmod $mode $file
            Invoke-Request "$url/file/10" -OutFile $file
            stat -c %a $file | Should -Be $mode
            Invoke-Request "$url/file/10" -Stream | Save-Response $file
            stat -c %a $file | Should -Be $mode
        }
        chown 4242:4343 $file
        if ($LASTEXITCODE -eq 0) {
            Invoke-Request "$url/file/10" -OutFile $file
            stat -c '%u:%g %a' $file | Should -Be '4242:4343 666'
        }
    }

    It 'writes to a pipe as to a device' -Skip:$IsWindows {
        $pipe = Join-Path $folder 'pipe'
        mkfifo $pipe
        $reader = Start-Process cat -ArgumentList $pipe -RedirectStandardOutput "$folder/copy" -PassThru
        Invoke-Request "$url/robots.txt" -OutFile $pipe
        $reader.WaitForExit()
        Get-Content "$folder/copy" -Raw | Should -Match 'User-agent'
        test -p $pipe
        $LASTEXITCODE | Should -Be 0
        $shown =
            pwsh -NoProfile -Command "Import-Module '$(Get-ModuleManifestPath)'; Invoke-Request '$url/robots.txt' -OutFile /dev/stdout" |
            Out-String
        $shown | Should -Match 'User-agent'
    }

    It 'keeps archives encoded, and every body with -Raw or Accept-Encoding: identity' {
        foreach ($row in @(
                @{ Name = 'x.tgz'; Options = @{}; Packed = $true }
                @{ Name = 'x.txt'; Options = @{}; Packed = $false }
                @{ Name = 'x.txt'; Options = @{ Raw = $true }; Packed = $true }
                @{ Name = 'x.txt'; Options = @{ Headers = @{ 'Accept-Encoding' = 'identity' } }; Packed = $true })) {
            $options = $row.Options
            $to = Join-Path $folder $row.Name
            Invoke-Request "$url/gzip" -OutFile $to @options
            ([IO.File]::ReadAllBytes($to)[0] -eq 0x1f) | Should -Be $row.Packed
            Invoke-Request "$url/gzip" -OutFile $to -Resume @options
            ([IO.File]::ReadAllBytes($to)[0] -eq 0x1f) | Should -Be $row.Packed
            if ($options.Raw) {
                Invoke-Request "$url/gzip" -Stream | Save-Response $to -Raw
            } else {
                Invoke-Request "$url/gzip" -Stream @options | Save-Response $to
            }
            ([IO.File]::ReadAllBytes($to)[0] -eq 0x1f) | Should -Be $row.Packed
        }
    }

    It 'ends within a second when it is stopped, and leaves no file' {
        $gate = [guid]::NewGuid()
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript(
                "Import-Module '$(Get-ModuleManifestPath)'; Invoke-Request `$args[0] -Method Post -Data 'some|more' -OutFile `$args[1]"
            ).AddArgument("$url/stepwise/$gate").AddArgument($file)
            $running = $shell.BeginInvoke()
            $deadline = [DateTime]::UtcNow.AddSeconds(20)
            while (-not (Get-ChildItem $folder) -and [DateTime]::UtcNow -lt $deadline) { [Threading.Thread]::Yield() }
            Stop-Shell $shell
            $running.IsCompleted | Should -BeTrue
            Get-ChildItem $folder -Force | Should -BeNullOrEmpty
        } finally { $shell.Dispose() }
    }

    It 'equals Save of a streamed response' {
        (Invoke-Request "$url/file/5000" -Stream).Save($file)
        (Get-Item $file).Length | Should -Be 5000
        (Invoke-Request "$url/file/50?name=x.bin" | Save-Response $folder -PassThru).Name | Should -Be 'x.bin'
        $read = Invoke-Request "$url/file/60"
        $read.Save("$folder/twice"); $read.Save("$folder/twice")
        (Get-Item "$folder/twice").Length | Should -Be 60
        try { (Invoke-Request "$url/file/5" -Stream).Save("$folder/no/such") } catch [Requests.OutputFileException] { $caught = $_ }
        $caught | Should -Match 'does not exist'
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
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

    It 'is relative to where PowerShell is' {
        Push-Location $folder
        try { Invoke-Request "$url/file/10" -OutFile here.bin } finally { Pop-Location }
        Join-Path $folder 'here.bin' | Should -Exist
    }

    It 'takes the servers'' names in a folder, each its own' {
        1..3 | ForEach-Object { "$url/file/$_`?name=a.bin" } | Invoke-Request -OutFile $folder
        (Get-ChildItem $folder | Sort-Object Length).Name | Should -Be 'a.bin', 'a (2).bin', 'a (3).bin'
    }

    It 'takes neither a file nor a checksum from objects of the pipeline' {
        $rows = 1..2 | ForEach-Object { [pscustomobject]@{ Uri = "$url/file/$_"; OutFile = Join-Path $folder "$_.bin"; Checksum = 'md5:00' } }
        ($rows | Invoke-Request).StatusCode | Should -Be 200, 200
        ($rows | Invoke-Request -ThrottleLimit 2).StatusCode | Should -Be 200, 200
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
        $rows | ForEach-Object { Invoke-Request $_.Uri -OutFile $_.OutFile }
        (Get-ChildItem $folder | Sort-Object Length | ForEach-Object Length) | Should -Be 1, 2
    }

    It 'needs -OutFile for <_>, with a pipeline too' -ForEach '-Resume', '-PassThru', "-Checksum 'md5:00'" {
        $call = [scriptblock]::Create("'$url/get' | Invoke-Request $_")
        $call | Should -Throw -ErrorId 'ParameterConflict,*'
    }

    It 'refuses a second body for one file' {
        $ok = "$url/file/5", "$url/file/6" | Invoke-Request -OutFile $file -PassThru -ErrorAction SilentlyContinue -ErrorVariable failed
        $ok | Should -HaveCount 1
        $failed.FullyQualifiedErrorId | Should -Be 'OutputFile,Requests.PowerShell.InvokeRequestCommand'
        (Get-Item $file).Length | Should -Be 5
    }

    It 'makes an error of an error status, and leaves the file alone' {
        Set-Content $file 'old'
        { Invoke-Request "$url/status/404" -OutFile $file -ErrorAction Stop } | Should -Throw -ErrorId 'HttpError*'
        Get-Content $file | Should -Be 'old'
    }

    It 'says at once what cannot be written' {
        { Invoke-Request 'http://127.0.0.1:1/' -OutFile (Join-Path $folder 'no/such/file') -ErrorAction Stop } | Should -Throw -ErrorId 'OutputFile*'
    }

    It 'says that the disk is full, and leaves nothing' -Skip:(-not (Test-Path /dev/full)) {
        { Invoke-Request "$url/file/100000" -OutFile /dev/full -ErrorAction Stop } | Should -Throw '*No space left*' -ErrorId 'OutputFile*'
        Test-Path /dev/full | Should -BeTrue
        Invoke-Request "$url/file/100000" -OutFile /dev/null
        (Get-Item /dev/null).Attributes | Should -Not -Match 'Archive'
    }

    It 'takes a file in memory for a file, not for a device' -Skip:(-not (Test-Path /dev/shm)) {
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

    It 'leaves nothing behind when <Name>' -ForEach @(
        @{ Name = 'the transfer breaks'; Path = '/breaking-file/2000000'; Options = @{}; Id = 'C*' }
        @{ Name = 'the checksum is another'; Path = '/file/10'; Options = @{ Checksum = 'md5:d41d8cd98f00b204e9800998ecf8427e' }; Id = 'ChecksumMismatch*' }
        @{ Name = 'the body is too large'; Path = '/file/1000'; Options = @{ MaximumSize = 999 }; Id = 'ResponseTooLarge*' }
    ) {
        { Invoke-Request "$url$Path" -OutFile $file -ErrorAction Stop @Options } | Should -Throw -ErrorId $Id
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'resumes what broke' {
        { Invoke-Request "$url/breaking-file/2000000" -OutFile $file -Resume -ErrorAction Stop } | Should -Throw
        $file | Should -Not -Exist
        (Get-Item "$file.part").Length | Should -BeGreaterThan 0
        Invoke-Request "$url/breaking-file/2000000" -OutFile $file -Resume
        $whole = (Invoke-Request "$url/file/2000000").Content
        (Get-FileHash $file).Hash | Should -Be (Get-FileHash -InputStream ([IO.MemoryStream]::new($whole))).Hash
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'resumes what another tool began, and leaves a whole file alone' {
        [IO.File]::WriteAllBytes($file, (Invoke-Request "$url/file/1000").Content[0..399])
        $response = Invoke-Request "$url/file/1000" -OutFile $file -Resume -PassThru
        $response.StatusCode | Should -Be 206
        (Get-Item $file).Length | Should -Be 1000
        (Invoke-Request "$url/file/1000" -OutFile $file -Resume -PassThru).StatusCode | Should -Be 416
        (Get-Item $file).Length | Should -Be 1000
    }

    It 'checks the sum' {
        $sum = 'sha256:' + (Get-FileHash -InputStream ([IO.MemoryStream]::new((Invoke-Request "$url/file/1000").Content))).Hash
        Invoke-Request "$url/file/1000" -OutFile $file -Checksum $sum
        (Get-Item $file).Length | Should -Be 1000
        { Invoke-Request 'http://127.0.0.1:1/' -OutFile $file -Checksum 'nonsense' -ErrorAction Stop } | Should -Throw '*no checksum*'
    }

    It 'saves pages, each its own' {
        Invoke-Request "$url/links/3/0" -FollowRelLink -OutFile "$folder/"
        (Get-ChildItem $folder).Name | Should -Be '0', '1', '2'
    }

    It 'refuses <_>' -ForEach '-Resume', '-PassThru', '-Checksum md5:0', '-As Text -OutFile x', '-OutFile x -Resume -FollowRelLink' {
        { Invoke-Expression "Invoke-Request '$url/get' $_" } | Should -Throw -ErrorId 'ParameterConflict*'
    }

    It 'ends within a second when it is stopped, and leaves nothing' {
        $gate = [guid]::NewGuid()
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-ModuleManifestPath)'; Invoke-Request `$args[0] -Method Post -Data 'some|more' -OutFile `$args[1]").AddArgument("$url/stepwise/$gate").AddArgument($file)
            $running = $shell.BeginInvoke()
            $deadline = [DateTime]::UtcNow.AddSeconds(20)
            while (-not (Get-ChildItem $folder) -and [DateTime]::UtcNow -lt $deadline) { [Threading.Thread]::Yield() }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
            $running.IsCompleted | Should -BeTrue
            Get-ChildItem $folder -Force | Should -BeNullOrEmpty
        } finally { $shell.Dispose() }
    }

    It 'is what Save does with a streamed response' {
        (Invoke-Request "$url/file/5000" -Stream).Save($file)
        (Get-Item $file).Length | Should -Be 5000
        (Invoke-Request "$url/file/50?name=x.bin" | Save-Response $folder -PassThru).Name | Should -Be 'x.bin'
        $read = Invoke-Request "$url/file/60"
        $read.Save("$folder/twice"); $read.Save("$folder/twice")
        (Get-Item "$folder/twice").Length | Should -Be 60
        try { (Invoke-Request "$url/file/5" -Stream).Save("$folder/no/such") } catch [Requests.OutputFileException] { $caught = $_ }
        $caught | Should -Match 'no folder'
    }
}

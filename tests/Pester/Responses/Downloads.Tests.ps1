BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
}

AfterAll { Stop-TestServer $server }

Describe 'Checksum from a file' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item $folder -ItemType Directory
        $file = Join-Path $folder 'file.bin'
        $session = New-RequestSession -Record
        function Get-Path { $session.Recording | ForEach-Object { ([uri]$_.Url).AbsolutePath } }
    }

    It 'finds the hash in <_>, which is requested first' -ForEach 'SHA256SUMS', 'CHECKSUM.bsd', '1000.sha256' {
        Invoke-Request "$url/file/1000" -OutFile $file -Checksum "sha256:$url/sums/$_" -Session $session
        (Get-Item $file).Length | Should -Be 1000
        Get-Path | Should -Be "/sums/$_", '/file/1000'
    }

    It 'requests the file of checksums once for all files of the pipeline' {
        10, 100, 1000 | ForEach-Object { "$url/file/$_" } |
            Invoke-Request -OutFile $folder -Checksum "$url/sums/SHA256SUMS" -ThrottleLimit 3 -Session $session
        Get-ChildItem $folder | ForEach-Object Length | Sort-Object | Should -Be 10, 100, 1000
        @(Get-Path) -eq '/sums/SHA256SUMS' | Should -HaveCount 1
    }

    It 'takes the path of a file, and a file' {
        $sums = Join-Path $folder 'SUMS'
        (Invoke-Request "$url/sums/SHA256SUMS").Text.Replace('  1000', ' *file.bin') | Set-Content $sums
        Push-Location $folder
        try { Invoke-Request "$url/file/1000?x" -OutFile $file -Checksum sha256:SUMS } finally { Pop-Location }
        Remove-Item $file
        Invoke-Request "$url/file/1000?x" -OutFile $file -Checksum (Get-Item $sums)
        (Get-Item $file).Length | Should -Be 1000
        Remove-Item $file
        (Invoke-Request "$url/file/1000" | Save-Response $file -Checksum $sums -PassThru).Length | Should -Be 1000
        { Invoke-Request "$url/file/1000" | Save-Response $file -Checksum "$url/sums/SHA256SUMS" } |
            Should -Throw -ErrorId 'InvalidParameter,*'
    }

    It 'sends no request for the file if <Name>' -ForEach @(
        @{ Name = 'no line has its name'; Sums = 'SHA256SUMS'; Path = 'file/5'; Message = "*has no line for '5'*" }
        @{ Name = 'two lines differ'; Sums = 'twice'; Path = 'file/1000'; Message = '*that differ*' }
        @{ Name = 'it is a page'; Sums = 'login'; Path = 'file/1000'; Message = '*it is HTML or XML*' }
        @{ Name = 'it is missing'; Sums = '../status/404'; Path = 'file/1000'; Message = '*404*' }
    ) {
        { Invoke-Request "$url/$Path" -OutFile $file -Checksum "$url/sums/$Sums" -Session $session } |
            Should -Throw $Message -ErrorId 'ChecksumFile,*'
        @(Get-Path) | Should -Not -Contain "/$Path"
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'does not keep a file with another hash' {
        { Invoke-Request "$url/file/1000" -OutFile $file -Checksum "$url/sums/wrong" } | Should -Throw -ErrorId 'ChecksumMismatch,*'
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'refuses <Value> before a request' -ForEach @(
        @{ Value = 'sha256:./no-such-file'; Message = '*does not exist*' }
        @{ Value = 'no/such/file'; Message = '*does not exist*' }
        @{ Value = 'crc32:00000000'; Message = '*is not a checksum*' }
    ) {
        { Invoke-Request 'http://127.0.0.1:1/' -OutFile $file -Checksum $Value } | Should -Throw $Message -ErrorId 'InvalidParameter,*'
    }

    It 'sends no request for a file that is right' {
        Invoke-Request "$url/file/1000" -OutFile $file
        $sum = 'sha256:' + (Get-FileHash $file).Hash
        $lines = [Collections.Generic.List[object]]::new()
        $response = Invoke-Request "$url/file/1000" -OutFile $file -Checksum $sum -PassThru -Session $session -Verbose 4>&1 |
            Where-Object { if ($_ -is [Management.Automation.VerboseRecord]) { $lines.Add($_) } else { $true } }
        $response.StatusCode, $response.SavedTo | Should -Be 304, $file
        Get-Path | Should -BeNullOrEmpty
        $lines.Message | Should -Be "$file is kept: it has the checksum, so no request was sent"
    }
}

Describe 'IfChanged and RemoteTime' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item $folder -ItemType Directory
        $file = Join-Path $folder '1000'
    }

    It 'downloads a file once, and again when the server or the user changes it' {
        $get = { (Invoke-Request "$url/file/1000$($args[0])" -OutFile $folder -IfChanged -PassThru) }
        $first, $second = (& $get), (& $get)
        $first.StatusCode, $second.StatusCode | Should -Be 200, 304
        $first.SavedTo, $second.SavedTo | Should -Be $file, $file
        (Get-ChildItem $folder).Name | Should -Be '1000'
        Set-Content $file changed
        (& $get).StatusCode, (& $get).StatusCode | Should -Be 200, 304
        (& $get '?tag=v2').StatusCode, (& $get '?tag=v2').StatusCode | Should -Be 200, 304
        (Get-Item $file).Length | Should -Be 1000
    }

    It 'says with -Verbose that the file is kept' {
        Invoke-Request "$url/file/1000" -OutFile $file -IfChanged
        $lines = (Invoke-Request "$url/file/1000" -OutFile $file -IfChanged -Verbose 4>&1).Message
        $lines[-1] | Should -Be "$file is kept: the server has not changed it"
    }

    It 'works with -ThrottleLimit, -Retry, mocks and prepared requests' {
        $session = New-RequestSession
        $kept = @{ StatusCode = 304 }
        $mock = New-MockAdapter @{ Body = 'one'; Headers = @{ ETag = '"1"' } }, $kept, @{ StatusCode = 503 }, $kept -Ordered
        Add-RequestAdapter $session mock:// $mock
        $options = @{ OutFile = $file; IfChanged = $true; PassThru = $true; Session = $session }
        (New-Request mock://h/x | Send-Request @options).StatusCode | Should -Be 200
        ('mock://h/x' | Invoke-Request @options -ThrottleLimit 4).StatusCode | Should -Be 304
        (Invoke-Request mock://h/x @options -Retry (New-RetryPolicy -Total 1 -StatusList 503 -BackoffFactor 0)).StatusCode | Should -Be 304
        $mock.Calls[-1].Request.Headers['If-None-Match'] | Should -Be '"1"'
        Get-Content $file | Should -Be one
    }

    It 'sets the time of the file to that of the server' {
        $date = [datetime]::new(2022, 1, 3, 4, 5, 6, [DateTimeKind]::Utc)
        $query = "?modified=$($date.ToString('o'))"
        Invoke-Request "$url/file/1000$query" -OutFile $file -RemoteTime
        (Get-Item $file).LastWriteTimeUtc | Should -Be $date
        (Invoke-Request "$url/file/1000$query" -OutFile $file -IfChanged -RemoteTime -PassThru).StatusCode | Should -Be 304
        Invoke-Request "$url/file/1000?modified=2120-01-01" -OutFile $file -RemoteTime -Verbose 4>&1 |
            Select-Object -Last 1 | Should -BeLike '*Last-Modified is in the future*'
        (Get-Item $file).LastWriteTimeUtc | Should -BeLessThan ([datetime]::UtcNow.AddDays(1))
    }

    It 'refuses <_>' -ForEach @(
        '-IfChanged', '-RemoteTime', '-OutFile x -IfChanged -NoClobber', '-OutFile x -IfChanged -FollowRelLink',
        "-OutFile x -Checksum md5:$('0' * 32) -FollowRelLink"
    ) {
        { Invoke-Expression "Invoke-Request '$url/get' $_" } | Should -Throw -ErrorId 'ParameterConflict*'
    }

    It 'refuses another method and a condition of the caller' {
        { Invoke-Request "$url/post" -Method Post -OutFile $file -IfChanged } | Should -Throw '*GET*' -ErrorId 'InvalidParameter,*'
        { Invoke-Request "$url/get" -OutFile $file -IfChanged -Headers @{ 'If-None-Match' = '"x"' } } |
            Should -Throw '*If-None-Match*' -ErrorId 'InvalidHeader,*'
    }
}

Describe 'Repr-Digest' {
    It 'is verified automatically, also by Save-Response' {
        $file = Join-Path $TestDrive ([guid]::NewGuid())
        Invoke-Request "$url/file/1000?digest=right" -OutFile $file
        Remove-Item $file
        { Invoke-Request "$url/file/1000?digest=wrong" -OutFile $file } |
            Should -Throw '*does not match its Repr-Digest*' -ErrorId 'ChecksumMismatch,*'
        { Invoke-Request "$url/file/1000?digest=wrong" -Stream | Save-Response $file -ErrorAction Stop } |
            Should -Throw -ErrorId 'ChecksumMismatch,*'
        $file | Should -Not -Exist
    }
}

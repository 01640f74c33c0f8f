# Helpers of the Pester tests: the built module, the test server and a real httpbin. Servers are stopped by their process object.

$script:root = Split-Path (Split-Path $PSScriptRoot)
$script:server = $null
$script:manifest = Join-Path $root 'output/Requests/Requests.psd1'
Import-Module $manifest -Global

function Get-ModuleManifestPath { $script:manifest }

function Get-ShellCommand {
    # Returns the command of the current shell: `dotnet pwsh.dll`, or pwsh itself.
    $path = (Get-Process -Id $PID).Path
    if ([IO.Path]::GetFileNameWithoutExtension($path) -eq 'dotnet') { $path, [Environment]::GetCommandLineArgs()[0] } else { , $path }
}

function Invoke-PlainShell([string] $Script) {
    # Returns the output of a script in a new shell without the module.
    $command = @(Get-ShellCommand)
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("`$ProgressPreference = 'SilentlyContinue'; $Script"))
    $rest = @($command | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded
    & $command[0] @rest
}

function Invoke-FreshShell([string] $Script) {
    # Returns the output of a script in a new shell with the module imported.
    Invoke-PlainShell "Import-Module '$script:manifest'; $Script"
}

function Start-ScriptShell {
    # Starts a shell that runs scripts with the environment of this moment. It saves the start of a shell for each script.
    $command = @(Get-ShellCommand)
    $mark = "##$([guid]::NewGuid())"
    $start = [Diagnostics.ProcessStartInfo]::new($command[0])
    $arguments = @($command | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/ScriptShell.ps1"
    foreach ($argument in $arguments + $script:manifest, $mark) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    [pscustomobject]@{ Process = [Diagnostics.Process]::Start($start); Mark = $mark }
}

function Invoke-ScriptShell($Shell, [string] $Script) {
    # Returns the output and the errors of a script, as lines of text.
    $Shell.Process.StandardInput.WriteLine((ConvertTo-Json $Script -Compress))
    while (($line = $Shell.Process.StandardOutput.ReadLine()) -ne $Shell.Mark) {
        if ($null -eq $line) { throw 'The shell has ended.' }
        $line
    }
}

function Stop-ScriptShell($Shell) {
    if (-not $Shell) { return }
    $Shell.Process.StandardInput.Close()
    if (-not $Shell.Process.WaitForExit(10000)) { $Shell.Process.Kill() }
}

function Start-TestServer([switch] $Own) {
    # Returns the test server of the run. If a file runs alone, its shell starts one and keeps it. -Own starts a server that only the caller
    # uses and stops.
    if (-not $Own -and $script:server) { return $script:server }
    if (-not $Own -and $env:REQUESTS_TEST_SERVER) { return $script:server = ConvertTo-Server $null $env:REQUESTS_TEST_SERVER }
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', "`"$(Join-Path $script:root 'output/TestServer/Requests.TestServer.dll')`"")
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $server = ConvertTo-Server $process $process.StandardOutput.ReadLine()
    if (-not $Own) { $script:server = $server }
    $server
}

function ConvertTo-Server($Process, [string] $Text) {
    $urls = $Text | ConvertFrom-Json
    [pscustomobject]@{
        Process      = $Process
        Text         = $Text
        Url          = $urls.http.TrimEnd('/')
        SecureUrl    = $urls.https.TrimEnd('/')
        CaFile       = $urls.ca
        MutualUrl    = $urls.mutual.TrimEnd('/')
        ExpiredUrl   = $urls.expired.TrimEnd('/')
        OtherNameUrl = $urls.otherName.TrimEnd('/')
        Http2Url     = $urls.http2.TrimEnd('/')
        UnixSocket   = $urls.socket
    }
}

function Publish-TestServer {
    # The shells that this shell starts use its server.
    $env:REQUESTS_TEST_SERVER = (Start-TestServer).Text
}

function Stop-TestServer($Server) {
    # Stops a server of -Own. The server of the run stops with the shell that started it, which holds the other end of its input.
    if ($Server -eq $script:server) { return }
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(10000)) { $Server.Process.Kill() }
}

function Test-Httpbin {
    # The Python of Debian has httpbin. If it is absent, the tests are skipped, but never in CI.
    $installed = (Test-Path /usr/bin/python3) -and $(& /usr/bin/python3 -c 'import httpbin' 2>$null; $LASTEXITCODE -eq 0)
    if (-not $installed -and $env:CI) { throw 'httpbin is not installed: apt-get install python3-httpbin' }
    if (-not $installed) { Write-Warning 'httpbin is not installed; the tests against it are skipped.' }
    $installed
}

function Start-Httpbin {
    $port = Get-FreePort
    $process = Start-Peer /usr/bin/python3 '-m', 'httpbin.core', '--port', $port $port ([IO.Path]::GetTempPath())
    [pscustomobject]@{ Process = $process; Url = "http://127.0.0.1:$port" }
}

function Test-Port([int] $Port) {
    $client = [Net.Sockets.TcpClient]::new()
    try { $client.Connect('127.0.0.1', $Port); $true } catch [Net.Sockets.SocketException] { $false } finally { $client.Dispose() }
}

function Stop-Httpbin($Server) { if ($Server) { $Server.Process.Kill($true) } }

function Test-Peer([string[]] $Program) {
    # The programs are packages of Debian. If one is absent, its tests are skipped, but never in CI.
    $missing = $Program | Where-Object { -not (Get-Command $_ -ErrorAction Ignore) -and -not (Test-Path "/usr/sbin/$_") }
    if ($missing -and $env:CI) { throw "Not installed: $missing; tests/peers.txt has the packages." }
    if ($missing) { Write-Warning "Not installed: $missing; the tests against them are skipped." }
    -not $missing
}

function Start-Peer([string] $Program, [string[]] $Arguments, [int] $Port, [string] $Folder, [hashtable] $Environment = @{}) {
    $files = @{ RedirectStandardOutput = "$Folder/$Port.out"; RedirectStandardError = "$Folder/$Port.err" }
    $process = Start-Process $Program -ArgumentList $Arguments -PassThru -Environment $Environment @files
    $deadline = [DateTime]::UtcNow.AddSeconds(20)
    while (-not (Test-Port $Port)) {
        if ($process.HasExited -or [DateTime]::UtcNow -gt $deadline) {
            throw "$Program did not start: $(Get-Content "$Folder/$Port.err" -Raw)"
        }
    }
    $process
}

function Get-FreePort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

function Start-RawServer([string[]] $Reply, [switch] $Hang) {
    # Sends the next of these replies on each connection, byte by byte, and keeps the requests in Seen.
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
    $job = Start-ThreadJob -ArgumentList $listener, $Reply, $seen, $Hang {
        param($listener, $replies, $seen, $hang)
        $open = @()
        foreach ($reply in $replies) {
            $client = $listener.AcceptTcpClient()
            $stream = $client.GetStream()
            $buffer = [byte[]]::new(65536)
            $seen.Enqueue([Text.Encoding]::Latin1.GetString($buffer, 0, $stream.Read($buffer, 0, $buffer.Length)))
            $bytes = [Text.Encoding]::Latin1.GetBytes($reply)
            $stream.Write($bytes, 0, $bytes.Length)
            $stream.Flush()
            if ($hang) { $open += $client } else { $client.Client.Shutdown('Send'); $client.Close() }
        }
        if ($hang) { $null = $listener.AcceptTcpClient() }
    }
    [pscustomobject]@{ Listener = $listener; Job = $job; Seen = $seen; Url = "http://127.0.0.1:$($listener.LocalEndpoint.Port)" }
}

function Stop-RawServer($Server) {
    $Server.Listener.Stop()
    Remove-Job $Server.Job -Force
}

function Set-ProcessTime($Time) {
    # Sets the time provider of the module in this process, for example a FakeTimeProvider. $null restores that of the system.
    $type = [Requests.Response].Assembly.GetType('Requests.ProcessTime')
    $shared = $type.GetProperty('Shared', [Reflection.BindingFlags]'NonPublic, Static').GetValue($null)
    $null = $type.GetMethod('Replace', [Reflection.BindingFlags]'NonPublic, Instance').Invoke($shared, @($Time))
}

function New-FakeTime {
    # Returns a clock that moves only when a test advances it.
    $package = Join-Path $script:root '.tools/microsoft.extensions.timeprovider.testing/10.11.0'
    Add-Type -Path (Join-Path $package 'lib/net8.0/Microsoft.Extensions.TimeProvider.Testing.dll')
    [Microsoft.Extensions.Time.Testing.FakeTimeProvider]::new([DateTimeOffset]'2026-01-01T00:00:00Z')
}

function Invoke-InTime(
    $Time, [string] $Script, [hashtable] $Variables = @{}, [double] $Step = 1, [string] $Waiting, [scriptblock] $EachStep
) {
    # Returns the output of a script, and its duration by the clock, which advances by -Step seconds whenever the script waits. It
    # advances by an hour when the script shows progress that is like -Waiting. -EachStep is called before each step with the progress
    # records so far.
    $shell = [powershell]::Create()
    try {
        $shell.Runspace.SessionStateProxy.SetVariable('time', $Time)
        foreach ($name in $Variables.Keys) { $shell.Runspace.SessionStateProxy.SetVariable($name, $Variables[$name]) }
        $running = $shell.AddScript(
            "Import-Module '$script:manifest'; `$began = `$time.GetUtcNow(); " +
            "try { $Script } finally { `$seconds = (`$time.GetUtcNow() - `$began).TotalSeconds }"
        ).BeginInvoke()
        $end = [DateTime]::UtcNow.AddSeconds(60)
        $seen = 0
        while (-not $running.AsyncWaitHandle.WaitOne(5)) {
            if ([DateTime]::UtcNow -gt $end) {
                $shell.Stop()
                throw "It did not end within $(($Time.GetUtcNow() - $Time.Start).TotalSeconds) seconds of its clock: $Script"
            }
            $count = $shell.Streams.Progress.Count
            $isLong = $Waiting -and $count -gt $seen -and $shell.Streams.Progress[$count - 1].Activity -like $Waiting
            $seen = $count
            if ($EachStep) { $null = & $EachStep @($shell.Streams.Progress) }
            $Time.Advance([timespan]::FromSeconds($isLong ? 3600 : $Step))
        }

        $failure = $null
        $output = try { @($shell.EndInvoke($running)) } catch { $failure = $_.Exception.InnerException.ErrorRecord }
        $failure ??= $shell.Streams.Error | Select-Object -First 1
        [pscustomobject]@{
            Output   = $output
            Failure  = $failure
            Seconds  = $shell.Runspace.SessionStateProxy.GetVariable('seconds')
            Progress = @($shell.Streams.Progress | Where-Object Activity -NotMatch 'module')
        }
    } finally { $shell.Dispose() }
}

function Test-Soon([double] $Seconds, [scriptblock] $Control) {
    # Returns whether something took less than a second or, on a busy machine, less than a second plus three times the duration of -Control.
    if ($Seconds -lt 1) { return $true }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Control
    $Seconds -lt 1 + 3 * $watch.Elapsed.TotalSeconds
}

function Stop-Shell([powershell] $Shell) {
    # Stops a shell, and throws if that takes more than a second.
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $stopping = $Shell.BeginStop($null, $null)
    $ended = $stopping.AsyncWaitHandle.WaitOne(30000)
    $seconds = $watch.Elapsed.TotalSeconds
    $control = {
        $sleep = [powershell]::Create()
        $null = $sleep.AddScript('Start-Sleep 60').BeginInvoke()
        $sleep.Stop()
        $sleep.Dispose()
    }
    if (-not $ended -or -not (Test-Soon $seconds $control)) { throw "It was not stopped in a second; it took $seconds s." }
}

function New-ServerCertificate([string] $Folder) {
    # Creates a self-signed certificate for localhost: cert.pem and key.pem.
    $key = [Security.Cryptography.RSA]::Create(2048)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=localhost', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1
    )
    $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
    $names.AddDnsName('localhost')
    $request.CertificateExtensions.Add($names.Build())
    $certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
    Set-Content "$Folder/cert.pem" $certificate.ExportCertificatePem()
    Set-Content "$Folder/key.pem" $key.ExportPkcs8PrivateKeyPem()
}

Export-ModuleMember -Function *

# Starts and stops the test server that the measurements use.

function Start-BenchServer([string] $Assembly) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', "`"$Assembly`"")
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $urls = $process.StandardOutput.ReadLine() | ConvertFrom-Json
    @{
        Process   = $process
        Url       = $urls.http.TrimEnd('/')
        SecureUrl = $urls.https.TrimEnd('/')
        Http2Url  = $urls.http2.TrimEnd('/')
        CaFile    = $urls.ca
        Closing   = $urls.closing
    }
}

function Stop-BenchServer($Server) {
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(10000)) { $Server.Process.Kill() }
}

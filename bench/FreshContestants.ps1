# The contestants of the workloads that run in fresh shells. A block is text. It finds the URL in $url and the path of the file in $file.

# Each is a whole command line after `pwsh -NoProfile -NonInteractive -Command`, and its output is formatted.
function Get-ProcessContestant($Run) {
    [ordered]@{
        'pwsh alone'        = '$null'
        'bare cmdlet'       = "Import-Module '$($Run.Baseline)'; Invoke-BareRequest '$($Run.Url)'"
        'Invoke-Request'    = "Import-Module '$($Run.Module)'; Invoke-Request '$($Run.Url)'"
        'Invoke-WebRequest' = "Invoke-WebRequest '$($Run.Url)'"
        'Invoke-RestMethod' = "Invoke-RestMethod '$($Run.Url)'"
    }
}

# Each import uses the manifest, as Import-Module by name does. The bare cmdlet is the only one of its module.
function Get-ImportContestant($Run) {
    [ordered]@{
        'bare cmdlet'    = "Import-Module '$($Run.Baseline)'"
        'Invoke-Request' = "Import-Module '$($Run.Module)'"
    }
}

function Get-FirstContestant {
    [ordered]@{
        'bare cmdlet'       = '$null = Invoke-BareRequest $url'
        'Invoke-Request'    = '$null = Invoke-Request $url'
        'Invoke-WebRequest' = '$null = Invoke-WebRequest $url'
    }
}

function Get-ColdContestant {
    $import = 'Import-Module Microsoft.PowerShell.Utility; $s = [Microsoft.PowerShell.Commands.WebRequestSession]::new(); '
    [ordered]@{
        'HttpClient'        = '[Requests.Bench.Floor]::Get($url, 1000)'
        'bare cmdlet'       = 'for ($i = 0; $i -lt 1000; $i++) { $null = Invoke-BareRequest $url }'
        'Invoke-Request'    = '$s = New-RequestSession; for ($i = 0; $i -lt 1000; $i++) { $null = Invoke-Request $url -Session $s }'
        'Invoke-WebRequest' = $import + 'for ($i = 0; $i -lt 1000; $i++) { $null = Invoke-WebRequest $url -WebSession $s }'
        'Invoke-RestMethod' = $import + 'for ($i = 0; $i -lt 1000; $i++) { $null = Invoke-RestMethod $url -WebSession $s }'
    }
}

# HttpClient reads a JsonDocument.
function Get-JsonContestant {
    [ordered]@{
        'HttpClient'        = '$null = [Requests.Bench.Floor]::Json($url)'
        'Invoke-Request'    = '$null = (Invoke-Request $url).Json()'
        'Invoke-WebRequest' = '$null = (Invoke-WebRequest $url).Content | ConvertFrom-Json'
        'Invoke-RestMethod' = '$null = Invoke-RestMethod $url'
    }
}

function Get-BodyContestant {
    [ordered]@{
        'HttpClient'        = '$null = [Requests.Bench.Floor]::Body($url)'
        'Invoke-Request'    = '$null = (Invoke-Request $url).Content.Length'
        'Invoke-WebRequest' = '$null = (Invoke-WebRequest $url).Content.Length'
    }
}

function Get-DownloadContestant {
    [ordered]@{
        'HttpClient'        = '[Requests.Bench.Floor]::Download($url, $file)'
        'Invoke-Request'    = 'Invoke-Request $url -OutFile $file'
        'with progress'     = '$ProgressPreference = "Continue"; Invoke-Request $url -OutFile $file'
        'Invoke-WebRequest' = 'Invoke-WebRequest $url -OutFile $file'
    }
}

function Get-UploadContestant {
    [ordered]@{
        'HttpClient'        = '[Requests.Bench.Floor]::Upload($url, $file)'
        'Invoke-Request'    = '$null = Invoke-Request $url -Method Post -InFile $file'
        'with progress'     = '$ProgressPreference = "Continue"; $null = Invoke-Request $url -Method Post -InFile $file'
        'Invoke-WebRequest' = '$null = Invoke-WebRequest $url -Method Post -InFile $file'
    }
}

# HttpClient is read with StreamReader.ReadLine. An assignment to $null keeps all objects until the end. A redirection releases them one by
# one.
function Get-LineContestant {
    [ordered]@{
        'HttpClient'        = '$null = [Requests.Bench.Floor]::Lines($url)'
        'Invoke-Request'    = 'Invoke-Request $url -As Lines > $null'
        'Invoke-RestMethod' = '(Invoke-RestMethod $url) -split "\n" > $null'
    }
}

# The compiled readers create the same objects and do not write them.
function Get-CsvContestant {
    [ordered]@{
        'HttpClient'        = '$null = [Requests.Bench.Documents]::Csv($url)'
        'Invoke-Request'    = 'Invoke-Request $url -As Csv > $null'
        'Invoke-RestMethod' = 'Invoke-RestMethod $url | ConvertFrom-Csv > $null'
    }
}

function Get-XmlContestant {
    [ordered]@{
        'HttpClient'        = '$null = [Requests.Bench.Documents]::Xml($url)'
        'Invoke-Request'    = '$null = Invoke-Request $url -As Xml'
        'Invoke-RestMethod' = '$null = Invoke-RestMethod $url'
    }
}

# Each item is released when it has been written, so that the memory is that of the pages.
function Get-LongListContestant {
    [ordered]@{ 'Invoke-Request' = 'Invoke-Request $url -Paginate -As Json > $null' }
}

# Invoke-WebRequest finds links with a regular expression.
function Get-HtmlContestant {
    [ordered]@{
        'Invoke-Request'    = '$null = (Invoke-Request $url).HtmlLinks(1GB).Count'
        'Invoke-WebRequest' = '$null = (Invoke-WebRequest $url).Links.Count'
    }
}

# HttpClient reads JsonElements with DeserializeAsyncEnumerable.
function Get-ItemContestant {
    [ordered]@{
        'HttpClient'        = '$null = [Requests.Bench.Floor]::Items($url)'
        'Invoke-Request'    = 'Invoke-Request $url -As Json > $null'
        'Invoke-RestMethod' = 'Invoke-RestMethod $url > $null'
    }
}

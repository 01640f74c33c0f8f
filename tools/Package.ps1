# Creates the package with Compress-PSResource, and rewrites it so that the same sources give the same bytes.

# The order, times, names and ids in a package of Compress-PSResource are random, and it has the name of the machine. They are replaced by
# fixed values.
function New-Package([string] $Module, [string] $Destination, [IO.Compression.CompressionLevel] $Level = 'SmallestSize') {
    Get-ChildItem $Destination -Filter 'Requests.*.nupkg' | Remove-Item
    Compress-PSResource -Path $Module -DestinationPath $Destination
    foreach ($package in Get-ChildItem $Destination -Filter 'Requests.*.nupkg') {
        Format-Archive $package.FullName $Level
        $package.FullName
    }
}

function Format-Archive([string] $Path, [IO.Compression.CompressionLevel] $Level) {
    $parts = Read-Archive $Path
    $core = @($parts.Keys) -like '*.psmdcp'
    $properties = $parts["$core"] -replace '<lastModifiedBy>.*?</lastModifiedBy>', '<lastModifiedBy>Requests</lastModifiedBy>'
    $parts['package/services/metadata/core-properties/core.psmdcp'] = $properties
    $null = $parts.Remove("$core")
    $parts['_rels/.rels'] = Format-Relationship $parts['_rels/.rels'] "$core"
    $parts['[Content_Types].xml'] = Format-ContentType $parts['[Content_Types].xml']
    Write-Archive $Path $parts $Level
}

# Extracts the files of the module from a package, without those that describe the package.
function Expand-Package([string] $Path, [string] $Destination) {
    [IO.Compression.ZipFile]::ExtractToDirectory($Path, $Destination)
    foreach ($name in '_rels', 'package', '[Content_Types].xml', 'Requests.nuspec') {
        Remove-Item -LiteralPath (Join-Path $Destination $name) -Recurse -Force
    }
}

# Returns the entries of a package by their names: the files of the package format as strings, the files of the module as bytes.
function Read-Archive([string] $Path) {
    $parts = [Collections.Generic.SortedDictionary[string, object]]::new([StringComparer]::Ordinal)
    $archive = [IO.Compression.ZipFile]::OpenRead($Path)
    try {
        foreach ($entry in $archive.Entries) {
            $bytes = [IO.MemoryStream]::new()
            $stream = $entry.Open()
            try { $stream.CopyTo($bytes) } finally { $stream.Dispose() }
            $isText = $entry.FullName -match '^_rels/|[.]psmdcp$|^[[]Content_Types[]]'
            $content = $bytes.ToArray()
            $parts[$entry.FullName] = if ($isText) { [Text.Encoding]::UTF8.GetString($content).TrimStart([char]0xFEFF) } else { $content }
        }
    } finally {
        $archive.Dispose()
    }

    $parts
}

function Format-Relationship([string] $Text, [string] $Core) {
    $count = @{ Ids = 0 }
    $fixed = $Text.Replace($Core, 'package/services/metadata/core-properties/core.psmdcp')
    [regex]::Replace($fixed, 'Id="\w+"', { $count.Ids++; "Id=`"R$($count.Ids)`"" })
}

function Format-ContentType([string] $Text) {
    $document = [xml]$Text
    $types = $document.DocumentElement
    $ordered = @($types.ChildNodes | Sort-Object LocalName, { $_.GetAttribute('Extension') }, { $_.GetAttribute('PartName') } -Culture '')
    foreach ($type in $ordered) { $null = $types.AppendChild($type) }
    $document.OuterXml
}

# All entries have the earliest time of the ZIP format, as in the reproducible packages of NuGet.
function Write-Archive([string] $Path, [Collections.IDictionary] $Parts, [IO.Compression.CompressionLevel] $Level) {
    $file = [IO.File]::Create($Path)
    $archive = [IO.Compression.ZipArchive]::new($file, [IO.Compression.ZipArchiveMode]::Create)
    try {
        foreach ($name in $Parts.Keys) {
            $entry = $archive.CreateEntry($name, $Level)
            $entry.LastWriteTime = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [TimeSpan]::Zero)
            $entry.ExternalAttributes = 0x81a40000
            $bytes = if ($Parts[$name] -is [string]) { [Text.Encoding]::UTF8.GetBytes($Parts[$name]) } else { $Parts[$name] }
            $stream = $entry.Open()
            try { $stream.Write($bytes, 0, $bytes.Length) } finally { $stream.Dispose() }
        }
    } finally {
        $archive.Dispose()
        $file.Dispose()
    }
}

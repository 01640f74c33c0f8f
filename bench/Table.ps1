# Writes the figures: a line a workload while it runs, and the rows of the table.

$columns = 'bare cmdlet', 'HttpClient', 'Invoke-WebRequest', 'Invoke-RestMethod'

function Get-TableHead {
    '| workload | Invoke-Request, ms | of bare cmdlet | of HttpClient | of Invoke-WebRequest | of Invoke-RestMethod ' +
        '| KB a call or peak MB | other | target, at most |'
    '|---|---|---|---|---|---|---|---|---|'
}

function Format-TableRow($Workload, $Rows) {
    $byName = @{}
    foreach ($row in $Rows) { $byName[$row.Name] = $row }
    $request = $byName['Invoke-Request']
    $ratios = foreach ($name in $columns) { $byName[$name] ? (Format-Ratio $request $byName[$name]) : '' }
    $others = @(
        foreach ($row in $Rows) {
            if ($row.Name -in $columns -or $row.Name -eq 'Invoke-Request') { continue }
            $difference = if ($Workload.How -eq 'Warm') {
                ' ({0:+0.0;-0.0} µs a call)' -f (($request.Time - $row.Time) / $Workload.Count * 1000)
            }
            "$(Format-Ratio $request $row) of $($row.Name)$difference"
        }
        if ($request.Note) { $request.Note }
    )
    $cells = @(
        $Workload.Title
        Format-Time $request.Time
        $ratios
        Format-MemoryOfTwo $Workload $request ($byName['bare cmdlet'] ?? $byName['HttpClient'])
        $others -join '; '
        $Workload.Target
    )
    "| $($cells -join ' | ') |" -replace '\|  (?=\|)', '| '
}

function Format-Progress($Workload, $Rows) {
    $figures = foreach ($row in $Rows) { "$($row.Name) $(Format-Time $row.Time) ms $(Format-Memory $Workload $row)".TrimEnd() }
    $figures -join ', '
}

function Format-Ratio($Row, $Reference) { '{0:0.00}' -f ($Row.Time / $Reference.Time) }

function Format-Time([double] $Time) { $Time -lt 10 ? ('{0:0.0}' -f $Time) : ('{0:0}' -f $Time) }

function Format-Memory($Workload, $Row) {
    if ($Row.Memory) { '{0:0.0} {1}' -f $Row.Memory, ($Workload.How -eq 'Warm' ? 'KB' : 'MB') }
}

function Format-MemoryOfTwo($Workload, $Row, $Reference) {
    $own = Format-Memory $Workload $Row
    if (-not $own) { '' }
    elseif ($Reference) { "$own; $($Reference.Name) $(Format-Memory $Workload $Reference)" }
    else { $own }
}

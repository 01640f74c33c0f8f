# The workloads, in the order of the table. A value that is not given is that of $defaults.
#
# Name           the name for -Only
# Title          the first column of the table
# How            Warm: in one shell. Fresh: in a fresh shell each. Process: a whole process each. Event: the delay of events. Self: the
#                contestant measures itself and returns ms.
# Server, Path   the key of the server's URL, and the path
# Count          the calls of a round, of a warm workload
# Rounds, Quick  the rounds of a full run, and of a quick one; 0 if a quick run does not measure it
# Slow           the contestants that a quick run does not measure, because they take long and the target does not name them
# Once           the contestants that are measured in the first round only, because they take long
# Import         the modules that a fresh shell imports before it measures: Both, Own (that of the contestant) or Nothing
# Contestants    returns the contestants. It receives a table with Url, CaFile, Module and Baseline.
# Setup, Cleanup run before and after the workload, and Before before each fresh shell. Cleanup receives the output of Setup.
# Target         the largest allowed figures, as text: ratios as in the table, IWR and IRM for the web cmdlets

$defaults = @{
    How = 'Warm'; Server = 'Url'; Path = '/robots.txt'; Count = 1; Rounds = 7; Quick = 0; Slow = @(); Once = @(); Import = 'Both'
    Setup = {}; Before = {}; Cleanup = {}; Target = ''
}

$workloads = @(
    @{
        Name = 'Process'; Title = 'One GET as a whole process'; How = 'Process'; Quick = 3; Slow = 'pwsh alone', 'Invoke-RestMethod'
        Rounds = 5; Once = 'Invoke-RestMethod'
        Contestants = { param($run) Get-ProcessContestant $run }; Target = '1.08 of bare, 1.0 of IWR'
    }
    @{
        Name = 'Import'; Title = 'Import-Module; bare: a module of one cmdlet'; How = 'Fresh'; Import = 'Nothing'; Quick = 3
        Contestants = { param($run) Get-ImportContestant $run }; Target = '1.25 of bare'
    }
    @{
        Name = 'First'; Title = 'The first GET after the import'; How = 'Fresh'; Import = 'Own'; Quick = 3; Slow = 'Invoke-WebRequest'
        Contestants = { Get-FirstContestant }; Target = '1.4 of bare'
    }
    @{
        Name = 'Cold'; Title = 'The first 1,000 small GETs in a fresh shell'; How = 'Fresh'; Quick = 1
        Slow = 'HttpClient', 'Invoke-RestMethod'
        Rounds = 5; Once = 'Invoke-RestMethod'; Contestants = { Get-ColdContestant }; Target = '0.75 of IWR'
    }
    @{
        Name = 'Small'; Title = '1,000 small GETs, one session, warm'; Count = 1000; Quick = 3
        Contestants = { Get-SmallContestant }; Target = '1.08 of bare, 0.92 of IWR, 30 KB'
    }
    @{
        Name = 'Handshake'; Title = '200 new TLS connections'; Server = 'SecureUrl'; Count = 200; Quick = 3; Slow = 'HttpClient'
        Contestants = { param($run) Get-HandshakeContestant $run.CaFile }; Target = '1.05 of bare, 65 KB'
    }
    @{
        Name = 'Http2'; Title = '1,000 small GETs over HTTP/2, one connection'; Server = 'SecureUrl'; Count = 1000; Quick = 3
        Contestants = { param($run) Get-Http2Contestant $run.CaFile }; Target = '1.5 of HttpClient'
    }
    @{
        Name = 'Many'; Title = '1,000 small GETs down the pipeline, 16 at a time'; Count = 1000; Quick = 3; Slow = 'Invoke-WebRequest'
        Once = 'Invoke-WebRequest'; Contestants = { Get-ManyContestant }; Target = '1.15 of HttpClient, 9 KB'
    }
    @{
        Name = 'Json'; Title = 'JSON, 50,000 objects into PowerShell objects, fresh shell'; How = 'Fresh'; Path = '/json-array/50000'
        Quick = 1; Slow = 'HttpClient', 'Invoke-WebRequest'; Rounds = 5; Once = 'Invoke-WebRequest'
        Contestants = { Get-JsonContestant }; Target = '0.5 of IRM'
    }
    @{
        Name = 'Page'; Title = '200 pages of 500 JSON objects, warm'; Path = '/pages/odata?pages=200&size=500'; Rounds = 5; Quick = 1
        Slow = 'Invoke-RestMethod'; Once = 'Invoke-RestMethod'
        Contestants = { Get-PageContestant }; Target = '1.2 of HttpClient, 0.25 of IRM'
    }
    @{
        Name = 'Pages1000'; Title = '1,000 pages of 20 JSON objects, fresh shell'; How = 'Fresh'; Path = '/pages/odata?pages=1000&size=20'
        Rounds = 3; Contestants = { Get-LongListContestant }; Target = '60 MB'
    }
    @{
        Name = 'Pages10000'; Title = '10,000 pages of 20 JSON objects, fresh shell'; How = 'Fresh'
        Path = '/pages/odata?pages=10000&size=20'; Rounds = 3; Contestants = { Get-LongListContestant }
        Target = 'the MB of 1,000 pages and 10'
    }
    @{
        Name = 'Rate'; Title = '1,000 small GETs at a rate limit of 200 a second'; Count = 1000; Rounds = 2
        Contestants = { param($run) Get-RateContestant $run }; Target = '5,000 ms and 5 %, in each way'
    }
    @{
        Name = 'Stop'; Title = 'The stop of 5,000 requests that wait for a rate limit'; How = 'Self'; Rounds = 3
        Contestants = { param($run) Get-StopContestant $run }; Target = '1,000 ms'
    }
    @{
        Name = 'Replay'; Title = '1,000 small GETs replayed from a cassette'; Count = 1000
        Contestants = { param($run) Get-ReplayContestant $run }; Cleanup = { Remove-StoredFile }; Target = '1.2 of a mock'
    }
    @{
        Name = 'Cache'; Title = '1,000 small GETs from a cache in memory'; Count = 1000
        Contestants = { Get-MemoryCacheContestant }; Target = '1.3 of a mock'
    }
    @{
        Name = 'CacheFile'; Title = '1,000 small GETs from a cache on disk'; Count = 1000
        Contestants = { Get-DiskCacheContestant }; Cleanup = { Remove-StoredFile }; Target = '2 of a mock'
    }
    @{
        Name = 'Stateless'; Title = '200 small GETs, no session'; Count = 200
        Contestants = { Get-StatelessContestant }; Target = '0.4 of IWR'
    }
    @{
        Name = 'Tls'; Title = '1,000 small GETs over TLS, one connection'; Server = 'SecureUrl'; Count = 1000
        Contestants = { param($run) Get-TlsContestant $run.CaFile }; Target = '1.3 of bare'
    }
    @{
        Name = 'Wait'; Title = '300 responses of 20 ms each, 16 at a time'; Path = '/delay/0.02'; Count = 300
        Contestants = { Get-ManyContestant }; Target = '1.1 of HttpClient'
    }
    @{
        Name = 'Jar'; Title = '1,000 small GETs, 10,000 cookies of other hosts in the jar'; Count = 1000
        Contestants = { Get-JarContestant }; Target = '1.0 of a jar of 10'
    }
    @{
        Name = 'Mount'; Title = '1,000 small GETs, 1,000 adapters for other hosts mounted'; Count = 1000
        Contestants = { Get-MountContestant }; Target = '5 µs a call'
    }
    @{
        Name = 'Digest'; Title = '500 GETs with Digest'; Path = '/digest-auth/auth/user/pass'; Count = 500
        Contestants = { Get-DigestContestant }; Target = 'one request a call from the second on'
    }
    @{
        Name = 'Lookup'; Title = '2,000 small GETs that read proxies and netrc from the environment'; Count = 2000
        Setup = { Set-LookupEnvironment }; Cleanup = { param($state) Reset-LookupEnvironment $state }
        Contestants = { Get-LookupContestant }; Target = '20 µs a call'
    }
    @{
        Name = 'Body'; Title = 'A body of 200 MB in memory, fresh shell'; How = 'Fresh'; Path = '/bytes/209715200'; Rounds = 3
        Once = 'Invoke-WebRequest'; Contestants = { Get-BodyContestant }; Target = '400 MB'
    }
    @{
        Name = 'Download'; Title = 'A body of 1 GiB into a file, fresh shell'; How = 'Fresh'; Path = '/flow/1073741824'; Rounds = 3
        Before = { Remove-Item (Get-BenchFile) -ErrorAction Ignore }; Cleanup = { Remove-Item (Get-BenchFile) }
        Contestants = { Get-DownloadContestant }; Target = '1.05 of HttpClient, 16 MB'
    }
    @{
        Name = 'Upload'; Title = 'A file of 512 MiB as body, fresh shell'; How = 'Fresh'; Path = '/sink'; Rounds = 3
        Setup = {
            $stream = [IO.File]::Create((Get-BenchFile))
            $stream.SetLength(512MB)
            $stream.Dispose()
        }
        Cleanup = { Remove-Item (Get-BenchFile) }
        Contestants = { Get-UploadContestant }; Target = '1.05 of HttpClient, 16 MB'
    }
    @{
        Name = 'Line'; Title = 'A million lines, fresh shell'; How = 'Fresh'; Path = '/lines/1000000'; Rounds = 5
        Once = 'Invoke-RestMethod'; Contestants = { Get-LineContestant }; Target = '3 of HttpClient'
    }
    @{
        Name = 'Item'; Title = 'A JSON array of a million objects item by item, fresh shell'; How = 'Fresh'; Path = '/items/1000000'
        Rounds = 3; Once = 'Invoke-RestMethod'; Contestants = { Get-ItemContestant }; Target = '64 MB'
    }
    @{
        Name = 'Csv'; Title = 'CSV, 300,000 rows into PowerShell objects, fresh shell'; How = 'Fresh'; Path = '/csv/300000'; Rounds = 3
        Contestants = { Get-CsvContestant }; Target = '2 of HttpClient'
    }
    @{
        Name = 'Xml'; Title = 'XML, 200,000 elements into a document, fresh shell'; How = 'Fresh'; Path = '/xml-items/200000'; Rounds = 3
        Contestants = { Get-XmlContestant }; Target = '2 of HttpClient'
    }
    @{
        Name = 'Html'; Title = 'HTML of 50 MB into its links, fresh shell'; How = 'Fresh'; Path = '/html/large/52428800'; Rounds = 2
        Contestants = { Get-HtmlContestant }
    }
    @{
        Name = 'Event'; Title = 'Server-sent events, from the write of the server to the object'; How = 'Event'; Path = '/clock-events/20'
        Contestants = { Get-EventContestant }; Target = '20 ms'
    }
)

$workloads | ForEach-Object {
    $workload = $defaults.Clone()
    foreach ($key in $_.Keys) { $workload[$key] = $_[$key] }
    [pscustomobject]$workload
}

# Tests pages of real servers: Microsoft's OData library, GraphQL Yoga and Docker's registry.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $hasNode = Test-Peer node, npm
    $hasRegistry = Test-Peer docker-registry
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $root = (Resolve-Path "$PSScriptRoot/../../..").Path
}

Describe 'Microsoft.AspNetCore.OData' {
    BeforeAll {
        $program = Join-Path $root output/ODataServer/Requests.ODataServer.dll
        if (-not (Test-Path $program)) {
            dotnet build "$root/tests/ODataServer" -c Release -o "$root/output/ODataServer" --nologo -v quiet | Out-Host
        }
        $port = Get-FreePort
        $process = Start-Peer dotnet $program, $port $port "$TestDrive"
        $orders = "http://127.0.0.1:$port/odata/Orders"
    }

    AfterAll { if ($process) { $process.Kill($true) } }

    It 'sends all items of a list in pages of 100' {
        (Invoke-Request $orders -Paginate -As Json).Id | Should -Be (1..1050)
    }

    It 'keeps filter, order and count from page to page' {
        $query = @{ '$filter' = 'Id gt 100'; '$orderby' = 'Id desc'; '$count' = 'true' }
        (Invoke-Request $orders -Params $query -Paginate -As Json).Id | Should -Be (1050..101)
    }

    It 'sends only as many as $top says, although it counts all' {
        (Invoke-Request $orders -Params @{ '$top' = 150; '$count' = 'true' } -Paginate -As Json).Id | Should -Be (1..150)
    }

    It 'ends with -MaximumPages' {
        Invoke-Request $orders -Params @{ '$count' = 'true' } -Paginate -MaximumPages 3 -As Json | Should -HaveCount 300
    }
}

Describe 'GraphQL Yoga' -Skip:(-not $hasNode) {
    BeforeAll {
        $folder = (New-Item (Join-Path $root output/graphql) -ItemType Directory -Force).FullName
        if (-not (Test-Path "$folder/node_modules/graphql-yoga")) {
            npm install --prefix $folder --no-save --no-package-lock --no-audit --no-fund --loglevel=error graphql-yoga@5 graphql@16 |
                Out-Host
        }
        Copy-Item "$PSScriptRoot/../Peers/graphql.mjs" $folder
        $port = Get-FreePort
        $process = Start-Peer node "$folder/graphql.mjs", $port $port "$TestDrive"
        $api = "http://127.0.0.1:$port/graphql"
        $query = @{
            query     = 'query($first: Int!, $after: String) {
                users(first: $first, after: $after) { totalCount nodes { id name } pageInfo { hasNextPage endCursor } } }'
            variables = @{ first = 2 }
        }
        $next = {
            param($Response)
            $page = $Response.Json().data.users.pageInfo
            if ($page.hasNextPage) { @{ Json = @{ variables = @{ after = $page.endCursor } } } }
        }
    }

    AfterAll { if ($process) { $process.Kill($true) } }

    It 'sends the nodes of all pages of a connection' {
        $users = Invoke-Request $api -Method Post -Json $query -NextPage $next -ItemPath data.users.nodes -As Json
        $users.id | Should -Be '1', '2', '3', '4', '5'
        $users[4].name | Should -Be 'User 5'
    }

    It 'is not taken for complete without -NextPage' {
        $users = Invoke-Request $api -Method Post -Json $query -Paginate -ItemPath data.users.nodes -As Json -ErrorAction SilentlyContinue `
            -ErrorVariable failed
        $users | Should -HaveCount 2
        $failed.FullyQualifiedErrorId | Should -BeLike 'IncompletePages,*'
    }

    It 'reports the errors of a query, which have no items' {
        $wrong = @{ query = '{ users(first: 2) { unknown } }' }
        { Invoke-Request $api -Method Post -Json $wrong -NextPage $next -ItemPath data.users.nodes -As Json -ErrorAction Stop } |
            Should -Throw
    }
}

Describe 'docker-registry' -Skip:(-not $hasRegistry) {
    BeforeAll {
        $port = Get-FreePort
        foreach ($name in 'alpha', 'beta', 'gamma', 'delta', 'epsilon') {
            $null = New-Item "$TestDrive/docker/registry/v2/repositories/$name/_layers" -ItemType Directory -Force
        }
        Set-Content "$TestDrive/config.yml" @"
version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: '$TestDrive' } }
http: { addr: '127.0.0.1:$port' }
"@
        $process = Start-Peer docker-registry 'serve', "$TestDrive/config.yml" $port "$TestDrive"
        $catalog = "http://127.0.0.1:$port/v2/_catalog"
    }

    AfterAll { if ($process) { $process.Kill($true) } }

    It 'sends the names of all repositories in pages of two' {
        $names = Invoke-Request $catalog -Params @{ n = 2 } -Paginate -As Json
        $names | Sort-Object | Should -Be 'alpha', 'beta', 'delta', 'epsilon', 'gamma'
    }
}

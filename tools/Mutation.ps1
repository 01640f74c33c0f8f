# Implements the task Mutate of build.ps1, which sets $root, $output, $module and $Configuration. The tests run in a copy of the source
# tree. The folder src is not changed.

function Start-Mutation([int] $Count, [int] $Seed, [string] $Area, [bool] $Again) {
    $folder = Join-Path $output 'Mutants'
    $tree = Join-Path $folder 'tree'
    if (Test-Path $tree) { Remove-Item $tree -Recurse -Force }
    $null = New-Item $tree -ItemType Directory -Force
    dotnet build (Join-Path $root 'tests/Requests.Tests') -c Release -f net10.0 --nologo -v quiet | Out-Host
    dotnet restore (Join-Path $root 'tools/tools.csproj') --nologo -v quiet | Out-Host
    $files = git -C $root ls-files --cached --others --exclude-standard
    $built = 'output/Requests', 'output/TestServer', 'output/TestExtensions', '.tools', 'tests/Requests.Tests/bin/Release/net10.0'
    foreach ($file in $files | Where-Object { Test-Path (Join-Path $root $_) }) {
        $target = Join-Path $tree $file
        $null = New-Item (Split-Path $target) -ItemType Directory -Force
        Copy-Item -LiteralPath (Join-Path $root $file) $target
    }
    foreach ($path in $built) {
        $target = Join-Path $tree $path
        $null = New-Item (Split-Path $target) -ItemType Directory -Force
        Copy-Item (Join-Path $root $path) $target -Recurse
    }
    # The compiled assemblies have the code before the change.
    Remove-Item (Join-Path $tree 'output/Requests/bin/net*') -Recurse
    $arguments = Export-CompilerArguments $folder
    $program = Build-Mutator
    $PSNativeCommandUseErrorActionPreference = $false
    $log = Join-Path $folder "mutants-$Seed$($Again ? '.again' : '').log"
    dotnet $program ($Again ? 'again' : 'run') (Join-Path $root 'src/Requests') $arguments $Count $Seed $Area $tree |
        Tee-Object $log | Out-Host
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
}

function Build-Mutator {
    $target = Join-Path $output 'Mutate'
    dotnet build (Join-Path $root 'tools/Mutate') -c Release -o $target --nologo -v quiet | Out-Host
    Join-Path $target 'Requests.Mutate.dll'
}

# Writes the arguments with which MSBuild calls the compiler for the engine into a file, and returns its path.
function Export-CompilerArguments([string] $Folder) {
    $null = New-Item $Folder -ItemType Directory -Force
    $file = Join-Path $Folder 'arguments.txt'
    $switches = @(
        '-t:PrepareResources;Compile'
        '-p:Configuration=Release'
        '-p:SkipCompilerExecution=true'
        '-p:ProvideCommandLineArgs=true'
        '-p:NonExistentFile=none'
        '-getItem:CscCommandLineArgs'
    )
    $json = dotnet msbuild (Join-Path $root 'src/Requests/Requests.csproj') @switches | Out-String | ConvertFrom-Json
    $json.Items.CscCommandLineArgs.Identity | Set-Content -LiteralPath $file
    $file
}

# Compiles the assemblies of the module to machine code (ReadyToRun) for build.ps1, which sets $root, $output and $module. Requests.Loader
# chooses among bin/net<version>/<platform> when the module is imported. A runtime accepts only the code of its own major version.

$runtimeVersions = [ordered]@{ 10 = '10.0.12'; 11 = '11.0.0' }
$platforms = 'linux-arm64', 'linux-x64', 'osx-arm64', 'win-x64'

# Adds what the shell that builds can use itself.
function Add-CompiledAssembly {
    $major = [Environment]::Version.Major
    if (-not $runtimeVersions.Contains($major)) { return }
    $framework = [IO.Path]::GetDirectoryName([object].Assembly.Location)
    Invoke-Compiler $major (Get-Platform) (Get-Compiler $major) $framework
}

# Adds what a package has. The framework is read from packages of one version, so that the same sources give the same bytes.
function Add-AllCompiledAssembly {
    foreach ($major in $runtimeVersions.Keys) {
        $compiler = Get-Compiler $major -WithFramework
        $package = Join-Path $root '.tools' 'microsoft.netcore.app.runtime.*' $runtimeVersions[[object] $major] 'runtimes' '*'
        $folders = Get-Item (Join-Path $package '*' '*.dll'), (Join-Path $package '*' '*' '*.dll') |
            ForEach-Object DirectoryName | Sort-Object -Unique
        Invoke-Compiler $major $platforms $compiler $folders
    }
}

# The platform of this process, named as Requests.Loader names it.
function Get-Platform {
    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
    "$system-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
}

# The compiler runs on any platform for all of them. It reads the public members of .NET and of PowerShell: the code works with later
# versions.
function Invoke-Compiler([int] $Major, [string[]] $Platform, [string] $Compiler, [string[]] $Framework) {
    $bin = Join-Path $module 'bin'
    $references = $Framework + $PSHOME + $bin | ForEach-Object { "--reference:$(Join-Path $_ '*.dll')" }
    # The options are in a file, because PowerShell expands the wildcards of arguments.
    $file = Join-Path $output 'compile.rsp'
    foreach ($one in $Platform) {
        $target = Join-Path $bin "net$Major.0" $one
        $null = New-Item $target -ItemType Directory -Force
        $system, $processor = $one -replace '^win-', 'windows-' -split '-'
        foreach ($name in 'Requests.dll', 'Requests.PowerShell.dll') {
            $options = "--out:$(Join-Path $target $name)", "--targetos:$system", "--targetarch:$processor", '--optimize'
            Set-Content $file (@(Join-Path $bin $name) + $options + $references)
            & $Compiler "@$file" | Where-Object { $_ -notlike 'Emitting R2R PE file*' } | Out-Host
        }
    }

    Remove-Item $file
}

# Restores the compiler, with the framework that it reads on request.
function Get-Compiler([int] $Major, [switch] $WithFramework) {
    $version = $runtimeVersions[[object] $Major]
    $project = Join-Path $root 'tools/compiler.csproj'
    dotnet restore $project -p:RuntimeVersion=$version -p:WithFramework=$WithFramework --nologo -v quiet | Out-Host
    $name = $IsWindows ? 'crossgen2.exe' : 'crossgen2'
    $program = Get-Item (Join-Path $root '.tools' 'microsoft.netcore.app.crossgen2.*' $version 'tools' $name)
    # NuGet does not keep the right to execute a file.
    if (-not $IsWindows) { [IO.File]::SetUnixFileMode($program, 'UserRead, UserWrite, UserExecute, GroupRead, OtherRead') }
    $program.FullName
}

# Compiles the assemblies of the module to machine code (ReadyToRun) for build.ps1, which sets $root, $output and $module. Requests.Loader chooses
# among bin/net<version>/<platform> when the module is imported. A runtime accepts only the code of its own major version.

$runtimeVersions = [ordered]@{ 10 = '10.0.12'; 11 = '11.0.0' }
$platforms = 'linux-arm64', 'linux-x64', 'osx-arm64', 'win-x64'

# Adds what the shell that builds can use itself.
function Add-CompiledAssembly {
    $major = [Environment]::Version.Major
    if ($runtimeVersions.Contains($major)) { Invoke-Compiler $major (Get-Platform) }
}

# Adds what a package has.
function Add-AllCompiledAssembly {
    foreach ($major in $runtimeVersions.Keys) { Invoke-Compiler $major $platforms }
}

# The platform of this process, named as Requests.Loader names it.
function Get-Platform {
    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
    "$system-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
}

# The compiler runs on any platform for all of them. It reads the public members of .NET and of PowerShell: the code works with their later versions.
function Invoke-Compiler([int] $Major, [string[]] $Platform) {
    $bin = Join-Path $module 'bin'
    $compiler, $framework = Get-Compiler $Major
    $references = @($framework) + $PSHOME + $bin | ForEach-Object { "--reference:$(Join-Path $_ '*.dll')" }
    # The options are in a file, because PowerShell expands the wildcards of arguments.
    $file = Join-Path $output 'compile.rsp'
    foreach ($one in $Platform) {
        $target = Join-Path $bin "net$Major.0" $one
        $null = New-Item $target -ItemType Directory -Force
        $system, $processor = $one -replace '^win-', 'windows-' -split '-'
        foreach ($name in 'Requests.dll', 'Requests.PowerShell.dll') {
            $options = "--out:$(Join-Path $target $name)", "--targetos:$system", "--targetarch:$processor", '--optimize'
            Set-Content $file (@(Join-Path $bin $name) + $options + $references)
            & $compiler "@$file" | Where-Object { $_ -notlike 'Emitting R2R PE file*' } | Out-Host
        }
    }

    Remove-Item $file
}

# The program, and the folders of the framework: that of this shell, or a package where the version is another.
function Get-Compiler([int] $Major) {
    $version = $runtimeVersions[[object] $Major]
    $isOwn = [Environment]::Version.Major -eq $Major
    dotnet restore (Join-Path $root 'tools/compiler.csproj') -p:RuntimeVersion=$version -p:WithFramework=$(-not $isOwn) --nologo -v quiet | Out-Host
    $program = Get-Item (Join-Path $root '.tools' 'microsoft.netcore.app.crossgen2.*' $version 'tools' ($IsWindows ? 'crossgen2.exe' : 'crossgen2'))
    # NuGet does not keep the right to execute a file.
    if (-not $IsWindows) { [IO.File]::SetUnixFileMode($program, 'UserRead, UserWrite, UserExecute, GroupRead, OtherRead') }
    $program.FullName
    if ($isOwn) { return [IO.Path]::GetDirectoryName([object].Assembly.Location) }
    $package = Join-Path $root '.tools' 'microsoft.netcore.app.runtime.*' $version 'runtimes' '*'
    (Get-Item (Join-Path $package '*' '*.dll'), (Join-Path $package '*' '*' '*.dll')).DirectoryName | Sort-Object -Unique
}

# Compiles the assemblies of the module to machine code (ReadyToRun), for build.ps1, which sets $root and $module.

$platforms = 'linux-arm64', 'linux-x64', 'osx-arm64', 'osx-x64', 'win-arm64', 'win-x64'

# The platform of this process, named as Requests.Loader names it.
function Get-Platform {
    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
    "$system-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
}

# Adds bin/<platform> to the built module. The compiler runs on any platform for all of them. It reads the public members of .NET and of
# PowerShell; the code does not depend on their versions.
function Add-CompiledAssembly([string[]] $Platform) {
    dotnet restore (Join-Path $root 'tools/tools.csproj') --nologo -v quiet | Out-Host
    $compiler = Get-Compiler
    $bin = Join-Path $module 'bin'
    $references = [IO.Path]::GetDirectoryName([object].Assembly.Location), $PSHOME, $bin | ForEach-Object { "--reference:$(Join-Path $_ '*.dll')" }
    # Options are in a file, because PowerShell expands the wildcards of arguments.
    $file = Join-Path $output 'compile.rsp'
    foreach ($one in $Platform) {
        $null = New-Item (Join-Path $bin $one) -ItemType Directory -Force
        $system, $processor = $one -replace '^win-', 'windows-' -split '-'
        foreach ($name in 'Requests.dll', 'Requests.PowerShell.dll') {
            Set-Content $file @(
                Join-Path $bin $name
                "--out:$(Join-Path $bin $one $name)"
                "--targetos:$system"
                "--targetarch:$processor"
                '--optimize'
                $references
            )
            & $compiler "@$file" | Where-Object { $_ -notlike 'Emitting R2R PE file*' } | Out-Host
        }
    }

    Remove-Item $file
}

function Get-Compiler {
    $package = Get-Item (Join-Path $root '.tools/microsoft.netcore.app.crossgen2.*/*/tools')
    $program = Join-Path $package.FullName ($IsWindows ? 'crossgen2.exe' : 'crossgen2')
    # NuGet does not keep the right to execute a file.
    if (-not $IsWindows) { [IO.File]::SetUnixFileMode($program, 'UserRead, UserWrite, UserExecute, GroupRead, OtherRead') }
    $program
}

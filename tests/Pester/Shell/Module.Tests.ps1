BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $root = (Resolve-Path "$PSScriptRoot/../../..").Path

    # Creates a library with the name of a dependency of this module, and an older version without the members that the module needs.
    function Save-OlderLibrary([string] $Path) {
        $name = [Reflection.AssemblyName]::new('UtfUnknown')
        $name.Version = '1.0.0.0'
        $assembly = [Reflection.Emit.PersistedAssemblyBuilder]::new($name, [object].Assembly)
        $type = $assembly.DefineDynamicModule('UtfUnknown').DefineType('UtfUnknown.CharsetDetector', 'Public')
        $code = $type.DefineMethod('Detect', 'Public, Static', [string], @()).GetILGenerator()
        $code.Emit([Reflection.Emit.OpCodes]::Ldstr, 'older')
        $code.Emit([Reflection.Emit.OpCodes]::Ret)
        $null = $type.CreateType()
        $assembly.Save($Path)
    }
}

Describe 'The module' {
    It 'has the surface that Surface.txt keeps' {
        $now = (& "$PSScriptRoot/../Get-Surface.ps1") -join "`n"
        $now | Should -Be ((Get-Content "$PSScriptRoot/../Surface.txt" -Raw).Replace("`r", '').TrimEnd())
    }

    It 'has a valid manifest and exports only what the manifest lists' {
        $manifest = Test-ModuleManifest (Get-ModuleManifestPath) -WarningAction Stop
        $manifest.ExportedCmdlets.Keys | Sort-Object | Should -Be ((Get-Command -Module Requests -CommandType Cmdlet).Name | Sort-Object)
        $manifest.ExportedFunctions.Count | Should -Be 0
        $manifest.ExportedAliases.Keys | Should -Be 'ireq'
    }

    It 'loads a third-party library only when it is used' {
        $output = Invoke-FreshShell @'
$count = {
    @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'Requests.Dependencies', 'UtfUnknown' }).Count
}
& $count
$bytes = [Text.CodePagesEncodingProvider]::Instance.GetEncoding(1251).GetBytes('Привет, как дела? ' * 20)
$request = [Requests.PreparedRequest]::new('GET', 'http://h/', [Requests.HeaderDictionary]::new())
$r = [Requests.Response]::new($request, 200, [IO.MemoryStream]::new($bytes))
$r.ApparentEncoding
& $count
'@
        $output | Should -Be '0', 'windows-1251', '2'
    }

    It 'works with a module that has an older copy of its library, whichever is loaded first: <_>' -ForEach 'older', 'newer' {
        $folder = (New-Item "$TestDrive/Older-$_" -ItemType Directory).FullName
        Save-OlderLibrary "$folder/UtfUnknown.dll"
        New-ModuleManifest "$folder/Older.psd1" -RequiredAssemblies UtfUnknown.dll
        $output = Invoke-FreshShell @"
`$older = { Import-Module '$folder/Older.psd1'; [UtfUnknown.CharsetDetector]::Detect() }
`$newer = {
    `$bytes = [Text.CodePagesEncodingProvider]::Instance.GetEncoding(1251).GetBytes('Привет, как дела? ' * 20)
    `$request = [Requests.PreparedRequest]::new('GET', 'http://h/', [Requests.HeaderDictionary]::new())
    [Requests.Response]::new(`$request, 200, [IO.MemoryStream]::new(`$bytes)).ApparentEncoding
}
if ('$_' -eq 'older') { & `$older; & `$newer } else { & `$newer; & `$older; }
`$loaded = [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName() } | Where-Object Name -EQ UtfUnknown
@(`$loaded.Version.Major | Sort-Object) -join ','
"@
        @($output)[0, 1] | Sort-Object | Should -Be 'older', 'windows-1251'
        $output[2] | Should -Be '1,2'
    }

    It 'has types for type literals and catch clauses' {
        Invoke-FreshShell '
            try { Invoke-Request http://127.0.0.1:1/ -ErrorAction Stop }
            catch [Requests.ConnectionException] { [Requests.StatusCodes]::ImATeapot }
        ' | Should -Be 418
    }

    It 'is written without parse errors or aliases' {
        $files = Get-ChildItem $root -Recurse -Include *.ps1, *.psm1, *.psd1 |
            Where-Object FullName -NotMatch '[\\/](output|\.tools|bin|obj)[\\/]'
        foreach ($file in $files) {
            $problems = $null
            $tree = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$null, [ref]$problems)
            $problems | Should -BeNullOrEmpty -Because $file.Name
            $names = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) | ForEach-Object GetCommandName
            $names | Where-Object { $_ -and (Test-Path "alias:$($_.Replace('?', '`?').Replace('%', '`%'))") } |
                Should -BeNullOrEmpty -Because $file.Name
        }
    }
}

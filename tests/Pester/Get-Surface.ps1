<#
.SYNOPSIS
Writes the module's surface, a line a parameter, as tests/Pester/Surface.txt keeps it. After a change that is meant:
dotnet pwsh -NoProfile -File tests/Pester/Get-Surface.ps1 > tests/Pester/Surface.txt
#>
Import-Module "$PSScriptRoot/../../output/Requests/Requests.psd1"
foreach ($command in Get-Command -Module Requests | Sort-Object Name) {
    "$($command.Name) : $($command.OutputType.Name -join ', ')"
    foreach (
        $parameter in $command.Parameters.Values | Where-Object { $command.ImplementingType.GetProperty($_.Name) } | Sort-Object Name
    ) {
        $sets = foreach ($set in $parameter.ParameterSets.GetEnumerator() | Sort-Object Key) {
            $how = @(
                if ($set.Value.IsMandatory) { 'mandatory' }
                if ($set.Value.Position -ge 0) { "position $($set.Value.Position)" }
                if ($set.Value.ValueFromPipeline) { 'pipeline' }
                if ($set.Value.ValueFromPipelineByPropertyName) { 'property' }
            )
            "$($set.Key)$(if ($how) { " ($($how -join ', '))" })"
        }
        "  -$($parameter.Name) <$($parameter.ParameterType.Name)>$(if ($parameter.Aliases) { " [$($parameter.Aliases -join ', ')]" }) $($sets -join '; ')"
    }
}

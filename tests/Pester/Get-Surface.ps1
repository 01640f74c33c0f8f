<#
.SYNOPSIS
Writes the surface of the module for tests/Pester/Surface.txt, one line for each parameter. After an intended change:
dotnet pwsh -NoProfile -File tests/Pester/Get-Surface.ps1 > tests/Pester/Surface.txt
#>
Import-Module "$PSScriptRoot/../../output/Requests/Requests.psd1"
foreach ($command in Get-Command -Module Requests | Sort-Object Name) {
    "$($command.Name) : $($command.OutputType.Name -join ', ')"
    $parameters = $command.Parameters.Values | Where-Object { $command.ImplementingType.GetProperty($_.Name) } | Sort-Object Name
    foreach ($parameter in $parameters) {
        $sets = foreach ($set in $parameter.ParameterSets.GetEnumerator() | Sort-Object Key) {
            $binding = @(
                if ($set.Value.IsMandatory) { 'mandatory' }
                if ($set.Value.Position -ge 0) { "position $($set.Value.Position)" }
                if ($set.Value.ValueFromPipeline) { 'pipeline' }
                if ($set.Value.ValueFromPipelineByPropertyName) { 'property' }
            )
            "$($set.Key)$(if ($binding) { " ($($binding -join ', '))" })"
        }
        $aliases = if ($parameter.Aliases) { " [$($parameter.Aliases -join ', ')]" }
        "  -$($parameter.Name) <$($parameter.ParameterType.Name)>$aliases $($sets -join '; ')"
    }
}

# What a parameter, an option of a method, a property or a completer does with any value: it uses it, or reports an error that names it.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $all = Get-Command -Module Requests -CommandType Cmdlet
    $commands = $all.Name
    function Select-Command([string] $Property) {
        ($all | Where-Object { $_.ParameterSets.Parameters.Where({ $_.$Property -is [int] ? $_.$Property -ge 0 : $_.$Property }) }).Name
    }

    $positional = Select-Command Position
    $piped = Select-Command ValueFromPipeline
    $byProperty = Select-Command ValueFromPipelineByPropertyName
    $verbs = 'Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'
    $completers = ($all.Parameters.Values.Attributes | Where-Object { $_ -is [ArgumentCompleter] }).Type | Sort-Object FullName -Unique
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"

    # Many of the values are names of files, too.
    Push-Location $TestDrive
    . "$PSScriptRoot/ParameterCases.ps1"

    # Describes a value that is refused in another way than it should be; nothing for a value that is used or refused with a good error.
    function Find-Problem($Name, $Value, [scriptblock] $Call, [switch] $IsSwitch, [switch] $IsPiped) {
        $calls = $mock.Calls.Count
        try {
            $null = & $Call
            return
        } catch { $record = $_ }
        $id = $record.FullyQualifiedErrorId.Split(',')[0]
        $message = "$($record.Exception.Message)"
        $problem = if ($record.Exception -is [Management.Automation.ParameterBindingException]) {
            # PowerShell itself binds switches and the properties of piped objects.
            if ($IsPiped -and $id -eq 'InputObjectNotBound') { }
            elseif (-not $IsSwitch) {
                'is an error of PowerShell'
            } elseif ($record.Exception.ParameterName -ne $Name) { 'names another parameter' }
        } elseif ($record.Exception -isnot [Requests.RequestException]) { "raw $($record.Exception.GetType())" }
        elseif ($id -in 'RequestError', '') { 'has no id' }
        elseif ($id -eq 'ParameterConflict') { }
        elseif ($record.CategoryInfo.Category -eq 'NotSpecified') { 'has no category' }
        elseif ($id -like 'Invalid*' -and $record.CategoryInfo.Category -ne 'InvalidArgument') { 'has another category' }
        elseif ($id -in 'InvalidParameter', 'InvalidTimeout' -and $message -notmatch $Name) { 'does not name it' }
        if (-not $problem -and $record.CategoryInfo.Category -eq 'InvalidArgument' -and $mock.Calls.Count -ne $calls) {
            $problem = 'was sent'
        }
        if ($problem) {
            $shown = $message -replace '\p{C}', '?'
            "$Name, $($Value): $problem ($($record.FullyQualifiedErrorId), $($record.CategoryInfo.Category)) $shown"
        }
    }

    # The parameters of a command, and the parameter set in which one of them is given.
    function Get-Driven($Command) {
        foreach ($parameter in $Command.Parameters.Values) {
            if ($parameter.Name -in $common -or $parameter.Name -in 'WhatIf', 'Confirm') { continue }
            $arguments = $given[$Command.Name] ? (& $given[$Command.Name]) : @{}
            # What belongs to another parameter set than the one that is driven is left out, and what this one needs is there.
            $sets = $Command.ParameterSets | Where-Object { $_.Parameters.Name -contains $parameter.Name }
            $set = ($sets | Where-Object { -not (@($arguments.Keys) | Where-Object { $_ -notin $sets.Parameters.Name }) }) ?? $sets |
                Select-Object -First 1
            [pscustomobject]@{
                Parameter = $parameter; Set = $set; In = $set.Parameters | Where-Object Name -EQ $parameter.Name
                Drop = @($arguments.Keys) | Where-Object { $_ -notin $set.Parameters.Name }
                Need = ($set.Parameters | Where-Object IsMandatory).Name
            }
        }
    }

    function Get-Rest($Command, $Driven) {
        $arguments = $given[$Command.Name] ? (& $given[$Command.Name]) : @{}
        foreach ($name in $Driven.Drop) { $arguments.Remove($name) }
        foreach ($name in $Driven.Need) { if (-not $arguments.ContainsKey($name)) { $arguments[$name] = $needs[$name] } }
        $arguments
    }
}

AfterAll { Pop-Location }

Describe 'Any value of any parameter' {
    It 'is used, or an error names the parameter: <_>' -ForEach $commands {
        $command = Get-Command $_
        $found = foreach ($driven in Get-Driven $command) {
            $name = $driven.Parameter.Name
            foreach ($entry in $values.GetEnumerator()) {
                $arguments = Get-Rest $command $driven
                $arguments[$name] = $entry.Value
                Find-Problem $name $entry.Key -IsSwitch:$driven.Parameter.SwitchParameter { & $command @arguments 2>$null 3>$null 6>$null }
            }
        }
        $found | Should -BeNullOrEmpty
    }

    It 'by position is used, or an error names the parameter: <_>' -ForEach $positional {
        $command = Get-Command $_
        $found = foreach ($driven in Get-Driven $command | Where-Object { $_.In.Position -ge 0 }) {
            $name = $driven.Parameter.Name
            # Binding by position converts as binding by name does: a third of the values, others for each parameter.
            $turn = $driven.Parameter.Name.Length
            $before = @(
                $driven.Set.Parameters | Where-Object { $_.Position -ge 0 -and $_.Position -lt $driven.In.Position } |
                    Sort-Object Position | ForEach-Object Name
            )
            foreach ($entry in $values.GetEnumerator()) {
                if ($turn++ % 3) { continue }
                $arguments = Get-Rest $command $driven
                # Not by a pipeline, which drops what yields nothing.
                $list = [object[]]::new($before.Count + 1)
                for ($i = 0; $i -lt $before.Count; $i++) {
                    if (-not $arguments.ContainsKey($before[$i])) { throw "$($before[$i]) needs a value" }
                    $list[$i] = $arguments[$before[$i]]
                    $arguments.Remove($before[$i])
                }
                $list[-1] = $entry.Value
                $arguments.Remove($name)
                Find-Problem $name $entry.Key { & $command @list @arguments 2>$null 3>$null 6>$null }
            }
        }
        $found | Should -BeNullOrEmpty
    }

    It 'from the pipeline is used, or an error names the parameter: <_>' -ForEach $piped {
        $command = Get-Command $_
        $found = foreach ($driven in Get-Driven $command | Where-Object { $_.In.ValueFromPipeline }) {
            $name = $driven.Parameter.Name
            foreach ($entry in $values.GetEnumerator()) {
                $hostile = $entry.Value
                $arguments = Get-Rest $command $driven
                $arguments.Remove($name)
                # As one record, which a list is not when PowerShell enumerates it.
                Find-Problem $name $entry.Key -IsPiped { , $hostile | & $command @arguments -ErrorAction Stop 3>$null 6>$null }
            }
        }
        $found | Should -BeNullOrEmpty
    }

    It 'of a piped object is used, or an error names the parameter: <_>' -ForEach $byProperty {
        $command = Get-Command $_
        $found = foreach ($driven in Get-Driven $command | Where-Object { $_.In.ValueFromPipelineByPropertyName }) {
            foreach ($name in @($driven.Parameter.Name) + $driven.Parameter.Aliases) {
                # An alias binds as the name does: a third of the values for each.
                $turn = $name.Length
                foreach ($entry in $values.GetEnumerator()) {
                    if ($name -ne $driven.Parameter.Name -and $turn++ % 3) { continue }
                    $hostile = [pscustomobject]@{ $name = $entry.Value }
                    $arguments = Get-Rest $command $driven
                    $arguments.Remove($driven.Parameter.Name)
                    Find-Problem $driven.Parameter.Name "$($entry.Key) as $name" -IsPiped {
                        $hostile | & $command @arguments -ErrorAction Stop 3>$null 6>$null
                    }
                }
            }
        }
        $found | Should -BeNullOrEmpty
    }
}

Describe 'Any value in a call of a method' {
    BeforeAll {
        # Calls a method with each option and each value. With -Share n, each option gets every nth value, from another one on.
        function Find-OptionProblem([string] $Like, [scriptblock] $Send, [int] $Share = 1, [int] $Offset = 0) {
            $turn = $Offset
            foreach ($parameter in (Get-Command $Like).Parameters.Values) {
                if ($parameter.Name -in $common -or $parameter.Name -in 'WhatIf', 'Confirm') { continue }
                $option = $parameter.Name
                foreach ($entry in $values.GetEnumerator()) {
                    if ($turn++ % $Share) { continue }
                    $map = @{ $option = $entry.Value }
                    Find-Problem $option $entry.Key -IsSwitch:$parameter.SwitchParameter { & $Send $map 2>$null 3>$null 6>$null }
                }
            }
        }
    }

    It 'is used, or an error names the option: Send' {
        Find-OptionProblem Send-Request { $session.Send($prepared, $args[0]) } -Share 3 | Should -BeNullOrEmpty
    }

    # The verbs share one implementation: together they get each option with each value.
    It 'is used, or an error names the option: <Verb>' -ForEach ($verbs | ForEach-Object { @{ Verb = $_; Offset = $verbs.IndexOf($_) } }) {
        Find-OptionProblem Invoke-Request { $session.$verb('a', $args[0]) } -Share 7 -Offset $Offset | Should -BeNullOrEmpty
    }

    It 'is used, or an error names the argument: <Method>(<Name>)' -ForEach @(
        foreach ($verb in $verbs) {
            @{ Method = $verb; Name = 'Uri'; Use = { $session.$Method($hostile) } }
            @{ Method = $verb; Name = 'options'; Use = { $session.$Method('a', $hostile) } }
        }
        @{ Method = 'Request'; Name = 'Method'; Use = { $session.Request($hostile, 'a') } }
        @{ Method = 'Request'; Name = 'Uri'; Use = { $session.Request('Get', $hostile) } }
        @{ Method = 'Request'; Name = 'options'; Use = { $session.Request('Get', 'a', $hostile) } }
        @{ Method = 'Send'; Name = 'Request'; Use = { $session.Send($hostile) } }
        @{ Method = 'Send'; Name = 'options'; Use = { $session.Send($prepared, $hostile) } }
        @{ Method = 'PrepareRequest'; Name = 'Request'; Use = { $session.PrepareRequest($hostile) } }
        @{ Method = 'Mount'; Name = 'Prefix'; Use = { (New-RequestSession).Mount($hostile, $mock) } }
        @{ Method = 'Mount'; Name = 'Adapter'; Use = { (New-RequestSession).Mount('http://p/', $hostile) } }
        @{ Method = 'GetAdapter'; Name = 'Uri'; Use = { $session.GetAdapter($hostile) } }
        @{ Method = 'Save'; Name = 'Path'; Use = { $response.Save($hostile) } }
        @{ Method = 'Json'; Name = 'asHashtable'; Use = { $response.Json($hostile) } }
    ) {
        $response = $session.Get('a')
        $found = foreach ($entry in $values.GetEnumerator()) {
            $hostile = $entry.Value
            # The names in a map are those of parameters, in the words of PowerShell.
            $named = $Name -eq 'options' -and $hostile -is [Collections.IDictionary] ? 'parameter' : $Name
            Find-Problem $named $entry.Key { & $Use 2>$null 3>$null 6>$null }
        }
        $found | Should -BeNullOrEmpty
    }
}

Describe 'Any value of a property' {
    It 'is used, or an error names the property: of <Name>' -ForEach @(
        @{ Name = 'a session'; New = { New-RequestSession http://mock.test/ } }
        @{ Name = 'a request'; New = { New-Request http://mock.test/a } }
        @{ Name = 'a prepared request'; New = { New-Request http://mock.test/a | ConvertTo-PreparedRequest } }
        @{ Name = 'an adapter'; New = { New-HttpAdapter } }
        @{ Name = 'a script''s adapter'; New = { New-ScriptAdapter { } } }
        @{ Name = 'a mock'; New = { New-MockAdapter @{} } }
        @{ Name = 'a response'; New = { $session.Get('a') } }
    ) {
        $instance = & $New
        # What C# can only initialize is set by the cmdlet that makes the object.
        $settable = @($instance.PSObject.Properties | Where-Object {
                $setter = $instance.GetType().GetProperty($_.Name)?.SetMethod
                $_.IsSettable -and (
                    $_.MemberType -eq 'CodeProperty' -or
                        "$(${setter}?.ReturnParameter?.GetRequiredCustomModifiers())" -notmatch 'IsExternalInit'
                )
            }).Name
        $settable | Should -Not -BeNullOrEmpty
        $found = foreach ($property in $settable) {
            # A property converts as the parameter does: a third of the values, others for each property.
            $turn = $property.Length
            foreach ($entry in $values.GetEnumerator()) {
                if ($turn++ % 3) { continue }
                $hostile = $entry.Value
                Find-Problem $property $entry.Key { $instance.$property = $hostile }
                if ($instance.$property -is [string] -and $instance.$property -match '^System\.') {
                    "$property, $($entry.Key): became $($instance.$property)"
                }
            }
        }
        $found | Should -BeNullOrEmpty
    }
}

Describe 'A completer' {
    BeforeAll {
        # Names of files, cookies and prefixes that would end a string or run a command where they are not quoted.
        $names = 'plain', "a'b", 'a b', 'a$(throw 1)', 'a`b', "a$([char]0x2019)b", '-Session', 'a&b', '#a', '@a', '{a}', '*',
            "a$([char]0x202e)b"
        foreach ($name in $names | Where-Object { -not $IsWindows -or $_ -notmatch '[*]' }) {
            Set-Content -LiteralPath (Join-Path $TestDrive $name) x
        }
        $hostileSession = New-RequestSession
        foreach ($name in $names) {
            $hostileSession.Cookies.Set([Requests.RequestCookie]::new($name, 'v'))
            Add-RequestAdapter $hostileSession "http://h/$name" $mock
        }

        $closed = New-RequestSession
        Close-RequestSession $closed
        $bound = @(
            $null, @{}, @{ Session = $null }, @{ Session = 5 }, @{ Session = '$s' }, @{ Session = $hostileSession },
                @{ Session = [psobject]::AsPSObject($hostileSession) }, @{ Session = $closed }
            @{ Session = $session.Get('a') }, @{ Session = $hostileSession.Cookies },
                @{ Session = [Management.Automation.Internal.AutomationNull]::Value }
        )
        $words = @(
            $null, '', ' ', "'", '"', "`"'", "'a'b", 'a''; throw 1; ''', '*', '[', '[a-', '?', "`n", "a`r`nb", '$x', '$(throw 1)', '`', ';',
                '|', '&', '@{', '@(', '#', '-', '--', '/', '~', '.', '{', '}', '('
            "$([char]0x2019)", "$([char]0x202e)", "$([char]0)", "$([char]0xD800)", ('x' * 10000), 'application/json; charset=',
                "a'; charset=utf", "a`$(throw 1); c", 'a', 'h', "'http://h/a"
        )

        # What is wrong with a completion: it has to be one argument, and show no control characters.
        function Find-CompletionProblem([string] $Text, [string[]] $Shown) {
            $errors = $null
            $ast = [Management.Automation.Language.Parser]::ParseInput("Get-X -Y $Text", [ref] $null, [ref] $errors)
            $statements = $ast.EndBlock.Statements
            if ($errors) { 'does not parse' }
            elseif (
                $statements.Count -ne 1 -or $statements[0].PipelineElements.Count -ne 1 -or
                    $statements[0].PipelineElements[0].CommandElements.Count -ne 3
            ) { 'is not one argument' }
            elseif ($Shown -match '[\p{Cc}\u202a-\u202e\u2066-\u2069]') { 'shows control characters' }
        }
    }

    It 'never throws, and gives arguments that mean what they show: <_.Name>' -ForEach $completers {
        $type = $_
        $completer = $type::new()
        $plain = @($completer.CompleteArgument('Get-X', 'Y', '', $null, @{}).CompletionText)
        $found = foreach ($map in $bound) {
            foreach ($word in $words) {
                $what = "'$word' with $($map.Session)"
                try {
                    $said = @(& { $completer.CompleteArgument('Get-X', 'Y', $word, $null, $map) } *>&1)
                } catch { "$what throws $_"; continue }
                foreach ($result in $said) {
                    if ($result -isnot [Management.Automation.CompletionResult]) { "$what writes $result"; continue }
                    $problem = Find-CompletionProblem $result.CompletionText $result.ListItemText, $result.ToolTip
                    if ($problem) { "$what gives $($result.CompletionText), which $problem" }
                    # What is not one of the fixed texts is the text of a value.
                    elseif ($result.CompletionText -notin $plain) {
                        $argument = [Management.Automation.Language.Parser]::ParseInput(
                            "Get-X -Y $($result.CompletionText)", [ref] $null, [ref] $null
                        ).EndBlock.Statements[0].PipelineElements[0].CommandElements[2]
                        if ($argument -isnot [Management.Automation.Language.StringConstantExpressionAst]) {
                            "$what gives $($result.CompletionText), which is not a text"
                        }
                        elseif (
                            $map.Session -and $type.BaseType.Name -eq 'SessionCompleter' -and $argument.Value -notin $names -and
                                $argument.Value -notlike 'http*://*'
                        ) { "$what gives another name: $($argument.Value)" }
                    }
                }
            }
        }
        $found | Select-Object -First 20 | Should -BeNullOrEmpty
    }

    It 'leaves a line that parses: <_>' -ForEach @(
        'Invoke-Request -Method ', 'Invoke-Request -Headers ', 'Invoke-Request -ContentType ', 'Invoke-Request -Auth ',
            'Invoke-Request -Hooks ', 'Invoke-Request -Verify ', 'Invoke-Request -Proxies ', 'Invoke-Request -Checksum '
        'Get-RequestCookie $hostileSession ', 'Remove-RequestCookie $hostileSession ', 'Get-RequestAdapter $hostileSession ',
            'Remove-RequestAdapter $hostileSession ', 'Get-RequestStatusCode ', 'New-BasicAuth -Charset '
    ) {
        $line = $_
        $found = foreach ($word in '', "'", '"', "'a", '"a', 'a*', '[', 'a`', "'application/json; c", 'text/plain;') {
            $completed = try { TabExpansion2 "$line$word" "$line$word".Length } catch { "$word throws $_"; continue }
            foreach ($result in $completed.CompletionMatches) {
                $text = "$line$word".Remove(
                    $completed.ReplacementIndex, $completed.ReplacementLength
                ).Insert($completed.ReplacementIndex, $result.CompletionText)
                $errors = $null
                $null = [Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $errors)
                if ($errors) { "$word makes $text" }
            }
        }
        $found | Select-Object -First 20 | Should -BeNullOrEmpty
    }
}

<#
.SYNOPSIS
Turns the XML comments of the cmdlets into the help file that Get-Help reads (MAML).
.PARAMETER Manifest
The built module's manifest.
.PARAMETER Comments
The folder of the XML comments that the compiler wrote.
.PARAMETER Destination
The help file to write.
#>
param([Parameter(Mandatory)] [string] $Manifest, [Parameter(Mandatory)] [string] $Comments, [Parameter(Mandatory)] [string] $Destination)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

Import-Module $Manifest
$project = (Import-PowerShellDataFile $Manifest).PrivateData.PSData.ProjectUri
$members = @{}
$indentation = 0
foreach ($file in Get-ChildItem $Comments -Filter Requests*.xml) {
    $raw = Get-Content $file -Raw
    # How far the compiler indents what is in a comment.
    if ($raw -match '\n( +)<summary>') { $indentation = $Matches[1].Length }
    foreach ($member in ([xml]$raw).SelectNodes('//member')) { $members[$member.name] = $member }
}

function Get-Comment([string] $Name) { if ($members.ContainsKey($Name)) { $members[$Name] } else { throw "$Name has no comment to make help of." } }
function Format-Text([string] $Text) { ($Text -replace '\s+', ' ').Trim() }

# A reference such as <see cref="P:Requests.RetryPolicy.Total"/> is empty in the inner text: its last name stands for it.
function Get-Summary($Comment) {
    foreach ($reference in @($Comment.SelectNodes('summary//see[not(node())]'))) {
        $reference.InnerText = ($reference.GetAttribute('cref') + $reference.GetAttribute('langword')) -replace '\(.*' -replace '^.*[.:]'
    }
    Format-Text $Comment.SelectSingleNode('summary').InnerText
}
function Protect-Text([string] $Text) { [Security.SecurityElement]::Escape($Text) }
function Get-Para([string] $Text) { "<maml:para>$(Protect-Text $Text)</maml:para>" }
function Get-PipelineInput($Attribute) {
    $ways = @(if ($Attribute.ValueFromPipeline) { 'ByValue' }; if ($Attribute.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
    if ($ways) { "true ($($ways -join ', '))" } else { 'false' }
}

function Test-Pipeline($Parameter) { $Parameter.Attributes | Where-Object { $_ -is [Parameter] -and ($_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName) } }

# Lines keep their indentation but for that of the comment itself.
function Format-Code([string] $Text) { (($Text -split '\r?\n' | ForEach-Object { ($_ -replace "^ {0,$indentation}").TrimEnd() }) -join "`n").Trim() }

# A parameter that the cmdlet converts itself is an object; its attribute says what to.
function Get-ValueType($Type, $Parameter) {
    $converted = [Attribute]::GetCustomAttribute($Type.GetProperty($Parameter.Name) ?? [object], [Requests.PowerShell.ValueTypeAttribute])
    $converted ? $converted.Type : $Parameter.ParameterType
}

# What PowerShell adds to a cmdlet that changes something outside of it.
$shouldProcess = @{
    WhatIf  = 'Shows what would happen if the cmdlet runs. The cmdlet is not run.'
    Confirm = 'Prompts you for confirmation before the cmdlet runs.'
}

# The topic that explains the cmdlets of a page of the guide; of the other pages it is about_Requests.
$topics = @{
    'docs/guide/authentication.md' = 'about_Requests_Auth'
    'docs/guide/sessions.md'       = 'about_Requests_Sessions'
    'docs/guide/streaming.md'      = 'about_Requests_Streaming'
    'docs/guide/testing.md'        = 'about_Requests_Testing'
}

# What the cmdlets emit that is not a type of the module.
$systemTypes = @{
    'System.Management.Automation.PSObject' = 'With -As Json, the cmdlet returns each item of a JSON array, or the JSON value, as one object.'
    'System.String'                         = 'With -As Text, the cmdlet returns the text of the body. With -As Lines, it returns each line.'
    'System.Byte[]'                         = 'With -As Bytes, the cmdlet returns the body as an array of bytes.'
}

# The same for cmdlets without -As.
$outputs = @{
    'ConvertFrom-CurlCommand System.Collections.Specialized.OrderedDictionary' = 'The cmdlet returns the parameters of Invoke-Request as a map, for splatting.'
    'ConvertFrom-CurlCommand System.String' = 'With -AsText, the cmdlet returns a command as text.'
    'ConvertTo-CurlCommand System.String'   = 'The cmdlet returns a curl command.'
    'Format-Exchange System.String'         = 'The cmdlet returns the lines of the exchange.'
    'Get-RequestStatusCode System.Int32'    = 'With a name, the cmdlet returns the code.'
    'Save-Response System.IO.FileInfo'      = 'With -PassThru, the cmdlet returns the saved file.'
    'Use-RequestSession System.Object'      = 'The cmdlet returns what the script block emits.'
}

function Test-Described($Type, [string] $Name) { $Type.GetProperty($Name) -or $shouldProcess.ContainsKey($Name) }

function Get-ParameterText($Type, [string] $Name) {
    if ($shouldProcess.ContainsKey($Name)) { return $shouldProcess[$Name] }
    $comment = Get-Comment "P:$($Type.GetProperty($Name).DeclaringType.FullName).$Name"
    # The same parameter of another cmdlet may describe it.
    if ($comment['inheritdoc']) { $comment = Get-Comment $comment['inheritdoc'].cref }
    Format-Text $comment.summary
}

# In the syntax a switch stands without a value, as in Microsoft's help.
function Get-ParameterXml($Type, $Parameter, $Set, [switch] $Syntax) {
    $comment = Get-ParameterText $Type $Parameter.Name
    $info = $Set.Parameters | Where-Object Name -EQ $Parameter.Name
    $position = if ($info.Position -ge 0) { $info.Position } else { 'named' }
    $kind = (Get-ValueType $Type $Parameter).Name
    $value = if (-not ($Syntax -and $Parameter.SwitchParameter)) { "<command:parameterValue required=`"true`" variableLength=`"false`">$(Protect-Text $kind)</command:parameterValue>" }
    # The default ends with the sentence, not at a point in a number or a name. That of a switch is False.
    $default = if ($comment -match 'Default: (.+?)(?:[.;] |[.;]?$)') { $Matches[1] } else { $Parameter.SwitchParameter ? 'False' : 'None' }
    @"
<command:parameter required="$("$($info.IsMandatory)".ToLowerInvariant())" variableLength="true" globbing="false" pipelineInput="$(Get-PipelineInput $info)" position="$position" aliases="$($Parameter.Aliases ? $Parameter.Aliases -join ', ' : 'none')">
<maml:name>$($Parameter.Name)</maml:name><maml:description>$(Get-Para $comment)</maml:description>
$value<dev:type><maml:name>$(Protect-Text $kind)</maml:name></dev:type><dev:defaultValue>$(Protect-Text $default)</dev:defaultValue>
</command:parameter>
"@
}

function Get-LastWord([string] $Noun) { $Noun -creplace '^.*(?=[A-Z][a-z])' }

# The guide's page, the cmdlets whose noun ends with the same word, those that the description and the examples name, and the topic.
function Get-RelatedLinkXml($Command, $Comment) {
    $page = $Comment.SelectSingleNode('seealso/@href').Value
    $told = "$($Comment.InnerText)"
    $related = @($all | Where-Object { (Get-LastWord $_.Noun) -eq (Get-LastWord $Command.Noun) }) + @($all | Where-Object { $told -match "\b$($_.Name)\b" })
    $names = @($related.Name | Select-Object -Unique | Where-Object { $_ -ne $Command.Name }) + ($topics[$page] ?? 'about_Requests')
    $link = '<maml:navigationLink><maml:linkText>{0}</maml:linkText><maml:uri>{1}</maml:uri></maml:navigationLink>'
    ($link -f 'Online Version:', "$project/blob/main/$page") + ($names.ForEach{ $link -f $_, '' } -join '')
}

function Get-NoneXml([string] $Element, [string] $Text) {
    "<command:$Element><dev:type><maml:name>None</maml:name></dev:type><maml:description>$(Get-Para $Text)</maml:description></command:$Element>"
}

function Get-CommandXml($Command) {
    $type = $Command.ImplementingType
    $comment = Get-Comment "T:$($type.FullName)"
    $examples = @($comment.SelectNodes('example'))
    if ($examples.Count -lt 2) { throw "$($Command.Name) has fewer than two examples." }
    $own = { param($set) $set.Parameters | Where-Object { Test-Described $type $_.Name } }
    $syntax = foreach ($set in $Command.ParameterSets) {
        "<command:syntaxItem><maml:name>$($Command.Name)</maml:name>$(& $own $set | ForEach-Object { Get-ParameterXml $type $Command.Parameters[$_.Name] $set -Syntax })</command:syntaxItem>"
    }
    $parameters = foreach ($parameter in $Command.Parameters.Values | Where-Object { Test-Described $type $_.Name }) {
        Get-ParameterXml $type $parameter ($Command.ParameterSets | Where-Object { $_.Parameters.Name -contains $parameter.Name } | Select-Object -First 1)
    }
    $number = 0
    $shown = foreach ($example in $examples) {
        $number++
        $remarks = Format-Text (($example.ChildNodes | Where-Object NodeType -EQ Text | ForEach-Object Value) -join ' ')
        "<command:example><maml:title>--------- Example $number ---------</maml:title><dev:code>$(Protect-Text (Format-Code $example.SelectSingleNode('code').InnerText))</dev:code><dev:remarks>$(Get-Para $remarks)</dev:remarks></command:example>"
    }
    $inputs = foreach ($parameter in $Command.Parameters.Values | Where-Object { Test-Pipeline $_ } | Sort-Object Name) {
        "<command:inputType><dev:type><maml:name>$((Get-ValueType $type $parameter).FullName)</maml:name></dev:type><maml:description>$(Get-Para "$($parameter.Name): $(Get-ParameterText $type $parameter.Name)")</maml:description></command:inputType>"
    }
    if (-not $inputs) { $inputs = Get-NoneXml 'inputType' 'You cannot pipe objects to this cmdlet.' }
    $returned = foreach ($output in $Command.OutputType | Where-Object Name -NE System.Void) {
        $summary = if ($members.ContainsKey("T:$($output.Name)")) { (Get-Summary $members["T:$($output.Name)"]) -replace '(?<=\.) .*' }
        elseif ($Command.Parameters.ContainsKey('As')) { $systemTypes[$output.Name] }
        else { $outputs["$($Command.Name) $($output.Name)"] }
        if (-not $summary) { throw "The output $($output.Name) of $($Command.Name) has no description." }
        "<command:returnValue><dev:type><maml:name>$($output.Name)</maml:name></dev:type><maml:description>$(Get-Para $summary)</maml:description></command:returnValue>"
    }
    if (-not $returned) { $returned = Get-NoneXml 'returnValue' 'By default, this cmdlet returns no output.' }
    @"
<command:command>
<command:details><command:name>$($Command.Name)</command:name><maml:description>$(Get-Para (Format-Text $comment.SelectSingleNode('summary').InnerText))</maml:description><command:verb>$($Command.Verb)</command:verb><command:noun>$($Command.Noun)</command:noun></command:details>
<maml:description>$($comment.SelectNodes('remarks/para') | ForEach-Object { Get-Para (Format-Text $_.InnerText) })</maml:description>
<command:syntax>$syntax</command:syntax>
<command:parameters>$parameters</command:parameters>
<command:inputTypes>$inputs</command:inputTypes>
<command:returnValues>$returned</command:returnValues>
<command:examples>$shown</command:examples>
<command:relatedLinks>$(Get-RelatedLinkXml $Command $comment)</command:relatedLinks>
</command:command>
"@
}

# Without the alias.
$all = Get-Command -Module Requests -CommandType Cmdlet | Sort-Object Name
$commands = foreach ($command in $all) { Get-CommandXml $command }
$text = @"
<?xml version="1.0" encoding="utf-8"?>
<helpItems schema="maml" xmlns="http://msh" xmlns:maml="http://schemas.microsoft.com/maml/2004/10" xmlns:command="http://schemas.microsoft.com/maml/dev/command/2004/10" xmlns:dev="http://schemas.microsoft.com/maml/dev/2004/10">
$($commands -join "`n")
</helpItems>
"@
$null = [xml]$text
Set-Content -LiteralPath $Destination -Value $text -Encoding utf8NoBOM

<#
.SYNOPSIS
Converts the XML comments of the cmdlets to the help file of Get-Help (MAML).
.PARAMETER Manifest
The path of the manifest of the built module.
.PARAMETER Comments
The path of the folder with the XML comments that the compiler writes.
.PARAMETER Destination
The path of the help file to write.
#>
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $Comments,
    [Parameter(Mandatory)] [string] $Destination
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

Import-Module $Manifest
$project = (Import-PowerShellDataFile $Manifest).PrivateData.PSData.ProjectUri
$members = @{}
$indentation = 0
foreach ($file in Get-ChildItem $Comments -Filter Requests*.xml) {
    $raw = Get-Content $file -Raw
    # The compiler indents the content of a comment.
    if ($raw -match '\n( +)<summary>') { $indentation = $Matches[1].Length }
    foreach ($member in ([xml]$raw).SelectNodes('//member')) { $members[$member.name] = $member }
}

function Get-Comment([string] $Name) { $members.ContainsKey($Name) ? $members[$Name] : $(throw "$Name has no XML comment.") }
function Format-Text([string] $Text) { ($Text -replace '\s+', ' ').Trim() }

# Returns the text of the summary. A reference such as <see cref="P:Requests.RetryPolicy.Total"/> has no inner text, so the last part of
# its name is used.
function Get-Summary($Comment) {
    foreach ($reference in @($Comment.SelectNodes('summary//see[not(node())]'))) {
        $reference.InnerText = ($reference.GetAttribute('cref') + $reference.GetAttribute('langword')) -replace '\(.*' -replace '^.*[.:]'
    }
    Format-Text $Comment.SelectSingleNode('summary').InnerText
}
function Protect-Text([string] $Text) { [Security.SecurityElement]::Escape($Text) }
function Get-Para([string] $Text) { "<maml:para>$(Protect-Text $Text)</maml:para>" }
function Get-PipelineInput($Attribute) {
    $ways = @(
        if ($Attribute.ValueFromPipeline) { 'ByValue' }
        if ($Attribute.ValueFromPipelineByPropertyName) { 'ByPropertyName' }
    )
    if ($ways) { "true ($($ways -join ', '))" } else { 'false' }
}

function Test-Pipeline($Parameter) {
    $Parameter.Attributes | Where-Object {
        $_ -is [Parameter] -and ($_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName)
    }
}

# Removes the indentation of the comment. The lines keep their indentation relative to it.
function Format-Code([string] $Text) {
    $lines = $Text -split '\r?\n' | ForEach-Object { ($_ -replace "^ {0,$indentation}").TrimEnd() }
    ($lines -join "`n").Trim()
}

# Returns the type of the values of a parameter. A parameter whose values the cmdlet converts has the type Object and an attribute with the
# type to which they are converted.
function Get-ValueType($Type, $Parameter) {
    $property = $Type.GetProperty($Parameter.Name) ?? [object]
    $converted = [Attribute]::GetCustomAttribute($property, [Requests.PowerShell.ValueTypeAttribute])
    $converted ? $converted.Type : $Parameter.ParameterType
}

# The parameters that PowerShell adds to a cmdlet that changes the system.
$shouldProcess = @{
    WhatIf  = 'Shows what would happen if the cmdlet runs. The cmdlet is not run.'
    Confirm = 'Prompts you for confirmation before the cmdlet runs.'
}

# The about topic for the cmdlets of a page of the guide. For the other pages it is about_Requests.
$topics = @{
    'docs/guide/authentication.md' = 'about_Requests_Auth'
    'docs/guide/sessions.md'       = 'about_Requests_Sessions'
    'docs/guide/streaming.md'      = 'about_Requests_Streaming'
    'docs/guide/testing.md'        = 'about_Requests_Testing'
    'docs/guide/cassettes.md'      = 'about_Requests_Testing'
}

# The descriptions of the output types that are not types of the module.
$systemTypes = @{
    'System.Management.Automation.PSObject' =
        'With -As Json, the cmdlet returns each item of a JSON array, or the JSON value, as one object. With -As Csv, it returns each row.'
    'System.Xml.XmlDocument' =
        'With -As Xml, the cmdlet returns the body as one document.'
    'System.String' =
        'With -As Text, the cmdlet returns the text of the body. With -As Lines, it returns each line.'
    'System.Byte[]' =
        'With -As Bytes, the cmdlet returns the body as an array of bytes.'
}

# The descriptions of these types for cmdlets without -As.
$outputs = @{
    'ConvertFrom-CurlCommand System.Collections.Specialized.OrderedDictionary' =
        'The cmdlet returns the parameters of Invoke-Request as a map, for splatting.'
    'ConvertFrom-CurlCommand System.String' = 'With -AsText, the cmdlet returns a command as text.'
    'ConvertTo-CurlCommand System.String'   = 'The cmdlet returns a curl command.'
    'Format-Exchange System.String'         = 'The cmdlet returns the lines of the exchange.'
    'Get-RequestStatusCode System.Int32'    = 'With a name, the cmdlet returns the code.'
    'New-JsonWebToken System.Security.SecureString' = 'By default, the cmdlet returns the token as a secure string.'
    'New-JsonWebToken System.String'        = 'With -AsPlainText, the cmdlet returns the token as text.'
    'New-AwsPresignedUrl System.String'     = 'The cmdlet returns the URL. Treat it as a secret.'
    'Save-Response System.IO.FileInfo'      = 'With -PassThru, the cmdlet returns the saved file.'
    'Test-Request System.Boolean'           = 'With -Quiet, the cmdlet returns whether no step failed.'
    'Use-RequestSession System.Object'      = 'The cmdlet returns what the script block emits.'
    'Use-RequestCassette System.Object'     = 'The cmdlet returns what the script block emits.'
}

function Test-Described($Type, [string] $Name) { $Type.GetProperty($Name) -or $shouldProcess.ContainsKey($Name) }

function Get-ParameterText($Type, [string] $Name) {
    if ($shouldProcess.ContainsKey($Name)) { return $shouldProcess[$Name] }
    $comment = Get-Comment "P:$($Type.GetProperty($Name).DeclaringType.FullName).$Name"
    # A parameter can inherit the description of the same parameter of another cmdlet.
    if ($comment['inheritdoc']) { $comment = Get-Comment $comment['inheritdoc'].cref }
    Format-Text $comment.summary
}

# Creates the element of a parameter. In the syntax a switch has no value, as in the help of Microsoft.
function Get-ParameterXml($Type, $Parameter, $Set, [switch] $Syntax) {
    $comment = Get-ParameterText $Type $Parameter.Name
    $info = $Set.Parameters | Where-Object Name -EQ $Parameter.Name
    $position = if ($info.Position -ge 0) { $info.Position } else { 'named' }
    $kind = (Get-ValueType $Type $Parameter).Name
    $value = if (-not ($Syntax -and $Parameter.SwitchParameter)) {
        "<command:parameterValue required=`"true`" variableLength=`"false`">$(Protect-Text $kind)</command:parameterValue>"
    }
    # The default value ends with the sentence, but not at a period in a number or a name. The default of a switch is False.
    $default = if ($comment -match 'Default: (.+?)(?:[.;] |[.;]?$)') { $Matches[1] } else { $Parameter.SwitchParameter ? 'False' : 'None' }
    $required = "$($info.IsMandatory)".ToLowerInvariant()
    $aliases = $Parameter.Aliases ? $Parameter.Aliases -join ', ' : 'none'
    $attributes = "required=`"$required`" variableLength=`"true`" globbing=`"false`" pipelineInput=`"$(Get-PipelineInput $info)`" " +
        "position=`"$position`" aliases=`"$aliases`""
    @"
<command:parameter $attributes>
<maml:name>$($Parameter.Name)</maml:name><maml:description>$(Get-Para $comment)</maml:description>
$value<dev:type><maml:name>$(Protect-Text $kind)</maml:name></dev:type><dev:defaultValue>$(Protect-Text $default)</dev:defaultValue>
</command:parameter>
"@
}

function Get-LastWord([string] $Noun) { $Noun -creplace '^.*(?=[A-Z][a-z])' }

# Creates the links to the page of the guide, to the cmdlets whose noun ends with the same word, to those in the description and the
# examples, and to the topic.
function Get-RelatedLinkXml($Command, $Comment) {
    $page = $Comment.SelectSingleNode('seealso/@href').Value
    $text = "$($Comment.InnerText)"
    $related = @($all | Where-Object { (Get-LastWord $_.Noun) -eq (Get-LastWord $Command.Noun) }) +
        @($all | Where-Object { $text -match "\b$($_.Name)\b" })
    $names = @($related.Name | Select-Object -Unique | Where-Object { $_ -ne $Command.Name }) + ($topics[$page] ?? 'about_Requests')
    $link = '<maml:navigationLink><maml:linkText>{0}</maml:linkText><maml:uri>{1}</maml:uri></maml:navigationLink>'
    ($link -f 'Online Version:', "$project/blob/main/$page") + ($names.ForEach{ $link -f $_, '' } -join '')
}

function Get-NoneXml([string] $Element, [string] $Text) {
    "<command:$Element><dev:type><maml:name>None</maml:name></dev:type>" +
        "<maml:description>$(Get-Para $Text)</maml:description></command:$Element>"
}

function Get-CommandXml($Command) {
    $type = $Command.ImplementingType
    $comment = Get-Comment "T:$($type.FullName)"
    $examples = @($comment.SelectNodes('example'))
    if ($examples.Count -lt 2) { throw "$($Command.Name) has fewer than two examples." }
    $own = { param($set) $set.Parameters | Where-Object { Test-Described $type $_.Name } }
    $syntax = foreach ($set in $Command.ParameterSets) {
        $elements = & $own $set | ForEach-Object { Get-ParameterXml $type $Command.Parameters[$_.Name] $set -Syntax }
        "<command:syntaxItem><maml:name>$($Command.Name)</maml:name>$elements</command:syntaxItem>"
    }
    $parameters = foreach ($parameter in $Command.Parameters.Values | Where-Object { Test-Described $type $_.Name }) {
        $sets = $Command.ParameterSets | Where-Object { $_.Parameters.Name -contains $parameter.Name }
        Get-ParameterXml $type $parameter ($sets | Select-Object -First 1)
    }
    $number = 0
    $shown = foreach ($example in $examples) {
        $number++
        $remarks = Format-Text (($example.ChildNodes | Where-Object NodeType -EQ Text | ForEach-Object Value) -join ' ')
        $code = Protect-Text (Format-Code $example.SelectSingleNode('code').InnerText)
        "<command:example><maml:title>--------- Example $number ---------</maml:title><dev:code>$code</dev:code>" +
            "<dev:remarks>$(Get-Para $remarks)</dev:remarks></command:example>"
    }
    $inputs = foreach ($parameter in $Command.Parameters.Values | Where-Object { Test-Pipeline $_ } | Sort-Object Name) {
        $description = Get-Para "$($parameter.Name): $(Get-ParameterText $type $parameter.Name)"
        "<command:inputType><dev:type><maml:name>$((Get-ValueType $type $parameter).FullName)</maml:name></dev:type>" +
            "<maml:description>$description</maml:description></command:inputType>"
    }
    if (-not $inputs) { $inputs = Get-NoneXml 'inputType' 'You cannot pipe objects to this cmdlet.' }
    $returned = foreach ($output in $Command.OutputType | Where-Object Name -NE System.Void) {
        $member = $members["T:$($output.Name)"]
        $summary = if ($member) { (Get-Summary $member) -replace '(?<=\.) .*' }
        elseif ($Command.Parameters.ContainsKey('As')) { $systemTypes[$output.Name] }
        else { $outputs["$($Command.Name) $($output.Name)"] }
        if (-not $summary) { throw "The output $($output.Name) of $($Command.Name) has no description." }
        "<command:returnValue><dev:type><maml:name>$($output.Name)</maml:name></dev:type>" +
            "<maml:description>$(Get-Para $summary)</maml:description></command:returnValue>"
    }
    if (-not $returned) { $returned = Get-NoneXml 'returnValue' 'By default, this cmdlet returns no output.' }
    $synopsis = Get-Para (Format-Text $comment.SelectSingleNode('summary').InnerText)
    $details = "<command:name>$($Command.Name)</command:name><maml:description>$synopsis</maml:description>" +
        "<command:verb>$($Command.Verb)</command:verb><command:noun>$($Command.Noun)</command:noun>"
    @"
<command:command>
<command:details>$details</command:details>
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

# The alias of a cmdlet has no help of its own.
$all = Get-Command -Module Requests -CommandType Cmdlet | Sort-Object Name
$commands = foreach ($command in $all) { Get-CommandXml $command }
$namespaces = 'xmlns="http://msh" xmlns:maml="http://schemas.microsoft.com/maml/2004/10" ' +
    'xmlns:command="http://schemas.microsoft.com/maml/dev/command/2004/10" xmlns:dev="http://schemas.microsoft.com/maml/dev/2004/10"'
$text = @"
<?xml version="1.0" encoding="utf-8"?>
<helpItems schema="maml" $namespaces>
$($commands -join "`n")
</helpItems>
"@
$null = [xml]$text
Set-Content -LiteralPath $Destination -Value $text -Encoding utf8NoBOM

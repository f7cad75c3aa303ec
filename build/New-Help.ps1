#!/usr/bin/env pwsh
<#
.SYNOPSIS
Writes en-US/Minos.PowerShell.dll-Help.xml from docs/cmdlets and from the built module's parameters.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$module = Import-Module -Name "$root/Minos.psd1" -Force -PassThru

# One page: the sections of level 2, each with its text and its sections of level 3.
function Read-Page([string] $Path) {
    $page = @{ Synopsis = @(); Description = @(); Parameters = [ordered]@{}; Examples = [ordered]@{} }
    $part, $title = 'Synopsis', $null
    foreach ($line in (Get-Content -LiteralPath $Path | Select-Object -Skip 1)) {
        if ($line -match '^## (.+)') { $part, $title = $Matches[1], $null }
        elseif ($line -match '^### -?(.+)' -and $part -in 'Parameters', 'Examples') { $title = $Matches[1]; $page[$part][$title] = @() }
        elseif ($title) { $page[$part][$title] += $line }
        elseif ($line) { $page[$part] += $line }
    }
    $page
}

$xml = [System.Xml.XmlWriter]::Create("$root/en-US/Minos.PowerShell.dll-Help.xml", [System.Xml.XmlWriterSettings]@{ Indent = $true })
$namespaces = @{
    maml    = 'http://schemas.microsoft.com/maml/2004/10'
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
}
function Write-Element([string] $Name, [scriptblock] $Content, [System.Collections.IDictionary] $Attributes = @{}) {
    $prefix, $local = $Name -split ':'
    $xml.WriteStartElement($prefix, $local, $namespaces[$prefix])
    foreach ($key in $Attributes.Keys) { $xml.WriteAttributeString($key, "$($Attributes[$key])") }
    & $Content
    $xml.WriteEndElement()
}
function Write-Text([string] $Name, [string] $Text) { Write-Element $Name { $xml.WriteString($Text) } }
function Write-Description([string] $Text) { Write-Element 'maml:description' { Write-Text 'maml:para' $Text } }
function Write-Parameter($Parameter, $Texts) {
    $input = @(if ($Parameter.ValueFromPipeline) { 'ByValue' }; if ($Parameter.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
    $attributes = [ordered]@{
        required       = "$($Parameter.IsMandatory)".ToLowerInvariant()
        variableLength = "$($Parameter.ParameterType.IsArray)".ToLowerInvariant()
        globbing       = "$(@($Parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] }).Count -gt 0)".ToLowerInvariant()
        pipelineInput  = if ($input) { "true ($($input -join ', '))" } else { 'false' }
        position       = if ($Parameter.Position -ge 0) { $Parameter.Position } else { 'named' }
        aliases        = if ($Parameter.Aliases.Count) { $Parameter.Aliases -join ', ' } else { 'none' }
    }
    Write-Element 'command:parameter' {
        Write-Text 'maml:name' $Parameter.Name
        Write-Description (($Texts[$Parameter.Name] | Where-Object { $_ }) -join ' ')
        $type = [System.Nullable]::GetUnderlyingType($Parameter.ParameterType) ?? $Parameter.ParameterType
        if ($type -ne [switch]) {
            Write-Element 'command:parameterValue' { $xml.WriteString($type.Name) } ([ordered]@{ required = 'true'; variableLength = 'false' })
        }
        Write-Element 'dev:type' { Write-Text 'maml:name' $type.FullName }
    } $attributes
}

$known = [System.Management.Automation.PSCmdlet]::CommonParameters
$common = (Read-Page "$root/docs/cmdlets/common-parameters.md").Parameters
$xml.WriteStartElement('helpItems', 'http://msh')
$xml.WriteAttributeString('schema', 'maml')
foreach ($command in $module.ExportedCmdlets.Values | Sort-Object Name) {
    $page = Read-Page "$root/docs/cmdlets/$($command.Name).md"
    $texts = @{}
    foreach ($key in $common.Keys) { $texts[$key] = $common[$key] }
    foreach ($key in $page.Parameters.Keys) { $texts[$key] = $page.Parameters[$key] }
    Write-Element 'command:command' {
        Write-Element 'command:details' {
            Write-Text 'command:name' $command.Name
            Write-Text 'command:verb' $command.Verb
            Write-Text 'command:noun' $command.Noun
            Write-Description ($page.Synopsis -join ' ')
        }
        Write-Description ($page.Description -join ' ')
        $all = [ordered]@{}
        Write-Element 'command:syntax' {
            foreach ($set in $command.ParameterSets) {
                Write-Element 'command:syntaxItem' {
                    Write-Text 'maml:name' $command.Name
                    foreach ($parameter in $set.Parameters | Where-Object Name -NotIn $known | Sort-Object @{ Expression = { $_.Position -lt 0 } }, Position, Name) {
                        Write-Parameter $parameter $texts
                        $all[$parameter.Name] = $parameter
                    }
                }
            }
        }
        Write-Element 'command:parameters' { foreach ($name in $all.Keys | Sort-Object) { Write-Parameter $all[$name] $texts } }
        Write-Element 'command:examples' {
            $number = 0
            foreach ($title in $page.Examples.Keys) {
                $number++
                $text = $page.Examples[$title] -join "`n"
                $null = $text -match '(?s)```powershell\n(.*?)\n```(.*)'
                $code, $remarks = $Matches[1], $Matches[2].Trim()
                Write-Element 'command:example' {
                    Write-Text 'maml:title' "Example ${number}: $title"
                    Write-Element 'maml:introduction' { Write-Text 'maml:para' 'PS> ' }
                    Write-Text 'dev:code' $code
                    Write-Element 'dev:remarks' { Write-Text 'maml:para' $remarks }
                }
            }
        }
    }
}
$xml.WriteEndElement()
$xml.Dispose()

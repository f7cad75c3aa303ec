#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds Minos; a thin front over the dotnet commands.
.DESCRIPTION
Build          everything; afterwards Import-Module ./Minos.psd1 works.
PublishNative  out/linux-x64/minosd, one self-contained executable.
Test           dotnet test; Pester runs inside it.
Package        out/Minos, the module as it is installed, with minosd when PublishNative has made it; -Package is short for it.
Help           en-US/, from docs/cmdlets.
.EXAMPLE
./build.ps1
.EXAMPLE
./build.ps1 -Task PublishNative, Package -Configuration Release
.EXAMPLE
./build.ps1 -Package
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'PublishNative', 'Test', 'Help', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    [switch] $Package
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args -join ' ') failed with exit code $LASTEXITCODE."
    }
}

function New-ModulePackage {
    $target = Join-Path $PSScriptRoot 'out/Minos'
    Remove-Item -LiteralPath $target -Recurse -Force -ErrorAction Ignore
    $null = New-Item -ItemType Directory -Path $target
    foreach ($item in 'Minos.psd1', 'LICENSE', 'README.md', 'bin', 'config', 'en-US') {
        Copy-Item -Path (Join-Path $PSScriptRoot $item) -Destination $target -Recurse
    }
    foreach ($binary in Get-Item -Path (Join-Path $PSScriptRoot 'out/linux-*/minosd') -ErrorAction Ignore) {
        $folder = New-Item -ItemType Directory -Path (Join-Path $target "native/$($binary.Directory.Name)")
        Copy-Item -LiteralPath $binary.FullName -Destination $folder
    }
    Get-Item -LiteralPath $target
}

Push-Location -LiteralPath $PSScriptRoot
try {
    if ($Package) {
        $Task = if ($PSBoundParameters.ContainsKey('Task')) { @($Task) + 'Package' } else { 'Package' }
    }
    foreach ($name in $Task) {
        switch ($name) {
            'Build' { Invoke-Dotnet build Minos.slnx -c $Configuration }
            'PublishNative' { Invoke-Dotnet build Minos.Daemon -t:PublishNative }
            'Help' {
                Invoke-Dotnet build Minos.PowerShell -c $Configuration
                & (Join-Path $PSScriptRoot 'build/New-Help.ps1')
            }
            'Test' { Invoke-Dotnet test Minos.slnx -c $Configuration }
            'Package' {
                Invoke-Dotnet build Minos.PowerShell -c $Configuration
                New-ModulePackage
            }
        }
    }
}
finally {
    Pop-Location
}

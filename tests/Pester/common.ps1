# Every test file begins with it: the module as it was built beside its manifest.
Set-StrictMode -Version Latest
Import-Module -Name (Join-Path $PSScriptRoot '../../Minos.psd1') -Force -ErrorAction Stop

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    . (Join-Path $PSScriptRoot answers.ps1)
    $server = Start-TestPackageServer
    $at = $server.At
    foreach ($version in 1..3) {
        $null = Publish-MinosPackage (New-TestPackage (Join-Path $TestDrive "web-$version.tar.gz") @{ version = "$version" }) -Artifact web -Revision "r$version" @at
    }
}

AfterAll { Stop-TestDaemon }

Describe 'Remove-MinosPackage' {
    It 'removes nothing with -WhatIf, or when it is not confirmed' {
        Remove-MinosPackage web @at -WhatIf
        $no = Invoke-Answered No @{ at = $at } { Remove-MinosPackage web @at }
        @($no.Said -match '"Remove" on target "web/r\d').Count | Should -Be 3
        @(Get-MinosPackage @at).Count | Should -Be 3
    }

    It 'removes by name and from the pipeline' {
        Remove-MinosPackage web r1 @at -Confirm:$false | Should -BeNullOrEmpty
        (Get-MinosPackage @at).Revision | Should -Be r3, r2
        $package = Get-MinosPackage web r2 @at
        $package | Remove-MinosPackage -Confirm:$false
        (Get-MinosPackage @at).Revision | Should -Be r3
        (Get-Failure { $package | Remove-MinosPackage -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'MinosPackageNotFound,*'
    }

    It 'wants a name, and says which is close to one' {
        { Remove-MinosPackage @at -Confirm:$false } | Should -Throw -ErrorId 'MinosNameMissing,*'
        Assert-NearName MinosPackageNotFound web { Remove-MinosPackage wbe @at -Confirm:$false }
        Remove-MinosPackage 'none*' @at -Confirm:$false -ErrorAction Stop
        (Get-MinosPackage @at).Revision | Should -Be r3
    }

    It 'reports a server that refuses' {
        (Get-Failure { Remove-MinosPackage web -PackageServer $server.Url -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'MinosPackageServerFailed,*'
    }
}

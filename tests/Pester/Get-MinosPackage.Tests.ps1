BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $server = Start-TestPackageServer
    $at = $server.At
    $null = Publish-MinosPackage (New-TestPackage (Join-Path $TestDrive web-1.0.tar.gz) @{ version = 'one' }) -Artifact web -Revision r1 @at
    $null = Publish-MinosPackage (New-TestPackage (Join-Path $TestDrive web-2.0.tar.gz) @{ version = 'two' }) -Artifact web -Revision r2 @at
}

AfterAll { Stop-TestDaemon }

Describe 'Get-MinosPackage' {
    It 'gets them newest first, by artifact and revision' {
        (Get-MinosPackage @at).Revision | Should -Be r2, r1
        (Get-MinosPackage web -Latest @at).Revision | Should -Be r2
        (Get-MinosPackage 'w*' '*1' @at).Name | Should -Be 'web-1.0.tar.gz'
        (Get-MinosPackage web r1 @at | Get-MinosPackage).Revision | Should -Be r1
        $rows = Get-MinosPackage -PackageServer $server.Store | ConvertTo-Csv | ConvertFrom-Csv
        ($rows | Get-MinosPackage).Revision | Should -Be r2, r1
    }

    It 'writes objects that the other commands handle, without the password' {
        (Get-MinosPackage web @at | ConvertTo-Json | ConvertFrom-Json).PackageServer | Should -Not -Match 'p%40ss|p@ss'
        (Get-MinosPackage web @at | ConvertTo-Csv | ConvertFrom-Csv).Name | Should -Be 'web-2.0.tar.gz', 'web-1.0.tar.gz'
        Get-MinosPackage web @at | Out-String | Should -Match 'web-2.0.tar.gz'
    }

    It 'says what is not there' {
        Assert-NearName MinosPackageNotFound web { Get-MinosPackage wbe @at }
        Assert-NearName MinosPackageNotFound web { Get-MinosPackage wbe -Latest @at }
        Assert-NearName MinosPackageNotFound r1 { Get-MinosPackage web r11 @at }
        Get-MinosPackage 'none*' @at -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'works with a directory, by parameter and by the variable' {
        (Get-MinosPackage -PackageServer $server.Store).PackageServer | Select-Object -Unique | Should -Be "file://$($server.Store)"
        try {
            $env:MINOS_PACKAGE_SERVER = $server.Store
            @(Get-MinosPackage).Count | Should -Be 2
        }
        finally { $env:MINOS_PACKAGE_SERVER = $null }
    }

    It 'completes artifacts' {
        # It makes nobody wait: a slow machine may need a second try.
        Wait-Until { 'web' -in (Get-Completion "Get-MinosPackage -PackageServer '$($server.Store)' -Artifact w") } 'web is offered'
    }

    It 'reports a server that is none, or that refuses' {
        { Get-MinosPackage -PackageServer ftp://x } | Should -Throw -ErrorId 'MinosPackageServerInvalid,*'
        $env:MINOS_PACKAGE_SERVER = $null
        { Get-MinosPackage } | Should -Throw -ErrorId 'MinosPackageServerInvalid,*'
        (Get-Failure { Get-MinosPackage -PackageServer $server.Url }).FullyQualifiedErrorId | Should -BeLike 'MinosPackageServerFailed,*'
    }
}

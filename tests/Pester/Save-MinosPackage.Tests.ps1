BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $server = Start-TestPackageServer
    $at = $server.At
    $first = New-TestPackage (Join-Path $TestDrive web-1.0.tar.gz) @{ version = 'one' }
    $second = New-TestPackage (Join-Path $TestDrive web-2.0.tar.gz) @{ version = 'two' }
    $null = Publish-MinosPackage $first -Artifact web -Revision r1 @at
    $null = Publish-MinosPackage $second -Artifact web -Revision r2 @at
}

AfterAll { Stop-TestDaemon }

Describe 'Save-MinosPackage' {
    It 'saves nothing with -WhatIf' {
        $folder = Join-Path $TestDrive planned
        Save-MinosPackage web -Latest -Destination $folder @at -WhatIf | Should -BeNullOrEmpty
        Test-Path $folder | Should -BeFalse
    }

    It 'saves them, and takes no file''s place unless told to' {
        $folder = Join-Path $TestDrive saved
        $file = Save-MinosPackage web -Latest -Destination $folder @at
        $file.Name | Should -Be 'web-2.0.tar.gz'
        (Get-FileHash $file).Hash | Should -Be (Get-FileHash $second).Hash
        Set-Content -LiteralPath $file -Value mine
        $failed = @(Get-Failure { Get-MinosPackage web r2 @at | Save-MinosPackage -Destination $folder })
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosFileExists,*'
        Get-Content $file | Should -Be mine
        Get-MinosPackage web r2 @at | Save-MinosPackage -Destination $folder -Force
        (Get-FileHash $file).Hash | Should -Be (Get-FileHash $second).Hash
    }

    It 'saves into the current folder unless told otherwise' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive here)
        Push-Location $folder
        try { (Save-MinosPackage 'w*' '*1' @at).FullName | Should -Be "$folder/web-1.0.tar.gz" }
        finally { Pop-Location }
    }

    It 'shows how far it is with several, and no bar for one' {
        $folder = Join-Path $TestDrive progress
        $progress = Get-Progress Save $at, $folder {
            param($at, $folder)
            Get-MinosPackage @at | Where-Object Revision -EQ r2 | Save-MinosPackage -Destination "$folder/one"
            Save-MinosPackage web -Destination "$folder/all" @at
        }
        $progress.Output.Count | Should -Be 3
        $progress.Records.PercentComplete | Should -Be 50, 100
        $progress.Records[-1].RecordType | Should -Be Completed
    }

    It 'moves the bar within one long transfer' {
        $large = New-LargePackage (Join-Path $TestDrive large-1.0.tar.gz)
        $null = Publish-MinosPackage $large -Artifact large -Revision r1 @at
        $progress = Get-Progress Save $large, $at { param($large, $at) Save-MinosPackage large -Destination "$large.saved" @at }
        $progress.Output.Count | Should -Be 1
        Assert-MovingBar $progress.Records
        (Get-FileHash $progress.Output[0]).Hash | Should -Be (Get-FileHash $large).Hash
    }

    It 'says what is not there, and wants a name' {
        { Save-MinosPackage @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
        Assert-NearName MinosPackageNotFound web { Save-MinosPackage wbe -Destination $TestDrive @at }
    }

    It 'reports a package whose content is another than the server says' {
        $stored = Get-ChildItem $server.Store -Recurse -Filter web-1.0.tar.gz
        Set-Content -LiteralPath $stored -Value broken
        $folder = Join-Path $TestDrive broken
        (Get-Failure { Save-MinosPackage web r1 -Destination $folder @at }).FullyQualifiedErrorId | Should -BeLike 'MinosPackageServerFailed,*'
        Test-Path "$folder/web-1.0.tar.gz" | Should -BeFalse
    }
}

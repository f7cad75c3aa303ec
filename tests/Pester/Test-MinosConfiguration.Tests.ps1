BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)

    $valid = Join-Path $TestDrive 'valid.conf'
    Set-Content -LiteralPath $valid -Value @'
[supervisord]
logfile=/dev/null

[program:a]
command=/bin/sleep 1
'@
    $broken = Join-Path $TestDrive 'broken[1].conf'
    Set-Content -LiteralPath $broken -Value @'
[supervisord]

[program:a]
command=/bin/sleep 1
autorestart=maybe

[program:b]
numprocs=many
command=/bin/sleep 1
'@
}

Describe 'Test-MinosConfiguration' {
    Context 'Path' {
        It 'finds nothing wrong with a valid file' {
            $test = Test-MinosConfiguration $valid
            $test.IsValid | Should -BeTrue
            $test.Path | Should -Be $valid
            $test.ErrorCount | Should -Be 0
        }

        It 'finds every error of a file, with its line' {
            $test = Get-Item -LiteralPath $broken | Test-MinosConfiguration
            $test.IsValid | Should -BeFalse
            $errors = $test.Problems | Where-Object Severity -EQ Error
            $errors.Section | Should -Be 'program:a', 'program:b'
            $errors.Line | Should -Be 5, 8
            $errors[0].Value | Should -Be 'maybe'
        }

        It 'takes paths from the pipeline and keeps their order' {
            $tests = $valid, ($broken -replace '[\[\]]', '`$0') | Test-MinosConfiguration
            $tests.IsValid | Should -Be $true, $false
        }

        It 'expands wildcards, and one without a match is not an error' {
            (Test-MinosConfiguration (Join-Path $TestDrive '*.conf') -ErrorAction Stop).Count | Should -Be 2
            Test-MinosConfiguration (Join-Path $TestDrive '*.none') -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'reports a missing file as a non-terminating error and goes on' {
            $test = Test-MinosConfiguration (Join-Path $TestDrive 'missing.conf'), $valid -ErrorVariable errors -ErrorAction SilentlyContinue
            $test.IsValid | Should -BeTrue
            $errors.Count | Should -Be 1
            $errors[0].FullyQualifiedErrorId | Should -Be 'MinosPathNotFound,Minos.PowerShell.Commands.TestMinosConfigurationCommand'
            $errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }

        It 'reports a folder and a path of another provider' {
            Test-MinosConfiguration $TestDrive, 'Env:PATH' -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors.FullyQualifiedErrorId | Should -Be (@('MinosPathNotFile,Minos.PowerShell.Commands.TestMinosConfigurationCommand') * 2)
        }

        It 'stops with the pipeline' {
            @($valid, $valid, $valid | Test-MinosConfiguration | Select-Object -First 1).Count | Should -Be 1
        }
    }

    Context 'LiteralPath' {
        It 'takes objects with a property FullName' {
            ([pscustomobject]@{ FullName = $broken } | Test-MinosConfiguration).IsValid | Should -BeFalse
        }

        It 'does not expand wildcards' {
            (Test-MinosConfiguration -LiteralPath $broken).Path | Should -Be $broken
        }
    }

    Context 'Quiet' {
        It 'says yes or no for each file' {
            Test-MinosConfiguration -LiteralPath $valid, $broken, (Join-Path $TestDrive missing) -Quiet | Should -Be $true, $false, $false
        }
    }

    Context 'Presentation' {
        It 'shows the problems in the table' {
            $text = Test-MinosConfiguration -LiteralPath $broken | Out-String -Width 400
            $text | Should -Match 'line 5'
            $text | Should -Match 'maybe'
        }

        It 'has help with examples and a text for every parameter' {
            $help = Get-Help Test-MinosConfiguration -Full
            $help.Synopsis | Should -BeLike 'Finds everything*'
            @($help.examples.example).Count | Should -BeGreaterOrEqual 2
            foreach ($parameter in $help.parameters.parameter) {
                $parameter.description.Text | Should -Not -BeNullOrEmpty -Because $parameter.name
            }
        }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    . (Join-Path $PSScriptRoot answers.ps1)
    $here = New-LocalHost $TestDrive
    $at = $here.At
    $install = $here.Install
}

Describe 'Uninstall-MinosSupervisor' {
    # Here: at the end of the file what lies in TestDrive is gone, and the daemon would stay.
    AfterAll { Uninstall-MinosSupervisor @at -Confirm:$false | Out-Null }

    It 'removes nothing with -WhatIf, or when it is not confirmed' {
        $null = Install-MinosSupervisor @install
        Wait-MinosProcess * @at -TimeoutSeconds 60
        $plan = Uninstall-MinosSupervisor @at -WhatIf
        $plan.Status, $plan.IsPlan | Should -Be Changed, $true
        $no = Invoke-Answered No @{ at = $at } { Uninstall-MinosSupervisor @at }
        $no.Said -join ' ' | Should -BeLike '*remove its files" on target "here/localhost"*'
        $no.Output | Should -BeNullOrEmpty
        (Get-MinosProcess @at).State | Should -Be Running
    }

    It 'stops everything and removes it, and then finds nothing to do' {
        $process = (Get-MinosProcess @at).Pid
        $removed = Get-MinosHost @at | Uninstall-MinosSupervisor -Confirm:$false
        $removed.Status, $removed.ComputerName | Should -Be Changed, localhost
        Test-Path $here.Root | Should -BeFalse
        Test-Running $process | Should -BeFalse
        (Uninstall-MinosSupervisor @at -Confirm:$false).Status | Should -Be Unchanged
    }

    It 'names the known ones close to an unknown one' {
        Assert-NearName MinosGroupNotFound here { Uninstall-MinosSupervisor @at -Group her -Confirm:$false }
        Assert-NearName MinosHostNotFound localhost { Uninstall-MinosSupervisor @at -ComputerName localhots -Confirm:$false }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon -Daemon 'loglevel=trace' -Sections @'
[program:cat]
command=/bin/cat
startsecs=0
[program:idle]
command=/bin/sleep 1000
autostart=false
startsecs=0
[program:broken]
command=/bin/false
autostart=false
startretries=0
[program:p]
command=/bin/sleep 1000
numprocs=100
process_name=%(process_num)s
startsecs=0
'@
    $at = @{ Uri = $daemon.Uri }
    Wait-MinosProcess cat, p:* @at -TimeoutSeconds 60
    function Get-RequestCount { @(Select-String 'POST /RPC2' "$($daemon.Root)/main.log").Count }
}

AfterAll { Stop-TestDaemon }

Describe 'Restart-MinosProcess' {
    It 'restarts by name, object and property name' {
        $pids = @((Get-MinosProcess cat @at).Pid)
        $pids += (Restart-MinosProcess cat @at -PassThru).Pid
        $pids += (Get-MinosProcess cat @at | Restart-MinosProcess -PassThru).Pid
        $pids += ([pscustomobject]@{ Name = 'cat'; ServerUrl = $daemon.Uri } | Restart-MinosProcess -PassThru).Pid
        $pids | Select-Object -Unique | Should -HaveCount 4
        Restart-MinosProcess cat @at | Should -BeNullOrEmpty
    }

    It 'reaches what is piped in as it was reached, with its password' {
        $port = New-TestPort
        $null = Start-TestDaemon "[inet_http_server]`nport=127.0.0.1:$port`nusername=user`npassword=p@ss`n[program:a]`ncommand=/bin/cat`nstartsecs=0"
        $credential = [pscredential]::new('user', (ConvertTo-SecureString 'p@ss' -AsPlainText -Force))
        $before = Get-MinosProcess a -Uri "http://127.0.0.1:$port" -Credential $credential
        ($before | Restart-MinosProcess -PassThru -ErrorAction Stop).Pid | Should -Not -BeIn $before.Pid, $null
    }

    It 'starts what does not run' {
        (Restart-MinosProcess idle @at -PassThru).State | Should -Be Running
    }

    It 'writes results in the order of the pipeline' {
        $before = Get-MinosProcess p:1? @at | Sort-Object Name -Descending
        $after = $before | Restart-MinosProcess -PassThru
        $after.Name | Should -Be $before.Name
        Compare-Object $before.Pid $after.Pid -IncludeEqual -ExcludeDifferent | Should -BeNullOrEmpty
    }

    It 'makes one request to a host, however many processes are piped in' {
        $processes = Get-MinosProcess 'p:*' @at
        $processes.Count | Should -Be 100
        $before = Get-RequestCount
        $processes | Restart-MinosProcess

        # A request is logged after its answer: one for the restart, one for what follows.
        (Get-MinosProcess @at | Where-Object Pid -In $processes.Pid) | Should -BeNullOrEmpty
        Wait-Until { (Get-RequestCount) -ge $before + 2 } 'both requests are logged'
        (Get-RequestCount) - $before | Should -Be 2
    }

    It 'changes nothing with -WhatIf' {
        $before = (Get-MinosProcess cat @at).Pid
        Restart-MinosProcess cat @at -WhatIf
        (Get-MinosProcess cat @at).Pid | Should -Be $before
    }

    It 'reports a program that does not stay up' {
        (Get-Failure { Restart-MinosProcess broken @at }).FullyQualifiedErrorId | Should -BeLike 'MinosSpawnError,*'
    }

    It 'wants a name, and says which is close to one' {
        { Restart-MinosProcess @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
        Assert-NearName MinosProcessNotFound cat { Restart-MinosProcess cta @at }
    }
}

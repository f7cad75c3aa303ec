BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon @'
[program:cat]
command=/bin/cat
startsecs=0
[program:web]
command=/bin/sleep 1000
numprocs=2
process_name=%(process_num)s
startsecs=0
[program:idle]
command=/bin/sleep 1000
autostart=false
[program:broken]
command=/bin/false
autostart=false
'@
    $other = Start-TestDaemon "[program:cat]`ncommand=/bin/cat`nstartsecs=0"
    $at = @{ Uri = $daemon.Uri }
    $groups = New-TestGroup $daemon, $other
    Wait-MinosProcess cat, web:* @at -TimeoutSeconds 60
}

AfterAll { Stop-TestDaemon }

Describe 'Get-MinosProcess' {
    It 'gets every process as an object' {
        $all = Get-MinosProcess @at
        $all.Name | Should -Be 'broken', 'cat', 'idle', 'web:0', 'web:1'
        $cat = $all | Where-Object Name -EQ cat
        $cat.State | Should -Be Running
        $cat.Pid | Should -BeGreaterThan 0
        $cat.Uptime | Should -BeOfType timespan
        $cat.StartTime | Should -BeOfType System.DateTimeOffset
        ($all | Where-Object Name -EQ idle).Pid | Should -BeNullOrEmpty
    }

    It 'writes objects that the other commands handle' {
        $all = Get-MinosProcess @at
        ($all | Group-Object State | Sort-Object Name).Name | Should -Be Running, Stopped
        ($all | ConvertTo-Json | ConvertFrom-Json).Count | Should -Be 5
        ($all | ConvertTo-Csv | ConvertFrom-Csv).Name | Should -Be $all.Name
    }

    It 'finds names with and without wildcards' {
        (Get-MinosProcess 'web:*', cat @at).Count | Should -Be 3
        (Get-MinosProcess WEB:1 @at).Name | Should -Be web:1
        Get-MinosProcess 'none*' @at -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'asks the hosts of groups, by parameter and from the pipeline' {
        (Get-MinosProcess cat -ConfigurationFile $groups -Group 'g*' | Sort-Object Group).Group | Should -Be g0, g1
        (Get-MinosProcess cat -ConfigurationFile $groups -ComputerName 127.*).ComputerName | Should -Be 127.0.0.1
        (Get-MinosHost -ConfigurationFile $groups -Group g1 | Get-MinosProcess).Name | Should -Be cat
        ([pscustomobject]@{ Name = 'web:0'; ServerUrl = $daemon.Uri } | Get-MinosProcess).Name | Should -Be web:0
        (Get-MinosProcess cat @at | Get-MinosProcess).Name | Should -Be cat
    }

    It 'names the known ones close to an unknown one' {
        Assert-NearName MinosProcessNotFound cat { Get-MinosProcess cta @at }
        Assert-NearName MinosProcessNotFound 'web:`*' { Get-MinosProcess web @at }
        Assert-NearName MinosGroupNotFound g0 { Get-MinosProcess -ConfigurationFile $groups -Group g00 }
        Assert-NearName MinosHostNotFound localhost { Get-MinosProcess -ConfigurationFile $groups -ComputerName localhots }
    }

    It 'reports a host that does not answer and goes on with the others' {
        $found = Get-MinosProcess cat -Uri $daemon.Uri, "$($daemon.Root)/none.sock" -ErrorVariable failed -ErrorAction SilentlyContinue
        $found.Name | Should -Be cat
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
    }

    It 'completes names, whatever another host does' {
        # It takes connections and never answers.
        $silent = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $silent.Start()
        try {
            $uris = "http://$($silent.LocalEndpoint), $($daemon.Uri)"
            Wait-Until { 'cat' -in (Get-Completion "Get-MinosProcess -Uri $uris -Name c") } 'cat is offered'
        }
        finally { $silent.Stop() }
        Wait-Until { 'cat' -in (Get-Completion "Get-MinosProcess -Uri $($daemon.Uri) -Name c") } 'cat is offered'
    }

    It 'shows a table and a list' {
        Get-MinosProcess cat @at | Out-String | Should -Match 'Running'
        Get-MinosProcess cat -ConfigurationFile $groups -Group g1 | Out-String | Should -Match 'Host: g1/127.0.0.1'
        Get-MinosProcess cat @at | Format-List | Out-String | Should -Match 'ServerUrl'
    }
}

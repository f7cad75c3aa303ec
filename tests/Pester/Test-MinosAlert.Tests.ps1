BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
}

Describe 'Test-MinosAlert' {
    It 'posts to a webhook and tells the answer' {
        $url = "http://127.0.0.1:$(New-TestPort)/"
        $server = [System.Net.HttpListener]::new()
        $server.Prefixes.Add($url)
        $server.Start()
        try {
            $asked = $server.GetContextAsync()
            $shell = [powershell]::Create()
            $null = $shell.AddCommand('Import-Module').AddArgument((Get-Module Minos).Path).AddStatement()
            $null = $shell.AddCommand('Test-MinosAlert').AddParameter('Webhook', "$($url)hook")
            $running = $shell.BeginInvoke()
            $asked.Wait(60000) | Should -BeTrue
            $request = $asked.Result.Request
            $text = [System.IO.StreamReader]::new($request.InputStream).ReadToEnd()
            $asked.Result.Response.StatusCode = 204
            $asked.Result.Response.Close()
            $result = $shell.EndInvoke($running)
            $request.HttpMethod, $request.Url.AbsolutePath | Should -Be POST, '/hook'
            ($text | ConvertFrom-Json).monitor | Should -Not -BeNullOrEmpty
            $result.Succeeded | Should -BeTrue
            $result.Answer | Should -Match '204'
        }
        finally {
            $server.Close()
            $shell.Dispose()
        }
    }

    It 'tells what the mail server says' -Skip:(-not ((Get-Command exim4 -ErrorAction Ignore) -and [System.Environment]::UserName -eq 'root')) {
        $root = [System.IO.Directory]::CreateTempSubdirectory('minos-pester-mail-').FullName
        $port = New-TestPort
        Set-Content -LiteralPath "$root/exim.conf" -Value @"
primary_hostname = mail.test
exim_user = Debian-exim
keep_environment =
spool_directory = $root/spool
log_file_path = $root/log-%s
pid_file_path = $root/exim.pid
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  deny local_parts = refused
       message = no such person
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  maildir_format
  directory = $root/box
  create_directory
  user = Debian-exim
"@
        & chmod 755 $root
        & chown Debian-exim $root
        $exim = Start-Process exim4 '-C', "$root/exim.conf", '-bdf', '-oX', "[127.0.0.1]:$port" -PassThru -RedirectStandardError "$root/stderr"
        try {
            Wait-Until { $client = [System.Net.Sockets.TcpClient]::new(); try { $client.Connect('127.0.0.1', $port); $true } catch { $false } finally { $client.Dispose() } } 'exim listens'
            $verbose = Test-MinosAlert ops@test, refused@test -From minos@test -SmtpServer "127.0.0.1:$port" -Verbose -OutVariable results 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            $results = $results | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }
            $results.Target | Should -Be ops@test, refused@test
            ($results | Where-Object Target -Match ops).Succeeded | Should -BeTrue
            ($results | Where-Object Target -Match ops).Answer | Should -Match 'OK id='
            ($results | Where-Object Target -Match refused).Succeeded | Should -BeFalse
            ($results | Where-Object Target -Match refused).Answer | Should -Match '550 no such person'
            "$verbose" | Should -Match 'RCPT TO'
            Wait-Until { Test-Path "$root/box/new/*" } 'exim delivers the mail'
        }
        finally {
            $exim.Kill($true)
            $exim.WaitForExit()
            Remove-Item -LiteralPath $root -Recurse -Force
        }
    }

    It 'tells that no server answers, as a result' {
        $result = Test-MinosAlert ops@test -SmtpServer "127.0.0.1:$(New-TestPort)"
        $result.Succeeded | Should -BeFalse
        $result.Answer | Should -Match 'refused'
    }

    It 'refuses options that do not go together' {
        { Test-MinosAlert ops@test -StartTls -UseSsl } | Should -Throw -ErrorId 'MinosAlertOptions,*'
        { Test-MinosAlert } | Should -Throw -ErrorId 'MinosAlertOptions,*'
    }

    It 'sends nothing with -WhatIf' {
        Test-MinosAlert ops@test -SmtpServer 127.0.0.1:1 -WhatIf | Should -BeNullOrEmpty
    }
}

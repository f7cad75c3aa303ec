# Every test file begins with it: the module as it was built beside its manifest, and real daemons.
Set-StrictMode -Version Latest
Import-Module -Name (Join-Path $PSScriptRoot '../../Minos.psd1') -Force -ErrorAction Stop

$daemons = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()

function Wait-Until([scriptblock] $Condition, [string] $What) {
    $deadline = [datetime]::UtcNow.AddSeconds(60)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $deadline) { throw "Not in time: $What" }
        Start-Sleep -Milliseconds 50
    }
}

# Whether a process runs: one that has ended stays in /proc until its parent has waited for it.
function Test-Running([int] $Id) { [bool] (Get-Content "/proc/$Id/status" -ErrorAction Ignore | Select-String '^State:\s[^ZX]') }

# A folder with a short name, as sockets need it; Stop-TestDaemon and Stop-TestHost remove it.
$folders = [System.Collections.Generic.List[string]]::new()
function New-TestFolder {
    $folder = [System.IO.Directory]::CreateTempSubdirectory('minos-pester-').FullName
    $folders.Add($folder)
    $folder
}

function Remove-TestFolder {
    $folders | Remove-Item -Recurse -Force -ErrorAction Ignore
    $folders.Clear()
}

# Starts minosd with a folder and a socket of its own; the folder is laid out as the root_dir of a host.
function Start-TestDaemon([string] $Sections, [string] $Daemon = '') {
    $root = New-TestFolder
    $null = New-Item -ItemType Directory "$root/supervisor/run"
    $socket = "$root/supervisor/run/supervisor.sock"
    Set-Content -LiteralPath "$root/minosd.conf" -Value @"
[unix_http_server]
file=$socket
[supervisord]
logfile=$root/main.log
pidfile=$root/main.pid
childlogdir=$root
$Daemon
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
$Sections
"@
    $start = [System.Diagnostics.ProcessStartInfo]::new($env:MINOSD_BINARY, [string[]]('-n', '-c', "$root/minosd.conf"))
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $process.BeginOutputReadLine()
    $process.BeginErrorReadLine()
    $daemons.Add($process)
    $uri = "unix://$socket"
    Wait-Until { Get-MinosSupervisor -Uri $uri -ErrorAction Ignore } "minosd answers: $root"
    [pscustomobject]@{ Root = $root; Uri = $uri; Configuration = "$root/minosd.conf"; Process = $process }
}

# Ends every daemon of this file; they end their programs.
function Stop-TestDaemon {
    foreach ($process in $daemons) {
        if (-not $process.HasExited) {
            & /bin/kill -TERM $process.Id
            if (-not $process.WaitForExit(60000)) { $process.Kill($true) }
        }
    }
    $daemons.Clear()
    Remove-TestFolder
}

# Writes a host groups file for daemons of this machine: g0, g1, g2, each with one of the names that this machine has.
function New-TestGroup([object[]] $Daemon) {
    $file = "$($Daemon[0].Root)/config/deploy_supervisor.cfg"
    $null = New-Item -ItemType Directory (Split-Path $file)
    $names = 'localhost', '127.0.0.1', '::1'
    Set-Content -LiteralPath $file -Value (0..($Daemon.Count - 1) | ForEach-Object { "[g$_]`nroot_dir=$($Daemon[$_].Root)`nhost.0=$($names[$_])" })
    $file
}

# What the commands report as errors, and what ends them.
function Get-Failure([scriptblock] $Commands) {
    $ErrorActionPreference = 'Continue'
    $output = try { & $Commands 2>&1 } catch { $_ }
    @($output | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
}

# A name that names nothing is one error, which has the known name that is close.
function Assert-NearName([string] $Id, [string] $Near, [scriptblock] $Commands) {
    $failed = @(Get-Failure $Commands)
    $failed.Count | Should -Be 1
    $failed[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
    $failed[0].Exception.Message | Should -BeLike "*'$Near'*"
}

# A command that goes on by itself is ended, as Ctrl+C ends it, after it has written something.
function Assert-Stoppable([string] $Command, [hashtable] $Parameters) {
    $shell = [powershell]::Create()
    try {
        $nothing = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $nothing.Complete()
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $null = $shell.AddCommand('Import-Module').AddArgument((Get-Module Minos).Path).AddStatement().AddCommand($Command).AddParameters($Parameters)
        $running = $shell.BeginInvoke($nothing, $output)
        Wait-Until { $output.Count -gt 0 } "$Command has written something"
        $running.IsCompleted | Should -BeFalse
        $shell.Stop()
        $running.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Streams.Error | Where-Object FullyQualifiedErrorId -NE PipelineStopped | Should -BeNullOrEmpty
    }
    finally { $shell.Dispose() }
}

# What the Tab key offers at the end of a line.
function Get-Completion([string] $Line) {
    @((TabExpansion2 $Line $Line.Length).CompletionMatches.ForEach('CompletionText'))
}

# Takes a port of 127.0.0.1 that nobody else gets before the tests end; tests/Shared/LoopbackPort.cs says how.
$held = [System.Collections.Generic.List[System.Net.Sockets.Socket]]::new()
function New-TestPort {
    $socket = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
    $socket.SetSocketOption('Socket', 'ReuseAddress', $true)
    $socket.Bind([System.Net.IPEndPoint]::new([ipaddress]::Loopback, 0))
    $held.Add($socket)
    $socket.LocalEndPoint.Port
}

# Makes a package: a .tar.gz with one folder at its top, named as the file.
function New-TestPackage([string] $Path, [hashtable] $Files) {
    $folder = $Path -replace '\.tar\.gz$'
    $null = New-Item -ItemType Directory -Path $folder
    foreach ($name in $Files.Keys) { Set-Content -LiteralPath "$folder/$name" -Value $Files[$name] }
    & tar -C (Split-Path $folder) -czf $Path (Split-Path -Leaf $folder)
    $Path
}

# Turns on hosts with real sshds (tests/Minos.Daemon.Tests/Fleet/test-host.sh), which need root, and writes the host groups file that names them
# as group_1.
function Start-TestHost([int] $Count, [int] $FirstAddress) {
    $root = New-TestFolder
    & chmod 755 $root
    $port = New-TestPort
    foreach ($key in 'host_key', 'id') { & ssh-keygen -q -t ed25519 -N '' -f "$root/$key" }
    $lines = '[group_1]', 'user=minos', "identity_file=$root/id", 'root_dir=/home/minos/root', "port=$port", "known_hosts=$root/known_hosts"
    $script = Join-Path $PSScriptRoot '../Minos.Daemon.Tests/Fleet/test-host.sh'
    foreach ($index in 0..($Count - 1)) {
        $address = "127.0.79.$($FirstAddress + $index)"
        $folder = (New-Item -ItemType Directory -Path "$root/$address").FullName
        Copy-Item "$root/host_key" "$folder/host_key"
        Copy-Item "$root/id.pub" "$folder/authorized_keys"
        & chmod 600 "$folder/host_key"
        Add-Content "$root/known_hosts" "[$address]:$port $(Get-Content "$root/host_key.pub")"
        $lines += "host.$index=$address"
        $start = [System.Diagnostics.ProcessStartInfo]::new($script, [string[]]($folder, $address, $port))
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $process.BeginOutputReadLine()
        $process.BeginErrorReadLine()
        $hosts.Add($process)
        Wait-Until { Test-Connection $address -TcpPort $port -Quiet } "the host $address is up"
    }
    Set-Content "$root/groups.cfg" $lines
    [pscustomobject]@{ Root = $root; Groups = "$root/groups.cfg"; Processes = @($hosts) }
}

$hosts = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()

# A power cut for all of them.
function Stop-TestHost {
    foreach ($process in $hosts) {
        if (-not $process.HasExited) { $process.Kill(); $null = $process.WaitForExit(60000) }
    }
    $hosts.Clear()
    Remove-TestFolder
}

# Writes a supervisord.conf for Install-MinosSupervisor: everything lies beside it, and no port is open.
function Set-HostConfiguration([string] $Path, [string] $Sections) {
    Set-Content -LiteralPath $Path -Value @"
[unix_http_server]
file=%(here)s/run/supervisor.sock
[supervisord]
logfile=%(here)s/log/supervisord.log
pidfile=%(here)s/run/supervisord.pid
childlogdir=%(here)s/log
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://%(here)s/run/supervisor.sock
$Sections
"@
}

# What Install-MinosSupervisor needs for a host on this machine that does not have anything yet: a root, the host groups file, a configuration.
function New-LocalHost([string] $Folder, [string] $Sections = "[program:keeper]`ncommand=/bin/sleep 1000`nstartsecs=0") {
    $file = Join-Path $Folder groups.cfg
    Set-Content -LiteralPath $file -Value '[here]', "root_dir=$Folder/root", 'host.0=localhost'
    $configuration = Join-Path $Folder supervisord.conf
    Set-HostConfiguration $configuration $Sections
    [pscustomobject]@{
        Root          = "$Folder/root"
        Groups        = $file
        Configuration = $configuration
        At            = @{ ConfigurationFile = $file }
        Install       = @{ ConfigurationFile = $file; SupervisordConf = $configuration; Binary = $env:MINOSD_BINARY }
    }
}

# Hosts of this machine that take jobs, a package server, and the job file sleeper with the jobs one (a process on every host) and two (two
# processes on the first).
function Start-TestJobHost([int] $Count) {
    $store = New-TestFolder
    $supervisors = foreach ($index in 1..$Count) {
        Start-TestDaemon @"
[rpcinterface:deployment]
supervisor.rpcinterface_factory = deployment.rpcinterface:deployment_rpcinterface
package_server = file://$store
package_root = %(here)s/packages
app_root = %(here)s/app
log_root = %(here)s/log
data_dirs = %(here)s/supervisor
[include]
files = conf/*.cfg
"@
    }
    $groups = New-TestGroup $supervisors
    $jobs = New-Item -ItemType Directory "$(Split-Path $groups)/jobs"
    Set-Content -LiteralPath "$jobs/start.sh" -Value "#!/bin/bash`nexec bash package/run"
    Set-Content -LiteralPath "$jobs/sleeper.cfg" -Value @"
[service]
service=sleeper
cluster=test
artifact=sleeper
cleanup_token=token
[job:one]
hosts=$((0..($Count - 1) | ForEach-Object { "g$_" }) -join ', ')
start_script=start.sh
[job:two]
hosts=g0
instances=2
start_script=start.sh
"@
    $fleet = [pscustomobject]@{ Store = $store; Supervisors = @($supervisors); Jobs = "$jobs"; At = @{ ConfigurationFile = $groups } }
    $null = Publish-TestSleeper $fleet r1 'exec sleep 1000'
    $fleet
}

# A package of the job's artifact, whose process runs a line of shell.
function Publish-TestSleeper([object] $Fleet, [string] $Revision, [string] $Line) {
    Publish-MinosPackage (New-TestPackage "$($Fleet.Jobs)/../sleeper-$Revision.tar.gz" @{ run = $Line }) -Artifact sleeper -Revision $Revision -PackageServer $Fleet.Store
}

# The process ids of a job's processes, in their order.
function Get-TestPid([object] $Fleet, [string] $Job) {
    $at = $Fleet.At
    Get-MinosJob sleeper $Job @at | Sort-Object Task | ForEach-Object { (Get-MinosProcess $_.Name -Uri $_.ServerUrl).Pid }
}

# A package server with a password; At are the parameters that reach it.
function Start-TestPackageServer {
    $store = New-TestFolder
    $port = New-TestPort
    $null = Start-TestDaemon "[package_server]`nroot=$store`n[inet_http_server]`nport=127.0.0.1:$port`nusername=user`npassword=p@ss"
    $credential = [pscredential]::new('user', (ConvertTo-SecureString 'p@ss' -AsPlainText -Force))
    [pscustomobject]@{
        Store      = $store
        Url        = "http://127.0.0.1:$port"
        Credential = $credential
        At         = @{ PackageServer = "http://127.0.0.1:$port"; Credential = $credential }
    }
}

# A package of 4 MB that stays as large when it is packed.
function New-LargePackage([string] $Path) {
    $bytes = [byte[]]::new(4MB)
    [random]::new(1).NextBytes($bytes)
    $folder = New-Item -ItemType Directory -Path ($Path -replace '\.tar\.gz$')
    [System.IO.File]::WriteAllBytes("$folder/blob", $bytes)
    & tar -C (Split-Path $Path) -czf $Path (Split-Path -Leaf $folder)
    $Path
}

# The progress of commands in a runspace of their own: how it moves, and that it ends.
function Get-Progress([string] $Activity, [object[]] $Arguments, [scriptblock] $Commands) {
    $shell = [powershell]::Create()
    try {
        $null = $shell.AddScript('param($module) Import-Module $module').AddArgument((Get-Module Minos).Path).AddStatement().AddScript("$Commands")
        foreach ($argument in $Arguments) { $null = $shell.AddArgument($argument) }
        $output = $shell.Invoke()
        $shell.Streams.Error | Should -BeNullOrEmpty
        [pscustomobject]@{ Output = @($output); Records = @($shell.Streams.Progress.Where({ $_.Activity -eq $Activity })) }
    }
    finally { $shell.Dispose() }
}

# The bar moves within one long transfer, in megabytes.
function Assert-MovingBar([object[]] $Records) {
    $moving = $Records.Where({ $_.RecordType -eq 'Processing' })
    $moving.Count | Should -BeGreaterThan 0
    foreach ($record in $moving) {
        $record.PercentComplete | Should -BeIn (0..100)
        $record.StatusDescription | Should -Match 'large.*: \d+\.\d of 4\.\d MB'
    }
    $Records.Where({ $_.RecordType -eq 'Completed' }).PercentComplete | Should -Be 100
    $Records[-1].RecordType | Should -Be Completed
}

# Another release that does the same: a copy of the binary, or of its folder, with something more in it.
function New-OtherRelease([string] $Folder) {
    if (-not (Test-Path ([System.IO.Path]::ChangeExtension($env:MINOSD_BINARY, '.dll')))) {
        Copy-Item $env:MINOSD_BINARY "$Folder/minosd"
        Add-Content "$Folder/minosd" 'Linux executes a file with more behind its end.'
        return "$Folder/minosd"
    }
    Copy-Item (Split-Path $env:MINOSD_BINARY) "$Folder/release" -Recurse
    Set-Content "$Folder/release/more" 'A file that nobody reads.'
    "$Folder/release"
}

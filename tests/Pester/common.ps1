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

# Starts minosd with a folder and a socket of its own.
function Start-TestDaemon([string] $Sections) {
    $root = [System.IO.Directory]::CreateTempSubdirectory('minos-pester-').FullName
    Set-Content -LiteralPath "$root/minosd.conf" -Value @"
[unix_http_server]
file=$root/s.sock
[supervisord]
logfile=$root/main.log
pidfile=$root/main.pid
childlogdir=$root
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
    $uri = "unix://$root/s.sock"
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
}

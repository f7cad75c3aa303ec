@{
    RootModule           = 'bin/Minos.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d1c8a52-6e0b-4f3f-9a53-2f7b8f0c1e94'
    Author               = 'The Minos authors'
    CompanyName          = 'The Minos authors'
    Copyright            = 'Copyright (c) The Minos authors'
    Description          = 'Supervises processes on many Linux hosts: installs minosd over SSH and turns host groups, hosts, processes, jobs and packages into pipeline objects.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('bin/Minos.Format.ps1xml')
    CmdletsToExport      = @(
        'Clear-MinosJob',
        'Clear-MinosProcessLog',
        'Get-MinosHost',
        'Get-MinosJob',
        'Get-MinosLog',
        'Get-MinosPackage',
        'Get-MinosProcess',
        'Get-MinosProcessLog',
        'Get-MinosSupervisor',
        'Initialize-MinosJob',
        'Install-MinosSupervisor',
        'Publish-MinosPackage',
        'Receive-MinosEvent',
        'Remove-MinosPackage',
        'Restart-MinosJob',
        'Restart-MinosProcess',
        'Restart-MinosSupervisor',
        'Save-MinosPackage',
        'Send-MinosProcessInput',
        'Send-MinosProcessSignal',
        'Start-MinosJob',
        'Start-MinosProcess',
        'Start-MinosSupervisor',
        'Stop-MinosJob',
        'Stop-MinosProcess',
        'Stop-MinosSupervisor',
        'Test-MinosAlert',
        'Test-MinosConfiguration',
        'Uninstall-MinosSupervisor',
        'Update-MinosJob',
        'Update-MinosSupervisor',
        'Wait-MinosProcess',
        'Watch-MinosProcess'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('Linux', 'Supervisor', 'supervisord', 'Process', 'Deployment', 'SSH')
        }
    }
}

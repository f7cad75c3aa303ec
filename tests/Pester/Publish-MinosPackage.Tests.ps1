BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $server = Start-TestPackageServer
    $at = $server.At
    $first = New-TestPackage (Join-Path $TestDrive web-1.0.tar.gz) @{ version = 'one' }
    $second = New-TestPackage (Join-Path $TestDrive web-2.0.tar.gz) @{ version = 'two' }
}

AfterAll { Stop-TestDaemon }

Describe 'Publish-MinosPackage' {
    It 'publishes nothing with -WhatIf' {
        Publish-MinosPackage $first -Artifact web -Revision r1 @at -WhatIf
        Get-MinosPackage @at | Should -BeNullOrEmpty
    }

    It 'publishes files, and the same content only once' {
        $one = Publish-MinosPackage $first -Artifact web -Revision r1 @at
        $one.Artifact, $one.Revision, $one.Name | Should -Be web, r1, 'web-1.0.tar.gz'
        $one.Checksum | Should -Be (Get-FileHash $first -Algorithm SHA1).Hash
        (Publish-MinosPackage $first -Artifact web -Revision r9 @at).Revision | Should -Be r1
    }

    It 'takes files from the pipeline, and wildcards' {
        (Get-Item $second | Publish-MinosPackage -Artifact web -Revision r2 @at).Name | Should -Be 'web-2.0.tar.gz'
        $row = [pscustomobject]@{ Path = $first; Artifact = 'row'; Revision = 'r7' }
        ($row | Publish-MinosPackage @at).Revision | Should -Be r7
        (Publish-MinosPackage (Join-Path $TestDrive 'web-*.tar.gz') -Artifact all -Revision r1 @at).Name | Should -Be 'web-1.0.tar.gz', 'web-2.0.tar.gz'
    }

    It 'works with a directory' {
        $directory = Join-Path $TestDrive other
        (Publish-MinosPackage $first -Artifact web -Revision r1 -PackageServer $directory).PackageServer | Should -Be "file://$directory"
        (Get-MinosPackage -PackageServer $directory).Revision | Should -Be r1
    }

    It 'moves the bar within one long transfer' {
        $large = New-LargePackage (Join-Path $TestDrive large-1.0.tar.gz)
        $progress = Get-Progress Publish $large, $at { param($large, $at) Publish-MinosPackage $large -Artifact large -Revision r1 @at }
        $progress.Output.Count | Should -Be 1
        Assert-MovingBar $progress.Records
    }

    It 'reports a file that is not there, and a server that refuses, and goes on' {
        $published = Publish-MinosPackage (Join-Path $TestDrive none), $second -Artifact two -Revision r1 @at -ErrorVariable failed -ErrorAction SilentlyContinue
        $published.Name | Should -Be 'web-2.0.tar.gz'
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosPathNotFound,*'
        (Get-Failure { Publish-MinosPackage $first -Artifact web -Revision r1 -PackageServer $server.Url }).FullyQualifiedErrorId |
            Should -BeLike 'MinosPackageServerFailed,*'
        { Publish-MinosPackage $first -Artifact web -Revision r1 -PackageServer ftp://x } | Should -Throw -ErrorId 'MinosPackageServerInvalid,*'
    }

    It 'works over https with a server that this machine trusts, and names the certificate of one that it does not' {
        $port = New-TestPort
        $tls = Start-TestDaemon @"
[package_server]
root=%(here)s/store
[inet_http_server]
port=127.0.0.1:$port
username=user
password=p@ss
tls_certificate=%(here)s/tls.pem
tls_self_signed=true
"@
        $failed = @(Get-Failure { Publish-MinosPackage $first -Artifact web -Revision r1 -PackageServer "https://localhost:$port" -Credential $server.Credential })
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosPackageServerFailed,*'
        $failed.Exception.Message | Should -Match "the server's certificate CN=.* \(SHA-256 [0-9A-F]{64}\) cannot be trusted: "

        # Which authorities a process trusts is decided at its start.
        $script = Join-Path $TestDrive https.ps1
        Set-Content -LiteralPath $script -Value @'
param($Module, $Server, $Package, $Folder)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$null = Publish-MinosPackage $Package -Artifact web -Revision r1 -PackageServer $Server
(Save-MinosPackage web -Latest -Destination $Folder -PackageServer $Server).FullName
'@
        $folder = Join-Path $TestDrive https
        $saved = & /usr/bin/env "SSL_CERT_FILE=$($tls.Root)/tls.pem" (Get-Command pwsh).Source -NoProfile -NonInteractive -File $script (
            Get-Module Minos).Path "https://user:p%40ss@localhost:$port" $first $folder
        $LASTEXITCODE | Should -Be 0
        $saved | Should -Be (Join-Path $folder 'web-1.0.tar.gz')
        (Get-FileHash $saved).Hash | Should -Be (Get-FileHash $first).Hash
    }
}

# Starts an sshd on loopback with this PowerShell as subsystem and with new keys.

function Start-Ssh([string] $Folder) {
    $port = Get-FreePort
    $null = New-Item -ItemType Directory $Folder, "$Folder/run" -Force
    & ssh-keygen -q -t ed25519 -N '' -f "$Folder/host"
    & ssh-keygen -q -t ed25519 -N '' -f "$Folder/user"
    Copy-Item "$Folder/user.pub" "$Folder/authorized"
    $shell = (@(Get-ShellCommand) | ForEach-Object { "'$_'" }) -join ' '
    Set-Content "$Folder/powershell.sh" @(
        '#!/bin/sh'
        "export HOME='$HOME' PATH='$env:PATH' DOTNET_NOLOGO=1"
        "exec $shell -sshs -NoLogo -NoProfile"
    )
    & chmod +x "$Folder/powershell.sh"
    Set-Content "$Folder/sshd.conf" @(
        "Port $port"
        'ListenAddress 127.0.0.1'
        "HostKey $Folder/host"
        "PidFile $Folder/sshd.pid"
        "AuthorizedKeysFile $Folder/authorized"
        'StrictModes no'
        'UsePAM no'
        'PermitRootLogin prohibit-password'
        'PasswordAuthentication no'
        "Subsystem powershell $Folder/powershell.sh"
    )
    # Sshd that is started by root requires an empty folder for privilege separation.
    if ((& id -u) -eq 0) { $null = New-Item -ItemType Directory /run/sshd -Force }
    $process = Start-Peer /usr/sbin/sshd '-D', '-e', '-f', "$Folder/sshd.conf" $port $Folder
    [pscustomobject]@{
        Process = $process
        Port    = $port
        Key     = "$Folder/user"
        Options = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR' }
    }
}

function Stop-Ssh($Server) { $Server.Process | Stop-Process -ErrorAction Ignore }

Export-ModuleMember -Function Start-Ssh, Stop-Ssh

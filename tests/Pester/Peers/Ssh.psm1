# An sshd on loopback whose subsystem is this PowerShell, with keys of its own.

function Start-Ssh([string] $Folder) {
    $port = Get-FreePort
    $null = New-Item -ItemType Directory $Folder, "$Folder/run" -Force
    & ssh-keygen -q -t ed25519 -N '' -f "$Folder/host"
    & ssh-keygen -q -t ed25519 -N '' -f "$Folder/user"
    Copy-Item "$Folder/user.pub" "$Folder/authorized"
    $shell = (@(Get-ShellCommand) | ForEach-Object { "'$_'" }) -join ' '
    Set-Content "$Folder/powershell.sh" "#!/bin/sh`nexport HOME='$HOME' PATH='$env:PATH' DOTNET_NOLOGO=1`nexec $shell -sshs -NoLogo -NoProfile"
    & chmod +x "$Folder/powershell.sh"
    Set-Content "$Folder/sshd.conf" "Port $port`nListenAddress 127.0.0.1`nHostKey $Folder/host`nPidFile $Folder/sshd.pid`nAuthorizedKeysFile $Folder/authorized`nStrictModes no`nUsePAM no`nPermitRootLogin prohibit-password`nPasswordAuthentication no`nSubsystem powershell $Folder/powershell.sh"
    # Started by root, sshd wants a folder to be alone in.
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

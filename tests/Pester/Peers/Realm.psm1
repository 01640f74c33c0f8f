# Starts a Kerberos realm and an Apache that requires tickets or NTLM, on free ports of this machine, with their files in one folder.

function Test-Realm {
    $missing = 'krb5kdc', 'kdb5_util', 'kadmin.local', 'kinit', 'apache2', 'squid' | Where-Object { -not (Find-Tool $_) }
    if (-not (Test-Path /usr/lib/apache2/modules/mod_auth_gssapi.so)) { $missing = @($missing) + 'mod_auth_gssapi' }
    if (-not (Test-Path /etc/gss/mech.d/*ntlmssp*)) { $missing = @($missing) + 'gss-ntlmssp' }
    if (-not (& /usr/bin/python3 -c 'import gssapi; print(1)' 2>$null)) { $missing = @($missing) + 'python3-gssapi' }
    if ($missing -and $env:CI) {
        $packages = 'krb5-kdc krb5-admin-server krb5-user squid apache2 libapache2-mod-auth-gssapi gss-ntlmssp python3-gssapi'
        throw "Not installed: $missing; apt-get install $packages"
    }
    if ($missing) { Write-Warning "Not installed: $missing; the tests against a real KDC are skipped." }
    -not $missing
}

function Find-Tool([string] $Name) {
    '/usr/sbin', '/usr/bin', '/sbin', '/bin' | ForEach-Object { "$_/$Name" } | Where-Object { Test-Path $_ } | Select-Object -First 1
}

function Start-Realm([string] $Folder, [string] $Certificate, [string] $Key) {
    $kdcPort, $port, $boundPort = 1..3 | ForEach-Object { Get-FreePort }
    $null = New-Item -ItemType Directory "$Folder/delegated", "$Folder/htdocs" -Force
    # MIT does not find a KDC in a realm that is written on one line.
    Set-Content "$Folder/krb5.conf" @"
[libdefaults]
    default_realm = TEST.LOCAL
    dns_lookup_kdc = false
    dns_lookup_realm = false
    dns_canonicalize_hostname = false
    rdns = false
    udp_preference_limit = 1
    forwardable = true
[realms]
    TEST.LOCAL = {
        kdc = 127.0.0.1:$kdcPort
    }
[domain_realm]
    localhost = TEST.LOCAL
"@
    Set-Content "$Folder/kdc.conf" @"
[kdcdefaults]
    kdc_listen = 127.0.0.1:$kdcPort
    kdc_tcp_listen = 127.0.0.1:$kdcPort
[realms]
    TEST.LOCAL = {
        database_name = $Folder/principal
        key_stash_file = $Folder/stash
        max_life = 1h
    }
"@
    $env:KRB5_CONFIG = "$Folder/krb5.conf"
    $env:KRB5_KDC_PROFILE = "$Folder/kdc.conf"
    $env:KRB5CCNAME = "FILE:$Folder/tickets"
    Invoke-Tool kdb5_util create -s -r TEST.LOCAL -P master
    Invoke-Tool kadmin.local -q 'addprinc -pw secret alice'
    Invoke-Tool kadmin.local -q 'addprinc -randkey HTTP/localhost'
    Invoke-Tool kadmin.local -q "ktadd -k $Folder/http.keytab HTTP/localhost"
    Set-Content "$Folder/ntlm" "TESTDOM:bob:hunter2`n"
    Set-Content "$Folder/apache.conf" (Get-ApacheConfiguration)
    foreach ($place in 'krb', 'ntlm', 'other') { New-Item "$Folder/htdocs/$place/index.html" -Value 'welcome' -Force | Out-Null }
    # Apache that is started by root changes to another user.
    & chmod -R a+rX $Folder
    & chmod a+rwx "$Folder/delegated"
    [IO.File]::WriteAllBytes("$Folder/htdocs/krb/large.bin", [byte[]]::new(8MB))
    $script = Join-Path $PSScriptRoot 'bound.py'
    $processes = @(
        Start-Peer (Find-Tool krb5kdc) '-n' $kdcPort $Folder
        # The process stops its whole process group, so it must not be the group of the tests.
        Start-Peer (Find-Tool setsid) (Find-Tool apache2), '-D', 'FOREGROUND', '-d', $Folder, '-f',
            "$Folder/apache.conf" $port $Folder @{ NTLM_USER_FILE = "$Folder/ntlm"; KRB5_KTNAME = "FILE:$Folder/http.keytab" }
        Start-Peer /usr/bin/python3 $script, $boundPort, $Certificate, $Key $boundPort $Folder @{ KRB5_KTNAME = "FILE:$Folder/http.keytab" }
    )

    [pscustomobject]@{ Processes = $processes; Url = "http://localhost:$port"; BoundUrl = "https://localhost:$boundPort"; Folder = $Folder }
}

function Stop-Realm($Realm) {
    # Apache stops its child processes on SIGTERM.
    $Realm.Processes | Where-Object { -not $_.HasExited } | ForEach-Object { & kill -TERM $_.Id }
    $Realm.Processes | ForEach-Object { if (-not $_.WaitForExit(10000)) { $_.Kill($true) } }
    Remove-Item Env:KRB5_CONFIG, Env:KRB5_KDC_PROFILE, Env:KRB5CCNAME -ErrorAction Ignore
}

function Get-ApacheConfiguration {
    $modules = 'mpm_prefork', 'authn_core', 'authz_core', 'authz_user', 'auth_gssapi', 'headers', 'dir'
    $places = @{
        krb  = "GssapiCredStore keytab:$Folder/http.keytab`nGssapiAllowedMech krb5`nGssapiDelegCcacheDir $Folder/delegated"
        ntlm = "GssapiAllowedMech ntlmssp`nGssapiConnectionBound On"
    }
    $modules | ForEach-Object { "LoadModule ${_}_module /usr/lib/apache2/modules/mod_$_.so" }
    "Listen 127.0.0.1:$port"
    'ServerName localhost'
    "PidFile $Folder/apache.pid"
    "ErrorLog $Folder/apache.log"
    "DocumentRoot $Folder/htdocs"
    'DirectoryIndex index.html'
    "Mutex file:$Folder"
    'KeepAliveTimeout 60'
    if ((& id -u) -eq 0) { "User www-data`nGroup www-data" }
    'Header always set X-User "expr=%{REMOTE_USER}"', 'Header always set X-Port "expr=%{REMOTE_PORT}"'
    foreach ($place in $places.Keys) {
        "<Location /$place>`nAuthType GSSAPI`nAuthName realm`n$($places[$place])`nRequire valid-user`n</Location>"
    }
}

function Invoke-Tool([string] $Name) {
    $output = & (Find-Tool $Name) @args 2>&1
    if ($LASTEXITCODE -ne 0) { throw "$Name failed: $output" }
}

Export-ModuleMember -Function Test-Realm, Start-Realm, Stop-Realm

namespace Requests.PowerShell;

/// <summary>Completes the algorithms of checksums.</summary>
public sealed class ChecksumCompleter() : StaticCompleter(["sha256:", "sha512:", "sha384:", "sha1:", "md5:"]);

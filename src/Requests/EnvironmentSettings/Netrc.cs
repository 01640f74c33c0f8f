namespace Requests;

/// <summary>
/// Reads the netrc file of the environment: the one that NETRC names, else <c>~/.netrc</c>, else <c>~/_netrc</c>. It is read again when it
/// changes.
/// </summary>
/// <remarks>requests: <c>NETRC_FILES</c>.</remarks>
internal sealed class Netrc
{
    private volatile CachedFile? _cache;
    private volatile DefaultPaths? _defaults;
    private string[]? _warnings;

    /// <summary>Gets the instance that all sessions of the process share.</summary>
    internal static Netrc Shared { get; } = new();

    /// <summary>Returns the credentials for the host of a URL, or null.</summary>
    /// <param name="url">The URL, prepared.</param>
    /// <param name="userName">The user name of the URL, or null for any.</param>
    internal BasicAuth? GetCredentials(string url, string? userName)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (_defaults is not { } defaults || defaults.Home != home)
        {
            _defaults = defaults = new DefaultPaths(home, Path.Combine(home, ".netrc"), Path.Combine(home, "_netrc"));
        }

        if (Environment.GetEnvironmentVariable("NETRC") is not { Length: > 0 } named)
        {
            return Read(url, userName, File.Exists(defaults.Path) ? defaults.Path : defaults.Other);
        }

        return Read(url, userName, named.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, named[2..]) : named);
    }

    /// <summary>Returns the warnings of the last reading of the file. Each reading returns its warnings once.</summary>
    internal IReadOnlyList<string> TakeWarnings() =>
        Volatile.Read(ref _warnings) is null ? [] : Interlocked.Exchange(ref _warnings, null) ?? [];

    private BasicAuth? Read(string url, string? userName, string path)
    {
        var file = File.Exists(path) ? new FileInfo(path) : null;
        return file is { Exists: true } ? Read(file).GetCredentials(CookieOrigin.From(url).Host, userName) : null;
    }

    private NetrcFile Read(FileInfo file)
    {
        if (_cache is { } cache
            && cache.Path == file.FullName
            && cache.Written == file.LastWriteTimeUtc
            && cache.Length == file.Length) return cache.Content;
        var content = NetrcFile.Parse(GetText(file));
        string[] warnings = [.. content.Warnings.Select(warning => $"The netrc file '{file.FullName}', {warning}.")];
        if (warnings.Length > 0) Volatile.Write(ref _warnings, warnings);
        _cache = new CachedFile(file.FullName, file.LastWriteTimeUtc, file.Length, content);
        return content;
    }

    private static string GetText(FileInfo file)
    {
        try
        {
            return File.ReadAllText(file.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be read is ignored, as in Requests.
            return "";
        }
    }

    private sealed record DefaultPaths(string Home, string Path, string Other);

    private sealed record CachedFile(string Path, DateTime Written, long Length, NetrcFile Content);
}

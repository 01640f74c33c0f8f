namespace Requests;

/// <summary>The netrc file that the environment means: the one that NETRC names, else <c>~/.netrc</c>, else <c>~/_netrc</c>. Read again when it changes.</summary>
/// <remarks>requests: <c>NETRC_FILES</c>.</remarks>
internal sealed class Netrc
{
    private volatile Known? _known;
    private volatile Usual? _usual;
    private string[]? _warnings;

    /// <summary>The one of the process: reading it once is enough for all sessions.</summary>
    internal static Netrc Shared { get; } = new();

    /// <summary>The credentials for the host of a URL, or null.</summary>
    /// <param name="url">The URL, prepared.</param>
    /// <param name="userName">The user that the URL named, or null for any.</param>
    internal BasicAuth? For(string url, string? userName)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var usual = _usual is { } known && known.Home == home ? known : _usual = new Usual(home, Path.Combine(home, ".netrc"), Path.Combine(home, "_netrc"));
        if (Environment.GetEnvironmentVariable("NETRC") is { Length: > 0 } named) return Read(url, userName, named.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, named[2..]) : named);
        return Read(url, userName, File.Exists(usual.Path) ? usual.Path : usual.Other);
    }

    /// <summary>What was not understood when the file was last read; each reading is told once.</summary>
    internal IReadOnlyList<string> TakeWarnings() => Volatile.Read(ref _warnings) is null ? [] : Interlocked.Exchange(ref _warnings, null) ?? [];

    private BasicAuth? Read(string url, string? userName, string path) =>
        File.Exists(path) && new FileInfo(path) is { Exists: true } file ? Read(file).For(CookieOrigin.From(url).Host, userName) : null;

    private NetrcFile Read(FileInfo file)
    {
        if (_known is { } known && known.Path == file.FullName && known.Written == file.LastWriteTimeUtc && known.Length == file.Length) return known.Content;
        var content = NetrcFile.Parse(GetText(file));
        if (content.Warnings.Count > 0) Volatile.Write(ref _warnings, [.. content.Warnings.Select(one => $"The netrc file '{file.FullName}', {one}.")]);
        _known = new Known(file.FullName, file.LastWriteTimeUtc, file.Length, content);
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
            // What cannot be read has nothing to say, as in Requests.
            return "";
        }
    }

    private sealed record Usual(string Home, string Path, string Other);

    private sealed record Known(string Path, DateTime Written, long Length, NetrcFile Content);
}

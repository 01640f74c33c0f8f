namespace Requests;

/// <summary>The netrc file that the environment means: the one that NETRC names, else <c>~/.netrc</c>, else <c>~/_netrc</c>. Read again when it changes.</summary>
/// <remarks>requests: <c>NETRC_FILES</c>.</remarks>
internal sealed class Netrc
{
    private volatile Known? _known;

    /// <summary>The one of the process: reading it once is enough for all sessions.</summary>
    internal static Netrc Shared { get; } = new();

    /// <summary>The credentials for the host of a URL, or null.</summary>
    /// <param name="url">The URL, prepared.</param>
    internal BasicAuth? For(string url) => Find() is { } file ? Read(file).For(CookieOrigin.Of(url).Host) : null;

    private static FileInfo? Find()
    {
        if (Environment.GetEnvironmentVariable("NETRC") is { Length: > 0 } named) return Existing(named.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Home(), named[2..]) : named);
        return Existing(Path.Combine(Home(), ".netrc")) ?? Existing(Path.Combine(Home(), "_netrc"));
    }

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static FileInfo? Existing(string path) => new FileInfo(path) is { Exists: true } file ? file : null;

    private NetrcFile Read(FileInfo file)
    {
        if (_known is { } known && known.Path == file.FullName && known.Written == file.LastWriteTimeUtc && known.Length == file.Length) return known.Content;
        var content = NetrcFile.Parse(TextOf(file));
        _known = new Known(file.FullName, file.LastWriteTimeUtc, file.Length, content);
        return content;
    }

    private static string TextOf(FileInfo file)
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

    private sealed record Known(string Path, DateTime Written, long Length, NetrcFile Content);
}

namespace Requests;

/// <summary>Reads a shared file of AWS: sections with names and values. The text is read again when the file changes.</summary>
/// <remarks>The format of <c>~/.aws/credentials</c> and <c>~/.aws/config</c>. Nested values, which are indented, are skipped.</remarks>
internal sealed class AwsProfileFile
{
    private volatile Content? _content;

    /// <summary>Returns a value of a section; null where the file, the section or the name does not exist.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="section">The name of the section.</param>
    /// <param name="name">The name of the value.</param>
    /// <exception cref="RequestAuthenticationException">The file exists and cannot be read.</exception>
    internal string? Find(string path, string section, string name) =>
        Read(path).GetValueOrDefault(section)?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Returns whether the file has a section.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="section">The name of the section.</param>
    /// <exception cref="RequestAuthenticationException">The file exists and cannot be read.</exception>
    internal bool HasSection(string path, string section) => Read(path).ContainsKey(section);

    /// <summary>Returns the sections of a text. A section that is repeated continues; of a repeated name the last value counts.</summary>
    /// <param name="text">The text of a file.</param>
    internal static Dictionary<string, Dictionary<string, string>> Parse(string text)
    {
        var sections = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        Dictionary<string, string>? current = null;
        foreach (var line in text.Split('\n'))
        {
            var content = line.TrimEnd();
            if (content.Length == 0 || content[0] is '#' or ';' || char.IsWhiteSpace(content[0])) continue;
            if (content[0] == '[')
            {
                var end = content.IndexOf(']', StringComparison.Ordinal);
                current = end < 0 ? null : GetSection(sections, content[1..end]);
                continue;
            }

            var mark = content.IndexOf('=', StringComparison.Ordinal);
            if (mark > 0) current?[content[..mark].TrimEnd().ToLowerInvariant()] = content[(mark + 1)..].Trim();
        }

        return sections;
    }

    private static Dictionary<string, string> GetSection(Dictionary<string, Dictionary<string, string>> sections, string name)
    {
        // A name with blanks can be in quotes, as in [profile "my team"].
        var words = name.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var key = string.Join(' ', words.Select(static word => word.Trim('"')));
        if (!sections.TryGetValue(key, out var section)) sections[key] = section = new(StringComparer.Ordinal);
        return section;
    }

    private Dictionary<string, Dictionary<string, string>> Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return [];
        if (_content is { } known && known.Path == path && known.Written == file.LastWriteTimeUtc && known.Length == file.Length)
        {
            return known.Sections;
        }

        try
        {
            var sections = Parse(File.ReadAllText(path));
            _content = new Content(path, file.LastWriteTimeUtc, file.Length, sections);
            return sections;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RequestAuthenticationException($"The file '{path}' cannot be read: {error.Message}", error);
        }
    }

    private sealed record Content(string Path, DateTime Written, long Length, Dictionary<string, Dictionary<string, string>> Sections);
}

namespace Requests.PowerShell;

/// <summary>Reads the data of curl options, which is in their values or in files.</summary>
/// <param name="fullPath">Resolves a path relative to the location of the caller.</param>
internal sealed class CurlDataReader(Func<string, string> fullPath)
{
    /// <summary>Gets the data of --data. The content of a file is read without line breaks.</summary>
    /// <param name="value">The data, or <c>@</c> and the path of a file.</param>
    /// <exception cref="InvalidParameterException">The file cannot be read, or is the standard input.</exception>
    internal string Read(string value)
    {
        if (!value.StartsWith('@')) return value;
        if (value == "@-") throw CurlOptions.Unsupported("curl reads the body from its input");
        return ReadFile(value[1..]).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
    }

    /// <summary>Gets the data of --data-urlencode in URL encoding.</summary>
    /// <param name="value">The content, or an optional name with <c>=</c> and the content or with <c>@</c> and the path of a file.</param>
    /// <exception cref="InvalidParameterException">The file cannot be read.</exception>
    internal string UrlEncode(string value)
    {
        var at = value.AsSpan().IndexOfAny('=', '@');
        var name = at <= 0 ? "" : $"{value[..at]}=";
        if (at < 0) return Uri.EscapeDataString(value);
        return name + Uri.EscapeDataString(value[at] == '@' ? ReadFile(value[(at + 1)..]) : value[(at + 1)..]);
    }

    private string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(fullPath(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidParameterException($"The file '{path}' of the command cannot be read: {error.Message}", error);
        }
    }
}

using System.Globalization;

namespace Requests.PowerShell;

/// <summary>The accepted forms of what says where a connection goes and what is spoken on it.</summary>
internal static class ConnectionConverter
{
    /// <summary>A version of HTTP, as text, number or version; null for the adapter's.</summary>
    /// <param name="value">What was given.</param>
    /// <exception cref="InvalidParameterException">It is another version.</exception>
    internal static Version? ToHttpVersion(object? value)
    {
        var given = PSValue.Unwrap(value);
        var text = given is null or string or int or long or double or decimal or Version ? Convert.ToString(given, CultureInfo.InvariantCulture) : "-";
        return text switch
        {
            null or "" when given is null => null,
            "1.1" => new Version(1, 1),
            "2" or "2.0" => new Version(2, 0),
            _ => throw ParameterErrors.Invalid("HttpVersion", value, "1.1 or 2"),
        };
    }

    /// <summary>The path of a Unix socket; null for the adapter's.</summary>
    /// <param name="value">What was given: a path or a file.</param>
    /// <param name="fullPath">Resolves a path.</param>
    /// <exception cref="InvalidParameterException">It is not a path.</exception>
    internal static string? ToUnixSocket(object? value, Func<string, string> fullPath) => PSValue.Unwrap(value) switch
    {
        null => null,
        string path when !string.IsNullOrWhiteSpace(path) => fullPath(path),
        FileInfo file => file.FullName,
        _ => throw ParameterErrors.Invalid("UnixSocket", value, "the path of a Unix socket"),
    };
}

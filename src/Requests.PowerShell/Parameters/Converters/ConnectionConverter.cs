using System.Globalization;

namespace Requests.PowerShell;

/// <summary>Converts parameters to the HTTP version and the Unix socket of a connection.</summary>
internal static class ConnectionConverter
{
    /// <summary>Converts to a version of HTTP; null stays null, which uses the version of the adapter.</summary>
    /// <param name="value">The version, 1.1 or 2, as text, number or <see cref="Version"/>.</param>
    /// <exception cref="InvalidParameterException">The value is another version or not a version.</exception>
    internal static Version? ToHttpVersion(object? value)
    {
        var unwrapped = PSValue.Unwrap(value);
        var text = unwrapped is null or string or int or long or double or decimal or Version
            ? Convert.ToString(unwrapped, CultureInfo.InvariantCulture)
            : "-";
        return text switch
        {
            null or "" when unwrapped is null => null,
            "1.1" => new Version(1, 1),
            "2" or "2.0" => new Version(2, 0),
            _ => throw ParameterErrors.Invalid("HttpVersion", value, "1.1 or 2"),
        };
    }

    /// <summary>Converts to the path of a Unix socket; null stays null, which uses the socket of the adapter.</summary>
    /// <param name="value">A path or a file.</param>
    /// <param name="fullPath">A function that resolves a path.</param>
    /// <exception cref="InvalidParameterException">The value is not a path.</exception>
    internal static string? ToUnixSocket(object? value, Func<string, string> fullPath) => PSValue.Unwrap(value) switch
    {
        null => null,
        string path when !string.IsNullOrWhiteSpace(path) => fullPath(path),
        FileInfo file => file.FullName,
        _ => throw ParameterErrors.Invalid("UnixSocket", value, "the path of a Unix socket"),
    };
}

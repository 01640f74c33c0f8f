namespace Requests.PowerShell;

/// <summary>Opens the files of HTTP archives.</summary>
internal static class ArchiveFile
{
    /// <summary>The forms of a parameter that names an archive, for messages.</summary>
    internal const string Forms = "the path of an HTTP archive (HAR)";

    /// <summary>Opens an archive for reading.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The file cannot be read.</exception>
    internal static FileStream Open(string path, string parameter)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidParameterException($"The file of -{parameter} cannot be read: {error.Message}", error);
        }
    }
}

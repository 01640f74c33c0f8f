using System.Collections;

namespace Requests.PowerShell;

/// <summary>Converts parameters to the files of a multipart form, and to checksums.</summary>
internal static class FileConverter
{
    /// <summary>Converts the value of <c>-Files</c> to names and files.</summary>
    /// <param name="value">
    /// A map or a list of pairs. A list of files as value sends several files with the same name; null leaves the name out.
    /// </param>
    /// <exception cref="RequestException">The value is of another kind, or a file cannot be used.</exception>
    internal static List<KeyValuePair<string, FilePart>> ToFiles(object value)
    {
        var pairs = PSValue.ToPairs(value, "Files", keepsNothing: true) ?? throw ParameterErrors.Invalid(
            "Files",
            value,
            "a map or a list of pairs of a name and a file, such as @{ file = Get-Item report.csv }");
        var files = new List<KeyValuePair<string, FilePart>>();
        foreach (var (name, file) in pairs)
        {
            if (file is null) continue;
            if (PSValue.IsNothing(file))
            {
                throw ParameterErrors.Invalid(
                    $"The file '{name}' of Files",
                    file,
                    "a file that exists, or $null to leave the field out");
            }

            if (file is IList list && PSValue.IsList(list) && HasSeveralFiles(list))
            {
                files.AddRange(list.Cast<object?>().Select(item => KeyValuePair.Create(name, ToFile(item, name))));
            }
            else
            {
                files.Add(KeyValuePair.Create(name, ToFile(file, name)));
            }
        }

        return files;
    }

    /// <summary>Converts the value of <c>-Checksum</c> to a checksum, or to a file of checksums; null stays null.</summary>
    /// <param name="value">
    /// The algorithm, a colon, and the hash in hexadecimal digits or Base64; or the URL or path of a file of checksums, with or without
    /// the algorithm.
    /// </param>
    /// <param name="fullPath">A function that resolves a path to a full path.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind, or the file does not exist.</exception>
    internal static (Checksum? Checksum, ChecksumSource? Source) ToChecksum(object? value, Func<string, string> fullPath)
    {
        if (PSValue.Unwrap(value) is FileInfo given) return (null, ChecksumSource.FromFile(FindFile(given.FullName)));
        const string forms = "sha256: and the hash, or the URL or path of a file of checksums";
        if (TextConverter.ToStrictText(value, "Checksum", forms) is not { } text) return default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var algorithm = colon > 0 && HashAlgorithms.Find(text[..colon].Trim()) is not null ? text[..colon].Trim() : null;
        var place = (algorithm is null ? text : text[(colon + 1)..]).Trim();
        if (place.Contains("://", StringComparison.Ordinal)) return (null, ChecksumSource.FromUrl(place, algorithm));
        if (algorithm is not null && HashAlgorithms.Decode(place, HashAlgorithms.Find(algorithm)!.Value) is not null)
        {
            return (Checksum.Parse(text), null);
        }

        return FindPath(place, fullPath) is { } path ? (null, ChecksumSource.FromFile(path, algorithm)) : (Checksum.Parse(text), null);
    }

    /// <summary>Finds the file at a path; null for a text that is not a path.</summary>
    private static string? FindPath(string text, Func<string, string> fullPath)
    {
        string path;
        try
        {
            if (text.Length == 0) return null;
            path = fullPath(text);
        }
        catch (InvalidParameterException)
        {
            // The text has a colon and no drive, as an unknown algorithm has.
            return null;
        }

        if (File.Exists(path)) return path;
        return text.AsSpan().IndexOfAny('/', '\\', '.') < 0 ? null : FindFile(path);
    }

    private static string FindFile(string path) => File.Exists(path)
        ? path
        : throw new InvalidParameterException($"-Checksum: the file of checksums '{path}' does not exist.");

    /// <summary>Converts to a part of a multipart form, with the content only.</summary>
    /// <param name="value">A part, a file, a stream, bytes, or a value that can be written as text.</param>
    /// <param name="name">The name of the field, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is null, or cannot be written as text.</exception>
    internal static FilePart ToContent(object? value, string name) => PSValue.Unwrap(value) switch
    {
        FilePart part => part,
        FileInfo file => FilePart.FromPath(file.FullName),
        Stream stream => FilePart.FromStream(stream),
        byte[] bytes => FilePart.FromBytes(bytes),
        null => throw ParameterErrors.Invalid($"The file '{name}'", value, "a file, a stream, bytes or a text"),
        var other => FilePart.FromText(PSValue.ToText(other, name, "Files")!),
    };

    /// <summary>
    /// Returns whether a list holds several files. Otherwise it is one file as tuple, which begins with the file name, or with null for a
    /// plain field.
    /// </summary>
    private static bool HasSeveralFiles(IList list) =>
        list.Count > 0 && (PSValue.Unwrap(list[0]) is not (string or null) || list.Count is < 2 or > 4);

    /// <summary>
    /// Converts a file, or a tuple (file name, content, content type, headers), to a part. A null file name makes it a plain field.
    /// </summary>
    private static FilePart ToFile(object? value, string name)
    {
        if (PSValue.Unwrap(value) is not IList { Count: >= 2 and <= 4 } tuple || !PSValue.IsList(tuple)) return ToContent(value, name);
        var content = ToContent(tuple[1], name);
        if (PSValue.Unwrap(tuple[0]) is null) content = content.AsField();
        return content.With(
            PSValue.ToText(tuple[0], name, "Files"),
            tuple.Count > 2 ? PSValue.ToText(tuple[2], name, "Files") : null,
            tuple.Count > 3 ? ValueConverter.ToHeaders(tuple[3], $"The headers of '{name}' in Files") : null);
    }
}

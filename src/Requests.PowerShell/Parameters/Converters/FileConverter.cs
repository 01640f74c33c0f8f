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

    /// <summary>Converts the value of <c>-Checksum</c> to a checksum; null stays null.</summary>
    /// <param name="value">The algorithm, a colon, and the hash in hexadecimal digits or Base64.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static Checksum? ToChecksum(object? value) =>
        TextConverter.ToStrictText(value, "Checksum", "sha256: and the hash, in hexadecimal digits or Base64") is { } text
            ? Checksum.Parse(text)
            : null;

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

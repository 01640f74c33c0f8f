using System.Collections;

namespace Requests.PowerShell;

/// <summary>The accepted forms of files in a multipart form.</summary>
internal static class FileConverter
{
    /// <summary>Names and files: a map or a list of pairs; a list of files as value sends several under one name, null leaves out.</summary>
    internal static List<KeyValuePair<string, FilePart>> ToFiles(object value)
    {
        var pairs = PSValue.ToPairs(value, keepsNothing: true) ?? throw ParameterErrors.Invalid("Files", value, "a map or a list of pairs of a name and a file, such as @{ file = Get-Item report.csv }");
        var files = new List<KeyValuePair<string, FilePart>>();
        foreach (var (name, file) in pairs)
        {
            if (file is null) continue;
            if (PSValue.IsNothing(file)) throw ParameterErrors.Invalid($"The file '{name}' of Files", file, "a file that exists, or $null to leave the field out");
            if (file is IList list && PSValue.IsList(list) && IsSeveral(list)) files.AddRange(list.Cast<object?>().Select(one => KeyValuePair.Create(name, ToFile(one, name))));
            else files.Add(KeyValuePair.Create(name, ToFile(file, name)));
        }

        return files;
    }

    /// <summary>What <c>-Checksum</c> takes: the algorithm and the hash; null for none.</summary>
    /// <exception cref="InvalidParameterException">It is something else.</exception>
    internal static Checksum? ToChecksum(object? value) =>
        ValueConverter.ToWord(value, "Checksum", "sha256: and the hash, in hexadecimal digits or Base64") is { } text ? Checksum.Parse(text) : null;

    /// <summary>Content alone: a part, a file, a stream, bytes, or anything with a text of its own.</summary>
    internal static FilePart ToContent(object? value, string name) => PSValue.Unwrap(value) switch
    {
        FilePart part => part,
        FileInfo file => FilePart.FromPath(file.FullName),
        Stream stream => FilePart.FromStream(stream),
        byte[] bytes => FilePart.FromBytes(bytes),
        null => throw ParameterErrors.Invalid($"The file '{name}'", value, "a file, a stream, bytes or a text"),
        var other => FilePart.FromText(PSValue.ToText(other, name, "Files")!),
    };

    /// <summary>Several files rather than one file as tuple, whose first item is a name, or null for a plain field.</summary>
    private static bool IsSeveral(IList list) => list.Count > 0 && (PSValue.Unwrap(list[0]) is not (string or null) || list.Count is < 2 or > 4);

    /// <summary>A file, alone or as the tuple (file name, content, content type, headers); a null name makes it a plain field.</summary>
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

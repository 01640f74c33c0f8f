using System.Text;

namespace Requests;

/// <summary>A multipart form as a mock reads it: the parts that our own writer makes. Pure.</summary>
internal static class MultipartForm
{
    /// <summary>The boundary that a Content-Type names; null for what is no multipart form.</summary>
    /// <param name="contentType">The header's value.</param>
    internal static string? GetBoundary(string? contentType) =>
        contentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true ? Parameter(contentType, "boundary") : null;

    /// <summary>The parts: the name, the file's name where there is one, and the content as text.</summary>
    /// <param name="body">The body.</param>
    /// <param name="boundary">What parts them.</param>
    internal static List<(string Name, string? FileName, string Content)> Read(byte[] body, string boundary)
    {
        var parts = new List<(string, string?, string)>();

        // Bytes as characters of the same number, so that contents of any kind survive the cutting.
        var text = "\r\n" + Encoding.Latin1.GetString(body);
        foreach (var piece in text.Split($"\r\n--{boundary}").Skip(1))
        {
            var end = piece.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (piece.StartsWith("--", StringComparison.Ordinal) || end < 0) continue;
            var disposition = Utf8(piece[..end]).Split("\r\n").FirstOrDefault(static line => line.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase)) ?? "";
            parts.Add((Parameter(disposition, "name") ?? "", Parameter(disposition, "filename"), Utf8(piece[(end + 4)..])));
        }

        return parts;
    }

    /// <summary>Whether each pair is a part and each part a pair. The value of a file is its name or its content.</summary>
    /// <param name="expected">The pairs.</param>
    /// <param name="parts">The parts; those that fit are taken out.</param>
    internal static bool Fits(List<(string Name, string Value)> expected, List<(string Name, string? FileName, string Content)> parts)
    {
        foreach (var (name, value) in expected)
        {
            var at = parts.FindIndex(part => part.Name == name && (part.FileName == value || part.Content == value));
            if (at < 0) return false;
            parts.RemoveAt(at);
        }

        return parts.Count == 0;
    }

    private static string Utf8(string bytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    /// <summary>A parameter of a header; the escapes of WHATWG for quotes and line ends are undone.</summary>
    private static string? Parameter(string header, string name)
    {
        var start = header.IndexOf($"; {name}=", StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;
        var value = header.AsSpan(start + name.Length + 3);
        var isQuoted = value.StartsWith("\"");
        if (isQuoted) value = value[1..];
        var end = value.IndexOf(isQuoted ? '"' : ';');
        return (end < 0 ? value : value[..end]).ToString().Replace("%22", "\"", StringComparison.Ordinal).Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal);
    }
}

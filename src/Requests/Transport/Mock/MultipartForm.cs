using System.Text;

namespace Requests;

/// <summary>Reads multipart forms for a mock, in the form that <see cref="MultipartBody"/> writes. Pure.</summary>
internal static class MultipartForm
{
    /// <summary>Returns the parts: the name, the file name where there is one, and the content as text.</summary>
    /// <param name="body">The body.</param>
    /// <param name="boundary">The boundary between the parts.</param>
    internal static List<(string Name, string? FileName, string Content)> Read(byte[] body, string boundary)
    {
        var parts = new List<(string, string?, string)>();

        // Latin-1 maps each byte to one character, so that contents of any kind survive the splitting.
        var text = "\r\n" + Encoding.Latin1.GetString(body);
        foreach (var piece in text.Split($"\r\n--{boundary}").Skip(1))
        {
            var end = piece.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (piece.StartsWith("--", StringComparison.Ordinal) || end < 0) continue;
            var disposition = DecodeUtf8(piece[..end])
                .Split("\r\n")
                .FirstOrDefault(static line => line.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase)) ?? "";
            parts.Add((GetParameter(disposition, "name") ?? "", GetParameter(disposition, "filename"), DecodeUtf8(piece[(end + 4)..])));
        }

        return parts;
    }

    /// <summary>Returns whether pairs and parts match one to one. The value of a file is its name or its content.</summary>
    /// <param name="expected">The pairs.</param>
    /// <param name="parts">The parts; those that match are removed.</param>
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

    private static string DecodeUtf8(string bytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    /// <summary>Returns a parameter of a header, with WHATWG's escapes of quotes and line ends decoded.</summary>
    private static string? GetParameter(string header, string name)
    {
        var start = header.IndexOf($"; {name}=", StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;
        var value = header.AsSpan(start + name.Length + 3);
        var isQuoted = value.StartsWith("\"");
        if (isQuoted) value = value[1..];
        var end = value.IndexOf(isQuoted ? '"' : ';');
        return (end < 0 ? value : value[..end]).ToString()
            .Replace("%22", "\"", StringComparison.Ordinal)
            .Replace("%0D", "\r", StringComparison.Ordinal)
            .Replace("%0A", "\n", StringComparison.Ordinal);
    }
}

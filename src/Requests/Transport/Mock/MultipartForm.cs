using System.Text;

namespace Requests;

/// <summary>Reads multipart forms, in the form that <see cref="MultipartBody"/> writes. Pure.</summary>
internal static class MultipartForm
{
    /// <summary>Returns the parts of a form.</summary>
    /// <param name="body">The body.</param>
    /// <param name="boundary">The boundary between the parts.</param>
    internal static List<FormPart> Read(byte[] body, string boundary)
    {
        var parts = new List<FormPart>();
        var delimiter = Encoding.Latin1.GetBytes($"\r\n--{boundary}");

        // The first delimiter has no line end before it.
        var start = body.AsSpan().StartsWith(delimiter.AsSpan(2)) ? delimiter.Length - 2 : IndexAfter(body, delimiter, 0);
        while (start >= 0 && !body.AsSpan(start).StartsWith("--"u8))
        {
            var next = IndexAfter(body, delimiter, start);
            var piece = body.AsSpan(start, (next < 0 ? body.Length : next - delimiter.Length) - start);
            if (piece.IndexOf("\r\n\r\n"u8) is >= 0 and var end) parts.Add(Read(piece[..end], piece[(end + 4)..]));
            start = next;
        }

        return parts;
    }

    /// <summary>Returns the first difference between pairs and parts, which have to match one to one; null where they do.</summary>
    /// <param name="expected">The pairs. The value of a file is its name or its content as text.</param>
    /// <param name="parts">The parts; those that match are removed.</param>
    internal static string? FindMismatch(List<(string Name, string Value)> expected, List<FormPart> parts)
    {
        foreach (var (name, value) in expected)
        {
            var at = parts.FindIndex(part => part.Name == name && (part.FileName == value || part.Text == value));
            if (at < 0) return $"the form has no '{name}' of that value";
            parts.RemoveAt(at);
        }

        return parts.Count == 0 ? null : $"the form also has '{parts[0].Name}'";
    }

    /// <summary>
    /// Returns the index after the next delimiter; -1 without one. A longer boundary that begins in the same way is not a delimiter.
    /// </summary>
    private static int IndexAfter(byte[] body, byte[] delimiter, int start)
    {
        while (body.AsSpan(start).IndexOf(delimiter) is >= 0 and var at)
        {
            start += at + delimiter.Length;
            var rest = body.AsSpan(start);
            if (rest.IsEmpty || rest[0] is (byte)'\r' or (byte)' ' or (byte)'\t' || rest.StartsWith("--"u8)) return start;
        }

        return -1;
    }

    private static FormPart Read(ReadOnlySpan<byte> head, ReadOnlySpan<byte> content)
    {
        var lines = Encoding.UTF8.GetString(head).Split("\r\n");
        var disposition = FindHeader(lines, "Content-Disposition") ?? "";
        return new FormPart(
            GetParameter(disposition, "name") ?? "",
            GetParameter(disposition, "filename"),
            FindHeader(lines, "Content-Type"),
            content.ToArray());
    }

    private static string? FindHeader(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

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

    /// <summary>Represents a part of a form.</summary>
    /// <param name="Name">The name of the field.</param>
    /// <param name="FileName">The name of the file; null for a plain field.</param>
    /// <param name="ContentType">The media type; null where the part has none.</param>
    /// <param name="Content">The bytes.</param>
    internal sealed record FormPart(string Name, string? FileName, string? ContentType, byte[] Content)
    {
        /// <summary>Gets the content decoded as UTF-8.</summary>
        internal string Text { get; } = Encoding.UTF8.GetString(Content);
    }
}

using System.Text;

namespace Requests;

/// <summary>What .NET cannot be made to write in the head of an HTTP/1.1 request, marked by the mapper and put right before it leaves.</summary>
internal static class RequestHead
{
    /// <summary>The value of a Host header that is empty.</summary>
    internal static string EmptyHost => ResponseHead.Carrier;

    /// <summary>The name of a header that marks a request with headers such as Content-Type and no content, which has no length.</summary>
    internal static string NoContent => ResponseHead.Carrier;

    /// <summary>The head without its marks.</summary>
    /// <param name="head">The head as the handler wrote it, and perhaps the beginning of the body.</param>
    internal static byte[] Restore(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        var isWithoutContent = lines.Any(static line => line.StartsWith(NoContent, StringComparison.Ordinal));
        var kept = lines
            .Where(line => !isWithoutContent || !(line.StartsWith(NoContent, StringComparison.Ordinal) || line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)))
            .Select(static line => line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase) && line.EndsWith(EmptyHost, StringComparison.Ordinal) ? "Host: " : line);
        return Encoding.Latin1.GetBytes(string.Join("\r\n", kept) + text[end..]);
    }
}

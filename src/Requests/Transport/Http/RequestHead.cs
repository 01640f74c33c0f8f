using System.Text;

namespace Requests;

/// <summary>
/// Corrects the head of an HTTP/1.1 request where .NET cannot write it as needed. The mapper marks the lines to correct.
/// </summary>
internal static class RequestHead
{
    /// <summary>Gets the value that marks an empty Host header: the random mark of the process, used as a value.</summary>
    internal static string EmptyHostValue => ResponseHead.CarrierHeader;

    /// <summary>
    /// Gets the name of the header that marks a request with headers such as Content-Type, without content and length: the random mark of
    /// the process, used as a name.
    /// </summary>
    internal static string NoContentHeader => ResponseHead.CarrierHeader;

    /// <summary>Returns the head with the marked lines corrected.</summary>
    /// <param name="head">The head as the handler wrote it, possibly followed by the beginning of the body.</param>
    internal static byte[] Restore(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        var isWithoutContent = lines.Any(IsMark);
        var kept = lines
            .Where(static line => !IsInformationalMark(line))
            .Where(line => !isWithoutContent || !(IsMark(line) || line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)))
            .Select(static line => IsEmptyHost(line) ? "Host: " : line);
        return Encoding.Latin1.GetBytes(string.Join("\r\n", kept) + text[end..]);
    }

    private static bool IsMark(string line) =>
        line.StartsWith(NoContentHeader, StringComparison.Ordinal) && line.AsSpan(NoContentHeader.Length).StartsWith(":");

    private static bool IsInformationalMark(string line) => line.StartsWith(InformationalReceivers.HeaderName, StringComparison.Ordinal);

    private static bool IsEmptyHost(string line) =>
        line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase) && line.EndsWith(EmptyHostValue, StringComparison.Ordinal);
}

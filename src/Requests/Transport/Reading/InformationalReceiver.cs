using System.Text;

namespace Requests;

/// <summary>Receives the informational responses (1xx) of one request from the reader of its connection.</summary>
/// <param name="request">The request.</param>
/// <param name="receive">The function that receives each response; it neither waits nor throws.</param>
internal sealed class InformationalReceiver(PreparedRequest request, Action<Response> receive)
{
    /// <summary>Passes a response on.</summary>
    /// <param name="status">The status.</param>
    /// <param name="head">The head, which <see cref="ResponseHead.Read"/> has accepted.</param>
    internal void Receive(int status, ReadOnlySpan<byte> head)
    {
        var lines = Encoding.Latin1.GetString(head).Split('\n');
        var headers = new HeaderDictionary();
        string? name = null;
        var value = "";
        foreach (var line in lines.Skip(1).Select(static line => line.TrimEnd('\r')))
        {
            // A line that begins with white space continues the one before it (RFC 9112 section 5.2).
            if (line.StartsWith(' ') || line.StartsWith('\t'))
            {
                value = $"{value} {line.Trim(' ', '\t')}";
                continue;
            }

            if (name is not null) headers.Append(name, value);
            (name, value) = line.Split(':', 2) is [var before, var after] ? (before.TrimEnd(' ', '\t'), after.Trim(' ', '\t')) : (null, "");
        }

        receive(new Response(request, status) { Reason = GetReason(lines[0]), Headers = headers });
    }

    /// <summary>Returns the reason phrase, which follows the status, as UTF-8 where it is valid UTF-8, else as Latin-1.</summary>
    private static string GetReason(string line)
    {
        var code = line["HTTP/1.1".Length..].TrimStart(' ', '\t');
        return Latin1.DecodeUtf8(code[3..].Trim(' ', '\t', '\r'));
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Requests.TestServer;

/// <summary>Converts the text of a reply of a <see cref="ScriptedServer"/> to bytes.</summary>
internal static partial class ScriptedBytes
{
    internal static byte[] From(string reply, string first, string second)
    {
        var expanded = reply.Replace("{a}", first, StringComparison.Ordinal).Replace("{b}", second, StringComparison.Ordinal);
        var text = Coded().Replace(expanded, Encode);
        var at = text.IndexOf("{length}", StringComparison.Ordinal);
        if (at < 0) return Encoding.Latin1.GetBytes(text);
        var body = text[(text.IndexOf("\r\n\r\n", at, StringComparison.Ordinal) + 4)..];
        var length = body.Length.ToString(CultureInfo.InvariantCulture);
        return Encoding.Latin1.GetBytes(text.Replace("{length}", length, StringComparison.Ordinal));
    }

    private static string Encode(Match match)
    {
        using var output = new MemoryStream();
        using (Stream encoder = match.Groups["name"].Value switch
        {
            "gzip" => new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true),
            "zlib" => new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true),
            _ => new BrotliStream(output, CompressionLevel.Optimal, leaveOpen: true),
        }) encoder.Write(Encoding.Latin1.GetBytes(match.Groups["text"].Value));
        return Encoding.Latin1.GetString(output.ToArray());
    }

    [GeneratedRegex(@"\{(?<name>gzip|zlib|deflate|br):(?<text>[^}]*)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Coded();
}

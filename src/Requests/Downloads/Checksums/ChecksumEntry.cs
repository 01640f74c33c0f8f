using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Represents a line of a file of checksums: the name of a file, and its hash.</summary>
/// <param name="Name">The path of the file as the line has it; empty where the line has the hash only.</param>
/// <param name="Checksum">The hash; null when its algorithm is not supported.</param>
/// <param name="AlgorithmName">The name of an algorithm that is not supported, or null.</param>
internal sealed record ChecksumEntry(string Name, Checksum? Checksum, string? AlgorithmName = null)
{
    /// <summary>Gets the segments of the path, without those that mean the folder itself.</summary>
    internal string[] Segments { get; } = [.. Name.Split('/').Where(static segment => segment is not ("" or "."))];

    /// <summary>
    /// Parses a line: <c>hash  name</c> and <c>hash *name</c> of the GNU tools, <c>SHA256 (name) = hash</c> of BSD and OpenSSL,
    /// <c>sha256:hash</c>, or a hash alone. A backslash before the line means that the name is escaped.
    /// </summary>
    /// <param name="line">The line without its end.</param>
    /// <returns>The entry, or null when the line is a comment or another text.</returns>
    internal static ChecksumEntry? Parse(string line)
    {
        line = line.Trim(' ', '\t', '\uFEFF');
        if (line.Length == 0 || line[0] is '#' or ';') return null;
        var isEscaped = line[0] == '\\';
        if (isEscaped) line = line[1..];
        return ParseTagged(line, isEscaped) ?? ParsePlain(line, isEscaped);
    }

    /// <summary>Parses <c>algorithm (name) = hash</c>, with or without the blanks. The name may have parentheses.</summary>
    private static ChecksumEntry? ParseTagged(string line, bool isEscaped)
    {
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.LastIndexOf(')');
        if (open <= 0 || close <= open) return null;
        var algorithm = line[..open].TrimEnd();
        var rest = line[(close + 1)..].Trim();
        if (!IsAlgorithmName(algorithm) || rest.Length < 2 || rest[0] != '=') return null;
        var hash = rest[1..].Trim();
        var name = Unescape(line[(open + 1)..close], isEscaped);
        if (HashAlgorithms.Find(algorithm) is not { } known) return IsHash(hash) ? new ChecksumEntry(name, null, algorithm) : null;
        return HashAlgorithms.Decode(hash, known) is { } bytes ? new ChecksumEntry(name, new Checksum(known, bytes)) : null;
    }

    /// <summary>Parses <c>hash name</c>, with the algorithm that the length of the hash tells, or the one before a colon.</summary>
    private static ChecksumEntry? ParsePlain(string line, bool isEscaped)
    {
        var end = line.IndexOfAny([' ', '\t']);
        var hash = end < 0 ? line : line[..end];
        var name = end < 0 ? "" : CutName(line[end..]);
        HashAlgorithmName? algorithm;
        if (hash.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
        {
            algorithm = HashAlgorithms.Find(hash[..colon]);
            hash = hash[(colon + 1)..];
        }
        else
        {
            algorithm = hash.All(char.IsAsciiHexDigit) ? HashAlgorithms.FromDigits(hash.Length) : null;
        }

        if (algorithm is not { } known || HashAlgorithms.Decode(hash, known) is not { } bytes) return null;
        return new ChecksumEntry(name == "-" ? "" : Unescape(name, isEscaped), new Checksum(known, bytes));
    }

    /// <summary>Removes what separates a hash from a name: two blanks, a blank and an asterisk, or other white space.</summary>
    private static string CutName(string rest)
    {
        if (rest.StartsWith("  ", StringComparison.Ordinal) || rest.StartsWith(" *", StringComparison.Ordinal)) rest = rest[2..];
        var name = rest.TrimStart(' ', '\t');
        return name.StartsWith('*') && name.Length < rest.Length ? name[1..] : name;
    }

    /// <summary>
    /// Replaces the escapes of an escaped name. In another name a backslash separates folders, as tools of Windows write it.
    /// </summary>
    private static string Unescape(string name, bool isEscaped)
    {
        if (!isEscaped) return name.Replace('\\', '/');
        var text = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '\\' && i + 1 < name.Length) text.Append(name[++i] switch { 'n' => '\n', 'r' => '\r', var other => other });
            else text.Append(name[i]);
        }

        return text.ToString();
    }

    private static bool IsAlgorithmName(string text) =>
        text.Length is > 0 and <= 20
            && text.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '/' or '_');

    private static bool IsHash(string text) => text.Length >= 8 && text.All(char.IsAsciiHexDigit);
}

using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Represents a file of checksums, such as SHA256SUMS. Other lines, comments and a PGP signature around it are ignored.</summary>
/// <remarks>The signature of OpenPGP clear-signed text (RFC 9580 section 7) is not verified.</remarks>
internal sealed class ChecksumFile
{
    private const string SignedMessage = "-----BEGIN PGP SIGNED MESSAGE-----";
    private const string ArmorStart = "-----BEGIN PGP ";
    private const string DashEscape = "- ";
    private const int MaximumNames = 3;

    private readonly string _source;
    private readonly List<ChecksumEntry> _entries = [];
    private readonly Dictionary<string, List<ChecksumEntry>> _byName = new(StringComparer.Ordinal);

    private ChecksumFile(string source) => _source = source;

    /// <summary>Gets a value that indicates whether the text has no checksum at all.</summary>
    internal bool IsEmpty => _entries.Count == 0;

    /// <summary>Parses the bytes of the file: UTF-8, or the encoding of its byte order mark.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="source">The redacted URL or the path of the file, for messages.</param>
    internal static ChecksumFile Parse(byte[] bytes, string source)
    {
        using var reader = new StreamReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        return Parse(reader.ReadToEnd(), source);
    }

    /// <summary>
    /// Parses a text. Of a clear-signed text only the signed part counts, because a signature does not cover the rest.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="source">The redacted URL or the path of the file, for messages.</param>
    internal static ChecksumFile Parse(string text, string source)
    {
        var file = new ChecksumFile(source);
        var isSigned = text.Contains(SignedMessage, StringComparison.Ordinal);
        var isInside = !isSigned;
        foreach (var span in text.AsSpan().EnumerateLines())
        {
            var line = span.ToString();
            if (isSigned && line.StartsWith(ArmorStart, StringComparison.Ordinal))
            {
                isInside = line.StartsWith(SignedMessage, StringComparison.Ordinal);
                continue;
            }

            if (!isInside) continue;
            if (isSigned && line.StartsWith(DashEscape, StringComparison.Ordinal)) line = line[DashEscape.Length..];
            if (ChecksumEntry.Parse(line) is { } entry) file.Add(entry);
        }

        return file;
    }

    /// <summary>
    /// Finds the checksum of a file: that of the line whose path is the longest end of the path in the URL; else that of the lines with the
    /// name in another folder, as <c>sha256sum dist/*</c> writes them, where they have one hash; or the only hash of a file without
    /// names. Of several algorithms the strongest is used.
    /// </summary>
    /// <param name="segments">The path of the file in the URL, decoded and split at its slashes; its last segment is the name.</param>
    /// <param name="algorithm">The algorithm that the hash must have; null accepts every algorithm.</param>
    /// <exception cref="ChecksumFileException">The file has no checksum of this name, or several that differ.</exception>
    internal Checksum Find(string[] segments, HashAlgorithmName? algorithm)
    {
        var named = FindLines(segments);
        if (named.Count == 0 && _byName.Count == 0) named = _entries;
        if (named.Count == 0) throw Unusable($"has no line for '{segments[^1]}': {DescribeNames()}");
        var usable = named.Where(entry => entry.Checksum is { } sum && (algorithm ?? sum.Algorithm) == sum.Algorithm)
            .Select(static entry => entry.Checksum!).ToList();
        if (usable.Count == 0)
        {
            var have = named.Select(static entry => entry.AlgorithmName ?? entry.Checksum!.Algorithm.Name!)
                .Distinct(StringComparer.Ordinal);
            throw Unusable(
                $"has no hash of '{segments[^1]}' that can be used: it has {string.Join(", ", have)}"
                    + $"{(algorithm is { } wanted ? $", and {wanted.Name} was requested" : "")}.");
        }

        var strongest = usable.MaxBy(static sum => Array.IndexOf(HashAlgorithms.All, sum.Algorithm))!;
        if (usable.Find(sum => sum.Algorithm == strongest.Algorithm && !sum.IsSame(strongest)) is { } other)
        {
            throw Unusable($"has several hashes for '{segments[^1]}' that differ: {Describe(strongest)} and {Describe(other)}.");
        }

        return strongest;

        string Describe(Checksum sum) =>
            named.Find(entry => ReferenceEquals(entry.Checksum, sum)) is { Name: { Length: > 0 } name } ? $"{sum} of '{name}'" : $"{sum}";
    }

    /// <summary>Returns whether a line has the path of a file, or its name only.</summary>
    /// <param name="segments">The path of the file, as for <see cref="Find"/>.</param>
    internal bool Has(string[] segments) => FindEnds(segments).Count > 0;

    /// <summary>Returns whether a line has the name of a file, in any folder.</summary>
    /// <param name="name">The name.</param>
    internal bool HasName(string name) => _byName.ContainsKey(name);

    private List<ChecksumEntry> FindLines(string[] segments) =>
        FindEnds(segments) is { Count: > 0 } ends ? ends : _byName.GetValueOrDefault(segments[^1]) ?? [];

    private List<ChecksumEntry> FindEnds(string[] segments)
    {
        if (!_byName.TryGetValue(segments[^1], out var named)) return [];
        var ends = named.FindAll(entry => IsEnd(segments, entry.Segments));
        if (ends.Count == 0) return [];
        var longest = ends.Max(static entry => entry.Segments.Length);
        return ends.FindAll(entry => entry.Segments.Length == longest);
    }

    private void Add(ChecksumEntry entry)
    {
        _entries.Add(entry);
        if (entry.Segments is not [.., var name]) return;
        if (!_byName.TryGetValue(name, out var lines)) _byName[name] = lines = [];
        lines.Add(entry);
    }

    private static bool IsEnd(string[] path, string[] end) =>
        end.Length <= path.Length && path.AsSpan(path.Length - end.Length).SequenceEqual(end);

    private ChecksumFileException Unusable(string fault) => new($"The file of checksums '{_source}' {fault}");

    private string DescribeNames()
    {
        if (IsEmpty) return "it has no checksums.";
        var names = _entries.Select(static entry => entry.Name).Where(static name => name.Length > 0)
            .Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0) return "it has hashes without names.";
        var shown = string.Join(", ", names.Take(MaximumNames).Select(static name => $"'{name}'"));
        return names.Length <= MaximumNames ? $"it has {shown}." : $"it has {names.Length} names, such as {shown}.";
    }
}

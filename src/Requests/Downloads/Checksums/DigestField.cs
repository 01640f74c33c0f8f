using System.Security.Cryptography;

namespace Requests;

/// <summary>Reads the fields <c>Content-Digest</c> and <c>Repr-Digest</c>.</summary>
/// <remarks>RFC 9530; the value is a dictionary of RFC 9651 with byte sequences, such as <c>sha-256=:47DEQ…=:</c>.</remarks>
internal static class DigestField
{
    /// <summary>
    /// Parses a field. Algorithms other than sha-256 and sha-512, values that are not byte sequences, and hashes of a wrong length are
    /// ignored. Of two members with the same key the last counts.
    /// </summary>
    /// <param name="field">The value of the field, or null.</param>
    internal static IReadOnlyList<Checksum> Parse(string? field)
    {
        if (field is null) return [];
        Checksum? sha256 = null, sha512 = null;
        foreach (var member in HeaderParameters.Split(field, ','))
        {
            var equals = member.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            switch (member[..equals])
            {
                case "sha-256":
                    sha256 = ParseBytes(member[(equals + 1)..], HashAlgorithmName.SHA256);
                    break;
                case "sha-512":
                    sha512 = ParseBytes(member[(equals + 1)..], HashAlgorithmName.SHA512);
                    break;
            }
        }

        return [.. new[] { sha256, sha512 }.OfType<Checksum>()];
    }

    /// <summary>Parses <c>:base64:</c>, which parameters may follow. The padding may be missing (RFC 9651 section 4.2.7).</summary>
    private static Checksum? ParseBytes(string value, HashAlgorithmName algorithm)
    {
        if (value.Length < 2 || value[0] != ':' || value.IndexOf(':', 1) is not (> 0 and var end)) return null;
        var rest = value[(end + 1)..].TrimStart(' ');
        if (rest.Length > 0 && rest[0] != ';') return null;
        var text = value[1..end];
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        var size = HashAlgorithms.GetSize(algorithm);
        var bytes = new byte[size + 3];
        return Convert.TryFromBase64String(padded, bytes, out var count) && count == size
            ? new Checksum(algorithm, bytes[..size])
            : null;
    }
}

using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Requests;

/// <summary>The host of a URL in its wire form.</summary>
internal static class HostName
{
    // RFC 5892 appendix A: allowed in context; the mapping has checked where.
    private const string ContextCharacters = "\u00b7\u0375\u05f3\u05f4\u30fb\u200c\u200d";

    private static readonly SearchValues<char> AllowedAscii = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");
    private static readonly IdnMapping Idna = new() { UseStd3AsciiRules = true };

    /// <summary>The host in lower case, names of other scripts in their ASCII form; null when it can be no host.</summary>
    /// <param name="host">The host as written: a name, an IPv4 address, or an IPv6 address in brackets.</param>
    /// <remarks>RFC 5890 to 5892 (IDNA 2008): symbols such as a snowman are no names.</remarks>
    internal static string? Prepare(string host)
    {
        if (host.StartsWith('[')) return IsBracketedAddress(host) ? host : null;
        if (!Ascii.IsValid(host)) return ToAscii(host);
        if (host.Length == 0 || host[0] is '*' or '.' || host.AsSpan().ContainsAnyExcept(AllowedAscii)) return null;
        return IsAddressLike(host) && !IsDottedQuad(host) ? null : host.ToLowerInvariant();
    }

    private static bool IsBracketedAddress(string host) =>
        host.EndsWith(']') && !host.Contains('%', StringComparison.Ordinal)
        && host.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out _);

    /// <summary>True when some systems would read the name as a number: <c>1.2.3</c>, <c>0x7f.1</c>.</summary>
    private static bool IsAddressLike(string host)
    {
        var name = host.EndsWith('.') ? host[..^1] : host;
        var last = name[(name.LastIndexOf('.') + 1)..];
        return last.Length > 0 && (last.All(char.IsAsciiDigit) || (last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && last.Skip(2).All(char.IsAsciiHexDigit)));
    }

    private static bool IsDottedQuad(string host) =>
        IPAddress.TryParse(host, out var address) && address.ToString() == host;

    private static string? ToAscii(string host)
    {
        try
        {
            var ascii = Idna.GetAscii(host);
            return IsName(Idna.GetUnicode(ascii)) && Ascii.IsValid(ascii) ? Prepare(ascii) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsName(string unicode)
    {
        foreach (var rune in unicode.EnumerateRunes())
        {
            if (rune.IsAscii || ContextCharacters.Contains(rune.ToString(), StringComparison.Ordinal)) continue;
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber)) return false;
        }

        return true;
    }
}

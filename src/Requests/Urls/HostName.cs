using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Requests;

/// <summary>Prepares the host of a URL for the wire.</summary>
internal static class HostName
{
    // RFC 5892 appendix A: allowed in context. IdnMapping has checked the context.
    private const string ContextCharacters = "\u00b7\u0375\u05f3\u05f4\u30fb\u200c\u200d";

    // RFC 1035 section 2.3.4: 255 bytes on the wire, with a length byte before each label and a zero byte at the end.
    private const int LongestName = 253;

    private static readonly SearchValues<char> AllowedAscii =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    private static readonly SearchValues<char> AllowedInZone =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly IdnMapping Idna = new() { UseStd3AsciiRules = true };

    /// <summary>Returns the host in lower case, internationalized names in their ASCII form; null when the host is not valid.</summary>
    /// <param name="host">The host as written: a name, an IPv4 address, or an IPv6 address in brackets.</param>
    /// <remarks>RFC 5890 to 5892 (IDNA 2008): symbols, such as a snowman, are not allowed.</remarks>
    internal static string? Prepare(string host)
    {
        if (host.StartsWith('[')) return PrepareBracketed(host);
        if (IsTooLong(host)) return null;
        if (!Ascii.IsValid(host)) return ToAscii(host);
        if (host.Length == 0 || host[0] is '*' or '.' || host.AsSpan().ContainsAnyExcept(AllowedAscii)) return null;
        return IsAddressLike(host) && !IsDottedQuad(host) ? null : host.ToLowerInvariant();
    }

    /// <summary>Returns whether a name is longer than DNS allows.</summary>
    /// <param name="name">A name with or without its final dot.</param>
    internal static bool IsTooLong(string name) => name.Length > LongestName + (name.EndsWith('.') ? 1 : 0);

    /// <summary>Returns an IPv6 address as a socket takes it: without brackets, its zone behind a bare percent sign.</summary>
    /// <param name="host">A host, with or without brackets.</param>
    internal static string ToSocketForm(string host)
    {
        if (host.StartsWith('[')) host = host[1..^1];
        return host.Contains("%25", StringComparison.Ordinal) ? host.Replace("%25", "%", StringComparison.Ordinal) : host;
    }

    /// <summary>Returns an address without its zone, which has a meaning on this machine alone (RFC 6874 section 1).</summary>
    /// <param name="host">A host, with or without brackets.</param>
    internal static string WithoutZone(string host)
    {
        var zone = host.IndexOf('%', StringComparison.Ordinal);
        return zone < 0 ? host : host.StartsWith('[') ? $"{host[..zone]}]" : host[..zone];
    }

    /// <summary>
    /// Prepares an address in brackets. The percent sign of its zone is written as <c>%25</c> (RFC 6874); a bare one is understood, too.
    /// </summary>
    private static string? PrepareBracketed(string host)
    {
        if (!host.EndsWith(']')) return null;
        var inner = host[1..^1];
        var percent = inner.IndexOf('%', StringComparison.Ordinal);
        var address = percent < 0 ? inner : inner[..percent];
        if (!address.Contains(':', StringComparison.Ordinal) || address.Contains('/', StringComparison.Ordinal)) return null;
        if (!IPAddress.TryParse(address, out _)) return null;
        if (percent < 0) return host;
        var zone = inner.AsSpan(percent + (inner.AsSpan(percent).StartsWith("%25") ? 3 : 1));
        return zone.IsEmpty || zone.ContainsAnyExcept(AllowedInZone) ? null : $"[{address}%25{zone}]";
    }

    /// <summary>Whether some systems would read the name as a number: <c>1.2.3</c>, <c>0x7f.1</c>.</summary>
    private static bool IsAddressLike(string host)
    {
        var name = host.EndsWith('.') ? host.AsSpan()[..^1] : host;
        var last = name[(name.LastIndexOf('.') + 1)..];
        if (last.Length == 0) return false;
        return !last.ContainsAnyExceptInRange('0', '9')
            || (last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && !last[2..].ContainsAnyExcept(HexDigits));
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
            if (!IsAllowed(Rune.GetUnicodeCategory(rune))) return false;
        }

        return true;
    }

    private static bool IsAllowed(UnicodeCategory category) => category is UnicodeCategory.LowercaseLetter
        or UnicodeCategory.OtherLetter
        or UnicodeCategory.ModifierLetter
        or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.DecimalDigitNumber;
}

using System.Diagnostics.CodeAnalysis;

namespace Requests;

/// <summary>Reads Vary, and compares the header fields that it lists.</summary>
/// <remarks>RFC 9111 section 4.1, RFC 9110 section 12.5.5.</remarks>
internal static class VaryRules
{
    /// <summary>
    /// Returns the names that Vary lists, in lower case, sorted and without repetitions; null where it contains <c>*</c>.
    /// </summary>
    /// <param name="headers">The headers of the response.</param>
    internal static string[]? GetNames(HeaderDictionary headers)
    {
        if (headers["Vary"] is not { Length: > 0 } vary) return [];
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in HeaderParameters.Split(vary, ','))
        {
            if (name == "*") return null;
            names.Add(ToLower(name));
        }

        return [.. names];
    }

    /// <summary>
    /// Returns a value in the form in which it is compared: without white space around commas, and in lower case where the case has no
    /// meaning. The order stays, as servers read it as a preference.
    /// </summary>
    /// <param name="name">The name of the field, in lower case.</param>
    /// <param name="value">The value, several lines joined by commas; null for a missing field.</param>
    internal static string Normalize(string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        var text = string.Join(',', value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return name is "accept-language" or "accept-encoding" or "accept-charset"
            ? ToLower(text.Replace(" ", "", StringComparison.Ordinal))
            : text;
    }

    /// <summary>Returns whether a stored response was selected by the header fields that a request has.</summary>
    /// <param name="response">The response.</param>
    /// <param name="request">The request.</param>
    internal static bool Matches(StoredResponse response, CacheRequest request) =>
        response.VaryNames.Count == 0 || response.VaryDigest == request.GetVaryDigest(response.VaryNames);

    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "Names are compared in lower case.")]
    private static string ToLower(string text) => text.ToLowerInvariant();
}

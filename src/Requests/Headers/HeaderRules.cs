using System.Buffers;

namespace Requests;

/// <summary>Checks headers before they are sent, so that no value can be read as another header or request.</summary>
/// <remarks>requests: <c>check_header_validity</c>. The meaning of a value is not checked.</remarks>
internal static class HeaderRules
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n\0");

    /// <summary>Checks all headers; a null value means "do not send" and passes.</summary>
    /// <param name="headers">The headers.</param>
    /// <exception cref="InvalidHeaderException">A header cannot be sent.</exception>
    internal static void Check(HeaderDictionary headers)
    {
        foreach (var field in headers.Fields) Check(field.Name, field.Joined);
    }

    /// <summary>Checks one header.</summary>
    /// <param name="name">The name: a token.</param>
    /// <param name="value">The value: Latin-1, without line ends, not beginning with a blank.</param>
    /// <exception cref="InvalidHeaderException">The header cannot be sent.</exception>
    internal static void Check(string name, string? value)
    {
        if (!HttpTokens.IsToken(name))
        {
            throw new InvalidHeaderException(
                $"The header name '{ReplaceControls(name)}' cannot be sent: it must be one word of letters, digits or !#$%&'*+-.^_`|~.");
        }

        if (string.IsNullOrEmpty(value)) return;
        if (value.AsSpan().ContainsAny(LineEnds)) throw Invalid(name, "holds a line end or a NUL");
        if (value[0] is ' ' or '\t') throw Invalid(name, "begins with a blank");
        if (value.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff'))
        {
            throw Invalid(name, "holds characters outside Latin-1; encode them as the server expects, for instance percent-encoded");
        }
    }

    private static InvalidHeaderException Invalid(string name, string reason) =>
        new($"The value of the header '{name}' cannot be sent: it {reason}.");

    private static string ReplaceControls(string name) =>
        string.Concat(name.Select(character => char.IsControl(character) ? '?' : character));
}

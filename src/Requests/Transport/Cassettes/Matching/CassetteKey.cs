namespace Requests;

/// <summary>
/// Represents the parts of a request that are compared, each in one form for requests that mean the same. Null is a part that is not
/// compared. Two requests match when their keys are equal.
/// </summary>
internal sealed record CassetteKey
{
    public string? Method { get; init; }

    public string? Scheme { get; init; }

    /// <summary>Gets the host in lower case, with its port unless it is that of the scheme.</summary>
    public string? Host { get; init; }

    public string? Path { get; init; }

    /// <summary>Gets the pairs without those that are secret or ignored, ordered by name, joined by ampersands.</summary>
    public string? Query { get; init; }

    /// <summary>Gets the compared headers, a line each, ordered by name.</summary>
    public string? Headers { get; init; }

    /// <summary>Gets the body; a long one as its hash.</summary>
    public string? Body { get; init; }

    /// <summary>Gets a value that indicates whether a part has the text that replaces a secret.</summary>
    public bool HasPlaceholder => Parts.Any(static part => part.Value?.Contains(SensitiveNames.Redacted, StringComparison.Ordinal) == true);

    /// <summary>Gets the parts with the words that an error describes them with.</summary>
    public IEnumerable<(string Name, string? Value)> Parts =>
    [
        ("method", Method), ("scheme", Scheme), ("host", Host), ("path", Path), ("query", Query), ("headers", Headers), ("body", Body),
    ];

    /// <summary>
    /// Returns whether a request matches an entry whose key has the text that replaces a secret. That text matches any text.
    /// </summary>
    /// <param name="request">The key of the request.</param>
    public bool FitsPlaceholders(CassetteKey request) =>
        Parts.Zip(request.Parts).All(static pair => FitsText(pair.First.Value, pair.Second.Value));

    private static bool FitsText(string? recorded, string? text)
    {
        if (recorded is null || text is null) return recorded is null && text is null;
        var pieces = recorded.Split(SensitiveNames.Redacted);
        if (pieces.Length == 1) return recorded == text;
        if (!text.StartsWith(pieces[0], StringComparison.Ordinal)) return false;
        var at = pieces[0].Length;
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var found = text.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + piece.Length;
        }

        return text.Length - at >= pieces[^1].Length && text.EndsWith(pieces[^1], StringComparison.Ordinal);
    }
}

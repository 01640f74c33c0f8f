namespace Requests.PowerShell;

/// <summary>Creates the replies of a mock in a script.</summary>
internal static class ReplyLiteral
{
    /// <summary>Creates the reply of an exchange.</summary>
    /// <param name="entry">The exchange.</param>
    /// <param name="conditions">The entries that expect the body of the request.</param>
    internal static ScriptMap Create(HarEntry entry, IReadOnlyList<KeyValuePair<string, object?>> conditions)
    {
        var parts = new List<KeyValuePair<string, object?>>
        {
            Pair("Method", entry.Request.Method),
            Pair("Url", UrlParts.WithoutFragment(entry.Request.Url)),
        };
        parts.AddRange(conditions);
        if (GetError(entry) is { } error)
        {
            parts.Add(Pair("Exception", $"{error.GetType().Name}: {error.Message}"));
            return new ScriptMap(parts, IsOrdered: false);
        }

        var response = entry.Response;
        parts.Add(Pair("StatusCode", response.Status));
        if (TestHeaders.ForResponse(response.Headers) is { } headers) parts.Add(Pair("Headers", headers));
        if (TestHeaders.ForResponse(response.Trailers) is { } trailers) parts.Add(Pair("Trailers", trailers));
        if (CreateBody(response) is { } body) parts.Add(body);
        if (GetFault(entry) is { } fault)
        {
            parts.Add(Pair("Fault", fault.ToString()));
            parts.Add(Pair("FaultAfter", response.Body.GetBytes()?.Length ?? 0));
        }

        return new ScriptMap(parts, IsOrdered: false);
    }

    /// <summary>Returns the error of an exchange without a complete response; null where a fault of the body plays it.</summary>
    /// <param name="entry">The exchange.</param>
    internal static RequestException? GetError(HarEntry entry) =>
        GetFault(entry) is null ? HarReplay.CreateError(entry, HarReplay.CreateRequest(entry)) : null;

    /// <summary>Returns the fault that plays the error of a body; null for none.</summary>
    /// <param name="entry">The exchange.</param>
    internal static MockFault? GetFault(HarEntry entry) => entry is { Response.Status: > 0, Error: { Phase: "receive", Type: var type } }
        ? type switch
        {
            nameof(ChunkedEncodingException) => MockFault.TruncateBody,
            nameof(ConnectionException) => MockFault.ResetBody,
            nameof(ReadTimeoutException) => MockFault.HangBody,
            _ => null,
        }
        : null;

    private static KeyValuePair<string, object?>? CreateBody(HarResponse response)
    {
        if (response.Body.Text is not { Length: > 0 } text || response.Body.GetBytes() is not { } bytes) return null;
        if (response.Body.IsBinary || !bytes.AsSpan().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(text))) return Pair("Body", bytes);
        var isJson = response.Headers["Content-Type"]?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        return isJson && JsonLiteral.TryCreate(text, out var json) ? Pair("Json", json) : Pair("Body", text);
    }

    private static KeyValuePair<string, object?> Pair(string name, object? value) => KeyValuePair.Create(name, value);
}

namespace Requests;

/// <summary>
/// Represents what an authentication changed in a request: headers, method, URL and body. Another origin receives the request without these
/// changes, and the values are redacted in all output.
/// </summary>
/// <remarks>
/// Headers that are secret by their name are not recorded, as they are removed for another origin anyway. requests: only Authorization is
/// removed.
/// </remarks>
internal sealed class AuthChanges
{
    // The earlier fields of the headers that the authentication wrote; a field without a value stands for a header that was missing.
    private readonly List<HeaderDictionary.Field> _headers = [];
    private readonly (string Before, string After) _method;
    private readonly (string Before, string After) _url;
    private readonly (RequestBody? Before, RequestBody? After) _body;

    private AuthChanges(
        (string Before, string After) method,
        (string Before, string After) url,
        (RequestBody? Before, RequestBody? After) body)
    {
        _method = method;
        _url = url;
        _body = body;
    }

    /// <summary>Applies an authentication to a request, in place of what an earlier one changed, and records the changes.</summary>
    /// <param name="auth">The authentication.</param>
    /// <param name="request">The request.</param>
    internal static void Apply(AuthBase auth, PreparedRequest request)
    {
        Undo(request);
        request.AuthChanges = Add(auth, request);
    }

    /// <summary>Applies an authentication to a request in addition to earlier ones; returns what it changed, or null.</summary>
    /// <param name="auth">The authentication.</param>
    /// <param name="request">The request, with the changes of the earlier ones.</param>
    internal static AuthChanges? Add(AuthBase auth, PreparedRequest request)
    {
        var (method, url, body) = (request.Method, request.Url, request.Body);
        var headers = request.Headers.CopyFields();
        auth.Apply(request);
        RequestPreparer.UpdateBodyHeaders(request);
        return Find(request, method, url, body, headers, earlier: null);
    }

    /// <summary>Records what the flow of an authentication changed in a request that it sends.</summary>
    /// <param name="sent">The request that the flow sends.</param>
    /// <param name="request">The request as it was before the flow.</param>
    internal static void Record(PreparedRequest sent, PreparedRequest request) =>
        sent.AuthChanges = Find(sent, request.Method, request.Url, request.Body, request.Headers.Fields, request.AuthChanges);

    /// <summary>
    /// Restores what a request had before the authentication changed it. A header that the authentication wrote gets its earlier value or
    /// is removed, also when its value was changed again. A method, URL or body that was changed again stays, and so does the absence of
    /// a header or a body that was removed.
    /// </summary>
    /// <param name="request">The request.</param>
    internal static void Undo(PreparedRequest request)
    {
        request.AuthLayers = null;
        if (request.AuthChanges is not { } changes) return;
        request.AuthChanges = null;
        changes.UndoIn(request);
    }

    /// <summary>Restores what a request had before these changes, as <see cref="Undo"/> does for all changes.</summary>
    /// <param name="request">The request.</param>
    internal void UndoIn(PreparedRequest request)
    {
        foreach (var field in _headers) request.Headers.Restore(field);
        if (request.Method == _method.After) request.Method = _method.Before;
        if (request.Url == _url.After) request.Url = _url.Before;
        if (_body.After is null || !ReferenceEquals(request.Body, _body.After)) return;
        request.Body = _body.Before;
        RequestPreparer.UpdateBodyHeaders(request);
    }

    /// <summary>Returns whether two requests are equal in what an authentication can change.</summary>
    /// <param name="request">A request.</param>
    /// <param name="other">Another one.</param>
    internal static bool AreEqual(PreparedRequest request, PreparedRequest other)
    {
        if (request.Method != other.Method || request.Url != other.Url || !ReferenceEquals(request.Body, other.Body)) return false;
        var fields = request.Headers.Fields;
        var others = other.Headers.Fields;
        if (fields.Length != others.Length) return false;
        for (var i = 0; i < fields.Length; i++)
        {
            if (!fields[i].Name.Equals(others[i].Name, StringComparison.OrdinalIgnoreCase)) return false;
            if (fields[i].Joined != others[i].Joined) return false;
        }

        return true;
    }

    /// <summary>Gets the values of the query parameters and form fields that the authentication added.</summary>
    internal IEnumerable<string?> GetAddedValues()
    {
        var query = GetAddedValues(UrlParts.Parse(_url.Before).Query, UrlParts.Parse(_url.After).Query);
        return _body.After is FormBody form && !ReferenceEquals(form, _body.Before)
            ? query.Concat(GetAddedValues((_body.Before as FormBody)?.GetText(), form.GetText()))
            : query;
    }

    private static IEnumerable<string?> GetAddedValues(string? before, string? after) => before == after
        ? []
        : QueryDecoder.Decode(after ?? "")
            .Except(QueryDecoder.Decode(before ?? ""))
            .Where(static pair => !SensitiveNames.IsDescription(pair.Key))
            .Select(static pair => pair.Value);

    /// <summary>Finds the changes and marks the values of the changed headers as secrets.</summary>
    private static AuthChanges? Find(
        PreparedRequest request,
        string method,
        string url,
        RequestBody? body,
        ReadOnlySpan<HeaderDictionary.Field> headers,
        AuthChanges? earlier)
    {
        List<HeaderDictionary.Field>? changed = null;
        foreach (var field in request.Headers.Fields)
        {
            var before = Find(headers, field.Name);
            if (ReferenceEquals(field.Value, before.Value) || field.Joined == before.Joined) continue;
            if (!SensitiveNames.IsSecretHeader(field.Name)) (changed ??= []).Add(before);
        }

        if (changed is null && request.Method == method && request.Url == url && ReferenceEquals(request.Body, body)) return earlier;
        var changes = new AuthChanges(
            (earlier?._method.Before ?? method, request.Method),
            (earlier?._url.Before ?? url, request.Url),
            (earlier is null ? body : earlier._body.Before, request.Body));
        if (earlier is not null) changes._headers.AddRange(earlier._headers);
        foreach (var field in changed ?? [])
        {
            if (!DescribesMessage(field.Name)) request.Headers.MarkSecret(field.Name);
            if (!changes._headers.Exists(item => item.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)))
            {
                changes._headers.Add(field);
            }
        }

        return changes;
    }

    /// <summary>Returns the field of a name, or a field without a value.</summary>
    private static HeaderDictionary.Field Find(ReadOnlySpan<HeaderDictionary.Field> fields, string name)
    {
        foreach (var field in fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return field;
        }

        return new HeaderDictionary.Field(name, Value: null);
    }

    /// <summary>Whether a header describes the message, so that its value is not a secret: length and hash of a body are not.</summary>
    private static bool DescribesMessage(string name) =>
        name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Host", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Date", StringComparison.OrdinalIgnoreCase)
            || name.Equals("X-Amz-Date", StringComparison.OrdinalIgnoreCase)
            || name.Equals("X-Amz-Content-Sha256", StringComparison.OrdinalIgnoreCase)
            || name.Equals("X-Amz-Decoded-Content-Length", StringComparison.OrdinalIgnoreCase);
}

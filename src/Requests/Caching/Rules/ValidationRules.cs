namespace Requests;

/// <summary>Makes requests conditional, and applies the responses to stored responses.</summary>
/// <remarks>RFC 9111 sections 4.3 and 3.2.</remarks>
internal static class ValidationRules
{
    /// <summary>The most entity tags of a conditional request.</summary>
    private const int MaximumTags = 8;

    // The fields that make a request conditional, or that request a part.
    private static readonly string[] Conditions =
    [
        "If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range", "Range",
    ];

    // The fields that describe the stored bytes, which a validation does not change.
    private static readonly HashSet<string> BodyFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Length", "Content-Encoding", "Content-Range", "Content-Type",
    };

    /// <summary>Returns whether a request is conditional by itself, or requests a part.</summary>
    /// <param name="headers">The headers of the request.</param>
    internal static bool HasConditions(HeaderDictionary headers)
    {
        foreach (var name in Conditions)
        {
            if (headers.ContainsKey(name)) return true;
        }

        return false;
    }

    /// <summary>Returns whether a response can be validated.</summary>
    /// <param name="response">The response.</param>
    internal static bool HasValidator(StoredResponse response) =>
        response.Headers["ETag"] is { Length: > 0 } || FreshnessRules.ParseDate(response.Headers, "Last-Modified") is not null;

    /// <summary>
    /// Adds the validators of stored responses to a request: those of the response that would be used, and the entity tags of other
    /// variants. The server decides with the cookies of this request, so variants for other cookies count too.
    /// </summary>
    /// <param name="request">The request, which has no conditions.</param>
    /// <param name="selected">The response that would be used; null where only other variants are stored.</param>
    /// <param name="stored">All stored responses of the key.</param>
    /// <returns>The responses whose validators were added; empty without validators.</returns>
    internal static List<StoredResponse> AddConditions(
        CacheRequest request,
        StoredResponse? selected,
        IReadOnlyList<StoredResponse> stored)
    {
        var sent = new List<StoredResponse>();
        var tags = new List<string>();
        if (selected is not null && HasValidator(selected))
        {
            sent.Add(selected);
            if (selected.Headers["ETag"] is { Length: > 0 } tag) tags.Add(tag);
            if (FreshnessRules.ParseDate(selected.Headers, "Last-Modified") is not null)
            {
                request.Headers["If-Modified-Since"] = selected.Headers["Last-Modified"];
            }
        }

        foreach (var other in stored)
        {
            if (ReferenceEquals(other, selected) || tags.Count == MaximumTags || other.Method != "GET") continue;
            if (other.Headers["ETag"] is not { Length: > 0 } tag || !ReuseRules.HasSameCredentials(other, request)) continue;

            // A response for other cookies is that of another user.
            if (other.CookiesDigest.Length > 0 && other.CookiesDigest != request.CookiesDigest) continue;

            // Without a tag of its own the selected response is validated by its date, which a tag would override.
            if (tags.Count == 0 && sent.Count > 0) break;
            if (tags.Contains(tag)) continue;
            tags.Add(tag);
            sent.Add(other);
        }

        if (tags.Count > 0) request.Headers["If-None-Match"] = string.Join(", ", tags);
        return sent;
    }

    /// <summary>Removes the validators that <see cref="AddConditions"/> has added.</summary>
    /// <param name="headers">The headers of the request.</param>
    internal static void RemoveConditions(HeaderDictionary headers)
    {
        headers.Remove("If-None-Match");
        headers.Remove("If-Modified-Since");
    }

    /// <summary>Returns the stored response that a 304 is about; null where it is about another one.</summary>
    /// <param name="sent">The responses whose validators were sent.</param>
    /// <param name="headers">The headers of the 304.</param>
    internal static StoredResponse? Select(List<StoredResponse> sent, HeaderDictionary headers)
    {
        if (headers["ETag"] is { Length: > 0 } tag)
        {
            var match = sent.Find(response => response.Headers["ETag"] == tag)
                ?? sent.Find(response => response.Headers["ETag"] is { } own && WithoutWeakness(own) == WithoutWeakness(tag));
            return match ?? (sent is [{ } dated] && !dated.Headers.ContainsKey("ETag") ? dated : null);
        }

        if (sent.Count == 1) return sent[0];
        return headers["Last-Modified"] is { } date ? sent.Find(response => response.Headers["Last-Modified"] == date) : null;
    }

    /// <summary>Returns a stored response with the fields and the times of a validation.</summary>
    /// <param name="stored">The response.</param>
    /// <param name="received">The 304, or the response to a HEAD.</param>
    internal static StoredResponse Merge(StoredResponse stored, ReceivedResponse received)
    {
        var headers = stored.Headers.Copy();
        var fresh = StorageRules.SelectFields(received.Headers);

        // The stored age is that of the earlier response.
        headers.Remove("Age");
        foreach (var name in fresh.Keys)
        {
            if (!BodyFields.Contains(name)) headers.SetValues(name, fresh.GetValues(name));
        }

        // A recipient records the time of a response without a date (RFC 9110 section 6.6.1). The stored date would make it old.
        if (!fresh.ContainsKey("Date") && headers.ContainsKey("Date")) headers["Date"] = HttpDate.Format(received.ResponseTime);

        return stored.With(headers, received.RequestTime, received.ResponseTime);
    }

    /// <summary>Returns whether the response to a HEAD shows that a stored response is still the current one.</summary>
    /// <param name="stored">The response to a GET.</param>
    /// <param name="headers">The headers of the response to the HEAD.</param>
    /// <remarks>RFC 9111 section 4.3.5.</remarks>
    internal static bool IsSameVersion(StoredResponse stored, HeaderDictionary headers) =>
        IsSame("ETag", stored, headers) && IsSame("Last-Modified", stored, headers) && IsSame("Content-Length", stored, headers);

    /// <summary>Returns whether the condition of a request is met by a stored response, which is then not sent: 304.</summary>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="response">The stored response.</param>
    /// <remarks>RFC 9111 section 4.3.2: If-None-Match takes precedence.</remarks>
    internal static bool IsNotModified(HeaderDictionary headers, StoredResponse response)
    {
        if (headers["If-None-Match"] is { } tags)
        {
            if (response.Headers["ETag"] is not { Length: > 0 } own) return false;
            foreach (var tag in HeaderParameters.Split(tags, ','))
            {
                if (tag == "*" || WithoutWeakness(tag) == WithoutWeakness(own)) return true;
            }

            return false;
        }

        if (FreshnessRules.ParseDate(headers, "If-Modified-Since") is not { } since) return false;
        var modified = FreshnessRules.ParseDate(response.Headers, "Last-Modified") ?? FreshnessRules.GetDate(response);
        return modified <= since;
    }

    /// <summary>Returns whether a request has conditions that only the server can evaluate, or requests a part.</summary>
    /// <param name="headers">The headers of the request.</param>
    internal static bool HasForeignConditions(HeaderDictionary headers) =>
        headers.ContainsKey("If-Match") || headers.ContainsKey("If-Unmodified-Since") || headers.ContainsKey("If-Range")
            || headers.ContainsKey("Range");

    private static bool IsSame(string name, StoredResponse stored, HeaderDictionary headers) =>
        headers[name] is not { } value || stored.Headers[name] is not { } own || own == value;

    private static string WithoutWeakness(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}

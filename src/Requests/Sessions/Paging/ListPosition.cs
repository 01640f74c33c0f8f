using System.Text;
using System.Text.Json;

namespace Requests;

/// <summary>Reads from a request whether it is for a list from its first item on, so that the number of its items can be checked.</summary>
internal static class ListPosition
{
    // Parameters that begin inside a list, or receive a part of it. OData counts the whole list nevertheless.
    private static readonly HashSet<string> Positions = new(StringComparer.OrdinalIgnoreCase)
    {
        "$top", "$skip", "$skiptoken", "skip", "skipToken", "offset", "start", "startAt", "from", "pageIndex", "page_index", "page[offset]",
        "sysparm_offset", "cursor", "page[cursor]", "after", "page[after]", "endCursor", "starting_after", "before", "page[before]",
        "ending_before", "marker", "nextMarker", "next_marker", "continue", "continuation", "continuationToken", "continuation-token",
        "pageToken", "page_token", "nextPageToken", "next_page_token", "nextToken", "next_token", "nextCursor", "next_cursor", "since",
        "since_id", "max_id", "search_after", "scroll_id",
    };

    // Numbers of pages or items whose first is 1. SCIM (RFC 7644 section 3.4.2.4) counts items so.
    private static readonly HashSet<string> Ordinals = new(StringComparer.OrdinalIgnoreCase)
    {
        "page", "page[number]", "pageNumber", "page_number", "pageNo", "page_no", "startIndex", "start_index",
    };

    /// <summary>Returns whether neither the query nor the form or JSON of a request names a place inside the list.</summary>
    /// <param name="request">The request of the first page.</param>
    internal static bool IsStart(PreparedRequest request)
    {
        if (QueryDecoder.Decode(UrlParts.Parse(request.Url).Query ?? "").Any(IsInside)) return false;
        return request.Body switch
        {
            FormBody form => !QueryDecoder.Decode(form.GetText()).Any(IsInside),
            BytesBody body when body is JsonBody || MediaTypes.IsJson(request.Headers["Content-Type"]) => !HasPosition(body.Bytes.Span),
            _ => true,
        };
    }

    private static bool IsInside(KeyValuePair<string, string> pair) => IsInside(pair.Key, pair.Value);

    private static bool IsInside(string name, string value)
    {
        if (name.Equals("$top", StringComparison.OrdinalIgnoreCase)) return true;
        if (value is "" or "0") return false;
        return Positions.Contains(name) || (value != "1" && Ordinals.Contains(name));
    }

    private static bool HasPosition(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1024 });
        var name = "";
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = JsonText.Get(ref reader);
                        break;
                    case JsonTokenType.String or JsonTokenType.Number when IsInside(name, JsonText.Get(ref reader)):
                        return true;
                }
            }
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            // The body is not JSON, so it has no member that names a place.
        }

        return false;
    }
}

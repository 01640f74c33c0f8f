using System.Text;
using System.Text.Json;

namespace Requests;

/// <summary>Reads from a request where in its list it begins, so that the number of the items can be checked.</summary>
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

    // Numbers whose first is 1 in most APIs, and 0 in others. SCIM (RFC 7644 section 3.4.2.4) counts items from 1.
    private static readonly HashSet<string> PageNumbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "page", "page[number]", "pageNumber", "page_number", "pageNo", "page_no",
    };

    private static readonly HashSet<string> ItemNumbers = new(StringComparer.OrdinalIgnoreCase) { "startIndex", "start_index" };

    /// <summary>Returns where the list of a request begins, by its query and its form or JSON.</summary>
    /// <param name="request">The request of the first page.</param>
    internal static ListStart Find(PreparedRequest request)
    {
        var query = Find(QueryDecoder.Decode(UrlParts.Parse(request.Url).Query ?? ""));
        var body = request.Body switch
        {
            FormBody form => Find(QueryDecoder.Decode(form.GetText())),
            BytesBody bytes when bytes is JsonBody || MediaTypes.IsJson(request.Headers["Content-Type"]) => Find(bytes.Bytes.Span),
            _ => ListStart.First,
        };
        return query > body ? query : body;
    }

    private static ListStart Find(IEnumerable<KeyValuePair<string, string>> pairs) =>
        pairs.Select(static pair => Find(pair.Key, pair.Value)).DefaultIfEmpty().Max();

    private static ListStart Find(string name, string value)
    {
        if (name.Equals("$top", StringComparison.OrdinalIgnoreCase)) return ListStart.Inside;
        if (value is "" or "0") return ListStart.First;
        if (Positions.Contains(name)) return ListStart.Inside;
        if (PageNumbers.Contains(name)) return value == "1" ? ListStart.PageOne : ListStart.Inside;
        if (ItemNumbers.Contains(name)) return value == "1" ? ListStart.ItemOne : ListStart.Inside;
        return ListStart.First;
    }

    private static ListStart Find(ReadOnlySpan<byte> json)
    {
        var start = ListStart.First;
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
                    case JsonTokenType.String or JsonTokenType.Number:
                        var found = Find(name, JsonText.Get(ref reader));
                        if (found > start) start = found;
                        break;
                }
            }
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            // The body is not JSON, so it has no member that names a place.
        }

        return start;
    }
}

namespace Requests;

/// <summary>Reads what a page says about its list from a body in memory or in a file.</summary>
/// <param name="pages">The pages.</param>
internal sealed class PageReader(PageSequence pages)
{
    private const int BlockSize = 64 * 1024;

    private static readonly string[] SequenceTypes =
    [
        "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json-seq",
        "application/stream+json",
    ];

    /// <summary>Creates the reader of the JSON of a page.</summary>
    /// <param name="response">The response.</param>
    internal JsonPage CreateJsonReader(Response response) => new(
        pages.Layout,
        SequenceTypes.Contains(response.MediaType, StringComparer.OrdinalIgnoreCase),
        response.Body.MaximumItemSize);

    /// <summary>
    /// Reads what a page says about its list. A body that is still arriving is read into memory, unless the headers name the next page.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The body cannot be read.</exception>
    internal async Task<PageFacts> ReadAsync(Response response, CancellationToken cancellationToken)
    {
        if (pages.Strategy == PageStrategy.LinkHeader) return new PageFacts(PageHeaders.FindLink(response));
        if (!response.Ok) return new PageFacts(Next: null, IsFinal: true);
        var fromHeaders = pages.Strategy == PageStrategy.Automatic ? PageHeaders.Find(response) : null;
        if (!response.IsContentRead)
        {
            if (fromHeaders is not null || (pages.Strategy.Find is null && IsOtherFormat(response))) return new PageFacts(fromHeaders);
            await response.ReadContentAsync(cancellationToken).ConfigureAwait(true);
        }

        var json = LooksLikeJson(response, response.Content) ? Read(response, response.GetJsonUtf8().Span) : null;
        return Combine(response, json, fromHeaders ?? Find(response));
    }

    /// <summary>Reads what a page that was saved to a file says about its list.</summary>
    /// <param name="response">The response.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The text is not JSON.</exception>
    internal async Task<PageFacts> ReadSavedAsync(Response response, CancellationToken cancellationToken)
    {
        if (pages.Strategy == PageStrategy.LinkHeader) return new PageFacts(PageHeaders.FindLink(response));

        if (response.SavedTo is not { } path)
        {
            // A response without content, as to HEAD and with 204, has no file.
            if (response.Ok) response.Body.LoadSaved([]);
            return await ReadAsync(response, cancellationToken).ConfigureAwait(true);
        }

        if (pages.Strategy.Find is not null)
        {
            response.Body.LoadSaved(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(true));
            return await ReadAsync(response, cancellationToken).ConfigureAwait(true);
        }

        var fromHeaders = pages.Strategy == PageStrategy.Automatic ? PageHeaders.Find(response) : null;
        var json = await ReadFileAsync(response, path, cancellationToken).ConfigureAwait(true);
        return Combine(response, json, fromHeaders);
    }

    /// <summary>Joins what headers and JSON say.</summary>
    /// <param name="response">The response.</param>
    /// <param name="json">The reader of the JSON, which has read the whole body, or null.</param>
    /// <param name="next">The page that the headers or the caller's function name, or null.</param>
    internal PageFacts Combine(Response response, JsonPage? json, NextPage? next)
    {
        if (pages.Strategy.Find is null) next ??= json?.Next;
        return new PageFacts(
            next,
            json?.ItemCount,
            json?.Announced ?? PageHeaders.FindCount(response),
            next is null ? json?.MoreMarker : null,
            json?.HasPrevious == true || PageHeaders.HasPrevious(response),
            json?.IsLast == true || PageHeaders.IsLast(response));
    }

    /// <summary>Calls the function of the caller; null when the strategy has none.</summary>
    /// <param name="response">The response; its body is in memory.</param>
    internal NextPage? Find(Response response) => pages.Strategy.Find?.Invoke(response);

    /// <summary>Returns whether a body has a format that names no next page, so that it needs not be in memory.</summary>
    private static bool IsOtherFormat(Response response) =>
        MediaTypes.IsXml(response.MediaType)
            || response.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase)
            || response.MediaType.Equals("text/tab-separated-values", StringComparison.OrdinalIgnoreCase);

    private static bool LooksLikeJson(Response response, ReadOnlySpan<byte> head) =>
        MediaTypes.IsJson(response.MediaType)
            || (head.IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var first && head[first] is (byte)'{' or (byte)'[');

    private JsonPage? Read(Response response, ReadOnlySpan<byte> utf8)
    {
        var json = CreateJsonReader(response);
        var items = new List<JsonItem>();
        try
        {
            for (; !utf8.IsEmpty; utf8 = utf8[Math.Min(BlockSize, utf8.Length)..])
            {
                json.Add(utf8[..Math.Min(BlockSize, utf8.Length)], items);
                items.Clear();
            }

            json.Finish(items);
            return json;
        }
        catch (RequestException error)
        {
            return HandleError(response, json, error);
        }
    }

    private async Task<JsonPage?> ReadFileAsync(Response response, string path, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(true))
        {
            var buffer = new byte[BlockSize];
            var count = await file.ReadAtLeastAsync(buffer, BlockSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(true);
            if (!LooksLikeJson(response, buffer.AsSpan(0, count))) return null;
            var json = CreateJsonReader(response);
            var transcoder = new Utf8Transcoder(response.JsonEncoding);
            var items = new List<JsonItem>();
            try
            {
                for (; count > 0; count = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(true))
                {
                    json.Add(transcoder.Take(buffer.AsMemory(0, count), last: false).Span, items);
                    items.Clear();
                }

                json.Add(transcoder.Take(default, last: true).Span, items);
                json.Finish(items);
                return json;
            }
            catch (RequestException error)
            {
                return HandleError(response, json, error);
            }
        }
    }

    /// <summary>
    /// Rethrows an error of a body that the server calls JSON, because the next page is not known. Another body has no members. Several
    /// arrays leave only the number of items unknown: the members around them were read.
    /// </summary>
    private static JsonPage? HandleError(Response response, JsonPage json, RequestException error)
    {
        if (error is JsonConversionException) return json;
        return MediaTypes.IsJson(response.MediaType) ? throw error.About(response) : null;
    }
}

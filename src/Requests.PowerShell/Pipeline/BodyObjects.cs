using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Requests.PowerShell;

/// <summary>Reads the body of a response as objects for the pipeline while it arrives.</summary>
internal static class BodyObjects
{
    /// <summary>Reads the body as objects for the pipeline, in batches as they arrive, and then closes the response.</summary>
    /// <param name="response">The response; its body is unread.</param>
    /// <param name="format">The format of the objects.</param>
    /// <param name="delimiter">The character between two fields of CSV; null for the default of the media type.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal static IAsyncEnumerable<object> ReadAsync(
        Response response, ResponseFormat format, char? delimiter, CancellationToken cancellation) => format switch
        {
            ResponseFormat.Json => StreamAsync(response, stop => ToObjects(response, stop), cancellation),
            ResponseFormat.Text => LoadAsync(response, static loaded => loaded.Text, cancellation),
            ResponseFormat.Bytes => LoadAsync(response, static loaded => loaded.Content ?? [], cancellation),
            ResponseFormat.Lines => StreamAsync(response, stop => Batches(response.ReadLineBatchesAsync(stop)), cancellation),
            ResponseFormat.Xml => StreamAsync(response, stop => DocumentObjects.ReadXmlAsync(response, stop), cancellation),
            ResponseFormat.Csv => StreamAsync(response, stop => DocumentObjects.ReadCsvAsync(response, delimiter, stop), cancellation),
            ResponseFormat.Feed => StreamAsync(response, stop => DocumentObjects.ReadFeedAsync(response, stop), cancellation),
            _ => StreamAsync(response, stop => Batches(response.ReadEventBatchesAsync(new EventParser(), stop)), cancellation),
        };

    /// <summary>Returns whether a response can have a body: no body is not an empty one, which is not JSON or XML.</summary>
    /// <param name="response">The response.</param>
    internal static bool HasContent(Response response) => response.StatusCode != 204 && response.Request.Method != "HEAD";

    /// <summary>Converts batches of the engine to batches for the pipeline.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="batches">The batches.</param>
    internal static async IAsyncEnumerable<object> Batches<T>(IAsyncEnumerable<IReadOnlyList<T>> batches)
        where T : class
    {
        await foreach (var batch in batches.ConfigureAwait(true)) yield return new OutputBatch(batch);
    }

    private static async IAsyncEnumerable<object> StreamAsync(
        Response response,
        Func<CancellationToken, IAsyncEnumerable<object>> read,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var stream = new BatchStream(response, read, cancellation);
        await using (stream.ConfigureAwait(true))
        {
            await foreach (var batch in stream.ReadAllAsync(cancellation).ConfigureAwait(true)) yield return batch;
        }
    }

    private static async IAsyncEnumerable<object> LoadAsync(
        Response response,
        Func<Response, object> read,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using (response)
        {
            await response.ReadContentAsync(cancellation).ConfigureAwait(true);
            yield return read(response);
        }
    }

    private static async IAsyncEnumerable<object> ToObjects(Response response, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!HasContent(response)) yield break;
        var names = new PropertyNameTable();
        await foreach (var batch in response.ReadJsonItemBatchesAsync(cancellation).ConfigureAwait(true))
        {
            var objects = new List<object?>(batch.Count);
            var failed = Convert(response, batch, names, objects);
            if (objects.Count > 0) yield return new OutputBatch(objects);
            failed?.Throw();
        }
    }

    /// <summary>
    /// Converts items up to the first one that cannot be converted, and returns its error. The objects before it are still emitted.
    /// </summary>
    /// <param name="response">The response, for the error.</param>
    /// <param name="items">The items.</param>
    /// <param name="names">The names of the previous items, which are likely to occur again.</param>
    /// <param name="objects">Receives the objects.</param>
    internal static ExceptionDispatchInfo? Convert(
        Response response,
        IReadOnlyList<JsonItem> items,
        PropertyNameTable names,
        List<object?> objects)
    {
        try
        {
            foreach (var item in items) objects.Add(JsonObjectReader.Read(item, names, response));
            return null;
        }
        catch (RequestException error)
        {
            return ExceptionDispatchInfo.Capture(error);
        }
    }
}

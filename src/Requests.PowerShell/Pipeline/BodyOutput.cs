using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Requests.PowerShell;

/// <summary>The body of an answer as objects for the pipeline, while it arrives.</summary>
internal static class BodyOutput
{
    /// <summary>What goes down the pipeline, in batches as it arrives; the answer is closed afterwards.</summary>
    /// <param name="response">The answer, its body unread.</param>
    /// <param name="form">What of it is wanted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    internal static IAsyncEnumerable<object> Of(Response response, BodyForm form, CancellationToken cancellation) => form switch
    {
        BodyForm.Json => Closing(response, ToObjects(response, cancellation)),
        BodyForm.Text => Whole(response, static whole => whole.Text, cancellation),
        BodyForm.Bytes => Whole(response, static whole => whole.Content ?? [], cancellation),
        BodyForm.Lines => Closing(response, Batches(response.ReadLinesAsync(delimiter: null, cancellation))),
        _ => Closing(response, Batches(response.ReadEventsAsync(cancellation))),
    };

    /// <summary>Batches of the engine as batches for the pipeline.</summary>
    /// <typeparam name="T">What they hold.</typeparam>
    /// <param name="batches">The batches.</param>
    internal static async IAsyncEnumerable<object> Batches<T>(IAsyncEnumerable<IReadOnlyList<T>> batches)
        where T : class
    {
        await foreach (var batch in batches.ConfigureAwait(true)) yield return new OutputBatch(batch);
    }

    private static async IAsyncEnumerable<object> Closing(Response response, IAsyncEnumerable<object> outputs)
    {
        using (response)
        {
            await foreach (var output in outputs.ConfigureAwait(true)) yield return output;
        }
    }

    private static async IAsyncEnumerable<object> Whole(Response response, Func<Response, object> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using (response)
        {
            await response.ReadContentAsync(cancellation).ConfigureAwait(true);
            yield return read(response);
        }
    }

    private static async IAsyncEnumerable<object> ToObjects(Response response, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (response.StatusCode == 204 || response.Request.Method == "HEAD") yield break;
        var names = new PropertyNames();
        await foreach (var batch in response.ReadJsonItemsAsync(cancellation).ConfigureAwait(true))
        {
            var objects = new List<object?>(batch.Count);
            var failed = Convert(batch, names, objects);
            if (objects.Count > 0) yield return new OutputBatch(objects);
            failed?.Throw();
        }
    }

    /// <summary>Converts items up to the first that cannot be; those before it are emitted all the same.</summary>
    private static ExceptionDispatchInfo? Convert(IReadOnlyList<JsonItem> items, PropertyNames names, List<object?> objects)
    {
        try
        {
            foreach (var item in items) objects.Add(JsonObjectReader.Read(item, names));
            return null;
        }
        catch (RequestException error)
        {
            return ExceptionDispatchInfo.Capture(error);
        }
    }
}

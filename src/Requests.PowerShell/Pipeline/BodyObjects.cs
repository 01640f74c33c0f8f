using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Requests.PowerShell;

/// <summary>The body of a response as objects for the pipeline, while it arrives.</summary>
internal static class BodyObjects
{
    private const int Ahead = 4;

    /// <summary>What goes down the pipeline, in batches as it arrives; the response is closed afterwards.</summary>
    /// <param name="response">The response, its body unread.</param>
    /// <param name="form">What of it is wanted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    internal static IAsyncEnumerable<object> ReadAsync(Response response, ResponseFormat form, CancellationToken cancellation) => form switch
    {
        ResponseFormat.Json => Flowing(response, stop => ToObjects(response, stop), cancellation),
        ResponseFormat.Text => Whole(response, static whole => whole.Text, cancellation),
        ResponseFormat.Bytes => Whole(response, static whole => whole.Content ?? [], cancellation),
        ResponseFormat.Lines => Flowing(response, stop => Batches(response.ReadLineBatchesAsync(stop)), cancellation),
        _ => Flowing(response, stop => Batches(response.ReadEventBatchesAsync(new EventParser(), stop)), cancellation),
    };

    /// <summary>Batches of the engine as batches for the pipeline.</summary>
    /// <typeparam name="T">What they hold.</typeparam>
    /// <param name="batches">The batches.</param>
    internal static async IAsyncEnumerable<object> Batches<T>(IAsyncEnumerable<IReadOnlyList<T>> batches)
        where T : class
    {
        await foreach (var batch in batches.ConfigureAwait(true)) yield return new OutputBatch(batch);
    }

    /// <summary>Reads and cuts beside the pipeline thread, a few batches ahead of it: the writing of objects takes as long.</summary>
    private static async IAsyncEnumerable<object> Flowing(Response response, Func<CancellationToken, IAsyncEnumerable<object>> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var batches = Channel.CreateBounded<object>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => FillAsync(batches.Writer, read(stop.Token), stop.Token), CancellationToken.None);
        try
        {
            while (await batches.Reader.WaitToReadAsync(cancellation).ConfigureAwait(true))
            {
                while (batches.Reader.TryRead(out var batch)) yield return batch;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(true);
            response.Close();
            await reading.ConfigureAwait(true);
        }
    }

    private static async Task FillAsync(ChannelWriter<object> batches, IAsyncEnumerable<object> source, CancellationToken cancellation)
    {
        try
        {
            await foreach (var batch in source.ConfigureAwait(false)) await batches.WriteAsync(batch, cancellation).ConfigureAwait(false);
            batches.Complete();
        }
        catch (Exception error)
        {
            batches.Complete(error);
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
        var names = new PropertyNameTable();
        await foreach (var batch in response.ReadJsonItemBatchesAsync(cancellation).ConfigureAwait(true))
        {
            var objects = new List<object?>(batch.Count);
            var failed = Convert(response, batch, names, objects);
            if (objects.Count > 0) yield return new OutputBatch(objects);
            failed?.Throw();
        }
    }

    /// <summary>Converts items up to the first that cannot be; those before it are emitted all the same.</summary>
    private static ExceptionDispatchInfo? Convert(Response response, IReadOnlyList<JsonItem> items, PropertyNameTable names, List<object?> objects)
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

using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>What a command makes of its answers: whether it asks for further pages, and what of each goes down the pipeline or into a file.</summary>
internal sealed class ResponseOutput
{
    /// <summary>How many pages to ask for at most; null asks for none but the first.</summary>
    internal int? Pages { get; init; }

    /// <summary>What of an answer is emitted in its place, or null.</summary>
    internal ResponseFormat? Form { get; init; }

    /// <summary>Whether an event stream is asked for again.</summary>
    internal bool Reconnects { get; init; }

    /// <summary>Whether the answers of saved bodies are emitted.</summary>
    internal bool PassesThrough { get; init; }

    /// <summary>Sends a request and gives what goes down the pipeline: answers, objects, or batches of them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="request">The request.</param>
    /// <param name="options">How to send it.</param>
    /// <param name="file">Where bodies are saved, or null.</param>
    /// <param name="cancellation">Ends it.</param>
    internal IAsyncEnumerable<object> Run(RequestSession session, PreparedRequest request, SendOptions options, DownloadTarget? file, CancellationToken cancellation)
    {
        if (file is null && Form is null) return Answers(session, request, options, cancellation);
        options = options with { Stream = true, RaiseForStatus = true };
        if (file is not null) return SavedAsync(session, request, options, file, cancellation);
        if (Form == ResponseFormat.Events) request = AskingForEvents(request);
        return Reconnects
            ? BodyObjects.Batches(session.SubscribeBatchesAsync(request, options, cancellation))
            : BodiesAsync(session, request, options, Form!.Value, cancellation);
    }

    private static PreparedRequest AskingForEvents(PreparedRequest request)
    {
        if (request.Headers["Accept"] is not (null or "*/*")) return request;
        var asking = request.Copy();
        asking.Headers["Accept"] = "text/event-stream";
        return asking;
    }

    /// <summary>One answer. Where no script has a say, the request leaves the pipeline's thread, which all in flight share.</summary>
    private static async IAsyncEnumerable<Response> OneAsync(RequestSession session, PreparedRequest request, SendOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return session.RequiresCallerContext(request, options)
            ? await session.SendAsync(request, options, cancellation).ConfigureAwait(true)
            : await Task.Run(() => session.SendAsync(request, options, cancellation), cancellation).ConfigureAwait(true);
    }

    private IAsyncEnumerable<Response> Answers(RequestSession session, PreparedRequest request, SendOptions options, CancellationToken cancellation) => Pages is { } pages
        ? session.SendPagesAsync(request, options, pages, cancellation)
        : OneAsync(session, request, options, cancellation);

    private async IAsyncEnumerable<object> BodiesAsync(RequestSession session, PreparedRequest request, SendOptions options, ResponseFormat form, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var answer in Answers(session, request, options, cancellation).ConfigureAwait(true))
        {
            await foreach (var output in BodyObjects.ReadAsync(answer, form, cancellation).ConfigureAwait(true)) yield return output;
        }
    }

    private async IAsyncEnumerable<object> SavedAsync(RequestSession session, PreparedRequest request, SendOptions options, DownloadTarget file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Pages is not { } pages)
        {
            var saved = await session.DownloadAsync(request, file, options, cancellation).ConfigureAwait(true);
            if (PassesThrough) yield return saved;
            yield break;
        }

        await foreach (var page in session.DownloadPagesAsync(request, file, options, pages, cancellation).ConfigureAwait(true))
        {
            if (PassesThrough) yield return page;
        }
    }
}

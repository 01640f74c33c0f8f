using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>
/// Sends a request and produces the output of a command: responses, objects read from their bodies, or saved files, of one page or several.
/// </summary>
internal sealed class ResponseOutput
{
    /// <summary>Gets the way in which the next page is found; null requests the first only.</summary>
    internal PageStrategy? Pages { get; init; }

    /// <summary>Gets the maximum number of pages.</summary>
    internal int MaximumPages { get; init; } = int.MaxValue;

    /// <summary>Gets the path of the items in the JSON of a response, or null.</summary>
    internal string? ItemPath { get; init; }

    /// <summary>Gets the format in which bodies are emitted in place of the responses, or null.</summary>
    internal ResponseFormat? Format { get; init; }

    /// <summary>Gets the character between two fields of CSV; null for the default of the media type.</summary>
    internal char? Delimiter { get; init; }

    /// <summary>Gets a value that indicates whether an event stream is requested again when it ends.</summary>
    internal bool Reconnect { get; init; }

    /// <summary>Gets a value that indicates whether the responses of saved bodies are emitted.</summary>
    internal bool PassThru { get; init; }

    /// <summary>Sends a request and returns the objects to emit: responses, objects, or batches of them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="request">The request.</param>
    /// <param name="options">The options with which the request is sent.</param>
    /// <param name="file">The file or folder that bodies are saved to, or null.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal IAsyncEnumerable<object> Run(
        RequestSession session,
        PreparedRequest request,
        SendOptions options,
        DownloadTarget? file,
        CancellationToken cancellation)
    {
        if (file is null && Format is null) return SendAsync(session, request, options, cancellation);
        options = options with { Stream = true, RaiseForStatus = true };
        if (file is not null) return SendAndSaveAsync(session, request, options, file, cancellation);
        if (Format == ResponseFormat.Json && (ItemPath is not null || Pages is { ReadsAhead: true }))
        {
            var pages = new PageSequence(
                session,
                Pages ?? PageStrategy.LinkHeader,
                options,
                Pages is null ? 1 : MaximumPages,
                ItemPath);
            return new JsonPages(pages).RunAsync(request, cancellation);
        }

        if (Format == ResponseFormat.Events) request = AcceptEvents(request);
        return Reconnect
            ? BodyObjects.Batches(session.SubscribeBatchesAsync(request, options, cancellation))
            : SendAndReadAsync(session, request, options, Format!.Value, cancellation);
    }

    private static PreparedRequest AcceptEvents(PreparedRequest request)
    {
        if (request.Headers["Accept"] is not (null or "*/*")) return request;
        var copy = request.Copy();
        copy.Headers["Accept"] = "text/event-stream";
        return copy;
    }

    /// <summary>
    /// Sends one request. A request without callbacks runs on another thread than the pipeline thread, which all requests in flight share.
    /// </summary>
    private static async IAsyncEnumerable<Response> SendOneAsync(
        RequestSession session,
        PreparedRequest request,
        SendOptions options,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return session.RequiresCallerContext(request, options)
            ? await session.SendAsync(request, options, cancellation).ConfigureAwait(true)
            : await Task.Run(() => session.SendAsync(request, options, cancellation), cancellation).ConfigureAwait(true);
    }

    private IAsyncEnumerable<Response> SendAsync(
        RequestSession session,
        PreparedRequest request,
        SendOptions options,
        CancellationToken cancellation) => Pages is { } strategy
            ? session.SendPagesAsync(request, strategy, options, MaximumPages, cancellation)
            : SendOneAsync(session, request, options, cancellation);

    private async IAsyncEnumerable<object> SendAndReadAsync(
        RequestSession session,
        PreparedRequest request,
        SendOptions options,
        ResponseFormat format,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var response in SendAsync(session, request, options, cancellation).ConfigureAwait(true))
        {
            var objects = BodyObjects.ReadAsync(response, format, Delimiter, cancellation);
            await foreach (var output in objects.ConfigureAwait(true)) yield return output;
        }
    }

    private async IAsyncEnumerable<object> SendAndSaveAsync(
        RequestSession session,
        PreparedRequest request,
        SendOptions options,
        DownloadTarget file,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Pages is not { } strategy)
        {
            var saved = await session.DownloadAsync(request, file, options, cancellation).ConfigureAwait(true);
            if (PassThru) yield return saved;
            yield break;
        }

        var pages = session.DownloadPagesAsync(request, file, strategy, options, MaximumPages, cancellation);
        await foreach (var page in pages.ConfigureAwait(true))
        {
            if (PassThru) yield return page;
        }
    }
}

namespace Requests;

/// <summary>The functions that see each request of an exchange before it is sent and each answer, in order; redirects included.</summary>
/// <remarks>requests: <c>hooks</c>, event <c>response</c>; httpx: event <c>request</c>.</remarks>
public sealed class RequestHooks
{
    private readonly IReadOnlyList<ResponseHook>? _response;
    private readonly IReadOnlyList<RequestHook>? _request;

    /// <summary>Creates a set of hooks.</summary>
    /// <param name="response">What sees each answer, in order; null leaves the event to the session, an empty list has none.</param>
    /// <param name="request">What sees each request, in order; null leaves the event to the session, an empty list has none.</param>
    public RequestHooks(IEnumerable<ResponseHook>? response = null, IEnumerable<RequestHook>? request = null)
    {
        _response = response?.ToArray();
        _request = request?.ToArray();
    }

    /// <summary>No hooks.</summary>
    public static RequestHooks Empty { get; } = new();

    /// <summary>What sees each answer, in order.</summary>
    public IReadOnlyList<ResponseHook> Response => _response ?? [];

    /// <summary>What sees each request before it is sent, in order.</summary>
    public IReadOnlyList<RequestHook> Request => _request ?? [];

    /// <summary>These hooks where they say something of an event, the session's where they do not.</summary>
    /// <param name="session">The session's.</param>
    /// <remarks>requests: <c>merge_hooks</c>.</remarks>
    internal RequestHooks MergeWith(RequestHooks session) => new(_response ?? session._response, _request ?? session._request);

    internal Response Dispatch(Response response, SendOptions options)
    {
        foreach (var hook in Response) response = hook(response, options) ?? response;
        return response;
    }

    internal PreparedRequest Dispatch(PreparedRequest request, SendOptions options)
    {
        foreach (var hook in Request) request = hook(request, options) ?? request;
        return request;
    }
}

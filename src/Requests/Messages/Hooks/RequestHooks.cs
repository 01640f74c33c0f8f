namespace Requests;

/// <summary>
/// Represents the functions that receive each request of an exchange before it is sent, and each response, in order; redirects included.
/// </summary>
/// <remarks>requests: <c>hooks</c>, event <c>response</c>; httpx: event <c>request</c>.</remarks>
public sealed class RequestHooks
{
    private readonly IReadOnlyList<ResponseHook>? _response;
    private readonly IReadOnlyList<RequestHook>? _request;

    /// <summary>Creates a set of hooks.</summary>
    /// <param name="response">The functions for each response, in order; null uses those of the session, an empty list uses none.</param>
    /// <param name="request">The functions for each request, in order; null uses those of the session, an empty list uses none.</param>
    public RequestHooks(IEnumerable<ResponseHook>? response = null, IEnumerable<RequestHook>? request = null)
    {
        _response = response?.ToArray();
        _request = request?.ToArray();
    }

    /// <summary>Gets a set without hooks.</summary>
    public static RequestHooks Empty { get; } = new();

    /// <summary>Gets the functions for each response, in order.</summary>
    public IReadOnlyList<ResponseHook> Response => _response ?? [];

    /// <summary>Gets the functions for each request before it is sent, in order.</summary>
    public IReadOnlyList<RequestHook> Request => _request ?? [];

    /// <summary>Returns these hooks; an event without hooks of its own uses those of the session.</summary>
    /// <param name="session">The hooks of the session.</param>
    /// <remarks>requests: <c>merge_hooks</c>.</remarks>
    internal RequestHooks MergeWith(RequestHooks session) => new(_response ?? session._response, _request ?? session._request);

    internal Response Dispatch(Response response, SendOptions options)
    {
        try
        {
            foreach (var hook in Response) response = hook(response, options) ?? response;
            return response;
        }
        catch (Exception error)
        {
            response.CloseAndAttach(error);
            throw;
        }
    }

    internal PreparedRequest Dispatch(PreparedRequest request, SendOptions options)
    {
        foreach (var hook in Request) request = hook(request, options) ?? request;
        return request;
    }
}

namespace Requests;

/// <summary>
/// Represents the functions that receive each request of an exchange before it is sent, and each response, in order; redirects included.
/// Others receive the informational responses that precede a response.
/// </summary>
/// <remarks>requests: <c>hooks</c>, event <c>response</c>; httpx: event <c>request</c>.</remarks>
public sealed class RequestHooks
{
    private readonly IReadOnlyList<ResponseHook>? _response;
    private readonly IReadOnlyList<RequestHook>? _request;
    private readonly IReadOnlyList<InformationalHook>? _informational;

    /// <summary>Creates a set of hooks.</summary>
    /// <param name="response">The functions for each response, in order; null uses those of the session, an empty list uses none.</param>
    /// <param name="request">The functions for each request, in order; null uses those of the session, an empty list uses none.</param>
    /// <param name="informational">
    /// The functions for each informational response (1xx), in order; null uses those of the session, an empty list uses none.
    /// </param>
    public RequestHooks(
        IEnumerable<ResponseHook>? response = null,
        IEnumerable<RequestHook>? request = null,
        IEnumerable<InformationalHook>? informational = null)
    {
        _response = response?.ToArray();
        _request = request?.ToArray();
        _informational = informational?.ToArray();
    }

    /// <summary>Gets a set without hooks.</summary>
    public static RequestHooks Empty { get; } = new();

    /// <summary>Gets the functions for each response, in order.</summary>
    public IReadOnlyList<ResponseHook> Response => _response ?? [];

    /// <summary>Gets the functions for each request before it is sent, in order.</summary>
    public IReadOnlyList<RequestHook> Request => _request ?? [];

    /// <summary>
    /// Gets the functions for each informational response, such as 103 Early Hints, in order. They are called when it arrives, before the
    /// response. Over HTTP/1.1 only: .NET drops the informational responses of HTTP/2. 101 Switching Protocols is a response.
    /// </summary>
    /// <remarks>RFC 9110 section 15.2, RFC 8297.</remarks>
    public IReadOnlyList<InformationalHook> Informational => _informational ?? [];

    /// <summary>Gets a value that indicates whether there are functions for informational responses.</summary>
    internal bool HasInformational => _informational is { Count: > 0 };

    /// <summary>
    /// Gets the function that an adapter calls, on any thread, with each informational response of the request that is being sent; null
    /// when no one receives them.
    /// </summary>
    internal Action<Response>? Receiver { get; private init; }

    /// <summary>Gets a value that indicates whether no event has a function.</summary>
    internal bool IsEmpty => _response is not { Count: > 0 } && _request is not { Count: > 0 } && _informational is not { Count: > 0 };

    /// <summary>Returns these hooks; an event without hooks of its own uses those of the session.</summary>
    /// <param name="session">The hooks of the session.</param>
    /// <remarks>requests: <c>merge_hooks</c>.</remarks>
    internal RequestHooks MergeWith(RequestHooks session) => new(
        _response ?? session._response,
        _request ?? session._request,
        _informational ?? session._informational);

    /// <summary>Returns a copy for one request, with the function that an adapter calls.</summary>
    /// <param name="receiver">The function.</param>
    internal RequestHooks WithReceiver(Action<Response> receiver) => new(_response, _request, _informational) { Receiver = receiver };

    internal void DispatchInformational(Response response, SendOptions options)
    {
        foreach (var hook in Informational) hook(response, options);
    }

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

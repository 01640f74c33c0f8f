namespace Requests;

/// <summary>The functions that see each answer of an exchange, in order.</summary>
/// <remarks>requests: <c>hooks</c>, event <c>response</c>. A call's hooks replace those of its session.</remarks>
public sealed class RequestHooks
{
    /// <summary>Creates a set of hooks.</summary>
    /// <param name="response">What sees each answer, in order.</param>
    public RequestHooks(IEnumerable<ResponseHook> response) => Response = [.. response];

    /// <summary>No hooks.</summary>
    public static RequestHooks Empty { get; } = new([]);

    /// <summary>What sees each answer, in order.</summary>
    public IReadOnlyList<ResponseHook> Response { get; }

    internal Response Dispatch(Response response, SendOptions options)
    {
        foreach (var hook in Response) response = hook(response, options) ?? response;
        return response;
    }
}

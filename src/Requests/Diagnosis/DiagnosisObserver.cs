namespace Requests;

/// <summary>Keeps the requests and responses of an exchange for a diagnosis, and passes every notification on.</summary>
/// <param name="next">The observer of the call, or null.</param>
internal sealed class DiagnosisObserver(IExchangeObserver? next) : IExchangeObserver
{
    private readonly List<Response> _received = [];
    private readonly List<string> _ignored = [];

    /// <summary>Gets the request that was sent last, or null.</summary>
    internal PreparedRequest? LastRequest { get; private set; }

    /// <summary>Gets the responses that arrived, oldest first.</summary>
    internal IReadOnlyList<Response> Received => _received;

    /// <summary>Gets the reasons why parts of responses were ignored, such as a cookie.</summary>
    internal IReadOnlyList<string> Ignored => _ignored;

    void IExchangeObserver.Sending(PreparedRequest request)
    {
        LastRequest = request;
        next?.Sending(request);
    }

    void IExchangeObserver.Connecting(PreparedRequest request, string target) => next?.Connecting(request, target);

    void IExchangeObserver.Received(Response response)
    {
        _received.Add(response);
        next?.Received(response);
    }

    void IExchangeObserver.Read(Response response) => next?.Read(response);

    void IExchangeObserver.Waiting(RetryWait wait) => next?.Waiting(wait);

    void IExchangeObserver.Waiting(RateLimitWait wait) => next?.Waiting(wait);

    void IExchangeObserver.CookiesDropped(Response response, int count, int limit) => next?.CookiesDropped(response, count, limit);

    void IExchangeObserver.Ignored(Response response, string reason)
    {
        _ignored.Add(reason);
        next?.Ignored(response, reason);
    }
}

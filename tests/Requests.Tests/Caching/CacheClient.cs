using System.Text;

namespace Requests.Tests.Caching;

/// <summary>Represents a session with a cache whose server is a queue of replies, and whose clock is moved.</summary>
internal sealed class CacheClient : IDisposable
{
    private readonly Queue<Func<PreparedRequest, Response>> _replies = new();
    private readonly Adapter _adapter;

    internal CacheClient(RequestCacheSettings? settings = null, RequestCache? cache = null, ManualTime? time = null)
    {
        Time = time ?? new ManualTime();
        Cache = cache ?? new RequestCache(settings);
        _adapter = new Adapter(this);
        Session = new RequestSession(AdapterRegistry.Create(_adapter)) { TrustEnv = false, Time = Time, Cache = Cache };
    }

    internal ManualTime Time { get; }

    internal RequestCache Cache { get; }

    internal RequestSession Session { get; }

    /// <summary>Gets the requests that were sent.</summary>
    internal List<PreparedRequest> Sent { get; } = [];

    /// <summary>Gets the value of the Date field for the time.</summary>
    internal string Now => HttpDate.Format(Time.GetUtcNow());

    public void Dispose()
    {
        Session.Dispose();
        Cache.Dispose();
    }

    /// <summary>Adds a reply of the server.</summary>
    internal CacheClient Reply(string text, params (string Name, string Value)[] headers) => Reply(200, text, headers);

    /// <summary>Adds a reply of the server.</summary>
    internal CacheClient Reply(int status, string text, params (string Name, string Value)[] headers) =>
        Reply(request => Create(request, status, new MemoryStream(Encoding.UTF8.GetBytes(text)), headers));

    /// <summary>Adds a reply of the server.</summary>
    internal CacheClient Reply(Func<PreparedRequest, Response> reply)
    {
        _replies.Enqueue(reply);
        return this;
    }

    /// <summary>Sends a request and returns its response, whose body was read.</summary>
    internal Task<Response> Send(params (string Name, string Value)[] headers) => Send("GET", "http://h/a", headers);

    /// <summary>Sends a request and returns its response, whose body was read.</summary>
    internal Task<Response> Send(string method, string url, params (string Name, string Value)[] headers)
    {
        var request = new Request(method, url);
        foreach (var (name, value) in headers) (request.Headers ??= [])[name] = value;
        return Session.RequestAsync(request);
    }

    /// <summary>Sends a request and returns the text of its response and what the cache did.</summary>
    internal async Task<string> Summarize(params (string Name, string Value)[] headers)
    {
        var response = await Send(headers);
        return $"{response.Text} {response.CacheStatus}";
    }

    internal static Response Create(PreparedRequest request, int status, Stream body, params (string Name, string Value)[] headers)
    {
        var collection = new HeaderDictionary();
        foreach (var (name, value) in headers) collection.Append(name, value);
        return new Response(request, status, body) { Headers = collection };
    }

    private sealed class Adapter(CacheClient client) : TransportAdapter
    {
        internal override bool RequiresCallerContext => false;

        public override Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            lock (client.Sent) client.Sent.Add(request.Copy());
            return Task.FromResult(client._replies.Dequeue()(request));
        }
    }
}

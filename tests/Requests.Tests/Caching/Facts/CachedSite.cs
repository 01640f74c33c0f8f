using System.Globalization;
using System.Text;

namespace Requests.Tests.Caching.Facts;

/// <summary>Represents a session with a cache, a clock that a test moves, and a server whose replies are given in their order.</summary>
internal sealed class CachedSite : IDisposable
{
    private readonly FakeAdapter _adapter;
    private readonly RequestSession _session;

    internal CachedSite(params Func<CachedSite, PreparedRequest, Response>[] replies)
        : this(null, replies)
    {
    }

    internal CachedSite(RequestCacheSettings? settings, params Func<CachedSite, PreparedRequest, Response>[] replies)
    {
        _adapter = new FakeAdapter([.. replies.Select(reply => (Func<PreparedRequest, Response>)(request => reply(this, request)))]);
        _session = new RequestSession(AdapterRegistry.Create(_adapter))
        {
            TrustEnv = false,
            Time = Time,
            Cache = new RequestCache(settings) { Time = Time },
        };
    }

    internal ManualTime Time { get; } = new();

    /// <summary>Gets the requests that the server has received.</summary>
    internal IReadOnlyList<PreparedRequest> Seen => _adapter.Seen;

    /// <summary>Creates the reply of the server: a status, a body and headers such as <c>Expires: @60</c>, in 60 seconds.</summary>
    internal static Func<CachedSite, PreparedRequest, Response> Ok(string text, params string[] headers) =>
        (site, request) => site.Reply(request, 200, text, headers);

    internal static Func<CachedSite, PreparedRequest, Response> Status(int status, string text, params string[] headers) =>
        (site, request) => site.Reply(request, status, text, headers);

    /// <summary>Creates the failure of a connection.</summary>
    internal static Func<CachedSite, PreparedRequest, Response> Fail() =>
        static (_, _) => throw new ConnectionException("The connection was closed.");

    internal Response Reply(PreparedRequest request, int status, string text, string[] headers)
    {
        var collection = new HeaderDictionary();
        foreach (var header in headers)
        {
            var (name, value) = Split(header);
            collection.Append(name, value);
        }

        return new Response(request, status, new MemoryStream(Encoding.UTF8.GetBytes(text))) { Headers = collection };
    }

    internal async Task<Response> Send(string method, string url, params string[] headers)
    {
        var request = new Request(method, url) { Headers = [] };
        foreach (var header in headers)
        {
            var (name, value) = Split(header);
            request.Headers.Append(name, value);
        }

        return await _session.RequestAsync(request, new SendOptions { AllowRedirects = false }, TestContext.Current.CancellationToken);
    }

    internal Task<Response> Get(params string[] headers) => Send("GET", CacheFact.Url, headers);

    internal void Wait(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose() => _session.Dispose();

    private (string Name, string Value) Split(string header)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        var value = header[(colon + 1)..].TrimStart(' ');
        return (header[..colon], value.StartsWith('@') ? Date(value[1..]) : value);
    }

    private string Date(string seconds) =>
        Time.GetUtcNow().AddSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)).ToString("r", CultureInfo.InvariantCulture);
}

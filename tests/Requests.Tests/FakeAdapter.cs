using System.Text;

namespace Requests.Tests;

/// <summary>Represents an adapter that returns scripted responses and records each request as it was at that moment.</summary>
internal sealed class FakeAdapter(params Func<PreparedRequest, Response>[] replies) : TransportAdapter
{
    private readonly Queue<Func<PreparedRequest, Response>> _replies = new(replies);

    internal List<PreparedRequest> Seen { get; } = [];

    internal List<string> Bodies { get; } = [];

    internal List<SendOptions> Options { get; } = [];

    internal bool Closed { get; private set; }

    public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Seen.Add(request.Copy());
        Options.Add(options);
        Bodies.Add(await GetBody(request));
        return _replies.Dequeue()(request);
    }

    internal static RequestSession Session(out FakeAdapter adapter, params Func<PreparedRequest, Response>[] replies)
    {
        adapter = new FakeAdapter(replies);
        return new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false };
    }

    internal static Func<PreparedRequest, Response> Reply(int status, params (string Name, string Value)[] headers) =>
        ReplyText(status, "", headers);

    internal static Func<PreparedRequest, Response> ReplyText(int status, string text, params (string Name, string Value)[] headers) =>
        request => CreateReply(request, status, text, headers);

    internal static Func<PreparedRequest, Response> Redirect(int status, string location) => Reply(status, ("Location", location));

    protected override void Dispose(bool disposing)
    {
        Closed = true;
        base.Dispose(disposing);
    }

    private static Response CreateReply(PreparedRequest request, int status, string text, (string Name, string Value)[] headers)
    {
        var collection = new HeaderDictionary();
        foreach (var (name, value) in headers) collection.Append(name, value);
        return new Response(request, status, new MemoryStream(Encoding.UTF8.GetBytes(text))) { Headers = collection };
    }

    private static async Task<string> GetBody(PreparedRequest request)
    {
        if (request.Body is not { } body) return "";
        using var copy = new MemoryStream();
        await body.WriteToAsync(copy, CancellationToken.None);
        return Encoding.UTF8.GetString(copy.ToArray());
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Requests;

/// <summary>Creates a span for each request that is sent, by the conventions of OpenTelemetry for HTTP clients.</summary>
/// <remarks>
/// OpenTelemetry semantic conventions for HTTP spans, stable since version 1.23. A span lasts until the headers of the response have been
/// received. Without a listener nothing is created. The handler of .NET creates no span, because its propagator is turned off.
/// </remarks>
internal static class RequestTracing
{
    // The value for a method that is not one of the known ones, and the name of its span.
    private const string OtherMethod = "_OTHER";
    private const string OtherName = "HTTP";

    // A variable of OpenTelemetry: the methods that are known, separated by commas, in place of the usual ones.
    private const string KnownMethods = "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS";

    private static readonly ActivitySource Source =
        new("Requests", typeof(RequestTracing).Assembly.GetName().Version!.ToString(3));

    /// <summary>Returns whether a request can belong to a trace: of a listener, of the process or of the environment.</summary>
    /// <param name="trustsEnvironment">Whether the environment is used.</param>
    internal static bool IsActive(bool trustsEnvironment) =>
        Source.HasListeners() || Activity.Current is not null || (trustsEnvironment && TraceContext.IsInEnvironment);

    /// <summary>Starts the span of a request; returns null without a listener, and when the trace is not recorded.</summary>
    /// <param name="request">The request.</param>
    /// <param name="environment">The trace of the environment, which is the parent of a span without another one; or null.</param>
    /// <param name="resends">The number of requests that the same call has sent before.</param>
    internal static Activity? Start(PreparedRequest request, TraceContext? environment, int resends)
    {
        if (!Source.HasListeners()) return null;
        var method = GetMethod(request.Method);
        var parent = Activity.Current is null && environment is { } trace ? trace.ToActivityContext() : default;
        var span = Source.StartActivity(
            method == OtherMethod ? OtherName : method,
            ActivityKind.Client,
            parent,
            GetFirstTags(request, method));
        if (span is not { IsAllDataRequested: true }) return span;
        if (method == OtherMethod) span.SetTag("http.request.method_original", request.Method);
        if (resends > 0) span.SetTag("http.request.resend_count", resends);
        return span;
    }

    /// <summary>Adds what the response tells to its span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="response">The response.</param>
    internal static void Complete(Activity span, Response response)
    {
        if (!span.IsAllDataRequested) return;
        span.SetTag("http.response.status_code", response.StatusCode);
        span.SetTag("network.protocol.version", response.HttpVersion.ToString(response.HttpVersion.Major > 1 ? 1 : 2));
        SetPeer(span, response.Connection);
        if (response.StatusCode < 400) return;
        span.SetTag("error.type", response.StatusCode.ToString(CultureInfo.InvariantCulture));
        span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Adds the error of a request without a response to its span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="error">The error. The messages of this library have no secrets; those of others are not added.</param>
    internal static void Fail(Activity span, Exception error)
    {
        if (!span.IsAllDataRequested) return;
        span.SetTag("error.type", error.GetType().FullName);
        SetPeer(span, ConnectionInfo.Find(error));
        span.SetStatus(ActivityStatusCode.Error, error is RequestException ? error.Message : null);
    }

    private static void SetPeer(Activity span, ConnectionInfo? connection)
    {
        if (connection?.RemoteEndPoint is not IPEndPoint peer) return;
        span.SetTag("network.peer.address", HostName.WithoutZone(peer.Address.ToString()));
        span.SetTag("network.peer.port", peer.Port);
    }

    // Listeners decide by these attributes whether a span is recorded.
    private static KeyValuePair<string, object?>[] GetFirstTags(PreparedRequest request, string method)
    {
        var url = ExchangeRedactor.Create(request).RedactUrl(UrlParts.WithoutFragment(request.Url));
        var isKnown = Uri.TryCreate(request.Url, UriKind.Absolute, out var target);
        return
        [
            new("http.request.method", method),
            new("server.address", isKnown ? HostName.WithoutZone(target!.IdnHost) : null),
            new("server.port", isKnown && target!.Port >= 0 ? target.Port : null),
            new("url.full", url),
        ];
    }

    /// <summary>Returns the method where it is known: usually those of RFC 9110, PATCH and QUERY.</summary>
    private static string GetMethod(string method)
    {
        var isKnown = Environment.GetEnvironmentVariable(KnownMethods) is { Length: > 0 } known
            ? known.Split(',', StringSplitOptions.TrimEntries).Contains(method, StringComparer.Ordinal)
            : method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "OPTIONS" or "TRACE" or "PATCH" or "QUERY";
        return isKnown ? method : OtherMethod;
    }
}

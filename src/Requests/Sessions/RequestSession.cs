namespace Requests;

/// <summary>What calls have in common: defaults, cookies and connections. Safe to use from many threads at once.</summary>
/// <remarks>requests: <c>Session</c>.</remarks>
public sealed partial class RequestSession : IDisposable
{
    // Headers that are keys in all but name, at the services that scripts talk to most.
    private static readonly string[] UsualSensitiveHeaders =
    [
        "X-Api-Key",
        "Api-Key",
        "X-Auth-Token",
        "X-Access-Token",
        "Private-Token",
        "Ocp-Apim-Subscription-Key",
    ];

    private SendOptions _defaults = new();
    private volatile bool _closed;

    /// <summary>Creates a session with connections of its own.</summary>
    public RequestSession()
        : this(AdapterRegistry.Create(new HttpAdapter()))
    {
    }

    internal RequestSession(AdapterRegistry adapters) => Adapters = adapters;

    /// <summary>Headers for every call; a null value, here or on the call, sends none of that name.</summary>
    public HeaderDictionary Headers { get; set; } = DefaultHeaders.Create();

    /// <summary>Pairs for every URL's query.</summary>
    public QueryParams Params { get; set; } = [];

    /// <summary>How to prove who is asking, or null.</summary>
    public AuthBase? Auth { get; set; }

    /// <summary>The cookies that came and those that were put here; they persist between calls.</summary>
    public CookieJar Cookies { get; set; } = new();

    /// <summary>
    /// How many cookies servers may keep of one registrable domain, such as <c>example.com</c> with all hosts below it. Then the oldest
    /// are dropped;
    /// those that the caller has set are neither counted nor dropped. Default 180.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    /// <remarks>RFC 6265bis section 6.1 asks for 50 at least; browsers keep 180.</remarks>
    public int MaximumCookies
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = CookieJar.UsualLimit;

    /// <summary>Functions that see each answer; a call's own replace them.</summary>
    public RequestHooks Hooks { get; set; } = RequestHooks.Empty;

    /// <summary>What relative URLs are resolved against, or null.</summary>
    public string? BaseUri { get; set; }

    /// <summary>What carries the requests, by URL prefix.</summary>
    /// <remarks>requests: <c>Session.adapters</c>.</remarks>
    public AdapterRegistry Adapters { get; }

    /// <summary>
    /// Names of headers that stay with the origin they were given for when a redirect leaves it, besides Host and those that
    /// <see cref="SensitiveNames"/> calls secret. Default: the usual names of API keys, such as X-Api-Key.
    /// </summary>
    public IReadOnlyCollection<string> SensitiveHeaders { get; set; } = UsualSensitiveHeaders;

    /// <summary>Decides where an answer leads: the target, or null when it is final. Null, the default, follows HTTP's redirects.</summary>
    /// <remarks>requests: <c>get_redirect_target</c>, to override.</remarks>
    public Func<Response, string?>? RedirectTarget { get; set; }

    /// <summary>What keeps all answers of the session, or null, which keeps none.</summary>
    public ExchangeRecording? Recording { get; set; }

    /// <summary>
    /// Whether the environment has a say: <c>REQUESTS_CA_BUNDLE</c> or <c>CURL_CA_BUNDLE</c> name whom to trust. Default true.
    /// </summary>
    /// <remarks>requests: <c>trust_env</c>.</remarks>
    public bool TrustEnv { get; set; } = true;

    /// <summary>The clock that the limits of exchanges go by.</summary>
    internal TimeProvider Time { get; init; } = ProcessTime.Shared;

    /// <summary>The options for calls that give none: <c>session.Defaults with { … }</c> is a call's own.</summary>
    public SendOptions Defaults
    {
        get => _defaults;
        set => _defaults = value ?? new SendOptions();
    }

    /// <summary>True once the session was closed; it sends nothing any more.</summary>
    public bool IsClosed => _closed;

    /// <summary>
    /// A session for one call: nothing of it outlives the call but the connections, which all such sessions of the process share.
    /// </summary>
    /// <remarks>requests: the functions of the module, such as <c>requests.get</c>, which open connections anew each time.</remarks>
    internal static RequestSession CreateStateless() => new(AdapterRegistry.Shared.Copy());

    /// <summary>Prepares a request with this session's state and sends it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">How to send it; null takes <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RequestException">It could not be prepared, sent or answered.</exception>
    public Task<Response> RequestAsync(Request request, SendOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync(PrepareRequest(request), options, cancellationToken);

    /// <summary>Prepares a request with this session's state, without sending it.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RequestException">It could not be prepared.</exception>
    /// <remarks>requests: <c>Session.prepare_request</c>.</remarks>
    public PreparedRequest PrepareRequest(Request request) =>
        RequestPreparer.Prepare(SettingsMerger.Merge(this, request), BaseUri, Cookies, AmbientAuth);

    /// <summary>What a netrc file has for a URL, where the environment is trusted.</summary>
    internal Func<string, string?, AuthBase?>? AmbientAuth => TrustEnv ? Netrc.Shared.For : null;

    /// <summary>Sends a prepared request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">How to send it; null takes <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RequestException">It could not be sent or answered.</exception>
    /// <exception cref="SessionClosedException">The session was closed.</exception>
    /// <remarks>requests: <c>Session.send</c>.</remarks>
    public Task<Response> SendAsync(PreparedRequest request, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_closed)
        {
            throw new SessionClosedException("The session was closed and sends nothing any more; create a new one.") { Request = request };
        }

        options ??= Defaults;
        return new RequestExchange(this, TrustEnv ? AddCaBundle(options) : options, cancellationToken).RunAsync(request);
    }

    /// <summary>
    /// Whether sending a request may run code other than the engine's own: a hook, an auth or an adapter of the caller's, a rule for
    /// redirects, an observer. Such code runs in the <see cref="SynchronizationContext"/> of the call; a request without any can be sent
    /// from any thread.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="options">How to send it; null takes <see cref="Defaults"/>.</param>
    internal bool RequiresCallerContext(PreparedRequest request, SendOptions? options = null) =>
        request.Hooks is not { Request: [], Response: [] }
            || request.Auth is { RequiresCallerContext: true }
            || Adapters.RequiresCallerContext
            || RedirectTarget is not null || (options ?? Defaults).Observer is not null;

    /// <summary>Puts the usual headers in the place of all that the session has.</summary>
    public void ResetHeaders() => Headers = DefaultHeaders.Create();

    /// <summary>Closes the adapters and with them the connections; the session sends nothing afterwards.</summary>
    /// <remarks>requests: <c>Session.close</c>.</remarks>
    public void Dispose()
    {
        _closed = true;
        foreach (var (_, adapter) in Adapters) adapter.Dispose();
    }

    private static SendOptions AddCaBundle(SendOptions options)
    {
        var tls = CaBundle.ApplyTo(options.Tls);
        return ReferenceEquals(tls, options.Tls) ? options : options with { Tls = tls };
    }

    /// <summary>Such as <c>&lt;RequestSession&gt;</c>; nothing of what it holds.</summary>
    public override string ToString() => "<RequestSession>";
}

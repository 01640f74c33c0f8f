namespace Requests;

/// <summary>
/// Represents the state that calls share: defaults, cookies and connections. It can be used from several threads at the same time.
/// </summary>
/// <remarks>requests: <c>Session</c>.</remarks>
public sealed partial class RequestSession : IRequestSender, IDisposable
{
    // The headers that carry the keys of services that scripts often use. SensitiveNames treats each of them as secret already; the list
    // shows the caller what the setting is for.
    private static readonly string[] UsualSensitiveHeaders =
    [
        "X-Api-Key",
        "Api-Key",
        "X-Auth-Token",
        "X-Access-Token",
        "Private-Token",
        "Ocp-Apim-Subscription-Key",
    ];

    private static readonly Func<string, string?, AuthBase?> ReadNetrc = Netrc.Shared.GetCredentials;

    private SendOptions _defaults = new();
    private RateLimiter? _rateLimiter;
    private volatile BundledOptions? _bundled;
    private volatile bool _closed;

    /// <summary>Creates a session that has its own connections.</summary>
    public RequestSession()
        : this(AdapterRegistry.Create(new HttpAdapter()))
    {
    }

    internal RequestSession(AdapterRegistry adapters) => Adapters = adapters;

    /// <summary>Gets or sets the headers of every call; a header with the value null, here or on the call, is not sent.</summary>
    public HeaderDictionary Headers { get; set; } = DefaultHeaders.Create();

    /// <summary>Gets or sets the pairs for the query of every URL.</summary>
    public QueryParams Params { get; set; } = [];

    /// <summary>Gets or sets the authentication, or null.</summary>
    public AuthBase? Auth { get; set; }

    /// <summary>Gets or sets the cookies that were received and those that the caller set; they persist between calls.</summary>
    public CookieJar Cookies { get; set; } = new();

    /// <summary>
    /// Gets or sets the largest number of cookies that servers may set for one registrable domain, such as <c>example.com</c> with all
    /// hosts below it. The oldest are dropped; cookies that the caller has set are neither counted nor dropped. Default: 180.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    /// <remarks>RFC 6265bis section 6.1 requires at least 50; browsers keep 180.</remarks>
    public int MaximumCookies
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = CookieJar.DefaultLimit;

    /// <summary>Gets or sets the functions that receive each request and response; those of a call replace them.</summary>
    public RequestHooks Hooks { get; set; } = RequestHooks.Empty;

    /// <summary>Gets or sets the URL that relative URLs are resolved against, or null.</summary>
    public string? BaseUri { get; set; }

    /// <summary>Gets the adapters that send the requests, by URL prefix.</summary>
    /// <remarks>requests: <c>Session.adapters</c>.</remarks>
    public AdapterRegistry Adapters { get; }

    /// <summary>
    /// Gets or sets the names of headers that are removed when a redirect leads to another origin, in addition to Host and the secret ones
    /// of <see cref="SensitiveNames"/>. Default: the usual names of API keys, such as X-Api-Key.
    /// </summary>
    public IReadOnlyCollection<string> SensitiveHeaders { get; set; } = UsualSensitiveHeaders;

    /// <summary>
    /// Gets or sets the function that returns the redirect target of a response, or null when it is final. Null, the default, follows the
    /// redirects of HTTP.
    /// </summary>
    /// <remarks>requests: <c>get_redirect_target</c>, to override.</remarks>
    public Func<Response, string?>? RedirectTarget { get; set; }

    /// <summary>Gets or sets the recording of all responses of the session, or null.</summary>
    public ExchangeRecording? Recording { get; set; }

    /// <summary>
    /// Gets or sets the cache for responses, or null, the default. Sessions can share one; disposing a session does not dispose it.
    /// </summary>
    /// <remarks>requests-cache: <c>CachedSession</c>; CacheControl.</remarks>
    public RequestCache? Cache { get; set; }

    /// <summary>
    /// Gets or sets a value that indicates whether settings of the environment are used, such as <c>REQUESTS_CA_BUNDLE</c> or
    /// <c>CURL_CA_BUNDLE</c> for the trusted authorities. Default: true.
    /// </summary>
    /// <remarks>requests: <c>trust_env</c>.</remarks>
    public bool TrustEnv { get; set; } = true;

    /// <summary>
    /// Gets or sets how many requests are sent in a time, by all threads that use the session; null, the default, does not limit them. The
    /// headers RateLimit, X-RateLimit-Remaining and -Reset, and Retry-After are obeyed then, too: when the server allows no more requests,
    /// those to the same origin wait until it does, at most an hour. A limit that is set anew begins with a whole burst, also for the
    /// requests that wait.
    /// </summary>
    public RateLimit? RateLimit
    {
        get => _rateLimiter?.Limit;
        set => Interlocked.Exchange(ref _rateLimiter, value is null ? null : new RateLimiter(value, Time))?.Replace();
    }

    /// <summary>Gets the limiter of the session; null without a limit.</summary>
    internal RateLimiter? RateLimiter => Volatile.Read(ref _rateLimiter);

    /// <summary>Gets the clock for the timeouts of exchanges.</summary>
    internal TimeProvider Time { get; init; } = ProcessTime.Shared;

    /// <summary>Gets or sets the options of calls without options; <c>session.Defaults with { … }</c> creates those of one call.</summary>
    public SendOptions Defaults
    {
        get => _defaults;
        set => _defaults = value ?? new SendOptions();
    }

    /// <summary>Gets a value that indicates whether the session was closed. A closed session sends no requests.</summary>
    public bool IsClosed => _closed;

    /// <summary>
    /// Creates a session for one call and what follows from its response. All such sessions of the process share their connections. It need
    /// not be disposed, as disposing does not close connections that are shared.
    /// </summary>
    /// <remarks>requests: the functions of the module, such as <c>requests.get</c>, which open new connections each time.</remarks>
    internal static RequestSession CreateStateless() => new(AdapterRegistry.Shared.Copy());

    /// <summary>Prepares a request with the settings of this session and sends it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The request could not be prepared or sent, or no response was received.</exception>
    public Task<Response> RequestAsync(Request request, SendOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync(PrepareRequest(request), options, cancellationToken);

    /// <summary>Prepares a request with the settings of this session, without sending it.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RequestException">The request could not be prepared.</exception>
    /// <remarks>requests: <c>Session.prepare_request</c>.</remarks>
    public PreparedRequest PrepareRequest(Request request) =>
        RequestPreparer.Prepare(SettingsMerger.Merge(this, request), BaseUri, Cookies, NetrcCredentials);

    /// <summary>
    /// Gets the function that returns the credentials of the netrc file for a URL; null where the environment is not trusted.
    /// </summary>
    internal Func<string, string?, AuthBase?>? NetrcCredentials => TrustEnv ? ReadNetrc : null;

    /// <summary>Sends a prepared request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The request could not be sent, or no response was received.</exception>
    /// <exception cref="SessionClosedException">The session was closed.</exception>
    /// <remarks>requests: <c>Session.send</c>.</remarks>
    public Task<Response> SendAsync(PreparedRequest request, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_closed) throw CreateClosedError(request);

        options ??= Defaults;
        if (options.ConnectTo is { Target: not null } target)
        {
            // Other hosts that this call leads to are not connected to the target.
            options = options with { ConnectTo = target.BindTo(request.CallerUrl ?? request.Url) };
        }

        if (TrustEnv) options = AddCaBundle(options);
        var exchange = Cache is { } cache
            ? new CachingExchange(this, cache, options, cancellationToken)
            : new RequestExchange(this, options, cancellationToken);
        return exchange.RunAsync(request);
    }

    /// <summary>
    /// Returns whether sending a request may run code of the caller: a hook, an authentication, an adapter, a rule for redirects, a
    /// condition of a retry policy or an observer. Such code runs in the <see cref="SynchronizationContext"/> of the call; a request
    /// without it can be sent from any thread.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    internal bool RequiresCallerContext(PreparedRequest request, SendOptions? options = null) =>
        !request.Hooks.IsEmpty
            || request.Auth is { RequiresCallerContext: true }
            || Adapters.RequiresCallerContext
            || CassetteScope.Current is { RequiresCallerContext: true }
            || RedirectTarget is not null || (options ?? Defaults) is { Observer: not null } or { Retry.When: not null };

    /// <summary>Replaces all headers of the session with the default ones.</summary>
    public void ResetHeaders() => Headers = DefaultHeaders.Create();

    /// <summary>
    /// Closes the adapters and their connections; the session then sends no more requests. Those that wait for the rate limit fail.
    /// </summary>
    /// <remarks>requests: <c>Session.close</c>.</remarks>
    public void Dispose()
    {
        _closed = true;
        RateLimit = null;
        foreach (var (_, adapter) in Adapters) adapter.Dispose();
    }

    /// <summary>Creates the error for a request that a closed session does not send.</summary>
    /// <param name="request">The request.</param>
    internal static SessionClosedException CreateClosedError(PreparedRequest request) =>
        new("The session is closed and cannot send requests: create a new session.") { Request = request };

    /// <summary>Adds the CA file of the environment. Calls with the same options share the result.</summary>
    private SendOptions AddCaBundle(SendOptions options)
    {
        if (CaBundle.FindFor(options.Tls) is not { } path) return options;
        var last = _bundled;
        if (last is null || !ReferenceEquals(last.Options, options) || last.Result.Tls.CaFile != path)
        {
            _bundled = last = new BundledOptions(options, options with { Tls = options.Tls with { CaFile = path } });
        }

        return last.Result;
    }

    /// <summary>Returns the text <c>&lt;RequestSession&gt;</c>, without the settings.</summary>
    public override string ToString() => "<RequestSession>";

    /// <summary>Represents options of a call, and the same options with the CA file of the environment.</summary>
    private sealed record BundledOptions(SendOptions Options, SendOptions Result);
}

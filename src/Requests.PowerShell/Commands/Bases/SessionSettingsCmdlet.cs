using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The base class of the cmdlets that create or change a session, with the parameters of its settings.</summary>
public abstract class SessionSettingsCmdlet : SendOptionsCmdlet
{
    /// <summary>Specifies the base URI for URLs without a scheme. $null removes it.</summary>
    [Parameter(Position = 1, HelpMessage = "Specifies the base URI for URLs without a scheme.")]
    [AllowNull]
    public object? BaseUri { get; set; }

    /// <summary>
    /// Specifies headers for every call: a map or a list of pairs. They are added, in this order, after the existing ones. $null as a
    /// value sends no header of that name. $null for the parameter restores the standard headers.
    /// </summary>
    [ArgumentCompleter(typeof(HeaderCompleter))]
    [Parameter(HelpMessage = "Specifies headers for every call, as a map or a list of pairs.")]
    [AllowNull]
    public object? Headers { get; set; }

    /// <summary>
    /// Specifies pairs for the query of every call: a map, a list of pairs, or text. They are added to the existing ones. $null as a
    /// value removes a pair. $null for the parameter removes all pairs.
    /// </summary>
    [Parameter(HelpMessage = "Specifies pairs for the query of every call, as a map, a list of pairs or text.")]
    [AllowNull]
    public object? Params { get; set; }

    /// <summary>Specifies cookies to add: a map, a cookie jar or a list of cookies. $null removes all cookies.</summary>
    [Parameter(HelpMessage = "Specifies cookies to add, as a map, a cookie jar or a list of cookies.")]
    [AllowNull]
    public object? Cookies { get; set; }

    /// <summary>
    /// Specifies the authentication for every call, in any form that Invoke-Request accepts. $null removes it. Excludes -Credential.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the authentication for every call, in any form that Invoke-Request accepts.")]
    [AllowNull]
    [ArgumentCompleter(typeof(AuthCompleter))]
    public object? Auth { get; set; }

    /// <summary>Specifies the user name and password for Basic authentication. Excludes -Auth.</summary>
    [Parameter(HelpMessage = "Specifies the user name and password for Basic authentication.")]
    [ValueType(typeof(PSCredential))]
    public object? Credential { get; set; }

    /// <summary>
    /// Specifies functions that receive each request or response, unless the call has its own functions for that event. $null removes
    /// them.
    /// </summary>
    [Parameter(HelpMessage = "Specifies functions that receive each request and response.")]
    [AllowNull]
    [ArgumentCompleter(typeof(HooksCompleter))]
    public object? Hooks { get; set; }

    /// <summary>
    /// Specifies the names of headers that are removed when a redirect or a page leads to another origin than the one they were given
    /// for. Headers with a secret name, such as X-Api-Key, are removed in any case.
    /// </summary>
    [Parameter(HelpMessage = "Specifies headers that are removed when a redirect or page leads to another origin.")]
    [ValueType(typeof(string[]))]
    public object? SensitiveHeaders { get; set; }

    /// <summary>
    /// Specifies the maximum number of cookies that servers can set for one registrable domain, such as example.com with all hosts below
    /// it. Above it the oldest cookies are dropped, which -Verbose reports. Cookies that you set are neither counted nor dropped.
    /// Default: 180.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the maximum number of cookies of servers for one registrable domain.")]
    [ValueType(typeof(int))]
    public object? MaximumCookies { get; set; } = 180;

    /// <summary>
    /// Specifies how many requests the session sends: a number of requests a second, or a limit of New-RateLimit. All runspaces that use
    /// the session share the limit. A request beyond it waits, also when RateLimit, X-RateLimit-Remaining or Retry-After of a response
    /// allow no more requests for some time. Default: no limit; $null removes it.
    /// </summary>
    [Parameter(HelpMessage = "Specifies how many requests the session sends a second, or a limit of New-RateLimit.")]
    [AllowNull]
    [ArgumentCompleter(typeof(RateLimitCompleter))]
    public object? RateLimit { get; set; }

    /// <summary>
    /// Specifies that responses are kept and reused: a time such as 1h for a cache in memory where responses that do not say it themselves
    /// are fresh for that time, a cache of New-RequestCache, or $true for a cache in memory that only follows the server. All runspaces
    /// that use the session share the cache. Default: no cache; $null removes it.
    /// </summary>
    [Parameter(HelpMessage = "Specifies how long responses are reused, such as 1h, or a cache of New-RequestCache.")]
    [AllowNull]
    [ArgumentCompleter(typeof(CacheCompleter))]
    public object? Cache { get; set; }

    /// <summary>
    /// Indicates that the cmdlet uses environment variables, such as REQUESTS_CA_BUNDLE. Default: yes; -TrustEnv:$false ignores them.
    /// </summary>
    [Parameter(HelpMessage = "Uses environment variables, which is the default; :$false ignores them.")]
    public SwitchParameter TrustEnv { get; set; }

    /// <summary>
    /// Indicates that the session keeps all responses with their bodies in memory, for Export-RequestHar. -Record:$false stops this and
    /// deletes the kept responses.
    /// </summary>
    [Parameter(HelpMessage = "Keeps all responses with their bodies in memory, for Export-RequestHar.")]
    public SwitchParameter Record { get; set; }

    /// <summary>Applies the bound parameters to a session.</summary>
    /// <param name="session">The session.</param>
    /// <exception cref="RequestException">A parameter has a value that cannot be used. The session is unchanged.</exception>
    internal void Apply(RequestSession session)
    {
        // All values are converted before the first is applied, so that an invalid value leaves the session unchanged.
        var options = MergeOptions(session.Defaults);
        var headers = ValueConverter.ToHeaders(Headers);
        var query = ValueConverter.ToParams(Params);
        var cookies = ValueConverter.ToCookies(Cookies);
        var auth = GetAuth();
        var hooks = HooksConverter.ToHooks(Hooks);
        var sensitive = TextConverter.ToTexts(SensitiveHeaders, nameof(SensitiveHeaders));
        var cookieLimit = NumberConverter.ToInt32(MaximumCookies, nameof(MaximumCookies), 1);
        var rateLimit = RateLimitConverter.ToRateLimit(RateLimit);
        var cache = CacheConverter.ToCache(Cache);
        var baseUri = BaseUri is null ? null : ValueConverter.ToUrl(BaseUri, nameof(BaseUri));

        session.Defaults = options;
        if (Has(nameof(BaseUri))) session.BaseUri = string.IsNullOrEmpty(baseUri) ? null : baseUri;
        if (headers is not null) session.Headers.Update(headers);
        else if (Has(nameof(Headers))) session.ResetHeaders();
        if (Has(nameof(Params))) session.Params = query is null ? [] : session.Params.Merge(query);
        if (cookies is not null) session.Cookies.Update(cookies);
        else if (Has(nameof(Cookies))) session.Cookies.Clear();
        if (Has(nameof(Auth)) || Has(nameof(Credential))) session.Auth = auth;
        if (Has(nameof(Hooks))) session.Hooks = hooks ?? RequestHooks.Empty;
        if (sensitive is not null) session.SensitiveHeaders = sensitive;
        if (Has(nameof(MaximumCookies))) session.MaximumCookies = cookieLimit;
        if (Has(nameof(RateLimit))) session.RateLimit = rateLimit;
        if (Has(nameof(Cache))) session.Cache = cache;
        if (Has(nameof(TrustEnv))) session.TrustEnv = TrustEnv;
        if (Has(nameof(Record))) session.Recording = Record ? session.Recording ?? new ExchangeRecording() : null;
    }
    private AuthBase? GetAuth()
    {
        if (Auth is null) return ValueConverter.ToAuth(CredentialConverter.ToCredential(Credential, Host));
        if (PSValue.Unwrap(Credential) is not null) ThrowConflict("-Auth and -Credential exclude each other: use one of them.");
        return ValueConverter.ToAuth(Auth);
    }
}

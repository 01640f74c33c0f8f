using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The parameters that a session is made of, for those who make one and those who change one.</summary>
public abstract class SessionSettingsCmdlet : SendOptionsCmdlet
{
    /// <summary>What URLs without a scheme are put below; $null for nothing.</summary>
    [Parameter(Position = 1)]
    [AllowNull]
    public object? BaseUri { get; set; }

    /// <summary>Headers for every call, in this order behind the ones it has; $null as value sends none of that name. $null goes back to the usual ones.</summary>
    [ArgumentCompleter(typeof(HeaderCompleter))]
    [Parameter]
    [AllowNull]
    public object? Headers { get; set; }

    /// <summary>Pairs for the query of every call, added to those it has; $null as value takes one away. $null takes all away.</summary>
    [Parameter]
    [AllowNull]
    public object? Params { get; set; }

    /// <summary>Cookies to put in: a map, a jar or a list of cookies. $null takes all away.</summary>
    [Parameter]
    [AllowNull]
    public object? Cookies { get; set; }

    /// <summary>Authentication for every call: any form that Invoke-Request takes; $null for none.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(AuthCompleter))]
    public object? Auth { get; set; }

    /// <summary>User name and password for Basic authentication.</summary>
    [Parameter]
    [ValueType(typeof(PSCredential))]
    public object? Credential { get; set; }

    /// <summary>Functions that see each request or response, of calls that bring none of their own for the event; $null for none.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(HooksCompleter))]
    public object? Hooks { get; set; }

    /// <summary>Specifies names of headers that stay behind when a redirect or a page leaves the origin they were given for, besides those whose names say that they are secret, such as X-Api-Key.</summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? SensitiveHeaders { get; set; }

    /// <summary>Specifies how many cookies servers may keep of one registrable domain, such as example.com with all hosts below it; then the oldest are dropped, which -Verbose says. Cookies that you set are neither counted nor dropped. Default: 180.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? MaximumCookies { get; set; } = 180;

    /// <summary>Whether the environment has a say, such as REQUESTS_CA_BUNDLE. Default: yes; -TrustEnv:$false leaves it out.</summary>
    [Parameter]
    public SwitchParameter TrustEnv { get; set; }

    /// <summary>Keeps all responses with their bodies in memory, for Export-RequestHar; -Record:$false keeps none and forgets them.</summary>
    [Parameter]
    public SwitchParameter Record { get; set; }

    /// <summary>Puts what was given into a session.</summary>
    /// <param name="session">The session.</param>
    /// <exception cref="RequestException">A parameter has a form that cannot be used; the session is as it was.</exception>
    internal void Apply(RequestSession session)
    {
        if (Auth is not null && PSValue.Unwrap(Credential) is not null) throw Conflict("-Auth and -Credential exclude each other: use one of them.");

        // All forms are read before the first is used, so that a bad one leaves the session as it was.
        var options = OptionsOver(session.Defaults);
        var headers = ValueConverter.ToHeaders(Headers);
        var query = ValueConverter.ToParams(Params);
        var cookies = ValueConverter.ToCookies(Cookies);
        var auth = Auth is null ? ValueConverter.ToAuth(CredentialConverter.ToCredential(Credential, Host)) : ValueConverter.ToAuth(Auth);
        var hooks = ValueConverter.ToHooks(Hooks);
        var sensitive = TextConverter.ToTexts(SensitiveHeaders, nameof(SensitiveHeaders));
        var cookieLimit = NumberConverter.ToInt32(MaximumCookies, nameof(MaximumCookies), 1);
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
        if (Has(nameof(TrustEnv))) session.TrustEnv = TrustEnv;
        if (Has(nameof(Record))) session.Recording = Record ? session.Recording ?? new ExchangeRecording() : null;
    }
}

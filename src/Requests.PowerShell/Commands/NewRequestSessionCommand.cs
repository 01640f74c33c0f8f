using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates a session: defaults, cookies and connections that calls have in common.</summary>
/// <remarks>
/// <para>Give the session to Invoke-Request with -Session. What a call says wins over what its session says: maps are merged, and $null
/// removes. Nothing of a call stays in the session but the cookies that servers set.</para>
/// <para>Close it with its method Dispose() when its connections are not needed any more. requests: Session.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// $null = Invoke-Request https://api.example.com/cookies/set?flavour=sweet -Session $session
/// (Invoke-Request https://api.example.com/cookies -Session $session).Text</code>Keeps a cookie from one call to the next.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com -Headers @{ 'X-Team' = 'red' } -RaiseForStatus
/// Invoke-Request /headers -Session $session</code>Sets defaults; the URL of a call is then put below the base.</example>
[Cmdlet(VerbsCommon.New, "RequestSession")]
[OutputType(typeof(RequestSession))]
public sealed class NewRequestSessionCommand : RequestCmdlet
{
    private readonly OptionParameters _options = new();

    /// <summary>What URLs without a scheme are put below.</summary>
    [Parameter(Position = 0)]
    public string? BaseUri { get; set; }

    /// <summary>Headers for every call, added to the usual ones; $null takes a usual one away.</summary>
    [Parameter]
    public object? Headers { get; set; }

    /// <summary>Pairs for the query of every call.</summary>
    [Parameter]
    public object? Params { get; set; }

    /// <summary>Cookies to start with.</summary>
    [Parameter]
    public object? Cookies { get; set; }

    /// <summary>Authentication for every call: any form that Invoke-Request takes.</summary>
    [Parameter]
    public object? Auth { get; set; }

    /// <summary>User name and password for Basic authentication.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Seconds to wait for the connection and for each next byte: one number, or two. Default 100; $null or 0 waits for ever.</summary>
    [Parameter]
    [AllowNull]
    public object? Timeout { get => _options.Timeout; set => _options.SetTimeout(value); }

    /// <summary>Whether to follow redirects. Default: yes, but for HEAD.</summary>
    [Parameter]
    public SwitchParameter AllowRedirects { get => _options.AllowRedirects ?? false; set => _options.AllowRedirects = value; }

    /// <summary>How many redirects to follow. Default 30.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRedirection { get => _options.MaximumRedirection ?? 0; set => _options.MaximumRedirection = value; }

    /// <summary>Allows redirects from https to http.</summary>
    [Parameter]
    public SwitchParameter AllowInsecureRedirect { get => _options.AllowInsecureRedirect ?? false; set => _options.AllowInsecureRedirect = value; }

    /// <summary>Emits each response when its headers are there.</summary>
    [Parameter]
    public SwitchParameter Stream { get => _options.Stream ?? false; set => _options.Stream = value; }

    /// <summary>Functions that see each answer; those of a call replace them.</summary>
    [Parameter]
    public object? Hooks { get; set; }

    /// <summary>Makes a status of 400 or more an error.</summary>
    [Parameter]
    public SwitchParameter RaiseForStatus { get => _options.RaiseForStatus ?? false; set => _options.RaiseForStatus = value; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Auth is not null && Credential is not null) throw Conflict("-Auth and -Credential exclude each other: use one of them.");
        try
        {
            WriteObject(Create());
        }
        catch (RequestException error)
        {
            ThrowTerminatingError(RequestErrors.ToRecord(error, target: null));
        }
    }

    private RequestSession Create()
    {
        var session = new RequestSession
        {
            BaseUri = BaseUri,
            Params = Forms.ToParams(Params) ?? [],
            Auth = Auth is null ? Forms.ToAuth(Credential) : Forms.ToAuth(Auth),
            Cookies = Forms.ToCookies(Cookies) ?? new CookieJar(),
            Hooks = Forms.ToHooks(Hooks) ?? RequestHooks.Empty,
        };
        session.Defaults = _options.Over(session.Defaults);
        if (Forms.ToHeaders(Headers) is { } headers) session.Headers.Update(headers);
        return session;
    }
}

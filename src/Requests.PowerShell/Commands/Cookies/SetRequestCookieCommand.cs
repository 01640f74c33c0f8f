using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Sets a cookie in a session or a cookie jar.</summary>
/// <remarks>
/// <para>The cookie replaces the one with the same name, domain and path. Without -Domain the cookie is sent to the host of each call.
/// With -Domain it is sent to that host and its subdomains, or with -HostOnly to that host only. An expiry in the past removes the
/// cookie.</para>
/// <para>Python equivalent: RequestsCookieJar.set.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Set-RequestCookie $session flavour sweet
/// (Invoke-Request https://api.example.com/cookies -Session $session).Json().cookies</code>Sends a cookie to any host.</example>
/// <example>
/// <code>$session = New-RequestSession
/// Set-RequestCookie $session token abc -Domain example.com -Path /app -Secure -Expires (Get-Date).AddHours(1)</code>
/// Sets a cookie for one path of one domain.
/// </example>
/// <seealso href="docs/guide/cookies.md"/>
[Cmdlet(VerbsCommon.Set, "RequestCookie", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class SetRequestCookieCommand : RequestCmdlet
{
    /// <summary>Specifies the session or cookie jar.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the session or cookie jar that receives the cookie.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Specifies the name of the cookie, as text.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Specifies the name of the cookie.")]
    [ArgumentCompleter(typeof(CookieNameCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Name { get; set; }

    /// <summary>Specifies the value of the cookie, as text in the form in which it is sent.</summary>
    [Parameter(
        Position = 2,
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Specifies the value of the cookie as it is sent.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Value { get; set; }

    /// <summary>Specifies the domain of the cookie, as text. Default: the host of each call.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValueType(typeof(string))]
    public object? Domain { get; set; }

    /// <summary>Indicates that the cookie is not sent to the subdomains of its domain.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter HostOnly { get; set; }

    /// <summary>Specifies the path of the cookie, as text that begins with a slash. Default: /.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValueType(typeof(string))]
    public object? Path { get; set; } = "/";

    /// <summary>
    /// Specifies the date and time at which the cookie expires. Default: none; the cookie lasts as long as the RequestSession.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValueType(typeof(DateTimeOffset))]
    public object? Expires { get; set; }

    /// <summary>Indicates that the cookie is sent over https only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Secure { get; set; }

    /// <summary>Indicates that the cookie is marked as not readable by scripts in a browser.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter HttpOnly { get; set; }

    /// <summary>Specifies the SameSite attribute: Strict, Lax or None. It is stored only and has no effect.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SameSiteCompleter))]
    [ValueType(typeof(string))]
    public object? SameSite { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult<object>(() =>
    {
        var path = TextConverter.ToText(Path, nameof(Path)) ?? "/";
        var domain = TextConverter.ToText(Domain, nameof(Domain));
        var sameSite = TextConverter.ToText(SameSite, nameof(SameSite), "Strict, Lax or None");
        if (!path.StartsWith('/')) throw new InvalidCookieException($"The path '{path}' of a cookie must begin with /.");
        var cookie = new RequestCookie(ToRequiredText(Name, nameof(Name)), ToRequiredText(Value, nameof(Value)))
        {
            Domain = string.IsNullOrEmpty(domain) ? null : domain.TrimStart('.').ToLowerInvariant(),
            HostOnly = HostOnly,
            Path = path,
            Expires = DateConverter.ToDate(Expires, nameof(Expires)),
            Secure = Secure,
            HttpOnly = HttpOnly,
            SameSite = string.IsNullOrEmpty(sameSite) ? null : sameSite,
        };
        var jar = CookieJarConverter.ToJar(Session);
        if (ShouldProcess(VisibleText.EscapeLine(cookie.Name), "Set the cookie")) jar.Set(cookie);
        return null;
    });

    private static string ToRequiredText(object? value, string parameter) =>
        TextConverter.ToText(value, parameter) ?? throw ParameterErrors.Invalid(parameter, value, "a text");
}

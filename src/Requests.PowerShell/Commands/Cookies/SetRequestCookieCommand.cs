using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Puts a cookie into a session or a jar, in place of the one with its name, domain and path.</summary>
/// <remarks>
/// <para>Without -Domain the cookie goes to whatever host a call names. With it, to that host and its subdomains, or with -HostOnly to the
/// host alone. An expiry that is over removes the cookie.</para>
/// <para>requests: RequestsCookieJar.set.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Set-RequestCookie $session flavour sweet
/// (Invoke-Request https://api.example.com/cookies -Session $session).Json().cookies</code>Sends a cookie to any host.</example>
/// <example><code>$session = New-RequestSession
/// Set-RequestCookie $session token abc -Domain example.com -Path /app -Secure -Expires (Get-Date).AddHours(1)</code>A cookie for one part of one site.</example>
/// <seealso href="docs/guide/cookies.md"/>
[Cmdlet(VerbsCommon.Set, "RequestCookie", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class SetRequestCookieCommand : RequestCmdlet
{
    /// <summary>The session or cookie jar.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>The name.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CookieNameCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Name { get; set; }

    /// <summary>The value as it is sent.</summary>
    [Parameter(Position = 2, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Value { get; set; }

    /// <summary>The domain it is for. Default: whatever host a call names.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValueType(typeof(string))]
    public object? Domain { get; set; }

    /// <summary>Keeps it from the subdomains of its domain.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter HostOnly { get; set; }

    /// <summary>The path it is for. Default /.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValueType(typeof(string))]
    public object? Path { get; set; } = "/";

    /// <summary>When it ends. Default: with the session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValueType(typeof(DateTimeOffset))]
    public object? Expires { get; set; }

    /// <summary>Sends it over https alone.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Secure { get; set; }

    /// <summary>Marks it as one that scripts in a browser must not see.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter HttpOnly { get; set; }

    /// <summary>Strict, Lax or None; kept as data.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SameSiteCompleter))]
    [ValueType(typeof(string))]
    public object? SameSite { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow<object>(() =>
    {
        var path = TextConverter.ToText(Path, nameof(Path)) ?? "/";
        var domain = TextConverter.ToText(Domain, nameof(Domain));
        var sameSite = TextConverter.ToText(SameSite, nameof(SameSite), "Strict, Lax or None");
        if (!path.StartsWith('/')) throw new InvalidCookieException($"The path '{path}' of a cookie must begin with /.");
        var cookie = new RequestCookie(Required(Name, nameof(Name)), Required(Value, nameof(Value)))
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

    private static string Required(object? value, string parameter) => TextConverter.ToText(value, parameter) ?? throw ParameterErrors.Invalid(parameter, value, "a text");
}

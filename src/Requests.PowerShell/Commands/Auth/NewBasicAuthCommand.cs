using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates HTTP Basic authentication for a call or a session.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. User name and password are sent with the first request, as
/// UTF-8 (RFC 7617), unless -Charset names the charset of the server. Bytes are sent unchanged. Use it over https only.</para>
/// <para>Python equivalent: requests.auth.HTTPBasicAuth.</para>
/// </remarks>
/// <example>
/// <code>Invoke-Request https://api.example.com/basic-auth/user/pass -Auth (New-BasicAuth user pass)</code>
/// Authenticates with a user name and a password.
/// </example>
/// <example>
/// <code>$password = ConvertTo-SecureString pass -AsPlainText -Force
/// $session = New-RequestSession -Auth (New-BasicAuth user $password)
/// (Invoke-Request https://api.example.com/basic-auth/user/pass -Session $session).StatusCode</code>
/// Authenticates with every call of a session.
/// </example>
/// <example>
/// <code>$auth = New-BasicAuth jürgen geheim -Charset iso-8859-1
/// (Invoke-Request https://api.example.com/headers -Auth $auth).StatusCode</code>
/// Authenticates to an old server that reads Latin-1.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "BasicAuth", DefaultParameterSetName = "Name")]
[OutputType(typeof(BasicAuth))]
public sealed class NewBasicAuthCommand : UserAuthCmdlet
{
    /// <summary>
    /// Specifies the charset in which the server reads user name and password, as text, such as iso-8859-1. Bytes are sent unchanged.
    /// Default: utf-8.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(CharsetCompleter))]
    [ValueType(typeof(string))]
    public object? Charset { get; set; }

    /// <inheritdoc/>
    private protected override AuthBase Create(object? userName, object? password) =>
        BasicConverter.ToAuth(userName, password, TextConverter.ToText(Charset, nameof(Charset), "the name of a charset"));

    /// <inheritdoc/>
    private protected override AuthBase Create(string userName, string password) =>
        BasicConverter.ToAuth(userName, password, TextConverter.ToText(Charset, nameof(Charset), "the name of a charset"));
}

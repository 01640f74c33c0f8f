using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates HTTP Basic authentication for a call or a session.</summary>
/// <remarks>
/// <para>The result goes to -Auth of Invoke-Request or New-RequestSession. Name and password are sent with the first request,
/// as UTF-8 (RFC 7617), unless -Charset names what the server reads. Bytes are sent as they are. Send them over https only. requests: HTTPBasicAuth.</para>
/// </remarks>
/// <example><code>Invoke-Request https://api.example.com/basic-auth/user/pass -Auth (New-BasicAuth user pass)</code>Signs in with a name and a password.</example>
/// <example><code>$password = ConvertTo-SecureString pass -AsPlainText -Force
/// $session = New-RequestSession -Auth (New-BasicAuth user $password)
/// (Invoke-Request https://api.example.com/basic-auth/user/pass -Session $session).StatusCode</code>Signs in with every call of a session.</example>
/// <example><code>$auth = New-BasicAuth jürgen geheim -Charset iso-8859-1
/// (Invoke-Request https://api.example.com/headers -Auth $auth).StatusCode</code>Signs in to an old server that reads Latin-1.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "BasicAuth", DefaultParameterSetName = "Name")]
[OutputType(typeof(BasicAuth))]
public sealed class NewBasicAuthCommand : UserAuthCmdlet
{
    /// <summary>Specifies the charset that the server reads name and password in, such as iso-8859-1. Default: utf-8. Bytes are sent as they are.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CharsetCompleter))]
    [ValueType(typeof(string))]
    public object? Charset { get; set; }

    /// <inheritdoc/>
    private protected override AuthBase Create(object? userName, object? password) => BasicConverter.ToAuth(userName, password, TextConverter.ToText(Charset, nameof(Charset), "the name of a charset"));

    /// <inheritdoc/>
    private protected override AuthBase Create(string userName, string password) => BasicConverter.ToAuth(userName, password, TextConverter.ToText(Charset, nameof(Charset), "the name of a charset"));
}

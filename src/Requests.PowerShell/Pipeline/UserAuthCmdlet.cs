using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What cmdlets that make authentication of a name and a password have in common.</summary>
public abstract class UserAuthCmdlet : RequestCmdlet
{
    /// <summary>The user's name.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Name")]
    [AllowEmptyString]
    public object? UserName { get; set; }

    /// <summary>The password: text or a secure string.</summary>
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "Name")]
    [AllowEmptyString]
    public object? Password { get; set; }

    /// <summary>Name and password in one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Credential", ValueFromPipeline = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() => Credential is null
        ? Create(UserName, Password)
        : Create(Credential.UserName, Forms.Secret(Credential.Password)));

    /// <summary>The authentication of what was given, which may be bytes.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password: text, bytes or a secure string.</param>
    /// <exception cref="RequestException">They cannot be used.</exception>
    private protected virtual AuthBase Create(object? userName, object? password) => Create(Values.ToText(userName, "user name") ?? "", Forms.Secret(password));

    /// <summary>The authentication.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="RequestException">They cannot be used.</exception>
    private protected abstract AuthBase Create(string userName, string password);
}

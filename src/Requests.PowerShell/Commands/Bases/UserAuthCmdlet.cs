using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The base class of the cmdlets that create authentication from a user name and a password.</summary>
public abstract class UserAuthCmdlet : RequestCmdlet
{
    /// <summary>Specifies the user name: text, or bytes where the cmdlet accepts them.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Name", HelpMessage = "Specifies the user name.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? UserName { get; set; }

    /// <summary>
    /// Specifies the password: text or a secure string. Without this parameter the console prompts for the password and does not show it.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = "Name")]
    public object? Password { get; set; }

    /// <summary>Specifies user name and password as one PSCredential. Excludes -UserName and -Password.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Credential",
        ValueFromPipeline = true,
        HelpMessage = "Specifies the user name and password as one PSCredential.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(PSCredential))]
    public object? Credential { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        if (ParameterSetName != "Credential") return Create(UserName, ParameterSetName == "Name" ? ReadPassword() : null);
        var credential = CredentialConverter.ToRequired(Credential, Host);
        return Create(credential.UserName, ValueConverter.ToSecret(credential.Password));
    });

    /// <summary>Creates the authentication from the parameters, which may be bytes.</summary>
    /// <param name="userName">The user name: text or bytes.</param>
    /// <param name="password">The password: text, bytes or a secure string.</param>
    /// <exception cref="RequestException">The user name or password cannot be used.</exception>
    private protected virtual AuthBase Create(object? userName, object? password) =>
        Create(ValueConverter.ToName(userName, "UserName") ?? "", ValueConverter.ToSecret(password));

    private object? ReadPassword()
    {
        if (PSValue.Unwrap(UserName) is null) throw ParameterErrors.Invalid(nameof(UserName), UserName, "text or bytes");
        if (!Has(nameof(Password)))
        {
            return SecretPrompt.Read(Host, "-Password", $"Password for {ValueConverter.ToName(UserName, "UserName")}");
        }

        return PSValue.Unwrap(Password) is null
            ? throw ParameterErrors.Invalid("Password", Password, "text, bytes or a secure string")
            : Password;
    }

    /// <summary>Creates the authentication.</summary>
    /// <param name="userName">The user name.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="RequestException">The user name or password cannot be used.</exception>
    private protected abstract AuthBase Create(string userName, string password);
}

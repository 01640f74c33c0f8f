using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What cmdlets that make authentication of a name and a password have in common.</summary>
public abstract class UserAuthCmdlet : RequestCmdlet
{
    /// <summary>The user's name.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Name")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? UserName { get; set; }

    /// <summary>The password: text or a secure string. Where it is left out, the console asks for it and does not show it.</summary>
    [Parameter(Position = 1, ParameterSetName = "Name")]
    public object? Password { get; set; }

    /// <summary>Name and password in one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Credential", ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(PSCredential))]
    public object? Credential { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() =>
    {
        if (ParameterSetName != "Credential") return Create(UserName, ParameterSetName == "Name" ? ReadPassword() : null);
        var credential = CredentialConverter.ToRequired(Credential, Host);
        return Create(credential.UserName, ValueConverter.Secret(credential.Password));
    });

    /// <summary>The authentication of what was given, which may be bytes.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password: text, bytes or a secure string.</param>
    /// <exception cref="RequestException">They cannot be used.</exception>
    private protected virtual AuthBase Create(object? userName, object? password) => Create(ValueConverter.ToName(userName, "UserName") ?? "", ValueConverter.Secret(password));

    private object? ReadPassword()
    {
        if (PSValue.Unwrap(UserName) is null) throw ParameterErrors.Invalid(nameof(UserName), UserName, "text or bytes");
        if (!Has(nameof(Password))) return SecretPrompt.Read(Host, "-Password", $"Password for {ValueConverter.ToName(UserName, "UserName")}");
        return PSValue.Unwrap(Password) is null ? throw ParameterErrors.Invalid("Password", Password, "text, bytes or a secure string") : Password;
    }

    /// <summary>The authentication.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="RequestException">They cannot be used.</exception>
    private protected abstract AuthBase Create(string userName, string password);
}

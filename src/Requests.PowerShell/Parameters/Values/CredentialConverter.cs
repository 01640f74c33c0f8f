using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;

namespace Requests.PowerShell;

/// <summary>Converts parameters to credentials.</summary>
internal static class CredentialConverter
{
    private const string Forms = "a credential, such as Get-Credential makes, or a user name, for which the host prompts for the password";

    /// <summary>Converts to a credential; null and the empty credential are null. Prompts for the password of a user name.</summary>
    /// <param name="value">A credential or a user name.</param>
    /// <param name="host">The host that prompts.</param>
    /// <exception cref="InvalidParameterException">The value is neither, or the host cannot prompt.</exception>
    internal static PSCredential? ToCredential(object? value, PSHost host) => PSValue.Unwrap(value) switch
    {
        null => null,
        PSCredential credential => credential == PSCredential.Empty ? null : credential,
        string name when !string.IsNullOrWhiteSpace(name) => new PSCredential(
            name,
            new NetworkCredential("", SecretPrompt.Read(host, "-Credential", $"Password for {name}")).SecurePassword),
        _ => throw ParameterErrors.Invalid("Credential", value, Forms),
    };

    /// <summary>Converts to a credential that must not be null or empty.</summary>
    /// <param name="value">A credential or a user name.</param>
    /// <param name="host">The host that prompts.</param>
    /// <exception cref="InvalidParameterException">The value is neither, or the host cannot prompt.</exception>
    internal static PSCredential ToRequired(object? value, PSHost host) =>
        ToCredential(value, host) ?? throw ParameterErrors.Invalid("Credential", value, Forms);
}

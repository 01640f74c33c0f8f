using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;

namespace Requests.PowerShell;

/// <summary>Converts a parameter to a credential.</summary>
internal static class CredentialConverter
{
    /// <summary>Converts to a credential. The password of a user name is asked for; null and the empty credential are null.</summary>
    /// <param name="value">A credential or a user name.</param>
    /// <param name="host">The host that asks.</param>
    /// <exception cref="InvalidParameterException">The value is neither, or the host cannot ask.</exception>
    internal static PSCredential? ToCredential(object? value, PSHost host) => PSValue.Unwrap(value) switch
    {
        null => null,
        PSCredential credential => credential == PSCredential.Empty ? null : credential,
        string name when !string.IsNullOrWhiteSpace(name) => new PSCredential(name, new NetworkCredential("", SecretPrompt.Read(host, "-Credential", $"Password for {name}")).SecurePassword),
        _ => throw ParameterErrors.Invalid("Credential", value, "a credential, such as Get-Credential makes, or a user name, whose password is asked for"),
    };

    /// <summary>Converts to a credential that must be there.</summary>
    /// <param name="value">A credential or a user name.</param>
    /// <param name="host">The host that asks.</param>
    /// <exception cref="InvalidParameterException">The value is neither, or the host cannot ask.</exception>
    internal static PSCredential ToRequired(object? value, PSHost host) => ToCredential(value, host)
        ?? throw ParameterErrors.Invalid("Credential", value, "a credential, such as Get-Credential makes, or a user name, whose password is asked for");
}

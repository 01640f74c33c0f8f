using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Requests.PowerShell;

/// <summary>
/// Prompts the user at the console for the value of a parameter that was not specified. A secret is not shown as it is typed.
/// </summary>
internal static class SecretPrompt
{
    /// <summary>Prompts for a secret.</summary>
    /// <param name="host">The host.</param>
    /// <param name="parameter">The parameter that is missing.</param>
    /// <param name="question">The text of the prompt, such as "Password for Alice".</param>
    /// <exception cref="InvalidParameterException">The host cannot prompt, as in a script that runs unattended.</exception>
    internal static string Read(PSHost host, string parameter, string question) =>
        ValueConverter.ToSecret(Prompt(host, parameter, question, typeof(SecureString)));

    /// <summary>Prompts for a text that is not a secret.</summary>
    /// <param name="host">The host.</param>
    /// <param name="parameter">The parameter that is missing.</param>
    /// <param name="question">The text of the prompt.</param>
    /// <exception cref="InvalidParameterException">The host cannot prompt, as in a script that runs unattended.</exception>
    internal static string ReadText(PSHost host, string parameter, string question) =>
        PSValue.ToText(Prompt(host, parameter, question, typeof(string)), parameter)!;

    private static PSObject Prompt(PSHost host, string parameter, string question, Type type)
    {
        // The prompt of the host hides the typed characters of a secure string. A host that cannot prompt throws before it shows anything.
        var field = new FieldDescription(question);
        field.SetParameterType(type);
        try
        {
            if (host.UI?.Prompt("", "", [field])?.Values.FirstOrDefault() is { } value) return value;
            throw new NotSupportedException("The host returned no value.");
        }
        catch (Exception error)
            when (error is InvalidOperationException or NotSupportedException or NotImplementedException or HostException)
        {
            throw new InvalidParameterException($"{parameter} is missing, and this host cannot prompt for it: give {parameter}.", error);
        }
    }
}

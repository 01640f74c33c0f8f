using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Requests.PowerShell;

/// <summary>Asks the person at the console for a secret that was not given; what is typed is not shown.</summary>
internal static class SecretPrompt
{
    /// <summary>Asks for a secret.</summary>
    /// <param name="host">The host.</param>
    /// <param name="parameter">The parameter that is missing.</param>
    /// <param name="question">What to ask, such as "Password for Alice".</param>
    /// <exception cref="InvalidParameterException">The host cannot ask, as in a script without a person.</exception>
    internal static string Read(PSHost host, string parameter, string question) => ValueConverter.Secret(Ask(host, parameter, question, typeof(SecureString)));

    /// <summary>Asks for a text that is no secret.</summary>
    /// <param name="host">The host.</param>
    /// <param name="parameter">The parameter that would answer in its place.</param>
    /// <param name="question">What to ask.</param>
    /// <exception cref="InvalidParameterException">The host cannot ask, as in a script without a person.</exception>
    internal static string ReadText(PSHost host, string parameter, string question) => PSValue.ToText(Ask(host, parameter, question, typeof(string)), parameter)!;

    private static PSObject Ask(PSHost host, string parameter, string question, Type type)
    {
        // The host's prompt reads a secure string masked, and refuses before it shows anything where it cannot ask.
        var field = new FieldDescription(question);
        field.SetParameterType(type);
        try
        {
            if (host.UI?.Prompt("", "", [field])?.Values.FirstOrDefault() is { } answer) return answer;
            throw new NotSupportedException("The host gave no answer.");
        }
        catch (Exception error) when (error is InvalidOperationException or NotSupportedException or NotImplementedException or HostException)
        {
            throw new InvalidParameterException($"{parameter} is missing, and this host cannot ask for it: give {parameter}.", error);
        }
    }
}

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Requests.PowerShell;

/// <summary>Converts a parameter to keys of Amazon Web Services.</summary>
internal static class AwsKeysConverter
{
    private const string Forms = "a credential, or a map or an object with AccessKeyId, SecretAccessKey and SessionToken";

    /// <summary>Converts to keys.</summary>
    /// <param name="value">
    /// A credential, an access key ID, for which the host prompts for the secret, or a map or an object with the keys.
    /// </param>
    /// <param name="host">The host that prompts.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind, or the host cannot prompt.</exception>
    internal static AwsKeys ToKeys(object? value, PSHost host)
    {
        if (PSValue.Unwrap(value) is PSCredential or string)
        {
            var credential = CredentialConverter.ToRequired(value, host);
            return new AwsKeys(credential.UserName, ValueConverter.ToSecret(credential.Password), SessionToken: null);
        }

        var id = Find(value, "AccessKeyId");
        var secret = Find(value, "SecretAccessKey");
        if (id is null || secret is null) throw ParameterErrors.Invalid("Credential", value, Forms);

        // The metadata services of Amazon name the token without a prefix.
        var token = Find(value, "SessionToken") ?? Find(value, "Token");
        return new AwsKeys(
            TextConverter.ToRequiredText(id, "AccessKeyId of Credential"),
            ValueConverter.ToSecret(secret, "SecretAccessKey of Credential"),
            token is null ? null : ValueConverter.ToSecret(token, "SessionToken of Credential"));
    }

    private static object? Find(object? value, string name)
    {
        switch (PSValue.Unwrap(value))
        {
            case null or IConvertible:
                return null;
            case IDictionary:
                return PSValue.ToPairs(value, "Credential")!.Find(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            case var item:
                var property = PSObject.AsPSObject(item).Properties[name];
                return property is null ? null : PSValue.Unwrap(PSValue.Read(property, "Credential"));
        }
    }
}

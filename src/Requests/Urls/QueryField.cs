namespace Requests;

/// <summary>One pair of a query as PowerShell enumerates and shows it. Its view redacts the values that are secrets.</summary>
/// <param name="Key">The name.</param>
/// <param name="Value">The value; null leaves the name out.</param>
public sealed record QueryField(string Key, string? Value)
{
    /// <summary>The pair, its value redacted where the name says that it is a secret.</summary>
    public override string ToString() => $"{Key}={ShownValue}";

    /// <summary>The value as it may be shown.</summary>
    internal string? ShownValue =>
        Value is null ? null : SensitiveNames.IsSecretParameter(Key) ? SensitiveNames.Redacted : TextRedactor.WithoutUrlSecrets(Value);
}

namespace Requests;

/// <summary>Represents a header as PowerShell enumerates and shows it. Its view redacts secret values.</summary>
/// <param name="Name">The name as it was written.</param>
/// <param name="Value">The value; several values are joined by a comma. Null when the header is not to be sent.</param>
public sealed record HeaderField(string Name, string? Value)
{
    /// <summary>Gets the value as it may be shown.</summary>
    internal string? ShownValue =>
        IsSecret && Value is { Length: > 0 } ? SensitiveNames.Redacted : SensitiveNames.RedactHeader(Name, Value);

    /// <summary>Gets a value that indicates whether the value is a secret although the name does not say so.</summary>
    internal bool IsSecret { get; init; }

    /// <summary>Returns the name only, because the value may be secret.</summary>
    public override string ToString() => Name;
}

namespace Requests;

/// <summary>Represents a header as PowerShell enumerates and shows it. Its view redacts secret values.</summary>
/// <param name="Name">The name as it was written.</param>
/// <param name="Value">The value; several values are joined by a comma. Null when the header is not to be sent.</param>
public sealed record HeaderField(string Name, string? Value)
{
    /// <summary>Returns the name only, because the value may be secret.</summary>
    public override string ToString() => Name;
}

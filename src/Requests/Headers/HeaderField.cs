namespace Requests;

/// <summary>One header as PowerShell enumerates and shows it. Its view masks the values that are secrets.</summary>
/// <param name="Name">The name as it was written.</param>
/// <param name="Value">The value, several joined by a comma; null where the header is not to be sent.</param>
public sealed record HeaderField(string Name, string? Value)
{
    /// <summary>The name, never the value: that may be secret.</summary>
    public override string ToString() => Name;
}

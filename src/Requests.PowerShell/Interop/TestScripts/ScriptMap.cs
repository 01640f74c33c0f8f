namespace Requests.PowerShell;

/// <summary>Represents a map in a script, with its keys in their order.</summary>
/// <param name="Entries">The keys and values.</param>
/// <param name="IsOrdered">Whether the script keeps the order. Default: true.</param>
internal sealed record ScriptMap(IReadOnlyList<KeyValuePair<string, object?>> Entries, bool IsOrdered = true);

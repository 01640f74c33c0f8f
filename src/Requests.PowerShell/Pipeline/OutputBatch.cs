namespace Requests.PowerShell;

/// <summary>Represents several objects that are written to the pipeline one by one.</summary>
/// <param name="Items">The objects.</param>
internal sealed record OutputBatch(IEnumerable<object?> Items);

namespace Requests.PowerShell;

/// <summary>Several objects that go down the pipeline one by one.</summary>
/// <param name="Items">The objects.</param>
internal sealed record OutputBatch(IEnumerable<object?> Items);

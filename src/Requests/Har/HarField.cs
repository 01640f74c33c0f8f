namespace Requests;

/// <summary>Represents a field that this library does not interpret and writes as it was read.</summary>
/// <param name="Name">The name.</param>
/// <param name="Json">The value as JSON in UTF-8.</param>
internal readonly record struct HarField(string Name, byte[] Json);

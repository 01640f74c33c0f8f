namespace Requests.ODataServer;

/// <summary>Represents an item of the list.</summary>
/// <param name="Id">The key, from 1.</param>
/// <param name="Customer">The name of the customer.</param>
/// <param name="Total">The amount.</param>
public sealed record Order(int Id, string Customer, decimal Total);

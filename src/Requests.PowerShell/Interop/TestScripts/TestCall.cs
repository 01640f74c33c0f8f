namespace Requests.PowerShell;

/// <summary>Represents a recorded call: the exchanges from its request to its last response, redirects included.</summary>
/// <param name="Exchanges">The exchanges in their order, at least one.</param>
internal sealed record TestCall(IReadOnlyList<HarEntry> Exchanges)
{
    /// <summary>Gets the request of the caller.</summary>
    internal HarRequest Request => Exchanges[0].Request;

    /// <summary>Gets the exchange whose response the caller received.</summary>
    internal HarEntry Last => Exchanges[^1];

    /// <summary>Gets a value that indicates whether the last response is a redirect that was not followed.</summary>
    internal bool EndsInRedirect => TestCalls.IsRedirect(Last);
}

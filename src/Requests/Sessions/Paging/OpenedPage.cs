namespace Requests;

/// <summary>Represents one page while the pages are followed.</summary>
/// <typeparam name="T">The type of what the caller receives of the page.</typeparam>
/// <param name="Request">The request of the page, as it was before redirects and challenges.</param>
/// <param name="Response">The response.</param>
/// <param name="Content">What the caller receives.</param>
/// <param name="Facts">What the page says about its list; completed when its body was read.</param>
internal sealed record OpenedPage<T>(PreparedRequest Request, Response Response, T Content, Task<PageFacts> Facts);

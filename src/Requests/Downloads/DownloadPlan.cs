namespace Requests;

/// <summary>What the prepared request of a download was made of, so that its continuation can be prepared as completely.</summary>
/// <param name="Source">The request as the caller described it.</param>
/// <param name="Have">From which byte on the prepared request asks.</param>
internal sealed record DownloadPlan(Request Source, long Have);

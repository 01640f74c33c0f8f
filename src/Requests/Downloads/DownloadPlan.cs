namespace Requests;

/// <summary>Describes how the prepared request of a download was made, so that its continuation can be prepared in the same way.</summary>
/// <param name="Source">The request as the caller described it.</param>
/// <param name="Have">The number of bytes that an earlier download received, at which the range of the prepared request begins.</param>
/// <param name="Condition">The condition of the prepared request, or null.</param>
/// <param name="NoteKey">The key of the request in the note of a file's version; empty where no version is noted.</param>
internal sealed record DownloadPlan(Request Source, long Have, FileCondition? Condition, string NoteKey);

namespace Requests;

/// <summary>Represents the condition of a request for an existing file: the server sends content only if it has another version.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Length">The size of the file in bytes, when the condition was made.</param>
/// <param name="Time">The time of the last change of the file, in UTC.</param>
/// <param name="Tag">The value of If-None-Match, or null.</param>
/// <param name="Date">The value of If-Modified-Since, or null.</param>
/// <param name="Version">The version that was noted, or null.</param>
/// <remarks>RFC 9110 sections 13.1.2 and 13.1.3. curl: <c>--etag-compare</c> and <c>--time-cond</c>; wget: <c>--timestamping</c>.</remarks>
internal sealed record FileCondition(string Path, long Length, DateTime Time, string? Tag, string? Date, FileVersion? Version)
{
    /// <summary>The headers that make a request conditional or request a part, which a caller cannot set in addition.</summary>
    internal static readonly string[] Headers =
    [
        "If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range", "Range",
    ];

    /// <summary>
    /// Finds the condition for a file: the validators of its version, else its date. Returns null when no file exists, or when the file is
    /// not the one that was downloaded with this request.
    /// </summary>
    /// <param name="path">The path of the file; a link has no version.</param>
    /// <param name="request">The key of the request, as <see cref="VersionNote.GetKey"/> returns it.</param>
    /// <param name="usesTime">Whether the date of the file is used where no version was noted.</param>
    internal static FileCondition? Find(string path, string request, bool usesTime)
    {
        if (new FileInfo(path) is not { Exists: true, LinkTarget: null } file || DownloadTarget.IsDevice(path)) return null;
        var note = new VersionNote(path);
        if (note.Read(request, file) is { } version)
        {
            return version is { Tag: null, Date: null }
                ? null
                : new FileCondition(path, file.Length, file.LastWriteTimeUtc, version.Tag, version.Date, version);
        }

        if (note.Exists || !usesTime) return null;
        var time = file.LastWriteTimeUtc;
        return new FileCondition(path, file.Length, time, Tag: null, HttpDate.Format(new DateTimeOffset(time)), Version: null);
    }

    /// <summary>Returns whether the file is still the one that the condition was made for.</summary>
    internal bool Holds() =>
        new FileInfo(Path) is { Exists: true, LinkTarget: null } file && file.Length == Length && file.LastWriteTimeUtc == Time;

    /// <summary>
    /// Returns whether a response is of the URL whose version was noted: a redirect may lead to another one than before.
    /// </summary>
    /// <param name="response">The response.</param>
    internal bool IsOf(Response response) => Version is null || Version.IsOf(response);

    /// <summary>Adds the condition to the headers of a request.</summary>
    /// <param name="headers">The headers.</param>
    internal void AddTo(HeaderDictionary headers)
    {
        if (Tag is not null) headers["If-None-Match"] = Tag;
        if (Date is not null) headers["If-Modified-Since"] = Date;
    }
}

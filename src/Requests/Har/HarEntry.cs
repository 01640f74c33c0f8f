using System.Globalization;

namespace Requests;

/// <summary>
/// Represents one exchange of an HTTP archive: a request and its response, or the error that the request ended with. The members can be
/// changed before the archive is written.
/// </summary>
/// <remarks>HAR 1.2: <c>entries</c>.</remarks>
public sealed class HarEntry
{
    /// <summary>Gets or sets the time at which the exchange began, in ISO 8601, as the archive has it.</summary>
    public string StartedDateTime { get; set; } = "";

    /// <summary>Gets or sets the duration of the exchange in milliseconds.</summary>
    public double Time { get; set; }

    /// <summary>Gets or sets the request.</summary>
    public HarRequest Request { get; set; } = new();

    /// <summary>Gets or sets the response. Its status is 0 when no response was received.</summary>
    public HarResponse Response { get; set; } = new();

    /// <summary>Gets or sets the error that the exchange ended with, or null. A response is there when its head was received.</summary>
    public HarError? Error { get; set; }

    /// <summary>Gets or sets the cache that the response was taken from, such as <c>memory</c> or <c>disk</c>; null for a server.</summary>
    public string? FromCache { get; set; }

    /// <summary>Gets or sets the comment of the entry, or null.</summary>
    public string? Comment { get; set; }

    /// <summary>Gets or sets the durations of the phases.</summary>
    internal HarTimings Timings { get; set; } = HarTimings.None;

    /// <summary>Gets or sets the address that was connected to, or null.</summary>
    internal string? ServerIPAddress { get; set; }

    /// <summary>Gets or sets the text that identifies the connection, such as the number of the local port; or null.</summary>
    internal string? Connection { get; set; }

    /// <summary>Gets or sets the fields that this library does not interpret, in their order.</summary>
    internal IReadOnlyList<HarField> Fields { get; set; } = [];

    /// <summary>Gets or sets the fields of the cache object, which this library does not interpret.</summary>
    internal IReadOnlyList<HarField> CacheFields { get; set; } = [];

    /// <summary>Gets the time at which the exchange began; null where the text is not a time.</summary>
    internal DateTimeOffset? Started =>
        DateTimeOffset.TryParse(StartedDateTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Returns a time as archives have it.</summary>
    /// <param name="time">The time.</param>
    internal static string FormatTime(DateTimeOffset time) => time.ToString("o", CultureInfo.InvariantCulture);

    /// <summary>Returns a text such as <c>GET https://example.com/ 200</c>, without secrets.</summary>
    public override string ToString() =>
        $"{Request.Method} {UrlRedactor.Redact(Request.Url)} {(Response.Status > 0 ? $"{Response.Status}" : Error?.Type ?? "no response")}";
}

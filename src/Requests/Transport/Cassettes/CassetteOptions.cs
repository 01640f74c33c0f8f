namespace Requests;

/// <summary>Represents the settings of a cassette.</summary>
public sealed record CassetteOptions
{
    /// <summary>Gets what is replayed and what is recorded. Default: <see cref="CassetteMode.Once"/>.</summary>
    public CassetteMode Mode { get; init; }

    /// <summary>Gets the parts of a request that must equal those of a recorded one. Default: method, URL and body.</summary>
    public CassetteMatch Match { get; init; } = CassetteMatch.Method | CassetteMatch.Url | CassetteMatch.Body;

    /// <summary>
    /// Gets a condition that a recorded entry must meet in addition; it receives the entry and the request, in the caller's context. The
    /// default is null, for none.
    /// </summary>
    public Func<HarEntry, PreparedRequest, bool>? Condition { get; init; }

    /// <summary>
    /// Gets the names of the headers that are compared. With it, only these headers are compared, and <see cref="CassetteMatch.Headers"/>
    /// need not be set. Empty by default.
    /// </summary>
    public IReadOnlyCollection<string> MatchHeaders { get; init; } = [];

    /// <summary>
    /// Gets the names of headers, query parameters, form fields and JSON members that are not compared, such as a time or a nonce. Their
    /// values are recorded. Case is ignored. Empty by default.
    /// </summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    /// <summary>
    /// Gets a function that removes more from an entry before it is written, in the caller's context. It also receives an entry with each
    /// request that is looked up, whose response is empty, so that the request still matches. Null, the default, removes nothing more.
    /// </summary>
    public Action<HarEntry>? Redact { get; init; }

    /// <summary>Gets a value that indicates whether secrets are recorded. Default: false.</summary>
    public bool Unmask { get; init; }

    /// <summary>
    /// Gets a value that indicates whether the last entry of a request serves any further requests like it. Default: false, each entry
    /// serves one request.
    /// </summary>
    /// <remarks>vcrpy: <c>allow_playback_repeats</c>.</remarks>
    public bool AllowRepeats { get; init; }

    /// <summary>Gets the hosts whose requests are sent over the network and not recorded. Empty by default.</summary>
    public IReadOnlyCollection<string> PassThrough { get; init; } = [];

    /// <summary>
    /// Gets a value that indicates whether times, addresses and ports are left out, so that a new recording of the same exchanges gives
    /// the same file. Default: false.
    /// </summary>
    public bool StableTimes { get; init; }
}

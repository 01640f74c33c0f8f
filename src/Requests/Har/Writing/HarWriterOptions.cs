namespace Requests;

/// <summary>Specifies how an archive is written.</summary>
internal sealed record HarWriterOptions
{
    /// <summary>Gets a value that indicates whether headers are written in the order of their names. Default: false, as they are.</summary>
    public bool SortHeaders { get; init; }

    /// <summary>
    /// Gets a value that indicates whether an archive of the same exchanges is always the same: each entry begins at the same time and
    /// lasts 0 ms, and no addresses and ports are written. Default: false.
    /// </summary>
    public bool StableTimes { get; init; }
}

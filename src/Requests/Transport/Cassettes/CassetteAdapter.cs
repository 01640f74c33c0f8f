namespace Requests;

/// <summary>
/// Sends requests and records the exchanges in a file, or replays them from the file without a network. The file is an HTTP archive (HAR
/// 1.2), in which secrets are replaced. Each redirect, challenge and attempt is an entry. It can be used by several threads.
/// </summary>
/// <remarks>vcrpy: <c>use_cassette</c>; betamax: <c>BetamaxAdapter</c>.</remarks>
public sealed class CassetteAdapter : TransportAdapter
{
    private readonly bool _ownsNetwork;

    /// <summary>Opens a cassette.</summary>
    /// <param name="path">The path of the file. It is created when something is recorded.</param>
    /// <param name="options">The settings, or null for the defaults.</param>
    /// <param name="network">
    /// The adapter that sends what is not replayed; null for a new <see cref="HttpAdapter"/>. An adapter that was given is not disposed.
    /// </param>
    /// <exception cref="CassetteException">The file cannot be read, or does not exist where nothing is recorded.</exception>
    public CassetteAdapter(string path, CassetteOptions? options = null, TransportAdapter? network = null)
        : this(path, options ?? new CassetteOptions(), network, ProcessTime.Shared)
    {
    }

    internal CassetteAdapter(string path, CassetteOptions options, TransportAdapter? network, TimeProvider time)
    {
        Cassette = Cassette.Open(System.IO.Path.GetFullPath(path), options, time);
        _ownsNetwork = network is null;
        Network = network ?? new HttpAdapter();
    }

    /// <summary>Gets the full path of the file.</summary>
    public string Path => Cassette.Path;

    /// <summary>Gets the settings.</summary>
    public CassetteOptions Options => Cassette.Options;

    /// <summary>Gets a value that indicates whether requests that the file does not have are sent and recorded.</summary>
    public bool CanRecord => Cassette.CanRecord;

    /// <summary>Gets the entries: those of the file, followed by those that were recorded since it was opened.</summary>
    public IReadOnlyList<HarEntry> Entries => Cassette.GetEntries(unused: false);

    /// <summary>Gets the entries of the file that served no request.</summary>
    public IReadOnlyList<HarEntry> UnusedEntries => Cassette.GetEntries(unused: true);

    /// <summary>Gets a value that indicates whether each entry of the file has served a request.</summary>
    public bool AllEntriesUsed => UnusedEntries.Count == 0;

    /// <summary>Gets the number of requests that were served from the file.</summary>
    public int ReplayedCount => Cassette.ReplayedCount;

    /// <summary>Gets the number of exchanges that were recorded since the cassette was opened.</summary>
    public int RecordedCount => Cassette.RecordedCount;

    internal Cassette Cassette { get; }

    /// <summary>Gets the adapter that sends what is not replayed.</summary>
    internal TransportAdapter Network { get; }

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => Cassette.RequiresCallerContext || Network.RequiresCallerContext;

    /// <summary>Writes what was recorded to the file. <see cref="TransportAdapter.Dispose()"/> does this, too.</summary>
    /// <exception cref="CassetteException">The file cannot be written. What was recorded is kept beside it.</exception>
    public void Save() => Cassette.Save();

    /// <summary>Throws an exception when entries of the file served no request.</summary>
    /// <exception cref="UnusedCassetteEntryException">An entry was not used; the message lists the entries.</exception>
    /// <remarks>The library responses: <c>assert_all_requests_are_fired</c>.</remarks>
    public void RequireAllUsed()
    {
        if (FindUnused() is { } error) throw error;
    }

    /// <summary>Creates the error for entries of the file that served no request; returns null when each served one.</summary>
    internal UnusedCassetteEntryException? FindUnused() => Cassette.FindUnused();

    /// <inheritdoc/>
    /// <exception cref="CassetteMismatchException">The file has no entry for the request, and nothing is recorded.</exception>
    public override Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken) =>
        Cassette.SendAsync(Network, request, options, deadline: null, cancellationToken);

    /// <summary>
    /// Closes the file without writing it. What was recorded stays beside it, and is used when the cassette is next opened.
    /// </summary>
    internal void Abandon()
    {
        Cassette.Dispose();
        if (_ownsNetwork) Network.Dispose();
    }

    /// <summary>Returns the name of the file and the numbers of entries.</summary>
    public override string ToString() =>
        $"CassetteAdapter ({System.IO.Path.GetFileName(Path)}, replayed: {ReplayedCount}, recorded: {RecordedCount})";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                Cassette.Finish();
            }
            finally
            {
                if (_ownsNetwork) Network.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}

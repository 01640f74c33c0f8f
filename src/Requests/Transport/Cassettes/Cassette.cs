namespace Requests;

/// <summary>
/// Replays recorded exchanges and records others, for an adapter or for all sessions of a scope. It can be used by several threads.
/// </summary>
internal sealed partial class Cassette : IDisposable
{
    private readonly object _gate = new();
    private readonly CassetteFile _file;
    private readonly CassetteIndex _index;
    private readonly CassetteKeyFactory _keys;
    private readonly HarRecorder _recorder;
    private readonly TimeProvider _time;
    private readonly Queue<RecordedExchange> _pending = new();
    private CassetteException? _failure;
    private int _sequence;
    private int _replayed;
    private int _recorded;
    private bool _isDisposed;

    private Cassette(string path, CassetteOptions options, TimeProvider time)
    {
        Options = options;
        _time = time;
        _keys = new CassetteKeyFactory(options);
        _recorder = new HarRecorder(options.Unmask);
        _index = new CassetteIndex(options.AllowRepeats);
        _file = CassetteFile.Open(path, options, _keys);
        CanRecord = options.Mode switch
        {
            CassetteMode.None => false,
            CassetteMode.Once => !_file.Exists || _file.IsUnfinished,
            _ => true,
        };
        if (options.Mode == CassetteMode.All) return;
        foreach (var entry in _file.Archive.Entries) _index.Add(entry, _keys.Create(entry.Request), isUsed: false);
    }

    /// <summary>Gets the settings.</summary>
    internal CassetteOptions Options { get; }

    /// <summary>Gets the clock.</summary>
    internal TimeProvider Time => _time;

    /// <summary>Gets the full path of the file.</summary>
    internal string Path => _file.Path;

    /// <summary>Gets a value that indicates whether requests without an entry are sent and recorded.</summary>
    internal bool CanRecord { get; }

    /// <summary>Gets the number of requests that were served from the file.</summary>
    internal int ReplayedCount => Volatile.Read(ref _replayed);

    /// <summary>Gets the number of exchanges that were recorded.</summary>
    internal int RecordedCount => Volatile.Read(ref _recorded);

    /// <summary>Gets a value that indicates whether the cassette runs code of the caller.</summary>
    internal bool RequiresCallerContext => Options is { Redact: not null } or { Condition: not null };

    /// <summary>Opens a cassette.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CassetteException">The file cannot be read, or does not exist where nothing is recorded.</exception>
    internal static Cassette Open(string path, CassetteOptions options, TimeProvider time) => new(path, options, time);

    /// <summary>Replays a request, or sends and records it.</summary>
    /// <param name="network">The adapter that sends it.</param>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of sending.</param>
    /// <param name="deadline">The total timeout of the exchange, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="CassetteMismatchException">There is no entry for the request, and nothing is recorded.</exception>
    internal async Task<Response> SendAsync(
        TransportAdapter network,
        PreparedRequest request,
        SendOptions options,
        TotalTimeout? deadline,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsPassedThrough(request.Url)) return await network.SendAsync(request, options, cancellationToken).ConfigureAwait(true);
        CompletePending();
        ThrowIfFailed();
        var body = CanRecord || _keys.ComparesBody
            ? await CassetteBody.ReadAsync(request, cancellationToken).ConfigureAwait(true)
            : null;
        var entry = Find(request, body, out var key);
        if (entry is null && !CanRecord) throw CreateMismatch(request, body, key);
        if (entry is null) return await RecordAsync(network, request, options, body, deadline, cancellationToken).ConfigureAwait(true);
        Interlocked.Increment(ref _replayed);
        if (entry.Response.Status == 0 && HarReplay.CreateError(entry, request) is { } error) throw error;
        return HarReplay.CreateResponse(IsWithoutBody(entry) ? WithBodyError(entry) : entry, request);
    }

    /// <summary>Returns the entries.</summary>
    /// <param name="unused">Whether only those of the file are returned that served no request.</param>
    internal IReadOnlyList<HarEntry> GetEntries(bool unused)
    {
        CompletePending();
        lock (_gate) return _index.Slots.Where(slot => !unused || !slot.IsUsed).Select(static slot => slot.Entry).ToArray();
    }

    /// <summary>Creates the error for entries of the file that served no request; returns null when each served one.</summary>
    internal UnusedCassetteEntryException? FindUnused()
    {
        var unused = GetEntries(unused: true);
        if (unused.Count == 0) return null;
        return new UnusedCassetteEntryException(
            $"{unused.Count} of the entries of the cassette '{System.IO.Path.GetFileName(Path)}' were not used:\n  "
            + string.Join("\n  ", unused));
    }

    /// <summary>Records the responses that are still being read, writes everything to the file, and closes it.</summary>
    /// <exception cref="CassetteException">The file cannot be written. What was recorded stays in the journal beside it.</exception>
    internal void Finish()
    {
        try
        {
            CompleteOpen();
            Save();
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Writes what was recorded to the file.</summary>
    /// <exception cref="CassetteException">The file cannot be written.</exception>
    internal void Save()
    {
        CompletePending();
        lock (_gate)
        {
            if (_isDisposed) return;
            _file.Save();
            _failure = null;
        }
    }

    /// <summary>Closes the file. What was not saved stays in the journal beside it, and is used when the cassette is next opened.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _file.Dispose();
        }
    }

    /// <summary>Returns whether an entry has the size of a body, but not the body. Browsers leave some bodies out.</summary>
    private static bool IsWithoutBody(HarEntry entry) =>
        entry is { Error: null, Response.Body: { HasContent: false, Size: > 0 } }
        && entry.Request.Method != "HEAD"
        && entry.Response.Status is not (StatusCodes.NoContent or StatusCodes.NotModified);

    private static HarEntry WithBodyError(HarEntry entry) => new()
    {
        Request = entry.Request,
        Response = entry.Response,
        Error = new HarError
        {
            Type = nameof(CassetteException),
            Message = $"The archive does not have this body of {entry.Response.Body.Size} bytes.",
        },
    };

    private bool IsPassedThrough(string url) =>
        Options.PassThrough.Count > 0 && Options.PassThrough.Contains(CookieOrigin.From(url).Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the entry of a request and marks it as used.</summary>
    private HarEntry? Find(PreparedRequest request, CassetteBody? body, out CassetteKey key)
    {
        Func<HarEntry, bool>? condition = Options.Condition is { } own ? entry => own(entry, request) : null;
        key = null!;
        if (Options.Redact is null)
        {
            key = _keys.Create(request, body);
            lock (_gate)
            {
                if (_index.Take(key, condition) is { } entry) return entry;
                if (_index.Slots.Count == 0) return null;
            }
        }

        // The entries are redacted by value, too, and by the function of the caller. The request is compared in the same form then.
        var (redacted, redactedKey) = Redact(request, body);
        lock (_gate)
        {
            if (key is null || !redactedKey.Equals(key))
            {
                if (_index.Take(redactedKey, condition) is { } entry) return entry;
            }

            key = redactedKey;
            return _index.TakeWithPlaceholder(_keys.Create(request, body), condition) ?? _index.TakeWithPlaceholder(redactedKey, condition);
        }
    }

    private (HarRequest Request, CassetteKey Key) Redact(PreparedRequest request, CassetteBody? body)
    {
        var entry = new HarEntry { Request = _recorder.CreateRequest(request, body?.ToCapture()) };
        Options.Redact?.Invoke(entry);
        CassetteBody.Limit(entry, body, _keys);
        return (entry.Request, _keys.Create(entry.Request));
    }

    private CassetteMismatchException CreateMismatch(PreparedRequest request, CassetteBody? body, CassetteKey key)
    {
        var (redacted, _) = Redact(request, body);
        var name = System.IO.Path.GetFileName(Path);
        var target = $"{redacted.Method} {UrlRedactor.Redact(redacted.Url)}";
        lock (_gate)
        {
            if (_index.Count(key) is > 0 and var count)
            {
                var condition = Options.Condition is null ? "" : ", or does not meet the condition";
                return new CassetteMismatchException(
                    $"The cassette '{name}' has {(count == 1 ? "one entry, which was" : $"{count} entries, which were")} used already"
                    + $"{condition}, for {target}. Record the further request with the mode New, or allow repeats.");
            }

            return new CassetteMismatchException(
                $"The cassette '{name}' has no entry for {target}, and the mode {Options.Mode} records none."
                + new CassetteDifferences(_keys).Describe(_index.Slots, key, redacted));
        }
    }

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure) throw failure;
    }
}

namespace Requests;

/// <summary>One transfer into a file: at once, as the rest of an earlier one, or in several attempts.</summary>
/// <remarks>RFC 9110 section 14 for ranges, section 13.1.5 for If-Range.</remarks>
internal sealed class Download(RequestSession session, PreparedRequest request, FileTarget target, SendOptions options, CancellationToken cancellationToken)
{
    private readonly DownloadRequests _requests = new(session, request, target);
    private readonly DownloadAttempts _attempts = new(session, request, options);
    private Place? _place;
    private Torso? _torso;
    private PartialFile? _file;

    // What the bytes are of that are there: those of the partial file, or of the file itself, which another tool may have begun.
    private FileVersion? _version;
    private FileInfo? _begun;
    private bool _isOfUse;
    private bool _isResumable;

    private enum Step
    {
        /// <summary>Nothing is to be written.</summary>
        Leave,

        /// <summary>The response has the whole.</summary>
        Write,

        /// <summary>The response has what is missing.</summary>
        Append,

        /// <summary>Everything is there already.</summary>
        Complete,

        /// <summary>What is there is of no use: the whole is requested.</summary>
        BeginAgain,
    }

    /// <summary>Sends and saves; the response knows where.</summary>
    internal async Task<Response> RunAsync()
    {
        target.Check();
        using var deadline = options.TotalTimeout is { } limit ? new ExchangeDeadline(limit, session.Time, cancellationToken) : null;
        try
        {
            if (target.Resume && _requests.HasOwnRange) throw new InvalidHeaderException("A download that is resumed sends Range itself: leave out the header.");
            _place = target.Known();
            return await TransferAsync(deadline?.Token ?? cancellationToken).ConfigureAwait(true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OutputFileException($"'{_place?.Path ?? "The file"}' cannot be written: {error.Message}", error) { Request = request };
        }
        catch (RequestException error) when (_attempts.Made.Count > 0)
        {
            error.Retries = [.. _attempts.Made, .. error.Retries];
            throw;
        }
        catch (OperationCanceledException error) when (deadline is { HasPassed: true } && !cancellationToken.IsCancellationRequested)
        {
            throw deadline.Passed(request, error);
        }
        finally
        {
            _file?.Dispose();
            if (_file is not null && _torso is { Length: 0 }) _torso.Forget();
        }
    }

    /// <summary>How many bytes are there that the rest can follow.</summary>
    private long Have => !_isOfUse ? 0 : _begun?.Length ?? _file?.Length ?? 0;

    private async Task<Response> TransferAsync(CancellationToken token)
    {
        if (target.Resume && _place is not null) await RecallAsync(token).ConfigureAwait(true);
        while (true)
        {
            var response = await SendAsync(token).ConfigureAwait(true);
            try
            {
                if (await TakeAsync(response, token).ConfigureAwait(true))
                {
                    if (_attempts.Made.Count > 0) response.Retries = [.. _attempts.Made, .. response.Retries];
                    return response;
                }
            }
            catch (RequestException error)
            {
                error.Attach(response);
                throw;
            }
            finally
            {
                response.Close();
            }
        }
    }

    /// <summary>Sends the request for what is missing.</summary>
    private async Task<Response> SendAsync(CancellationToken token)
    {
        var message = _requests.For(Have, _begun is null ? _version?.IfRange : null);
        try
        {
            return await session.SendAsync(message, _attempts.Options, token).ConfigureAwait(true);
        }
        catch (HttpErrorException error) when (Have > 0 && error.Response is { StatusCode: 416 } refused)
        {
            return refused;
        }
    }

    /// <summary>Does with a response what is to be done; false when another has to be requested.</summary>
    private async Task<bool> TakeAsync(Response response, CancellationToken token)
    {
        var step = Judge(response);
        if (step == Step.Write && _place is null)
        {
            _place = target.Choose(response);
            if (target.Resume) await RecallAsync(token).ConfigureAwait(true);
            if (Have > 0) return false;
        }

        switch (step)
        {
            case Step.Leave:
                Leave(response);
                return true;
            case Step.Complete when _begun is not null:
                target.Checksum?.Check(_begun.FullName);
                response.SavedTo = _begun.FullName;
                return true;
            case Step.Complete:
                Finish(response);
                return true;
            case Step.BeginAgain:
                _isOfUse = false;
                _begun = null;
                return false;
            default:
                return await ReceiveAsync(response, step == Step.Append, token).ConfigureAwait(true);
        }
    }

    private Step Judge(Response response)
    {
        // The folder's place is not known yet: nothing was asked for but the whole.
        if (Have == 0) return DownloadRules.HasContent(response) ? Step.Write : Step.Leave;
        var range = ContentRange.Of(response);
        switch (response.StatusCode)
        {
            case 416:
                return range is { First: null, Total: { } total } && total == Have && IsSame(response) ? Step.Complete : Step.BeginAgain;
            case < 200 or 204 or 205 or >= 300:
                return Step.Leave;
            case var status when status == 206 || response.Headers.ContainsKey("Content-Range"):
                if (range?.IsWhole == true && status != 206) return Step.Write;
                return range?.First == Have && HasBytes(response) && IsOurs(response) ? Step.Append : Step.BeginAgain;
            default:
                return DownloadRules.HasContent(response) ? Step.Write : Step.Leave;
        }
    }

    /// <summary>Whether a part is surely of the version whose beginning is there.</summary>
    private bool IsOurs(Response part)
    {
        // A checksum tells afterwards.
        if (_version is not null && !_version.Fits(part)) return false;
        if (target.Checksum is not null) return true;
        return _begun is null ? _version?.IfRange is not null : FileVersion.ChangedAt(part) is { } changed && changed == ToSecond(_begun.LastWriteTimeUtc);
    }

    /// <summary>Whether nothing says that a complete file is of another version.</summary>
    private bool IsSame(Response response)
    {
        if (_version is not null && !_version.Fits(response)) return false;
        return _begun is null || target.Checksum is not null || FileVersion.ChangedAt(response) is not { } changed || changed <= new DateTimeOffset(_begun.LastWriteTimeUtc);
    }

    /// <summary>Whether the bytes of a body are those of the file, so that parts of it fit together.</summary>
    private bool HasBytes(Response response) =>
        response.Headers["Content-Encoding"]?.Trim() is not { Length: > 0 } coding || coding.Equals("identity", StringComparison.OrdinalIgnoreCase) || Keeps(response);

    private bool Keeps(Response response) => KeptCoding.Applies(response, target, _place!.Path, _requests.AcceptEncoding);

    /// <summary>Finds what an earlier transfer left.</summary>
    private async Task RecallAsync(CancellationToken token)
    {
        _torso = new Torso(_place!.Path);
        if (File.Exists(_torso.Part) || new FileInfo(_torso.Part).LinkTarget is not null) _file = await PartialFile.ContinueAsync(_place.Path, _torso.Part, target.Checksum, token).ConfigureAwait(true);
        if (_file is { Length: > 0 })
        {
            _version = _torso.Read();
            _isOfUse = _version?.IfRange is not null || target.Checksum is not null;
        }
        else if (_place.MayReplace && new FileInfo(_place.Path) is { Exists: true, Length: > 0 } begun)
        {
            (_begun, _isOfUse) = (begun, true);
        }
    }

    private async Task<bool> ReceiveAsync(Response response, bool append, CancellationToken token)
    {
        response.KeepsCoding = Keeps(response);
        if (options.MaximumSize is { } maximum) response.MaximumSize = Math.Max(0, maximum - (append ? Have : 0));
        if (append && _begun is not null && !await TakeBegunAsync(response, token).ConfigureAwait(true)) return false;
        if (_file is null && target.Resume) _file = await PartialFile.ContinueAsync(_place!.Path, _torso!.Part, target.Checksum, token).ConfigureAwait(true);
        _begun = null;
        if (append) _isResumable = true;
        else Begin(response);
        var first = _file?.Length ?? 0;
        try
        {
            if (!await PartialFile.WriteAsync(response, () => _file ??= PartialFile.Create(_place!.Path, target.Checksum), token).ConfigureAwait(true))
            {
                Leave(response);
                return true;
            }

            CheckLength(response, first);
        }
        catch (RequestException error) when (_attempts.MayFollow(error, response))
        {
            if (_file is { CanRestart: false } && !CanAppend) throw;
            await _attempts.WaitAsync(error, response, token).ConfigureAwait(true);
            _isOfUse = CanAppend;
            return false;
        }

        Finish(response);
        return true;
    }

    /// <summary>Whether the rest of a broken transfer can follow what has come.</summary>
    private bool CanAppend => _file is { Length: > 0 } && _isResumable && !_requests.HasOwnRange && request.Method == "GET" && _version?.IfRange is not null;

    /// <summary>Begins with the first byte.</summary>
    private void Begin(Response response)
    {
        if (_file is { CanRestart: false }) throw DownloadRules.Incomplete(response, "the transfer broke, and what was sent to a device cannot be taken back.");
        _file?.Restart();
        _isOfUse = true;
        _version = FileVersion.Of(response);
        _isResumable = HasBytes(response);
        if (!target.Resume) return;
        _file!.KeepsTorso = _isResumable;
        if (_isResumable) _torso!.Remember(_version);
    }

    /// <summary>Makes the partial file of the file itself, which stays as it is until the whole is there; false when it has changed meanwhile.</summary>
    private async Task<bool> TakeBegunAsync(Response rest, CancellationToken token)
    {
        _file ??= await PartialFile.ContinueAsync(_place!.Path, _torso!.Part, target.Checksum, token).ConfigureAwait(true);
        await _file.CopyFileAsync(_begun!.FullName, token).ConfigureAwait(true);
        if (_file.Length != _begun.Length)
        {
            (_isOfUse, _begun) = (false, null);
            _file.Restart();
            return false;
        }

        // Where only a checksum will tell, nothing is known of the version of the beginning.
        if (target.Checksum is not null) return true;
        _version = FileVersion.Of(rest);
        _torso!.Remember(_version);
        return true;
    }

    /// <summary>A part that is shorter than its Content-Range says, or ends before the whole does, is an incomplete body.</summary>
    private void CheckLength(Response response, long first)
    {
        if (_requests.HasOwnRange || ContentRange.Of(response) is not { First: { } start, Last: { } last } range || !HasBytes(response)) return;
        var end = range.Total ?? last + 1;
        if (start == first && _file!.Length == end) return;
        throw new ChunkedEncodingException($"The body of '{ShownUrl.Of(response.Url)}' is not complete: the file has {_file!.Length} bytes, and the server says {end}.");
    }

    private void Finish(Response response)
    {
        while (!_file!.Finish(_place!)) _place = target.Choose(response);
        _torso?.Forget();
        response.SavedTo = _place!.Path;
    }

    /// <summary>Leaves every file as it is.</summary>
    private void Leave(Response response)
    {
        if (_file is not null && target.Resume) _file.KeepsTorso = true;
        response.Leave(target, _place);
    }

    private static DateTimeOffset ToSecond(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}

namespace Requests;

/// <summary>Represents one transfer into a file: whole, as the rest of an earlier transfer, or in several attempts.</summary>
/// <remarks>RFC 9110 section 14 for ranges, section 13.1.5 for If-Range.</remarks>
internal sealed partial class Download(
    RequestSession session,
    PreparedRequest request,
    DownloadTarget target,
    SendOptions options,
    CancellationToken cancellationToken)
{
    private readonly DownloadRequestBuilder _requests = new(session, request, target);
    private readonly DownloadAttempts _attempts = new(session, request, options);
    private FileLocation? _location;
    private FileCondition? _condition;
    private Checksum? _checksum;
    private ResumeState? _resumeState;
    private AtomicFile? _file;

    // The version of the existing bytes: those of the partial file, or of the file itself, which another tool may have begun.
    private FileVersion? _version;
    private FileInfo? _existing;
    private bool _isUsable;
    private bool _isResumable;
    private bool _hasContinued;

    /// <summary>Sends the request and saves the content; returns the response, which has the path of the file.</summary>
    internal async Task<Response> RunAsync()
    {
        target.Check();
        using var deadline = options.TotalTimeout is { } limit ? new TotalTimeout(limit, session.Time, cancellationToken) : null;
        try
        {
            if (target.Resume && _requests.HasOwnRange)
            {
                throw new InvalidHeaderException("A resumed download sets the Range header itself: leave out the header.");
            }

            CheckCondition();
            _location = target.TakeFile();
            var token = deadline?.Token ?? cancellationToken;
            _checksum = target.Checksum ?? await FindChecksumAsync(token).ConfigureAwait(true);
            return await FindRightFileAsync(token).ConfigureAwait(true) ?? await TransferAsync(token).ConfigureAwait(true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OutputFileException($"'{_location?.Path ?? "The file"}' cannot be written: {error.Message}", error)
            {
                Request = request,
            };
        }
        catch (RequestException error) when (_attempts.Made.Count > 0)
        {
            error.Retries = [.. _attempts.Made, .. error.Retries];
            throw;
        }
        catch (OperationCanceledException error) when (deadline is { HasPassed: true } && !cancellationToken.IsCancellationRequested)
        {
            throw deadline.CreateException(request, error);
        }
        finally
        {
            _file?.Dispose();
            if (_file is not null && _resumeState is { Length: 0 }) _resumeState.DeleteVersion();
        }
    }

    /// <summary>Gets the number of existing bytes that the rest can be appended to.</summary>
    private long ExistingLength => !_isUsable ? 0 : _existing?.Length ?? _file?.Length ?? 0;

    private async Task<Response> TransferAsync(CancellationToken token)
    {
        if (target.Resume && _location is not null) await FindEarlierAsync(token).ConfigureAwait(true);
        while (true)
        {
            var response = await SendAsync(token).ConfigureAwait(true);
            try
            {
                if (await HandleAsync(response, token).ConfigureAwait(true))
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

    /// <summary>Sends the request for the missing bytes, or for another version than that of the file.</summary>
    private async Task<Response> SendAsync(CancellationToken token)
    {
        var have = ExistingLength;
        var next = _requests.CreateRequest(have, _existing is null ? _version?.IfRange : null, have == 0 ? _condition : null);
        try
        {
            return await session.SendAsync(next, GetOptions(have), token).ConfigureAwait(true);
        }
        catch (HttpErrorException error) when (ExistingLength > 0 && error.Response is { StatusCode: 416 } refused)
        {
            return refused;
        }
    }

    /// <summary>Gets the options of the next request. The statuses that the headers of the download lead to are expected.</summary>
    /// <param name="have">The number of existing bytes.</param>
    private SendOptions GetOptions(long have)
    {
        var next = _attempts.Options;
        if (next.ExpectStatus is not { } expected || (have == 0 && !target.IfChanged)) return next;
        return next with { ExpectStatus = have > 0 ? expected.With(206, 416) : expected.With(304) };
    }

    /// <summary>Handles a response; returns false when another request is required.</summary>
    private async Task<bool> HandleAsync(Response response, CancellationToken token)
    {
        if (target.IfChanged && response.StatusCode == 304) return TryKeep(response);
        var step = ChooseStep(response);
        if (step == Step.Write && _location is null)
        {
            _location = target.ChooseFile(response);
            if (target.Resume) await FindEarlierAsync(token).ConfigureAwait(true);
            if (ExistingLength > 0) return false;
        }

        switch (step)
        {
            case Step.WriteNothing:
                if (!response.Ok) await RequestExchange.ReadBeginningAsync(response, session.Time, options, token).ConfigureAwait(true);
                WriteNothing(response);
                return true;
            case Step.Complete:
                _hasContinued = true;
                return await TryFinishAsync(response, digests: null, isRest: false, token).ConfigureAwait(true);
            case Step.BeginAgain:
                ReportOtherUrl(response);
                _isUsable = false;
                _existing = null;
                return false;
            default:
                return await ReceiveAsync(response, step == Step.Append, token).ConfigureAwait(true);
        }
    }

    /// <summary>Finds the bytes of an earlier transfer.</summary>
    private async Task FindEarlierAsync(CancellationToken token)
    {
        _resumeState = new ResumeState(_location!.Path);
        if (!_resumeState.IsOurs)
        {
            throw new OutputFileException(
                $"'{_resumeState.Part}' exists, and no download created it. A resumed download stores its bytes there. "
                    + "Rename the file, or leave out Resume.");
        }

        if (File.Exists(_resumeState.Part) || new FileInfo(_resumeState.Part).LinkTarget is not null)
        {
            _file = await AtomicFile.ContinueAsync(_location.Path, _resumeState.Part, _checksum, token).ConfigureAwait(true);
        }

        if (_file is { Length: > 0 })
        {
            _version = _resumeState.Read();
            _isUsable = _version?.IfRange is not null || _checksum is not null;
        }
        else if (_condition is null && _location.MayReplace && ResumeState.MayBeBegun(_location.Path, target)
            && new FileInfo(_location.Path) is { Exists: true, Length: > 0 } existing)
        {
            (_existing, _isUsable) = (existing, true);
        }
    }

    private async Task<bool> ReceiveAsync(Response response, bool append, CancellationToken token)
    {
        response.Body.SavesUndecoded = SavesUndecoded(response);
        if (options.MaximumSize is { } maximum) response.Body.MaximumSize = Math.Max(0, maximum - (append ? ExistingLength : 0));
        if (append && _existing is not null && !await CopyExistingAsync(response, token).ConfigureAwait(true)) return false;
        if (_resumeState is not null) _file ??= await OpenAsync(token).ConfigureAwait(true);
        _existing = null;
        if (append) _isResumable = _hasContinued = true;
        else StartFile(response);
        var first = _file?.Length ?? 0;
        using var digests = _checksum is null ? BodyDigests.From(response) : null;
        response.Body.Digests = digests;
        try
        {
            var writing = AtomicFile.WriteAsync(response, async () => _file ??= await OpenAsync(token).ConfigureAwait(true), token);
            if (!await writing.ConfigureAwait(true))
            {
                WriteNothing(response);
                return true;
            }

            CheckLength(response, first);
        }
        catch (RequestException error)
        {
            if (!_attempts.AllowsAnother(error, response) || (_file is { CanRestart: false } && !CanAppend)) throw;
            await _attempts.WaitAsync(error, response, token).ConfigureAwait(true);
            _isUsable = CanAppend;
            return false;
        }

        return await TryFinishAsync(response, digests, append, token).ConfigureAwait(true);
    }

    /// <summary>Gets a value that indicates whether the rest of a broken transfer can be appended.</summary>
    private bool CanAppend =>
        _file is { Length: > 0 } && _isResumable && !_requests.HasOwnRange && request.Method == "GET" && _version?.IfRange is not null;

    /// <summary>Starts the file from its first byte.</summary>
    private void StartFile(Response response)
    {
        if (_file is { CanRestart: false })
        {
            throw DownloadRules.Incomplete(response, "the transfer broke, and what was sent to a device cannot be taken back.");
        }

        _file?.Restart();
        _isUsable = true;
        _version = FileVersion.From(response);
        _isResumable = HasBytes(response);
        if (_resumeState is null) return;
        _file!.KeepPartial = _isResumable;
        _resumeState.SaveVersion(_isResumable ? _version : FileVersion.Unknown);
    }

    /// <summary>
    /// Creates the partial file from the existing file, which does not change until the download is complete; returns false when it has
    /// changed meanwhile.
    /// </summary>
    private async Task<bool> CopyExistingAsync(Response rest, CancellationToken token)
    {
        _file ??= await OpenAsync(token).ConfigureAwait(true);
        // Where only a checksum decides, the version of the existing bytes is not known.
        var version = _checksum is null ? FileVersion.From(rest) : null;
        _resumeState?.SaveVersion(version ?? FileVersion.Unknown);
        await _file.CopyFileAsync(_existing!.FullName, token).ConfigureAwait(true);
        if (_file.Length != _existing.Length)
        {
            (_isUsable, _existing) = (false, null);
            _file.Restart();
            return false;
        }

        _version = version;
        return true;
    }

    /// <summary>Opens a file that a later download can find or, where the folder accepts no new file, one that it cannot find.</summary>
    private async Task<AtomicFile> OpenAsync(CancellationToken token)
    {
        if (_resumeState is null) return await AtomicFile.CreateAsync(_location!.Path, _checksum, token).ConfigureAwait(true);
        try
        {
            return await AtomicFile.ContinueAsync(_location!.Path, _resumeState.Part, _checksum, token).ConfigureAwait(true);
        }
        catch (OutputFileException) when (!Path.Exists(_resumeState.Part) && File.Exists(_location!.Path))
        {
            var file = AtomicFile.Create(_location.Path, _checksum);
            _resumeState = null;
            return file;
        }
    }
}

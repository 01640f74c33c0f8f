namespace Requests;

/// <content>Ends the download: with the complete file, or with a file that stays as it is.</content>
internal sealed partial class Download
{
    /// <summary>
    /// Finishes the file. When a checksum or a digest does not match and the file began with existing bytes, returns false once, and the
    /// whole content is requested.
    /// </summary>
    private async Task<bool> TryFinishAsync(Response response, BodyDigests? digests, bool isRest, CancellationToken token)
    {
        try
        {
            await CheckDigestsAsync(response, digests, isRest, token).ConfigureAwait(true);
            Finish(response);
            return true;
        }
        catch (ChecksumMismatchException) when (_hasContinued)
        {
            (_hasContinued, _isUsable, _existing) = (false, false, null);
            return false;
        }
    }

    /// <summary>Verifies the digests that the server sent. A checksum of the caller replaces them.</summary>
    private async Task CheckDigestsAsync(Response response, BodyDigests? digests, bool isRest, CancellationToken token)
    {
        try
        {
            digests?.Check();
            if (!isRest || _checksum is not null || !HasBytes(response)) return;
            foreach (var expected in BodyDigests.GetOfWhole(response))
            {
                using var hash = expected.Start();
                await _file!.HashAsync(hash, token).ConfigureAwait(true);
                if (expected.FindDifference(hash) is not { } actual) continue;
                throw BodyDigests.CreateError(response, "Repr-Digest", expected, actual);
            }
        }
        catch (ChecksumMismatchException)
        {
            if (_file is not null) _file.KeepPartial = false;
            throw;
        }
    }

    private void Finish(Response response)
    {
        if (_existing is not null)
        {
            _checksum?.Check(_existing.FullName);
            response.SavedTo = _existing.FullName;
            return;
        }

        while (!_file!.Finish(_location!)) _location = target.ChooseFile(response);
        _resumeState?.DeleteVersion();
        response.SavedTo = _location!.Path;
        SetTimeAndVersion(response, _location.Path);
    }

    /// <summary>Sets the time of the file to that of the server, and notes its version.</summary>
    private void SetTimeAndVersion(Response response, string path)
    {
        if (!(target.RemoteTime || target.IfChanged) || DownloadTarget.IsDevice(path)) return;
        if (target.RemoteTime && RemoteTime.Apply(path, response, session.Time.GetUtcNow()) is { } reason)
        {
            options.Observer?.Ignored(response, reason);
        }

        var note = new VersionNote(path);
        try
        {
            // Another version with the size and the time of the noted one would be taken for it.
            if (target.IfChanged) note.Save(response, _requests.NoteKey);
            else note.Delete();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            options.Observer?.Ignored(response, $"The version of '{path}' cannot be noted: {error.Message}");
        }
    }

    /// <summary>Leaves every file as it is.</summary>
    private void WriteNothing(Response response)
    {
        if (_file is not null && _resumeState is not null) _file.KeepPartial = true;

        // An error status that the caller expects has no file, and so none with a wrong checksum.
        if (response.Ok) response.WriteNothing(target, _location, _checksum);
    }

    /// <summary>Throws where the caller set a condition too, or uses a method whose response is not the content of the file.</summary>
    private void CheckCondition()
    {
        if (!target.IfChanged) return;
        if (request.Method != "GET")
        {
            throw new InvalidParameterException($"IfChanged applies to the method GET, not to {request.Method}: leave it out.");
        }

        if (_requests.FindOwnCondition() is { } name)
        {
            throw new InvalidHeaderException($"IfChanged sets the condition of the request itself: leave out the header {name}.");
        }

        _condition = _requests.Condition;
    }

    /// <summary>
    /// Keeps the file that the server has not changed; returns false when the file changed meanwhile, belongs to another request, or is of
    /// another URL than the one that a redirect led to.
    /// </summary>
    private bool TryKeep(Response response)
    {
        if (_condition is not { } condition)
        {
            throw DownloadRules.Incomplete(response, "the server sent 304 for a request without a condition.");
        }

        if (!condition.Holds() || !condition.IsOf(response) || !target.TakeExisting(condition.Path))
        {
            _condition = null;
            return false;
        }

        response.SavedTo = condition.Path;
        options.Observer?.Kept(response.Request, condition.Path, "the server has not changed it");
        return true;
    }

    /// <summary>Finds the checksum of the file in the file of checksums.</summary>
    private async Task<Checksum?> FindChecksumAsync(CancellationToken token)
    {
        if (target.ChecksumSource is not { } source) return null;
        try
        {
            return await source.FindAsync(
                request.CallerUrl ?? request.Url,
                _location?.Path,
                (url, cancellation) => ChecksumRequest.ReadAsync(session, request, options, url, cancellation),
                token).ConfigureAwait(true);
        }
        catch (ChecksumFileException error)
        {
            error.Request ??= request;
            throw;
        }
    }

    /// <summary>
    /// Finds a file that has the checksum already, so that no request is needed; returns its response, or null. What a request of another
    /// method than GET does is not known, so it is sent.
    /// </summary>
    private async Task<Response?> FindRightFileAsync(CancellationToken token)
    {
        if (_checksum is null || target.NoClobber || request.Method != "GET" || session.IsClosed) return null;
        var path = target.GetExpectedPath(request.CallerUrl ?? request.Url);
        if (path is null || new FileInfo(path) is not { Exists: true, LinkTarget: null } || DownloadTarget.IsDevice(path)) return null;
        if (!await _checksum.MatchesAsync(path, token).ConfigureAwait(true) || !target.TakeExisting(path)) return null;
        options.Observer?.Kept(request, path, "it has the checksum, so no request was sent");
        return new Response(request, 304) { Reason = "Not Modified", SavedTo = path };
    }
}

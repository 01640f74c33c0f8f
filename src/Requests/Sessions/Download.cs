namespace Requests;

/// <summary>One transfer into a file: at once, or as the rest of an earlier one.</summary>
/// <remarks>RFC 9110 section 14 for ranges, section 13.1.5 for If-Range.</remarks>
internal sealed class Download(RequestSession session, PreparedRequest request, FileTarget target, SendOptions options, CancellationToken cancellationToken)
{
    private readonly SendOptions _options = options with { Stream = true, RaiseForStatus = true };

    /// <summary>Sends and saves; the answer knows where.</summary>
    internal async Task<Response> RunAsync()
    {
        target.Check();
        var path = target.Known();
        try
        {
            return await RunAsync(path).ConfigureAwait(true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OutputFileException($"'{path ?? "The file"}' cannot be written: {error.Message}", error) { Request = request };
        }
    }

    private async Task<Response> RunAsync(string? path)
    {
        if (!target.Resume) return await SaveAsync(await SendAsync(request).ConfigureAwait(true), path).ConfigureAwait(true);
        var identity = Identity();
        Response? whole = null;
        if (path is null)
        {
            whole = await SendAsync(identity).ConfigureAwait(true);
            path = target.Choose(whole);
        }

        var torso = new Torso(path);
        if (torso.Length == 0) return await KeepAsync(whole ?? await SendAsync(identity).ConfigureAwait(true), path, torso, append: false).ConfigureAwait(true);
        whole?.Close();
        return await ResumeAsync(identity, path, torso).ConfigureAwait(true);
    }

    private static bool IsCoded(Response response) => response.Headers["Content-Encoding"] is { Length: > 0 } coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    private async Task<Response> ResumeAsync(PreparedRequest identity, string path, Torso torso)
    {
        var have = torso.Length;
        var rest = identity.Copy();
        rest.Headers["Range"] = $"bytes={have}-";
        if (torso.Validator is { } validator) rest.Headers["If-Range"] = validator;
        var response = await session.SendAsync(rest, _options with { RaiseForStatus = false }, cancellationToken).ConfigureAwait(true);
        var range = ContentRange.Parse(response.Headers["Content-Range"]);
        switch (response.StatusCode)
        {
            case 206 when range?.First == have && !IsCoded(response):
                torso.TakeTarget();
                return await KeepAsync(response, path, torso, append: true, range.Total).ConfigureAwait(true);
            case 416 when range is { First: null, Total: { } total } && total == have:
                return Complete(response, path, torso);
            case 206 or 416:
                // Another part than the one asked for, or a file that has changed: what is there is of no use.
                response.Close();
                torso.Forget();
                return await KeepAsync(await SendAsync(identity).ConfigureAwait(true), path, torso, append: false).ConfigureAwait(true);
            case < 400:
                return await KeepAsync(response, path, torso, append: false).ConfigureAwait(true);
            default:
                await response.ReadBeginningAsync(session.Time, cancellationToken).ConfigureAwait(true);
                response.RaiseForStatus();
                return response;
        }
    }

    private Task<Response> SendAsync(PreparedRequest message) => session.SendAsync(message, _options, cancellationToken);

    /// <summary>A part of a coded body is of no use: the request asks for the bytes as they are.</summary>
    private PreparedRequest Identity()
    {
        var identity = request.Copy();
        if (identity.Headers["Accept-Encoding"] is null || identity.Headers["Accept-Encoding"] == session.Headers["Accept-Encoding"]) identity.Headers["Accept-Encoding"] = "identity";
        return identity;
    }

    private async Task<Response> SaveAsync(Response response, string? path)
    {
        await response.SaveAsync(target, path, cancellationToken).ConfigureAwait(true);
        return response;
    }

    private async Task<Response> KeepAsync(Response response, string path, Torso torso, bool append, long? total = null)
    {
        using (response)
        {
            try
            {
                if (!append) torso.Forget();
                using var file = PartialFile.Continue(path, torso.Part, append, target.Checksum);
                file.KeepsTorso = !IsCoded(response);
                if (file.KeepsTorso) torso.Remember(response);
                await file.WriteAsync(response, cancellationToken).ConfigureAwait(true);
                if (total is { } expected && file.Length != expected) throw new OutputFileException($"'{path}' has {file.Length} bytes, and the server says {expected}: it is kept as '{torso.Part}'.");
                file.Finish();
                torso.Forget();
                response.SavedTo = path;
                return response;
            }
            catch (RequestException error)
            {
                if (error is ChecksumMismatchException) torso.Forget();
                error.Attach(response);
                throw;
            }
        }
    }

    /// <summary>Everything is there already.</summary>
    private Response Complete(Response response, string path, Torso torso)
    {
        using (response)
        {
            if (torso.IsTarget)
            {
                target.Checksum?.Check(path);
            }
            else
            {
                using var file = PartialFile.Continue(path, torso.Part, append: true, target.Checksum);
                file.Finish();
            }

            torso.Forget();
            response.SavedTo = path;
            return response;
        }
    }
}

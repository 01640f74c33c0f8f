namespace Requests;

/// <content>The body into a file.</content>
public sealed partial class Response
{
    /// <summary>The file that the body was saved in, or that a 304 says is still good; null when there is none.</summary>
    public string? SavedTo { get; internal set; }

    /// <summary>
    /// Saves the decoded body. The file is written beside its place and put there when it is whole, so that a file of that name stays
    /// as it is until then, and nothing is left when the transfer breaks. Only content is written: not what comes with 204, 205, a
    /// redirect or the response to a HEAD.
    /// </summary>
    /// <param name="target">Where to; it goes on with nothing (<see cref="DownloadTarget.Resume"/> needs the request).</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The file's path, or null when there was nothing to save.</returns>
    /// <exception cref="HttpErrorException">The status is 400 or more.</exception>
    /// <exception cref="ChunkedEncodingException">The response has a part of the content, and none was asked for.</exception>
    /// <exception cref="StreamConsumedException">A part of the body was streamed before.</exception>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    /// <exception cref="ChecksumMismatchException">It is not what it should be.</exception>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    public async Task<string?> SaveAsync(DownloadTarget target, CancellationToken cancellationToken = default)
    {
        AtomicFile? file = null;
        try
        {
            target.Check();
            if (!Ok) await ReadBeginningAsync(ProcessTime.Shared, cancellationToken).ConfigureAwait(false);
            if (!DownloadRules.HasContent(this)) return Leave(target, target.Known());
            if (_streaming && !IsContentRead) throw Consumed();
            var place = target.Known() ?? target.Choose(this);
            KeepCoding(target, place);
            _taken = 0;
            if (!await AtomicFile.WriteAsync(this, async () => file = await AtomicFile.CreateAsync(place.Path, target.Checksum, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)) return Leave(target, place);
            while (!file!.Finish(place)) place = target.Choose(this);
            return SavedTo = place.Path;
        }
        catch (RequestException error)
        {
            error.Attach(this);
            throw;
        }
        finally
        {
            file?.Dispose();
            Close();
        }
    }

    /// <summary>How long the file will be, where that is sure.</summary>
    internal long? WholeLength => Headers["Content-Encoding"] is null ? AnnouncedLength() : null;

    /// <summary>Whether the Content-Encoding is not undone.</summary>
    internal bool KeepsCoding { get; set; }

    /// <summary>Leaves every file as it is, since there is nothing to save; a 304 says that the file that is there is still good.</summary>
    /// <param name="target">Where it would have been saved.</param>
    /// <param name="place">The place in it, or null when that is not known.</param>
    /// <returns>The file that is there, or null.</returns>
    /// <exception cref="ChecksumMismatchException">A checksum is asked for, and there is no file that has it.</exception>
    internal string? Leave(DownloadTarget target, FileLocation? place)
    {
        SavedTo = StatusCode != 304 ? null : place is null ? target.Standing(this) : File.Exists(place.Path) && !DownloadTarget.IsDevice(place.Path) ? place.Path : null;
        if (target.Checksum is not { } checksum) return SavedTo;
        if (SavedTo is null) throw new ChecksumMismatchException($"'{UrlRedactor.Redact(Url)}' was answered with {StatusCode}, which has no content: there is nothing that could have the checksum {checksum}.");
        checksum.Check(SavedTo);
        return SavedTo;
    }

    private void KeepCoding(DownloadTarget target, FileLocation place)
    {
        var keeps = StoredContentCoding.Applies(this, target, place.Path, Request.Headers["Accept-Encoding"]);
        if (!IsContentRead) KeepsCoding = keeps;
        else if (keeps && target.Raw && _hasBody) throw new StreamConsumedException("The body was decoded when it was read: its bytes as they came can be saved from a response of -Stream, or with -OutFile.");
    }
}

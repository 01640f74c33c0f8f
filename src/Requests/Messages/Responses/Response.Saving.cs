namespace Requests;

/// <content>Saving the body in a file.</content>
public sealed partial class Response
{
    /// <summary>
    /// Gets the path of the file that the body was saved in, or that is still valid by a status of 304; null when no file was saved.
    /// </summary>
    public string? SavedTo { get; internal set; }

    /// <summary>
    /// Saves the decoded body. A temporary file in the same folder is written and replaces the target when it is complete, so that an
    /// existing file does not change before, and no file is left when the transfer fails. Only content is written: not the body of a
    /// status of 204 or 205, of a redirect or of the response to a HEAD.
    /// </summary>
    /// <param name="target">The file or folder. <see cref="DownloadTarget.Resume"/> has no effect, as it needs another request.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The path of the file, or null when the response has no content to save.</returns>
    /// <exception cref="HttpErrorException">The status is 400 or more.</exception>
    /// <exception cref="ChunkedEncodingException">
    /// The response has a part of the content, and the request has no Range.
    /// </exception>
    /// <exception cref="StreamConsumedException">A part of the body was streamed before.</exception>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    /// <exception cref="ChecksumMismatchException">
    /// The file does not have the checksum, or the body does not have the digest in Content-Digest or Repr-Digest (RFC 9530).
    /// </exception>
    /// <exception cref="ChecksumFileException">The file of checksums cannot be read, or has no checksum of the file.</exception>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    public async Task<string?> SaveAsync(DownloadTarget target, CancellationToken cancellationToken = default)
    {
        AtomicFile? file = null;
        try
        {
            target.Check();
            var checksum = target.Checksum ?? await FindChecksumAsync(target, cancellationToken).ConfigureAwait(false);
            if (!Ok) await Body.ReadBeginningAsync(ProcessTime.Shared, cancellationToken).ConfigureAwait(false);
            if (!DownloadRules.HasContent(this)) return WriteNothing(target, target.TakeFile(), checksum);
            if (Body.IsTaken) throw Body.CreateConsumedError();
            var place = target.TakeFile() ?? target.ChooseFile(this);
            ChooseDecoding(target, place);
            using var digests = checksum is null ? BodyDigests.From(this) : null;
            if (!IsContentRead) Body.Digests = digests;
            Body.Restart();
            var isWritten = await AtomicFile.WriteAsync(
                this,
                async () => file = await AtomicFile.CreateAsync(place.Path, checksum, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            if (!isWritten) return WriteNothing(target, place, checksum);
            CheckDigests(digests);
            while (!file!.Finish(place)) place = target.ChooseFile(this);
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

    /// <summary>Changes no file, as the response has no content to save. By a status of 304 the existing file is still valid.</summary>
    /// <param name="target">The file or folder.</param>
    /// <param name="place">The location of the file, or null when it is not known.</param>
    /// <param name="expected">The checksum of the file, or null.</param>
    /// <returns>The path of the existing file, or null.</returns>
    /// <exception cref="ChecksumMismatchException">The target has a checksum, and no existing file has it.</exception>
    internal string? WriteNothing(DownloadTarget target, FileLocation? place, Checksum? expected)
    {
        SavedTo = StatusCode == 304 ? GetExisting(target, place) : null;
        if (expected is not { } checksum) return SavedTo;
        if (SavedTo is null)
        {
            throw new ChecksumMismatchException(
                $"The response of '{UrlRedactor.Redact(Url)}' has the status {StatusCode} and no content: "
                    + $"no file can have the checksum {checksum}.");
        }

        checksum.Check(SavedTo);
        return SavedTo;
    }

    private async Task<Checksum?> FindChecksumAsync(DownloadTarget target, CancellationToken cancellationToken)
    {
        if (target.ChecksumSource is not { } source) return null;
        var url = History is [var first, ..] ? first.Url : Url;
        return await source.FindAsync(url, target.GetNamedPath(), request: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Verifies the digests of the server. Of a body that was decoded when it was read, the coded bytes are not known.</summary>
    private void CheckDigests(BodyDigests? digests)
    {
        if (digests is null) return;
        if (IsContentRead)
        {
            if (!ContentDecoder.ChangesNothing(Headers["Content-Encoding"])) return;
            digests.Append(Body.Bytes);
        }

        digests.Check();
    }

    private string? GetExisting(DownloadTarget target, FileLocation? place)
    {
        if (place is null) return target.FindExisting(this);
        return File.Exists(place.Path) && !DownloadTarget.IsDevice(place.Path) ? place.Path : null;
    }

    private void ChooseDecoding(DownloadTarget target, FileLocation place)
    {
        var savesUndecoded = StoredContentCoding.SavesUndecoded(this, target, place.Path, Request.Headers["Accept-Encoding"]);
        if (!IsContentRead) Body.SavesUndecoded = savesUndecoded;
        else if (savesUndecoded && target.Raw && Body.IsDecoded)
        {
            throw new StreamConsumedException(
                "The body was decoded when it was read, so its original bytes are not available: request it with -Stream or -OutFile.");
        }
    }
}

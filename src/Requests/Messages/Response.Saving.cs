namespace Requests;

/// <content>The body into a file.</content>
public sealed partial class Response
{
    /// <summary>The file that the body was saved in, or null.</summary>
    public string? SavedTo { get; internal set; }

    /// <summary>
    /// Saves the decoded body. The file is written beside its place and put there when it is whole, so that a file of that name stays
    /// as it is until then, and nothing is left when the transfer breaks.
    /// </summary>
    /// <param name="target">Where to; it goes on with nothing (<see cref="FileTarget.Resume"/> needs the request).</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    /// <exception cref="ChecksumMismatchException">It is not what it should be.</exception>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    public async Task<string> SaveAsync(FileTarget target, CancellationToken cancellationToken = default)
    {
        target.Check();
        return await SaveAsync(target, target.Known(), cancellationToken).ConfigureAwait(false);
    }

    internal async Task<string> SaveAsync(FileTarget target, string? path, CancellationToken cancellationToken)
    {
        try
        {
            path ??= target.Choose(this);
            _taken = 0;
            using var file = PartialFile.Create(path, IsContentRead ? null : WholeLength, target.Checksum);
            await file.WriteAsync(this, cancellationToken).ConfigureAwait(false);
            file.Finish();
            return SavedTo = path;
        }
        catch (RequestException error)
        {
            error.Attach(this);
            throw;
        }
        finally
        {
            Close();
        }
    }

    /// <summary>How long the file will be, where that is sure.</summary>
    internal long? WholeLength => Headers["Content-Encoding"] is null ? AnnouncedLength() : null;
}

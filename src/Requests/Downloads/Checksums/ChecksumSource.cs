using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Represents a file of checksums, such as SHA256SUMS, at a URL or a path. It is read once, when the first download needs it,
/// and again where it could not be received.
/// </summary>
/// <remarks>
/// The forms are those of <c>sha256sum</c> (also with escaped names), of BSD's and OpenSSL's <c>SHA256 (name) = hash</c>, and a hash alone.
/// A PGP signature around the text is not verified. Safe for use by several threads.
/// </remarks>
public sealed class ChecksumSource
{
    /// <summary>The largest file of checksums in bytes.</summary>
    internal const int MaximumSize = 16 * 1024 * 1024;

    private readonly object _lock = new();
    private readonly string _place;
    private readonly HashAlgorithmName? _algorithm;
    private ChecksumFile? _file;
    private ChecksumFileException? _failure;
    private TaskCompletionSource? _reading;

    private ChecksumSource(string place, bool isUrl, string? algorithm)
    {
        _place = place;
        IsUrl = isUrl;
        if (algorithm is null) return;
        _algorithm = HashAlgorithms.Find(algorithm) ?? throw new InvalidParameterException(
            $"'{algorithm}' is not an algorithm of checksums: give md5, sha1, sha256, sha384 or sha512.");
    }

    /// <summary>Gets a value that indicates whether the file is at a URL.</summary>
    internal bool IsUrl { get; }

    /// <summary>Creates a source that requests the file, with the session and the options of the download.</summary>
    /// <param name="url">The absolute URL. Another origin than that of the download receives no credentials.</param>
    /// <param name="algorithm">The algorithm of the hash to use; null uses the strongest in the file. Default: null.</param>
    /// <exception cref="InvalidParameterException">The algorithm is unknown.</exception>
    public static ChecksumSource FromUrl(string url, string? algorithm = null) => new(url, isUrl: true, algorithm);

    /// <summary>Creates a source that reads the file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="algorithm">The algorithm of the hash to use; null uses the strongest in the file. Default: null.</param>
    /// <exception cref="InvalidParameterException">The algorithm is unknown.</exception>
    public static ChecksumSource FromFile(string path, string? algorithm = null) => new(path, isUrl: false, algorithm);

    /// <summary>Returns the URL, redacted, or the path.</summary>
    public override string ToString() => IsUrl ? UrlRedactor.Redact(_place) : _place;

    /// <summary>Finds the checksum of a file.</summary>
    /// <param name="url">The URL of the file. The end of its path is the name that the line must have.</param>
    /// <param name="path">The path that the file is saved to, whose name is searched for where that of the URL is missing; or null.</param>
    /// <param name="request">Requests the file of checksums at a URL; null where no request can be sent.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ChecksumFileException">The file of checksums cannot be read, or has no checksum of the file.</exception>
    internal async Task<Checksum> FindAsync(
        string url,
        string? path,
        Func<string, CancellationToken, Task<byte[]>>? request,
        CancellationToken cancellationToken)
    {
        var file = await ReadAsync(request, cancellationToken).ConfigureAwait(true);
        var segments = GetSegments(url);
        var name = path is null ? "" : Path.GetFileName(path);
        if (name.Length > 0 && (segments.Length == 0 || IsBetter(file, segments, name))) segments = [name];
        return file.Find(segments.Length == 0 ? [url] : segments, _algorithm);
    }

    /// <summary>Returns whether the line of the saved file's name fits better than that of the URL.</summary>
    private static bool IsBetter(ChecksumFile file, string[] segments, string name) =>
        !file.Has(segments) && (file.Has([name]) || (!file.HasName(segments[^1]) && file.HasName(name)));

    /// <summary>
    /// Reads the file unless it has been read. Downloads that need it at the same time wait for the first. Where it cannot be received, the
    /// next one tries it again with its own credentials.
    /// </summary>
    private async Task<ChecksumFile> ReadAsync(
        Func<string, CancellationToken, Task<byte[]>>? request,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource? other;
            lock (_lock)
            {
                if (_failure is { } failure) throw new ChecksumFileException(failure.Message, failure.InnerException);
                if (_file is { } file) return file;
                other = _reading;
                if (other is null) _reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            // The context of the caller is kept, because the request may run hooks. A reading that was cancelled is begun again.
            if (other is null) return await ReadOnceAsync(request, cancellationToken).ConfigureAwait(true);
            await other.Task.WaitAsync(cancellationToken).ConfigureAwait(true);
        }
    }

    private async Task<ChecksumFile> ReadOnceAsync(
        Func<string, CancellationToken, Task<byte[]>>? request,
        CancellationToken cancellationToken)
    {
        ChecksumFile? file = null;
        ChecksumFileException? failure = null;
        try
        {
            var bytes = await ReadBytesAsync(request, cancellationToken).ConfigureAwait(true);
            var read = ChecksumFile.Parse(bytes, ToString());
            if (!read.IsEmpty) return file = read;

            // A page, such as that of a sign-in, is not what another download has to receive.
            if (bytes.AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..])
            {
                throw CannotRead("it is HTML or XML, and has no checksums.");
            }

            throw failure = CannotRead("it has no checksums.");
        }
        finally
        {
            TaskCompletionSource? reading;
            lock (_lock)
            {
                (_file, _failure) = (file, failure);
                reading = _reading;
                _reading = null;
            }

            reading?.SetResult();
        }
    }

    private async Task<byte[]> ReadBytesAsync(
        Func<string, CancellationToken, Task<byte[]>>? request,
        CancellationToken cancellationToken)
    {
        try
        {
            if (IsUrl)
            {
                if (request is null) throw CannotRead("no request can be sent for it: give its path.");
                return await request(_place, cancellationToken).ConfigureAwait(true);
            }

            if (new FileInfo(_place) is { Exists: true, Length: > MaximumSize })
            {
                throw CannotRead($"it is larger than {MaximumSize / 1024 / 1024} MB.");
            }

            return await File.ReadAllBytesAsync(_place, cancellationToken).ConfigureAwait(true);
        }
        catch (Exception error) when (error is RequestException and not ChecksumFileException or IOException or UnauthorizedAccessException)
        {
            throw CannotRead(error.Message, error);
        }
    }

    private ChecksumFileException CannotRead(string reason, Exception? cause = null) =>
        new($"The file of checksums '{this}' cannot be used: {reason}", cause);

    private static string[] GetSegments(string url) =>
    [
        .. UrlParts.Parse(url).Path.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(static segment => Encoding.UTF8.GetString(PercentEncoding.DecodeBytes(segment))),
    ];
}

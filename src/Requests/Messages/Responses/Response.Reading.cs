using System.Buffers;
using System.Globalization;

namespace Requests;

/// <content>Reading the body into memory.</content>
public sealed partial class Response
{
    private const int SegmentSize = 64 * 1024;

    // So much memory is taken on a server's word. Beyond that, the whole is taken when a quarter of it has come.
    private const int TrustedLength = 1024 * 1024;
    private const int TrustedFactor = 16;

    private Stream? _decoded;
    private bool _isCoded;

    /// <summary>The bytes as they came, undecoded. Reading it takes them from <see cref="Content"/>.</summary>
    public Stream Raw { get; private set; }

    /// <summary>True once the body was read to its end.</summary>
    public bool ContentConsumed { get; private set; }

    /// <summary>True once the body is in memory, so that <see cref="Content"/> answers at once.</summary>
    public bool IsContentRead => _content is not null || !_hasBody;

    /// <summary>How many decoded bytes the body may have, or null.</summary>
    internal long? MaximumSize { get; set; }

    /// <summary>How many bytes a line, an event or an item of JSON may have.</summary>
    internal long ItemLimit => Math.Max(BodyReader.UsualItemLimit, MaximumSize ?? 0);

    /// <summary>The limit that the exchange was given, where it lasts until the body is read.</summary>
    internal TotalTimeout? Deadline { get; set; }

    /// <summary>The connection that the exchange had to itself, to be given back once the body is read.</summary>
    internal IDisposable? Lane { get; set; }

    /// <summary>Lets go of the connection; a body not read yet is lost.</summary>
    public void Close()
    {
        Raw.Dispose();
        Deadline?.Dispose();
        Lane?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Reads the whole body into memory, so that <see cref="Content"/> and <see cref="Text"/> answer at once.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadContentAsync(CancellationToken cancellationToken)
    {
        if (_content is not null || !_hasBody) return;
        if (_streaming) throw Consumed();
        try
        {
            var decoded = Open();
            _content = ExpectedLength() is { } length
                ? await ReadExpectedAsync(decoded, length, cancellationToken).ConfigureAwait(false)
                : await ReadSegmentsAsync(decoded, [], cancellationToken).ConfigureAwait(false);
            ContentConsumed = true;
            Close();
        }
        catch (Exception error)
        {
            Close();
            if (Translate(error) is { } other) throw other;
            throw;
        }
    }

    private async ValueTask<bool> ReadWholeAsync(CancellationToken cancellationToken)
    {
        await ReadContentAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>The decoded bytes, bounded where the caller said so.</summary>
    private Stream Open()
    {
        if (_decoded is not null) return _decoded;
        var decoded = KeepsCoding ? Raw : ContentDecoder.Decode(Raw, Headers["Content-Encoding"]);
        _isCoded = !ReferenceEquals(decoded, Raw);
        if (MaximumSize is not { } maximum) return _decoded = decoded;
        if (!_isCoded && AnnouncedLength() > maximum) throw BoundedStream.TooLarge(maximum);
        return _decoded = new BoundedStream(decoded, maximum);
    }

    /// <summary>What to throw in the place of what the reading of the body threw; null for what can stand.</summary>
    private RequestException? Translate(Exception error)
    {
        (error as RequestException)?.Attach(this);
        RequestException? other = error switch
        {
            OperationCanceledException when Deadline is { HasPassed: true } => Deadline.Passed(Request, error),
            ObjectDisposedException when _isAbandoned => new StreamConsumedException($"The body of this response ({StatusCode}) was not read: another request followed it, and it has more than {DrainLimit / 1024} KB or did not end within a second.", error),
            OutOfMemoryException => TooLargeForMemory(error),
            ObjectDisposedException => new StreamConsumedException("The response was closed before its body was read.", error),
            _ => null,
        };
        other?.Attach(this);
        return other;
    }

    private long? AnnouncedLength() =>
        Request.Method != "HEAD" && long.TryParse(Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    /// <summary>How long the body will be, when the headers say so and nothing has to be decoded.</summary>
    private long? ExpectedLength()
    {
        if (_isCoded || AnnouncedLength() is not { } length) return null;
        if (length > Array.MaxLength) throw TooLargeForMemory();
        return length;
    }

    private static ResponseTooLargeException TooLargeForMemory(Exception? cause = null) =>
        new("The body is larger than memory can hold at once: save it with -OutFile, or read it in pieces with -Stream.", cause);

    /// <summary>One array of the right size, taken when enough has come that the length can be believed.</summary>
    private static async Task<byte[]> ReadExpectedAsync(Stream stream, long length, CancellationToken cancellationToken)
    {
        var content = length <= TrustedLength
            ? GC.AllocateUninitializedArray<byte>((int)length)
            : await ReadFirstPartAsync(stream, length, cancellationToken).ConfigureAwait(false);
        var have = length <= TrustedLength ? 0 : (int)Math.Min(content.Length, GetBeginning(length));
        if (content.Length < length) return content;
        while (have < content.Length)
        {
            var count = await stream.ReadAsync(content.AsMemory(have), cancellationToken).ConfigureAwait(false);
            if (count == 0) return content[..have];
            have += count;
        }

        // The end, or bytes that an adapter of somebody's own sends beyond its Content-Length.
        return await ReadSegmentsAsync(stream, content, cancellationToken).ConfigureAwait(false);
    }

    private static long GetBeginning(long length) => Math.Max(TrustedLength, length / TrustedFactor);

    /// <summary>The first part of a body at the beginning of an array for the whole; a shorter array when the body ends before.</summary>
    private static async Task<byte[]> ReadFirstPartAsync(Stream stream, long length, CancellationToken cancellationToken)
    {
        var pieces = new List<byte[]>();
        var wanted = GetBeginning(length);
        var have = 0L;
        try
        {
            while (have < wanted)
            {
                var at = (int)(have % TrustedLength);
                if (at == 0) pieces.Add(ArrayPool<byte>.Shared.Rent(TrustedLength));
                var room = (int)Math.Min(TrustedLength - at, wanted - have);
                var count = await stream.ReadAsync(pieces[^1].AsMemory(at, room), cancellationToken).ConfigureAwait(false);
                if (count == 0) break;
                have += count;
            }

            var content = GC.AllocateUninitializedArray<byte>((int)(have < wanted ? have : length));
            for (var copied = 0L; copied < have; copied += TrustedLength)
            {
                pieces[(int)(copied / TrustedLength)].AsSpan(0, (int)Math.Min(TrustedLength, have - copied)).CopyTo(content.AsSpan((int)copied));
            }

            return content;
        }
        finally
        {
            foreach (var piece in pieces) ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>Segments that grow with the body, joined once at the end. Most bodies fit into the first, which is borrowed.</summary>
    private static async Task<byte[]> ReadSegmentsAsync(Stream stream, byte[] start, CancellationToken cancellationToken)
    {
        var borrowed = ArrayPool<byte>.Shared.Rent(start.Length > 0 ? 1 : SegmentSize);
        try
        {
            List<(byte[] Bytes, int Count)>? full = start.Length > 0 ? [(start, start.Length)] : null;
            var segment = borrowed;
            var have = 0;
            var total = (long)start.Length;
            while (await stream.ReadAsync(segment.AsMemory(have), cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                have += count;
                total += count;
                if (total > Array.MaxLength) throw TooLargeForMemory();
                if (have < segment.Length) continue;
                (full ??= []).Add((segment, have));
                segment = new byte[Math.Clamp(segment.Length * 2, SegmentSize, 16 * 1024 * 1024)];
                have = 0;
            }

            if (full is null) return segment[..have];
            return have == 0 && full is [var only] && only.Bytes != borrowed ? only.Bytes : Join(full, segment.AsMemory(0, have));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(borrowed);
        }
    }

    private static byte[] Join(List<(byte[] Bytes, int Count)> full, ReadOnlyMemory<byte> rest)
    {
        var content = GC.AllocateUninitializedArray<byte>(full.Sum(one => one.Count) + rest.Length);
        var at = 0;
        foreach (var (bytes, count) in full)
        {
            bytes.AsSpan(0, count).CopyTo(content.AsSpan(at));
            at += count;
        }

        rest.Span.CopyTo(content.AsSpan(at));
        return content;
    }
}

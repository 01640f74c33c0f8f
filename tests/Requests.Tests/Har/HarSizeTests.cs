using System.Globalization;
using System.Text;

namespace Requests.Tests.Har;

/// <summary>Tests archives of 200 MB and of 10,000 entries.</summary>
public class HarSizeTests
{
    private const int Entries = 10_000;
    private const int BodySize = 20_000;

    // An entry of 20 KB, and what the reader may have read in advance: its buffer.
    private const int LargestLead = 256 * 1024;

    [Fact]
    public void An_archive_of_200_MB_is_read_with_the_memory_of_an_entry()
    {
        using var stream = new GeneratedArchive(Entries, new string('x', BodySize));
        var (count, returned) = (0, 0L);

        foreach (var entry in HarReader.ReadEntries(stream))
        {
            Assert.Equal($"https://h/{count++}", entry.Request.Url);
            returned += entry.Response.Body.Size;
            Assert.True(
                stream.Position - returned < LargestLead + (count * 300L),
                $"After entry {count}, {stream.Position} bytes were read for {returned} bytes of bodies.");
        }

        Assert.Equal(Entries, count);
        Assert.True(stream.Position > 200_000_000, $"The archive has only {stream.Position} bytes.");
    }

    [Fact]
    public void An_archive_of_10_000_entries_is_read_into_memory()
    {
        using var stream = new GeneratedArchive(Entries, "hello");

        var archive = HarReader.Read(stream);

        Assert.Equal(Entries, archive.Entries.Count);
        var names = archive.Entries.Select(static entry => entry.Request.Headers.Keys.First());
        Assert.InRange(names.Distinct(ReferenceEqualityComparer.Instance).Count(), 1, Entries / 10);
    }

    [Fact]
    public void An_entry_that_is_larger_than_the_buffer_is_read()
    {
        using var stream = new GeneratedArchive(2, new string('x', 3_000_000));

        Assert.Equal(3_000_000, HarReader.Read(stream).Entries[1].Response.Body.Text!.Length);
    }

    /// <summary>Represents an archive that is created while it is read.</summary>
    private sealed class GeneratedArchive(int entries, string body) : ReadOnlyStream
    {
        private readonly byte[] _body = Encoding.UTF8.GetBytes(body);
        private readonly byte[] _end = Encoding.UTF8.GetBytes($"\",\"size\":{body.Length}}}}}}}");
        private byte[] _piece = "{\"log\":{\"version\":\"1.2\",\"entries\":["u8.ToArray();
        private int _at;
        private int _next;
        private long _position;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override int Read(Span<byte> buffer)
        {
            if (_at == _piece.Length && _next <= entries * 3) (_piece, _at) = (CreatePiece(_next++), 0);
            var count = Math.Min(buffer.Length, _piece.Length - _at);
            _piece.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            _position += count;
            return count;
        }

        // Three pieces make an entry: what is before the body, the body, and the rest.
        private byte[] CreatePiece(int number) => (number % 3) switch
        {
            0 when number == entries * 3 => "]}}"u8.ToArray(),
            0 => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""
                {{(number > 0 ? "," : "")}}{"startedDateTime":"2026-11-30T10:00:00Z","time":1,"request":{"method":"GET",
                "url":"https://h/{{number / 3}}","headers":[{"name":"Accept","value":"*/*"}]},"response":{"status":200,"content":{"text":"
                """)),
            1 => _body,
            _ => _end,
        };
    }
}

using System.Buffers.Text;

namespace Requests;

/// <summary>Finds the end of a request that the handler writes, by its length or its last chunk.</summary>
/// <remarks>RFC 9112 sections 6 and 7.1. The handler writes the head in one write, with header names in their usual spelling.</remarks>
internal struct RequestFraming
{
    private const long Chunks = -1;

    private long _left;

    /// <summary>Gets a value that indicates whether more of the body is to be written.</summary>
    internal readonly bool IsSending => Volatile.Read(in _left) != 0;

    /// <summary>Gets a value that indicates whether the body is sent in chunks.</summary>
    internal readonly bool IsChunked => Volatile.Read(in _left) == Chunks;

    /// <summary>Begins a request.</summary>
    /// <param name="first">The head, possibly followed by the beginning of the body.</param>
    internal static RequestFraming Begin(ReadOnlySpan<byte> first)
    {
        var end = first.IndexOf("\r\n\r\n"u8);
        if (end < 0) return default;
        var head = first[..(end + 2)];
        var body = first[(end + 4)..];
        var framing = default(RequestFraming);
        if (head.IndexOf("\r\nTransfer-Encoding: chunked\r\n"u8) >= 0) framing._left = Chunks;
        else if (head.IndexOf("\r\nContent-Length: "u8) is >= 0 and var at
            && Utf8Parser.TryParse(head[(at + 18)..], out long length, out _)) framing._left = length;
        framing.Advance(body);
        return framing;
    }

    /// <summary>Advances over bytes of the body.</summary>
    /// <param name="bytes">The bytes that were written.</param>
    internal void Advance(ReadOnlySpan<byte> bytes)
    {
        if (_left > 0) Volatile.Write(ref _left, Math.Max(0, _left - bytes.Length));
        else if (_left == Chunks && bytes.EndsWith("0\r\n\r\n"u8)) Volatile.Write(ref _left, 0);
    }
}

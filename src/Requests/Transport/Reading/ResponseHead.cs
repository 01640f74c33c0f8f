using System.Buffers;
using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>
/// Reads the head of one HTTP/1.x response by RFC 9112. It refuses a head that is ambiguous, and rewrites one that is unusual but
/// unambiguous in the form that the handler accepts.
/// </summary>
internal static class ResponseHead
{
    // The limit of curl.
    private const int MaximumLines = 5000;

    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~"u8);

    /// <summary>
    /// Gets the name of the header that carries to the mapper what .NET's headers cannot hold: a whole line whose name is not a token, or
    /// an empty value when a <c>Connection: close</c> was added here. The name is random, so that a server cannot send it.
    /// </summary>
    internal static string CarrierHeader { get; } = $"x-{Guid.NewGuid():N}";

    /// <summary>Gets <see cref="CarrierHeader"/> as bytes.</summary>
    internal static byte[] CarrierBytes { get; } = Encoding.ASCII.GetBytes(CarrierHeader);

    /// <summary>
    /// Returns the length of the head at the beginning of some bytes, its empty line included; 0 when its end is not among them.
    /// </summary>
    /// <param name="bytes">The bytes received so far.</param>
    /// <param name="from">The index to search from; the bytes before it were searched already.</param>
    internal static int FindEnd(ReadOnlySpan<byte> bytes, int from)
    {
        for (var at = Math.Max(0, from - 2); ;)
        {
            var feed = bytes[at..].IndexOf((byte)'\n');
            if (feed < 0) return 0;
            at += feed + 1;
            if (at < bytes.Length && bytes[at] == '\n') return at + 1;
            if (at + 1 < bytes.Length && bytes[at] == '\r' && bytes[at + 1] == '\n') return at + 2;
        }
    }

    /// <summary>
    /// Refuses bytes that cannot become a status line as soon as possible, as the server may wait for the client to send something else.
    /// </summary>
    /// <param name="bytes">The bytes received so far.</param>
    /// <exception cref="InvalidResponseException">It is not HTTP/1.x.</exception>
    internal static void CheckStart(ReadOnlySpan<byte> bytes)
    {
        var expected = "HTTP/1."u8;
        var known = Math.Min(bytes.Length, expected.Length);
        var feed = bytes.IndexOf((byte)'\n');
        if (!bytes[..known].SequenceEqual(expected[..known])) throw NotHttp(bytes, feed);
        if (feed >= 0) ReadStatusLine(bytes[..feed], out _);
    }

    /// <summary>Reads a whole head.</summary>
    /// <param name="head">The bytes from the status line to the empty line.</param>
    /// <exception cref="InvalidResponseException">The head is not safe to interpret.</exception>
    internal static ResponseFraming Read(ReadOnlySpan<byte> head)
    {
        var lines = new HeadLines(head);
        lines.MoveNext();
        var framing = ReadStatusLine(lines.Current, out var minor);
        framing.IsCanonical &= !lines.HasExtraReturn;
        var isFraming = true;
        for (var count = 0; lines.MoveNext(); count++)
        {
            if (count == MaximumLines) throw new InvalidResponseException($"sent more than {MaximumLines} headers", isHeader: true);
            framing.IsCanonical &= !lines.HasExtraReturn;
            var line = lines.Current;
            if (line[0] is (byte)' ' or (byte)'\t')
            {
                if (isFraming) throw new InvalidResponseException("folded a header that must be on one line", isHeader: true);
                CheckValue(line);
                framing.IsCanonical = false;
                continue;
            }

            var name = GetName(line, out var kind, out var value);
            isFraming = kind is HeadName.ContentLength or HeadName.TransferEncoding;
            framing.IsCanonical &= kind != HeadName.NotToken && name.Length + 1 == line.Length - value.Length;
            framing.Add(kind, value.Trim(" \t"u8));
        }

        framing.Complete(minor);
        return framing;
    }

    /// <summary>Writes a head in the form that the handler accepts.</summary>
    /// <param name="head">The head, as <see cref="Read"/> took it.</param>
    /// <param name="framing">The framing that <see cref="Read"/> returned.</param>
    /// <param name="to">The writer that receives the head.</param>
    internal static void Write(ReadOnlySpan<byte> head, in ResponseFraming framing, IBufferWriter<byte> to)
    {
        var lines = new HeadLines(head);
        lines.MoveNext();
        var code = lines.Current[8..].TrimStart(" \t"u8);
        to.Write(lines.Current[..8]);
        to.Write(" "u8);
        to.Write(code[..3]);
        to.Write(" "u8);
        to.Write(code[3..].TrimStart(" \t"u8));
        var lengthWritten = false;
        while (lines.MoveNext())
        {
            var line = lines.Current;
            if (line[0] is (byte)' ' or (byte)'\t')
            {
                to.Write(" "u8);
                to.Write(line.Trim(" \t"u8));
                continue;
            }

            var name = GetName(line, out var kind, out var value);
            if (kind == HeadName.TransferEncoding || (kind == HeadName.ContentLength && (framing.IsChunked || lengthWritten))) continue;
            to.Write("\r\n"u8);
            if (kind == HeadName.NotToken)
            {
                to.Write(CarrierBytes);
                to.Write(":"u8);
            }

            to.Write(name);
            to.Write(": "u8);
            if (kind == HeadName.ContentLength)
            {
                to.Write(Encoding.ASCII.GetBytes(framing.Length!.Value.ToString(CultureInfo.InvariantCulture)));
            }
            else
            {
                to.Write(value.Trim(" \t"u8));
            }

            lengthWritten |= kind == HeadName.ContentLength;
        }

        if (framing.IsChunked) to.Write("\r\nTransfer-Encoding: chunked"u8);
        if (framing.AddsClose)
        {
            to.Write("\r\nConnection: close\r\n"u8);
            to.Write(CarrierBytes);
            to.Write(":"u8);
        }

        to.Write("\r\n\r\n"u8);
    }

    private static ResponseFraming ReadStatusLine(ReadOnlySpan<byte> line, out int minor)
    {
        line = line.TrimEnd((byte)'\r');
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || line[7] is < (byte)'0' or > (byte)'9' || !IsBlank(line[8]))
        {
            throw NotHttp(line, line.Length);
        }

        minor = line[7] - '0';
        var code = line[9..].TrimStart(" \t"u8);
        var hasDigits = code.Length >= 3 && code[..3].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        if (!hasDigits || (code.Length > 3 && !IsBlank(code[3]))) throw NotHttp(line, line.Length);
        CheckValue(code);
        var status = ((code[0] - '0') * 100) + ((code[1] - '0') * 10) + code[2] - '0';
        if (status < 100) throw new InvalidResponseException($"sent {status:000}, which is not a status code", isHeader: false);
        var isCanonical = line[8] == ' '
            && code.Length == line.Length - 9
            && (code.Length == 3 || (code[3] == ' ' && (code.Length == 4 || !IsBlank(code[4]))));
        return new ResponseFraming { Status = status, IsCanonical = isCanonical };
    }

    private static bool IsBlank(byte octet) => octet is (byte)' ' or (byte)'\t';

    private static ReadOnlySpan<byte> GetName(ReadOnlySpan<byte> line, out HeadName kind, out ReadOnlySpan<byte> value)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0) throw new InvalidResponseException("sent a line without a colon among its headers", isHeader: false);
        var name = line[..colon].TrimEnd(" \t"u8);
        value = line[(colon + 1)..];
        if (name.IsEmpty) throw new InvalidResponseException("sent a header without a name", isHeader: false);
        CheckValue(value);
        kind = ResponseFraming.GetKind(name);
        if (name.IndexOfAnyExcept(TokenBytes) >= 0) kind = HeadName.NotToken;
        else if (kind == HeadName.Other || name.Length == colon || kind is HeadName.Connection or HeadName.ProxyConnection) return name;
        if (IsFramingInDisguise(name))
        {
            var shown = Encoding.Latin1.GetString(line[..colon]);
            throw new InvalidResponseException($"sent the header '{shown}', which other programs read in another way", isHeader: true);
        }

        return name;
    }

    /// <summary>Whether a name equals that of a framing header when characters that some programs ignore are left out.</summary>
    private static bool IsFramingInDisguise(ReadOnlySpan<byte> name)
    {
        Span<byte> letters = stackalloc byte[16];
        var count = 0;
        foreach (var octet in name)
        {
            if (octet is < 0x20 or 0x7f)
            {
                throw new InvalidResponseException("sent a header whose name has a control character", isHeader: true);
            }

            if (!char.IsAsciiLetter((char)octet)) continue;
            if (count == letters.Length) return false;
            letters[count++] = (byte)(octet | 0x20);
        }

        return letters[..count].SequenceEqual("contentlength"u8) || letters[..count].SequenceEqual("transferencoding"u8);
    }

    private static void CheckValue(ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAny((byte)0, (byte)'\r') >= 0)
        {
            throw new InvalidResponseException("sent a NUL or a lone carriage return among its headers", isHeader: true);
        }
    }

    private static InvalidResponseException NotHttp(ReadOnlySpan<byte> bytes, int end)
    {
        // A TLS alert (RFC 8446 section 5.1).
        if (bytes.Length >= 2 && bytes[0] == 0x15 && bytes[1] == 3)
        {
            return new InvalidResponseException("uses TLS; use https", isHeader: false);
        }

        var line = bytes[..Math.Min(end < 0 ? bytes.Length : end, 60)].TrimEnd("\r\n"u8);
        var text = new StringBuilder(line.Length);
        foreach (var octet in line) text.Append(octet is >= 0x20 and < 0x7f ? (char)octet : '\uFFFD');
        return new InvalidResponseException($"began with '{text}'", isHeader: false);
    }

    /// <summary>Enumerates the lines of a head, without their ends and without the empty line.</summary>
    private ref struct HeadLines(ReadOnlySpan<byte> head)
    {
        private ReadOnlySpan<byte> _rest = head;

        internal ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>Gets a value that indicates whether the line ended with more than one carriage return.</summary>
        internal bool HasExtraReturn { get; private set; }

        internal bool MoveNext()
        {
            var feed = _rest.IndexOf((byte)'\n');
            var line = _rest[..feed];
            _rest = _rest[(feed + 1)..];
            Current = line.TrimEnd((byte)'\r');
            HasExtraReturn = line.Length - Current.Length > 1;
            if (Current.IsEmpty && HasExtraReturn)
            {
                throw new InvalidResponseException("sent a line of carriage returns among its headers", isHeader: true);
            }

            return !Current.IsEmpty;
        }
    }
}

using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>Represents the framing of a response by its head: where it ends, and whether its connection stays open.</summary>
/// <remarks>RFC 9112 sections 6.3 and 9.3, RFC 9110 section 8.6.</remarks>
internal struct ResponseFraming
{
    private bool _saysClose;
    private bool _saysKeepAlive;
    private bool _plainClose;

    /// <summary>Gets the status code.</summary>
    internal int Status { get; init; }

    /// <summary>Gets or sets a value that indicates whether the handler can read the head unchanged.</summary>
    internal bool IsCanonical { get; set; }

    /// <summary>Gets the Content-Length, or null.</summary>
    internal long? Length { get; private set; }

    /// <summary>Gets a value that indicates whether the body is sent in chunks.</summary>
    internal bool IsChunked { get; private set; }

    /// <summary>
    /// Gets a value that indicates whether <c>Connection: close</c> is added, so that the handler does not reuse the connection.
    /// </summary>
    internal bool AddsClose { get; private set; }

    /// <summary>Gets a value that indicates whether another head follows for the same request.</summary>
    internal readonly bool IsInterim => Status is < 200 and not 101;

    /// <summary>Returns the kind of a name.</summary>
    /// <param name="name">The name, without white space.</param>
    internal static HeadName GetKind(ReadOnlySpan<byte> name) => name.Length switch
    {
        10 when Ascii.EqualsIgnoreCase(name, "Connection"u8) => HeadName.Connection,
        14 when Ascii.EqualsIgnoreCase(name, "Content-Length"u8) => HeadName.ContentLength,
        16 when Ascii.EqualsIgnoreCase(name, "Proxy-Connection"u8) => HeadName.ProxyConnection,
        17 when Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8) => HeadName.TransferEncoding,
        _ => HeadName.Other,
    };

    /// <summary>Adds a header.</summary>
    /// <param name="kind">The kind of its name.</param>
    /// <param name="value">Its value, without surrounding white space.</param>
    /// <exception cref="InvalidResponseException">The value is not valid.</exception>
    internal void Add(HeadName kind, ReadOnlySpan<byte> value)
    {
        if (kind == HeadName.ContentLength) AddLengths(value);
        else if (kind == HeadName.TransferEncoding) AddCodings(value);
        else if (kind is HeadName.Connection or HeadName.ProxyConnection) AddConnection(kind, value);
    }

    /// <summary>Completes the framing after the last header.</summary>
    /// <param name="minor">The minor version of HTTP.</param>
    internal void Complete(int minor)
    {
        // Chunks take precedence over a length, and the connection must not be reused (RFC 9112 sections 6.1 and 6.3).
        var isFaulty = IsChunked && (Length is not null || minor == 0);
        if (IsChunked && Length is not null) IsCanonical = false;
        if (isFaulty || _saysClose || (minor == 0 && !_saysKeepAlive)) Close();
    }

    /// <summary>Marks the response as the last one of its connection.</summary>
    internal void Close()
    {
        AddsClose = !_plainClose && !IsInterim;
        if (AddsClose) IsCanonical = false;
    }

    private void AddLengths(ReadOnlySpan<byte> value)
    {
        if (Length is not null) IsCanonical = false;
        for (var rest = value; ;)
        {
            var comma = rest.IndexOf((byte)',');
            var item = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
            var isNumber = !item.IsEmpty && item.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
            if (!isNumber || !long.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                throw new InvalidResponseException($"sent a Content-Length that is not a length ('{Quote(value)}')", isHeader: true);
            }

            if (Length is { } other && other != length)
            {
                throw new InvalidResponseException("sent two different Content-Length headers", isHeader: true);
            }

            Length = length;
            if (comma < 0) return;
            IsCanonical = false;
            rest = rest[(comma + 1)..];
        }
    }

    private void AddCodings(ReadOnlySpan<byte> value)
    {
        if (!value.SequenceEqual("chunked"u8)) IsCanonical = false;
        for (var rest = value; ;)
        {
            var comma = rest.IndexOf((byte)',');
            var item = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
            if (IsChunked)
            {
                throw new InvalidResponseException("sent a Transfer-Encoding that does not end with one 'chunked'", isHeader: true);
            }

            if (Ascii.EqualsIgnoreCase(item, "chunked"u8)) IsChunked = true;
            else if (Ascii.EqualsIgnoreCase(item, "identity"u8)) IsCanonical = false;
            else throw new InvalidResponseException($"sent a Transfer-Encoding that was not requested ('{Quote(value)}')", isHeader: true);
            if (comma < 0) return;
            rest = rest[(comma + 1)..];
        }
    }

    private void AddConnection(HeadName kind, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(value, "keep-alive"u8))
        {
            _saysKeepAlive = true;
            return;
        }

        if (kind == HeadName.Connection && Ascii.EqualsIgnoreCase(value, "close"u8)) _plainClose = true;
        for (var rest = value; ;)
        {
            var comma = rest.IndexOf((byte)',');
            var item = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
            if (Ascii.EqualsIgnoreCase(item, "close"u8)) _saysClose = true;
            else if (Ascii.EqualsIgnoreCase(item, "keep-alive"u8)) _saysKeepAlive = true;
            if (comma < 0) return;
            rest = rest[(comma + 1)..];
        }
    }

    private static string Quote(ReadOnlySpan<byte> value) => Encoding.Latin1.GetString(value[..Math.Min(value.Length, 40)]);
}

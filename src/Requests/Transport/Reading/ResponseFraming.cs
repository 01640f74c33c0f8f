using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>What the head of a response says about where the response ends and whether its connection goes on.</summary>
/// <remarks>RFC 9112 sections 6.3 and 9.3, RFC 9110 section 8.6.</remarks>
internal struct ResponseFraming
{
    private bool _saysClose;
    private bool _saysKeepAlive;
    private bool _plainClose;

    /// <summary>The status code.</summary>
    internal int Status { get; init; }

    /// <summary>Whether the handler reads the head as it stands.</summary>
    internal bool IsCanonical { get; set; }

    /// <summary>The Content-Length, or null.</summary>
    internal long? Length { get; private set; }

    /// <summary>Whether the body comes in chunks.</summary>
    internal bool IsChunked { get; private set; }

    /// <summary>Whether <c>Connection: close</c> has to be added, so that the handler does not use the connection again.</summary>
    internal bool AddsClose { get; private set; }

    /// <summary>Whether another head follows for the same request.</summary>
    internal readonly bool IsInterim => Status is < 200 and not 101;

    /// <summary>What a name means.</summary>
    /// <param name="name">The name, without blanks.</param>
    internal static HeadName GetKind(ReadOnlySpan<byte> name) => name.Length switch
    {
        10 when Ascii.EqualsIgnoreCase(name, "Connection"u8) => HeadName.Connection,
        14 when Ascii.EqualsIgnoreCase(name, "Content-Length"u8) => HeadName.ContentLength,
        16 when Ascii.EqualsIgnoreCase(name, "Proxy-Connection"u8) => HeadName.ProxyConnection,
        17 when Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8) => HeadName.TransferEncoding,
        _ => HeadName.Other,
    };

    /// <summary>Takes one header.</summary>
    /// <param name="kind">What its name means.</param>
    /// <param name="value">Its value, without blanks around it.</param>
    /// <exception cref="InvalidResponseException">It cannot be trusted.</exception>
    internal void Add(HeadName kind, ReadOnlySpan<byte> value)
    {
        if (kind == HeadName.ContentLength) AddLengths(value);
        else if (kind == HeadName.TransferEncoding) AddCodings(value);
        else if (kind is HeadName.Connection or HeadName.ProxyConnection) AddConnection(kind, value);
    }

    /// <summary>Settles what follows from all headers together.</summary>
    /// <param name="minor">The minor version.</param>
    internal void Complete(int minor)
    {
        // Chunks win over a length, and the connection is not to be trusted with another message (RFC 9112 sections 6.1 and 6.3).
        var isFaulty = IsChunked && (Length is not null || minor == 0);
        if (IsChunked && Length is not null) IsCanonical = false;
        if (isFaulty || _saysClose || (minor == 0 && !_saysKeepAlive)) Close();
    }

    /// <summary>Makes the response the last one of its connection.</summary>
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
            var one = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
            if (one.IsEmpty || one.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || !long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                throw new InvalidResponseException($"sent a Content-Length that is not a length ('{Encoding.Latin1.GetString(value[..Math.Min(value.Length, 40)])}')", isHeader: true);
            }

            if (Length is { } other && other != length) throw new InvalidResponseException("sent two different Content-Length headers", isHeader: true);
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
            var one = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
            if (IsChunked) throw new InvalidResponseException("sent a Transfer-Encoding that does not end with one 'chunked'", isHeader: true);
            if (Ascii.EqualsIgnoreCase(one, "chunked"u8)) IsChunked = true;
            else if (Ascii.EqualsIgnoreCase(one, "identity"u8)) IsCanonical = false;
            else throw new InvalidResponseException($"sent a Transfer-Encoding that was not asked for ('{Encoding.Latin1.GetString(value[..Math.Min(value.Length, 40)])}')", isHeader: true);
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
            var one = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
            if (Ascii.EqualsIgnoreCase(one, "close"u8)) _saysClose = true;
            else if (Ascii.EqualsIgnoreCase(one, "keep-alive"u8)) _saysKeepAlive = true;
            if (comma < 0) return;
            rest = rest[(comma + 1)..];
        }
    }
}

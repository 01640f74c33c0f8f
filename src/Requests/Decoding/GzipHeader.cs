namespace Requests;

/// <summary>Reads the header of a gzip member (RFC 1952 section 2.3) byte by byte.</summary>
internal sealed class GzipHeader
{
    private const int FixedLength = 10;
    private const int HasHeaderChecksum = 2;
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;
    private const int Reserved = 0xe0;

    private int _count;
    private int _flags;
    private int _extra;
    private uint _checksum;
    private uint _headerChecksum;
    private Part _part;

    private enum Part
    {
        Fixed,
        ExtraLength1,
        ExtraLength2,
        Extra,
        Name,
        Comment,
        Checksum1,
        Checksum2,
    }

    /// <summary>Gets a value that indicates whether no byte was read yet.</summary>
    internal bool IsEmpty => _count == 0;

    /// <summary>Gets a value that indicates whether the bytes so far begin a gzip member with deflate data.</summary>
    internal bool IsMember => _count >= 3;

    /// <summary>Returns whether a byte is valid at the current position of a header.</summary>
    /// <param name="value">The byte.</param>
    internal bool MayFollow(byte value) => _count switch
    {
        0 => value == 0x1f,
        1 => value == 0x8b,
        2 => value == 8,
        3 => (value & Reserved) == 0,
        _ => true,
    };

    /// <summary>Begins a header.</summary>
    internal void Clear()
    {
        _count = 0;
        _checksum = 0;
        _part = Part.Fixed;
    }

    /// <summary>Reads a byte.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>Whether the byte completes the header.</returns>
    /// <exception cref="InvalidDataException">The bytes are not the header of a gzip member.</exception>
    internal bool Add(byte value)
    {
        if (!MayFollow(value)) throw new InvalidDataException("The header of the gzip data is invalid.");
        if (_count == 3) _flags = value;
        if (_count < FixedLength) _count++;
        if (_part < Part.Checksum1) _checksum = Crc32.Append(_checksum, [value]);
        switch (_part)
        {
            case Part.Fixed:
                return _count == FixedLength && Next(Part.Fixed);
            case Part.ExtraLength1:
                _extra = value;
                _part = Part.ExtraLength2;
                return false;
            case Part.ExtraLength2:
                _extra |= value << 8;
                _part = Part.Extra;
                return _extra == 0 && Next(Part.Extra);
            case Part.Extra:
                return --_extra == 0 && Next(Part.Extra);
            case Part.Name or Part.Comment:
                return value == 0 && Next(_part);
            case Part.Checksum1:
                _headerChecksum = value;
                _part = Part.Checksum2;
                return false;
            default:
                _headerChecksum |= (uint)value << 8;
                return _headerChecksum == (_checksum & 0xffff)
                    ? true
                    : throw new InvalidDataException("The checksum of a gzip header differs.");
        }
    }

    /// <summary>Continues with the next part that the flags announce; returns true when the header is complete.</summary>
    private bool Next(Part ended)
    {
        if (ended < Part.ExtraLength1 && (_flags & HasExtra) != 0) _part = Part.ExtraLength1;
        else if (ended < Part.Name && (_flags & HasName) != 0) _part = Part.Name;
        else if (ended < Part.Comment && (_flags & HasComment) != 0) _part = Part.Comment;
        else if ((_flags & HasHeaderChecksum) != 0) _part = Part.Checksum1;
        else return true;
        return false;
    }
}

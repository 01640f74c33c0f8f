namespace Requests;

/// <summary>The header of a gzip member (RFC 1952 section 2.3), byte by byte.</summary>
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

    /// <summary>Gets a value that indicates whether no byte was taken yet.</summary>
    internal bool IsEmpty => _count == 0;

    /// <summary>Gets a value that indicates whether the bytes so far say that this is a member: gzip, with deflate in it.</summary>
    internal bool IsMember => _count >= 3;

    /// <summary>Returns whether a member may go on with this byte.</summary>
    /// <param name="one">The byte.</param>
    internal bool MayFollow(byte one) => _count switch
    {
        0 => one == 0x1f,
        1 => one == 0x8b,
        2 => one == 8,
        3 => (one & Reserved) == 0,
        _ => true,
    };

    /// <summary>Begins a header.</summary>
    internal void Clear()
    {
        _count = 0;
        _checksum = 0;
        _part = Part.Fixed;
    }

    /// <summary>Takes a byte.</summary>
    /// <param name="one">The byte.</param>
    /// <returns>Whether the header is complete with it.</returns>
    /// <exception cref="InvalidDataException">This is not the header of a gzip member.</exception>
    internal bool Add(byte one)
    {
        if (!MayFollow(one)) throw new InvalidDataException("The header of the gzip data is invalid.");
        if (_count == 3) _flags = one;
        if (_count < FixedLength) _count++;
        if (_part < Part.Checksum1) _checksum = Crc32.Append(_checksum, [one]);
        switch (_part)
        {
            case Part.Fixed:
                return _count == FixedLength && Next(Part.Fixed);
            case Part.ExtraLength1:
                _extra = one;
                _part = Part.ExtraLength2;
                return false;
            case Part.ExtraLength2:
                _extra |= one << 8;
                _part = Part.Extra;
                return _extra == 0 && Next(Part.Extra);
            case Part.Extra:
                return --_extra == 0 && Next(Part.Extra);
            case Part.Name or Part.Comment:
                return one == 0 && Next(_part);
            case Part.Checksum1:
                _headerChecksum = one;
                _part = Part.Checksum2;
                return false;
            default:
                _headerChecksum |= (uint)one << 8;
                return _headerChecksum == (_checksum & 0xffff) ? true : throw new InvalidDataException("The checksum of a gzip header differs.");
        }
    }

    /// <summary>Goes on with the next part that the flags announce; returns true when there is none.</summary>
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

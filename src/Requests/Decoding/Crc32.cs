using System.Buffers.Binary;

namespace Requests;

/// <summary>Computes the checksum of gzip (RFC 1952 section 8), eight bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[] Tables = CreateTables();

    /// <summary>Returns the checksum of the bytes so far and these.</summary>
    /// <param name="checksum">The checksum so far; 0 at the start.</param>
    /// <param name="bytes">The bytes.</param>
    internal static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        ReadOnlySpan<uint> tables = Tables;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[0x700 + (int)(low & 0xff)]
                ^ tables[0x600 + (int)((low >> 8) & 0xff)]
                ^ tables[0x500 + (int)((low >> 16) & 0xff)]
                ^ tables[0x400 + (int)(low >> 24)]
                ^ tables[0x300 + (int)(high & 0xff)]
                ^ tables[0x200 + (int)((high >> 8) & 0xff)]
                ^ tables[0x100 + (int)((high >> 16) & 0xff)]
                ^ tables[(int)(high >> 24)];
            bytes = bytes[8..];
        }

        foreach (var value in bytes) crc = tables[(int)((crc ^ value) & 0xff)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] CreateTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++) tables[i] = (tables[i - 256] >> 8) ^ tables[tables[i - 256] & 0xff];
        return tables;
    }
}

namespace Requests;

/// <summary>The checksum of gzip (RFC 1952 section 8), four bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[][] Tables = CreateTables();

    /// <summary>The checksum of what came before and these bytes.</summary>
    /// <param name="checksum">The checksum so far; 0 at the start.</param>
    /// <param name="bytes">The bytes.</param>
    internal static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        uint[] first = Tables[0], second = Tables[1], third = Tables[2], fourth = Tables[3];
        while (bytes.Length >= 4)
        {
            crc ^= System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = fourth[crc & 0xff] ^ third[(crc >> 8) & 0xff] ^ second[(crc >> 16) & 0xff] ^ first[crc >> 24];
            bytes = bytes[4..];
        }

        foreach (var one in bytes) crc = first[(crc ^ one) & 0xff] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[][] CreateTables()
    {
        uint[][] tables = [new uint[256], new uint[256], new uint[256], new uint[256]];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            tables[0][i] = crc;
        }

        for (var i = 0; i < 256; i++)
        {
            for (var table = 1; table < 4; table++) tables[table][i] = (tables[table - 1][i] >> 8) ^ tables[0][tables[table - 1][i] & 0xff];
        }

        return tables;
    }
}

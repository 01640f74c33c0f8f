namespace Requests;

/// <summary>Reads HTTP archives: those of this library, of browsers and of proxies.</summary>
/// <remarks>HAR 1.2 and 1.1.</remarks>
internal static class HarReader
{
    /// <summary>Reads an archive into memory.</summary>
    /// <param name="stream">The stream, in UTF-8 with or without a byte order mark. It is read once, to its end, and not closed.</param>
    /// <exception cref="HarFormatException">It is not an archive, is cut off, has a wrong field, or has another version.</exception>
    internal static HarArchive Read(Stream stream) => throw new NotImplementedException();

    /// <summary>Reads an archive entry by entry. Memory holds one of them at a time.</summary>
    /// <param name="stream">The stream, as for <see cref="Read"/>.</param>
    /// <exception cref="HarFormatException">As for <see cref="Read"/>; also after some entries were returned.</exception>
    internal static IEnumerable<HarEntry> ReadEntries(Stream stream) => throw new NotImplementedException();
}

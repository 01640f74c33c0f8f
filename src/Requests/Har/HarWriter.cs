namespace Requests;

/// <summary>Writes HTTP archives with an indentation of two spaces. The same entries always give the same bytes.</summary>
/// <remarks>HAR 1.2.</remarks>
internal static class HarWriter
{
    /// <summary>The name of the application in the archives that this library creates.</summary>
    internal const string DefaultCreator = "Requests for PowerShell";

    /// <summary>Writes an archive. Memory holds one of its entries at a time.</summary>
    /// <param name="stream">The stream to write to, in UTF-8 without a byte order mark. It is not closed.</param>
    /// <param name="archive">The archive; its version is written as 1.2.</param>
    /// <param name="options">How it is written, or null for the defaults.</param>
    internal static void Write(Stream stream, HarArchive archive, HarWriterOptions? options = null) => throw new NotImplementedException();

    /// <summary>Writes an archive of entries that are created while it is written. Memory holds one of them at a time.</summary>
    /// <param name="stream">The stream to write to, as above.</param>
    /// <param name="entries">The entries in their order.</param>
    /// <param name="version">The version of the module.</param>
    /// <param name="options">How it is written, or null for the defaults.</param>
    internal static void Write(Stream stream, IEnumerable<HarEntry> entries, string version, HarWriterOptions? options = null) =>
        throw new NotImplementedException();
}

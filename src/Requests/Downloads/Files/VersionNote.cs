using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Represents the hidden file <c>.name.version</c> beside a downloaded file: the validators of its server, and size and time of the file,
/// by which a later change of the file is noticed.
/// </summary>
/// <param name="path">The path of the downloaded file.</param>
internal sealed class VersionNote(string path)
{
    private const int MaximumNameLength = 230;
    private const int MaximumSize = 8192;
    private const string RequestName = "Request: ";
    private const string LengthName = "File-Length: ";
    private const string TimeName = "File-Time: ";

    private readonly string _path = GetPath(path);

    /// <summary>Gets a value that indicates whether the note exists.</summary>
    internal bool Exists => File.Exists(_path);

    /// <summary>
    /// Reads the version of the file; null when there is no note, when it is of another request, or when the file changed since.
    /// </summary>
    /// <param name="request">The key of the request.</param>
    /// <param name="file">The file.</param>
    internal FileVersion? Read(string request, FileInfo file)
    {
        if (new FileInfo(_path) is not { Exists: true, LinkTarget: null, Length: <= MaximumSize }) return null;
        var text = File.ReadAllText(_path);
        var lines = text.Split('\n');
        var fits = lines.Contains(RequestName + request, StringComparer.Ordinal)
            && lines.Contains(WriteLength(file), StringComparer.Ordinal)
            && lines.Contains(WriteTime(file), StringComparer.Ordinal);
        return fits && FileVersion.Parse(text) is { Resource: not null } version ? version : null;
    }

    /// <summary>
    /// Writes the note; also without a validator, so that the date of the file, which the server did not send, does not become one.
    /// </summary>
    /// <param name="response">The response that the file was saved from.</param>
    /// <param name="request">The key of the request.</param>
    internal void Save(Response response, string request)
    {
        Delete();
        var version = FileVersion.From(response);
        var file = new FileInfo(path);
        using (var stream = new FileStream(_path, FileMode.CreateNew, FileAccess.Write))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write($"{version.Write()}{RequestName}{request}\n{WriteLength(file)}\n{WriteTime(file)}\n");
        }

        if (OperatingSystem.IsWindows()) File.SetAttributes(_path, FileAttributes.Hidden);
    }

    /// <summary>Deletes the note.</summary>
    internal void Delete() => File.Delete(_path);

    /// <summary>Gets the key of a request: two requests with another key may have other content.</summary>
    /// <param name="url">The URL. It is hashed, because it may have secrets; a signature for a limited time does not count.</param>
    /// <param name="accept">The values of Accept and Accept-Language, or null.</param>
    /// <param name="isRaw">Whether the bytes are saved without decoding them.</param>
    internal static string GetKey(string url, (string? Type, string? Language) accept, bool isRaw)
    {
        var text = $"{PresignedUrl.WithoutSignature(url)}\n{accept.Type}\n{accept.Language}\n{(isRaw ? "raw" : "decoded")}";
        return ResourceKey.Hash(text);
    }

    private static string WriteLength(FileInfo file) => string.Create(CultureInfo.InvariantCulture, $"{LengthName}{file.Length}");

    private static string WriteTime(FileInfo file) => string.Create(CultureInfo.InvariantCulture, $"{TimeName}{file.LastWriteTimeUtc:O}");

    private static string GetPath(string path)
    {
        var name = Path.GetFileName(path);
        var bytes = Encoding.UTF8.GetBytes(name);
        var end = bytes.Length <= MaximumNameLength ? "" : $"~{Convert.ToHexString(SHA256.HashData(bytes).AsSpan(0, 4))}";
        return AtomicFile.PathBeside(Path.Combine(Path.GetDirectoryName(path) ?? "", $".{name}"), $"{end}.version");
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Requests.PowerShell;

/// <summary>Serializes archives. The code for their types is generated when the module is compiled.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HarArchive))]
internal sealed partial class HarSerializer : JsonSerializerContext
{
    // The file has no buffer of its own.
    private const int BufferSize = 64 * 1024;

    private static readonly HarSerializer Indented = new(new JsonSerializerOptions
    {
        DefaultBufferSize = BufferSize,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    });

    /// <summary>Writes an archive. Memory holds one of its entries at a time.</summary>
    /// <param name="stream">The stream to write to, in UTF-8.</param>
    /// <param name="archive">The archive.</param>
    internal static void Write(Stream stream, HarArchive archive) => JsonSerializer.Serialize(stream, archive, Indented.HarArchive);
}

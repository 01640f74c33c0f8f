namespace Requests;

/// <summary>Represents an HTTP archive in memory.</summary>
/// <remarks>HAR 1.2: <c>log</c>.</remarks>
internal sealed class HarArchive
{
    /// <summary>Gets or sets the version of the format. The writer writes 1.2.</summary>
    public string Version { get; set; } = "1.2";

    /// <summary>Gets or sets the name of the application that wrote the archive.</summary>
    public string CreatorName { get; set; } = HarWriter.DefaultCreator;

    /// <summary>Gets or sets the version of the application that wrote the archive.</summary>
    public string CreatorVersion { get; set; } = "";

    /// <summary>Gets the exchanges in the order of the archive.</summary>
    public List<HarEntry> Entries { get; } = [];

    /// <summary>Gets or sets the fields that this library does not interpret, such as <c>browser</c> and <c>pages</c>.</summary>
    public IReadOnlyList<HarField> Fields { get; set; } = [];
}

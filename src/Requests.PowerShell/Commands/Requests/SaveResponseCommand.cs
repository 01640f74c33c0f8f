using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Saves the body of a response to a file.</summary>
/// <remarks>
/// <para>The body of a streamed response is copied from the network to the file; the body of any other response is already in memory. The
/// content is written to a temporary file beside the target, which takes its place when it is complete. Until then an existing file is
/// unchanged. It keeps its permissions. Invoke-Request -OutFile does the same in one step and can resume.</para>
/// <para>Only content is saved. A status of 400 or more is an error, and so is a partial response (206) that was not requested. 204, 205,
/// 304, a redirect and the response to a HEAD leave the file unchanged.</para>
/// <para>The method $response.Save($path) does the same. Python equivalent: writing iter_content to a file.</para>
/// </remarks>
/// <example><code>$file = New-TemporaryFile
/// Invoke-Request https://api.example.com/image/png -Stream | Save-Response $file
/// $file.Length</code>Saves a body without holding it in memory.</example>
/// <example><code>$folder = Join-Path ([IO.Path]::GetTempPath()) 'save-example'
/// $null = New-Item $folder -ItemType Directory -Force
/// (Invoke-Request https://api.example.com/robots.txt | Save-Response $folder -PassThru).Name
/// Remove-Item $folder -Recurse</code>Saves the file with the name that the server suggests.</example>
/// <seealso href="docs/guide/streaming.md"/>
[Cmdlet(VerbsData.Save, "Response", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class SaveResponseCommand : RequestCmdlet
{
    private DownloadTarget? _target;

    /// <summary>
    /// Specifies the file, or a folder, in which the file gets the name that the server suggests. A name that the server chose never
    /// replaces a file: it gets a number, unless -Force is given.
    /// </summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        HelpMessage = "Specifies the file to write, or the folder in which it gets the name that the server suggests.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <summary>Specifies the response to save.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Specifies the response to save.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(Response))]
    public object? Response { get; set; }

    /// <summary>
    /// Specifies the hash that the file must have: the name of the algorithm, a colon, and the hash in hexadecimal digits or Base64. The
    /// algorithm is md5, sha1, sha256, sha384 or sha512. A file with another hash is an error and is not kept. A path names a file of
    /// checksums, such as SHA256SUMS, in which the line with the name of the file is used. A URL is refused: the cmdlet sends no request.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ChecksumCompleter))]
    public object? Checksum { get; set; }

    /// <summary>
    /// Indicates that the cmdlet replaces an existing file even under a name that the server chose, and even if it is read-only. Excludes
    /// -NoClobber.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Indicates that the cmdlet reports an existing file as an error and does not replace it. In a folder, the name in the URL is
    /// checked; a name that the server chose gets a number in any case. Excludes -Force.
    /// </summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>
    /// Indicates that the cmdlet saves the bytes of a streamed response as they arrive and does not decode a Content-Encoding. A file
    /// that is compressed itself, such as x.tar.gz, is kept compressed without this switch.
    /// </summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Indicates that the cmdlet emits the file, if one was saved.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _target = OrThrow(() =>
    {
        if (NoClobber && Force) ThrowConflict("-NoClobber and -Force exclude each other: an existing file is kept, or replaced.");
        var full = FolderOrFile(TextConverter.ToRequiredText(Path, nameof(Path), "the path of a file or folder"), nameof(Path));
        var (checksum, source) = FileConverter.ToChecksum(Checksum, FullPath);
        if (source is { IsUrl: true })
        {
            throw new InvalidParameterException(
                "-Checksum: this cmdlet sends no request. Give the hash, or the path of a file of checksums.");
        }

        return new DownloadTarget(full)
        {
            Force = Force,
            NoClobber = NoClobber,
            Raw = Raw,
            Checksum = checksum,
            ChecksumSource = source,
        };
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var response = OrThrow(() => PSValue.Unwrap(Response) as Response
            ?? throw ParameterErrors.Invalid(nameof(Response), Response, "a response, such as Invoke-Request returns"));
        if (!ShouldProcess($"{Path}", "Save the response")) return;
        string? path;
        try
        {
            path = Run(cancellation => response.SaveAsync(_target!, cancellation));
        }
        catch (Exception error) when (IsReported(error))
        {
            WriteRequestError(error, RequestSummary.FromResponse(response));
            return;
        }

        if (PassThru && path is not null) WriteObject(new FileInfo(path));
    }
}

using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Saves the body of a response in a file.</summary>
/// <remarks>
/// <para>Of a streamed response the body goes from the network to the file; of any other it is in memory already. The file is written
/// beside its place and put there when it is whole, so that a file of that name stays as it is until then. It keeps its permissions. Invoke-Request
/// -OutFile does the same in one go, and can resume.</para>
/// <para>Only content is saved. A status of 400 or more is an error, and so is a part (206) that was not asked for. 204, 205, 304, a redirect
/// and the response to a HEAD leave the file as it is.</para>
/// <para>The response's own method is $response.Save($path). requests: writing iter_content to a file.</para>
/// </remarks>
/// <example><code>$file = New-TemporaryFile
/// Invoke-Request https://api.example.com/image/png -Stream | Save-Response $file
/// $file.Length</code>Saves a body without holding it in memory.</example>
/// <example><code>$folder = Join-Path ([IO.Path]::GetTempPath()) 'save-example'
/// $null = New-Item $folder -ItemType Directory -Force
/// (Invoke-Request https://api.example.com/robots.txt | Save-Response $folder -PassThru).Name
/// Remove-Item $folder -Recurse</code>Saves under the name that the server suggests.</example>
/// <seealso href="docs/guide/streaming.md"/>
[Cmdlet(VerbsData.Save, "Response", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class SaveResponseCommand : RequestCmdlet
{
    private DownloadTarget? _target;

    /// <summary>Specifies the file, or a folder, in which the body gets the name that the server suggests. A name that the server chose never replaces a file: it gets a number, unless -Force is given.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <summary>The response.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(Response))]
    public object? Response { get; set; }

    /// <summary>What the file must hash to: sha256: and the hash in hexadecimal digits or Base64; md5, sha1, sha384 and sha512 too. A file that does not is not kept.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ChecksumCompleter))]
    public object? Checksum { get; set; }

    /// <summary>Replaces a file also under a name that the server chose, and a file that is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Specifies that a file that exists already is an error and is not replaced. In a folder this is about the name in the URL; a name that the server chose gets a number in any case. Excludes -Force.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Saves the bytes of a streamed response as they come: a Content-Encoding is not undone. A file that is packed itself, such as x.tar.gz, is kept packed without it.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Emits the file, where one was saved.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _target = OrThrow(() =>
    {
        if (NoClobber && Force) throw Conflict("-NoClobber and -Force exclude each other: a file is left as it is, or replaced.");
        var full = FolderOrFile(TextConverter.ToRequiredText(Path, nameof(Path), "the path of a file or folder"), nameof(Path));
        return new DownloadTarget(full) { Force = Force, NoClobber = NoClobber, Raw = Raw, Checksum = FileConverter.ToChecksum(Checksum) };
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var response = OrThrow(() => PSValue.Unwrap(Response) as Response ?? throw ParameterErrors.Invalid(nameof(Response), Response, "a response, such as Invoke-Request gives"));
        if (!ShouldProcess($"{Path}", "Save the response")) return;
        string? path;
        try
        {
            path = Run(cancellation => response.SaveAsync(_target!, cancellation));
        }
        catch (Exception error) when (IsReported(error))
        {
            WriteRequestError(error, RequestTarget.Of(response));
            return;
        }

        if (PassThru && path is not null) WriteObject(new FileInfo(path));
    }
}

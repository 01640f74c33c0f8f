using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates one file of a multipart form, with content, name, type and headers.</summary>
/// <remarks>
/// <para>The result is a value for -Files of Invoke-Request. A path is read from disk while it is sent; a stream is read from its current
/// position; bytes and text are sent as a file. Without -FileName, the file name is that of the content's file, else the name of the
/// form's field.</para>
/// <para>Python equivalent: the tuple (name, content, type, headers) of the files argument.</para>
/// </remarks>
/// <example><code>Set-Content $HOME/report.csv 'a,b'
/// $part = New-FilePart -Path $HOME/report.csv -ContentType text/csv
/// Invoke-Request https://api.example.com/post -Method Post -Files @{ file = $part }</code>Sends a file with its type.</example>
/// <example>
/// <code>$part = New-FilePart -Content "a,b`n1,2`n" -FileName report.csv -Headers @{ Expires = '0' }
/// Invoke-Request https://api.example.com/post -Method Post -Files @{ file = $part }</code>
/// Sends text as a file, with an additional header.
/// </example>
/// <seealso href="docs/guide/quickstart.md"/>
[Cmdlet(VerbsCommon.New, "FilePart", DefaultParameterSetName = "Path")]
[OutputType(typeof(FilePart))]
public sealed class NewFilePartCommand : RequestCmdlet
{
    /// <summary>Specifies the path of a file on disk. Wildcards are taken literally. Excludes -Content.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ParameterSetName = "Path",
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Specifies the path of the file to send.")]
    [Alias("FullName", "LiteralPath", "PSPath")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <summary>Specifies the content itself: text, bytes or a stream. Excludes -Path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Content", HelpMessage = "Specifies the content to send: text, bytes or a stream.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Content { get; set; }

    /// <summary>
    /// Specifies the file name that is sent, as text. Default: the name of the content's file, else the name of the form's field.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? FileName { get; set; }

    /// <summary>
    /// Specifies the Content-Type that is sent, as text. Text content is encoded in the charset that the type names. Default: none.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ContentTypeCompleter))]
    [ValueType(typeof(string))]
    public object? ContentType { get; set; }

    /// <summary>Specifies additional headers of the part: a map or a list of pairs.</summary>
    [Parameter]
    public object? Headers { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        FilePart part;
        try
        {
            part = ParameterSetName == "Content"
                ? FileConverter.ToContent(Content, nameof(Content))
                : FilePart.FromPath(FullPath(TextConverter.ToRequiredText(Path, nameof(Path), "the path of a file")));
            part = part.With(
                TextConverter.ToText(FileName, nameof(FileName)),
                TextConverter.ToText(ContentType, nameof(ContentType), "a media type such as text/plain"),
                ValueConverter.ToHeaders(Headers));
        }
        catch (Exception error) when (IsReported(error))
        {
            WriteRequestError(error, Path);
            return;
        }

        WriteObject(part);
    }
}

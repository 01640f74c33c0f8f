using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Describes one file of a multipart form: content, name, type and headers.</summary>
/// <remarks>
/// <para>The result is a value for -Files of Invoke-Request. A path is read from disk while it is sent, a stream from where it stands; bytes
/// and text are sent as a file. Without -FileName the content's own file gives the name, else the form's field.</para>
/// <para>requests: the tuple (name, content, type, headers) of the files argument.</para>
/// </remarks>
/// <example><code>Set-Content $HOME/report.csv 'a,b'
/// $part = New-FilePart -Path $HOME/report.csv -ContentType text/csv
/// Invoke-Request https://api.example.com/post -Method Post -Files @{ file = $part }</code>Sends a file with its type.</example>
/// <example><code>$part = New-FilePart -Content "a,b`n1,2`n" -FileName report.csv -Headers @{ Expires = '0' }
/// Invoke-Request https://api.example.com/post -Method Post -Files @{ file = $part }</code>Sends a text as a file, with a header of its own.</example>
/// <seealso href="docs/guide/quickstart.md"/>
[Cmdlet(VerbsCommon.New, "FilePart", DefaultParameterSetName = "Path")]
[OutputType(typeof(FilePart))]
public sealed class NewFilePartCommand : RequestCmdlet
{
    /// <summary>A file on disk; wildcards mean themselves.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "LiteralPath", "PSPath")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <summary>The content itself: text, bytes or a stream.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Content")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Content { get; set; }

    /// <summary>The file name to say. Default: that of the content's file, else the name of the form's field.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? FileName { get; set; }

    /// <summary>The Content-Type to say; a text is written in the charset that it names. Default: none.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ContentTypeCompleter))]
    [ValueType(typeof(string))]
    public object? ContentType { get; set; }

    /// <summary>Further headers of the part.</summary>
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
            part = part.With(TextConverter.ToText(FileName, nameof(FileName)), TextConverter.ToText(ContentType, nameof(ContentType), "a media type such as text/plain"), ValueConverter.ToHeaders(Headers));
        }
        catch (Exception error) when (IsReported(error))
        {
            WriteRequestError(error, Path);
            return;
        }

        WriteObject(part);
    }
}

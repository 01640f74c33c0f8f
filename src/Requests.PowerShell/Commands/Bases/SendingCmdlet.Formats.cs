using System.Management.Automation;

namespace Requests.PowerShell;

/// <content>Defines the parameters of the formats in which bodies are emitted.</content>
public abstract partial class SendingCmdlet
{
    private ResponseFormat? _format;
    private char? _delimiter;

    /// <summary>
    /// Specifies what the cmdlet emits instead of the response, while the body arrives. Json emits the items of an array, or the values
    /// that follow each other, one by one. Text and Bytes emit the whole body. Lines emits each line. Events emits the events of a
    /// text/event-stream. Xml emits the body as one XML document. Csv emits each row as an object whose properties the header names. Feed
    /// emits the items of an RSS or Atom feed. A status of 400 or more is then an error. Excludes -OutFile.
    /// </summary>
    [Parameter(HelpMessage = "Specifies what is emitted instead of the response while the body arrives.")]
    [ValueType(typeof(ResponseFormat))]
    [ArgumentCompleter(typeof(ResponseFormatCompleter))]
    public object? As { get; set; }

    /// <summary>
    /// Specifies the character between two fields of CSV. Default: a comma, and a tab if the response is text/tab-separated-values. Used
    /// with -As Csv.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the character between two fields of CSV.")]
    [ValueType(typeof(char))]
    [ArgumentCompleter(typeof(DelimiterCompleter))]
    public object? Delimiter { get; set; }

    /// <summary>
    /// Indicates that the cmdlet requests an event stream again when it ends or breaks, from the id of the last event on, until the
    /// server responds with 204 or an error, or the pipeline is stopped. Used with -As Events. Excludes -FollowRelLink.
    /// </summary>
    [Parameter(HelpMessage = "Requests an event stream again when it ends or breaks.")]
    public SwitchParameter Reconnect { get; set; }

    private void ReadFormatParameters()
    {
        _format = TextConverter.ToOptionalMember<ResponseFormat>(As, nameof(As));
        _delimiter = DelimiterConverter.ToDelimiter(Delimiter, nameof(Delimiter));
    }

    private string? FindFormatConflict()
    {
        if (_delimiter is not null && _format != ResponseFormat.Csv) return "-Delimiter separates the fields of CSV: add -As Csv.";
        return Reconnect && _format != ResponseFormat.Events ? "-Reconnect applies to event streams: add -As Events." : null;
    }
}

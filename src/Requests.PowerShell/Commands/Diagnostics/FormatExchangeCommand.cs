using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Shows an exchange as it went over the wire.</summary>
/// <remarks>
/// <para>Prints request and response, and before them each redirect and challenge of the history: first lines, headers and bodies, JSON indented.
/// What is secret by its name is masked, and so is the query; -Unmask shows all. A body that was not read yet is not read for it.</para>
/// <para>With -Timing bars show where the time went: name lookup, connecting, TLS, first byte, body. HTTPie: --all --verbose; curl: -v.</para>
/// </remarks>
/// <example><code>Invoke-Request https://api.example.com/redirect/1 | Format-Exchange</code>Shows both hops.</example>
/// <example><code>Invoke-Request https://api.example.com/post -Method Post -Json @{ user = 'me'; password = 'secret' } | Format-Exchange -Timing</code>Shows the phases as bars; the password is masked.</example>
/// <example><code>New-Request https://api.example.com/get -Params @{ page = 2 } | ConvertTo-PreparedRequest | Format-Exchange -Unmask</code>Shows what would be sent.</example>
/// <seealso href="docs/guide/looking.md"/>
[Cmdlet(VerbsCommon.Format, "Exchange")]
[OutputType(typeof(string))]
public sealed class FormatExchangeCommand : RequestCmdlet
{
    private int _maximumBody;

    /// <summary>A response, a prepared request, or an error that holds one of them.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Shows where the time went.</summary>
    [Parameter]
    public SwitchParameter Timing { get; set; }

    /// <summary>Shows secrets and queries, too.</summary>
    [Parameter]
    public SwitchParameter Unmask { get; set; }

    /// <summary>How many characters of a body are shown at most.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? MaximumBody { get; set; } = 4096;

    /// <summary>Leaves out colours. The lines are plain text; only a terminal shows them in colour, unless $PSStyle.OutputRendering is PlainText or NO_COLOR is set.</summary>
    [Parameter]
    public SwitchParameter NoColor { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _maximumBody = OrThrow(() => NumberConverter.ToInt32(MaximumBody, nameof(MaximumBody), 0));
        var (response, request) = OrThrow(Find);
        var plain = GetLines(response, request, colored: false);
        if (IsColored()) WriteObject(plain.Zip(GetLines(response, request, colored: true), ToLine), enumerateCollection: true);
        else WriteObject(plain, enumerateCollection: true);
    }

    /// <summary>A text without colours that has them for the view: a file and a script get the text.</summary>
    private static PSObject ToLine(string plain, string colored)
    {
        var line = new PSObject(plain);
        line.TypeNames.Insert(0, "Requests.ExchangeLine");
        line.Properties.Add(new PSNoteProperty("Colored", colored));
        return line;
    }

    private IEnumerable<string> GetLines(Response? response, PreparedRequest? request, bool colored)
    {
        var text = new ExchangeText(colored, Unmask, _maximumBody);
        return response is not null ? text.Format(response, Timing) : text.Format(request!);
    }

    private (Response? Response, PreparedRequest? Request) Find()
    {
        var value = PSValue.Unwrap(InputObject);
        var error = value is ErrorRecord record ? record.Exception : value as Exception;
        var response = value as Response ?? (error as RequestException)?.Response;
        var request = value as PreparedRequest ?? (error as RequestException)?.Request;
        if (response is null && request is null) throw ParameterErrors.Invalid(nameof(InputObject), value, "a response, a prepared request, or an error of one");
        return (response, request);
    }

    private bool IsColored()
    {
        if (NoColor || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }) return false;
        var style = GetVariableValue("PSStyle");
        return style is not null && PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value?.ToString() != "PlainText";
    }
}

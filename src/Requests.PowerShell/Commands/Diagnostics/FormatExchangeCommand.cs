using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Formats an exchange as it was sent over the network.</summary>
/// <remarks>
/// <para>Shows request and response, and before them each redirect and challenge of the history: first lines, headers and bodies, with
/// JSON indented. Values with a secret name and the query are masked; -Unmask shows them. A body that has not been read is not
/// read.</para>
/// <para>With -Connection, lines that begin with * show the connection of each exchange: its addresses, whether it was reused, its proxy,
/// the version of TLS and the certificate of the server. An error without a response can have a connection too.</para>
/// <para>With -Timing, bars show the duration of each phase: name lookup, connecting, TLS, first byte, body. HTTPie equivalent: --all
/// --verbose. curl equivalent: -v.</para>
/// </remarks>
/// <example>
/// <code>Invoke-Request https://api.example.com/redirect/1 | Format-Exchange</code>
/// Shows the redirect and the final exchange.
/// </example>
/// <example><code>Invoke-Request https://api.example.com/post -Method Post -Json @{ user = 'me'; password = 'secret' } |
///     Format-Exchange -Timing</code>Shows the durations as bars. The password is masked.</example>
/// <example><code>Invoke-Request https://api.example.com/redirect/1 | Format-Exchange -Connection</code>Shows which connection carried each
/// exchange.</example>
/// <example>
/// <code>New-Request https://api.example.com/get -Params @{ page = 2 } | ConvertTo-PreparedRequest | Format-Exchange -Unmask</code>
/// Shows a request that was not sent.
/// </example>
/// <seealso href="docs/guide/looking.md"/>
[Cmdlet(VerbsCommon.Format, "Exchange")]
[OutputType(typeof(string))]
public sealed class FormatExchangeCommand : RequestCmdlet
{
    private int _maximumBody;

    /// <summary>Specifies a response, a prepared request, or an error that contains one of them.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the response, prepared request or error to show.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Indicates that the cmdlet shows the duration of each phase.</summary>
    [Parameter]
    public SwitchParameter Timing { get; set; }

    /// <summary>Indicates that the cmdlet shows the connection of each exchange, with TLS and the certificate of the server.</summary>
    [Parameter]
    public SwitchParameter Connection { get; set; }

    /// <summary>Indicates that the cmdlet also shows secrets and queries.</summary>
    [Parameter]
    public SwitchParameter Unmask { get; set; }

    /// <summary>Specifies the maximum number of characters of a body that are shown. Default: 4096.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? MaximumBody { get; set; } = 4096;

    /// <summary>
    /// Indicates that the cmdlet does not use colors. The output is plain text; only a terminal shows it in color, unless
    /// $PSStyle.OutputRendering is PlainText or NO_COLOR is set.
    /// </summary>
    [Parameter]
    public SwitchParameter NoColor { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _maximumBody = OrThrow(() => NumberConverter.ToInt32(MaximumBody, nameof(MaximumBody), 0));
        var exchange = OrThrow(Find);
        var plain = GetLines(exchange, colored: false);
        if (IsColored()) WriteObject(plain.Zip(GetLines(exchange, colored: true), ToLine), enumerateCollection: true);
        else WriteObject(plain, enumerateCollection: true);
    }

    /// <summary>Creates a line of plain text with a Colored property for the view. Files and scripts receive the plain text.</summary>
    private static PSObject ToLine(string plain, string colored)
    {
        var line = new PSObject(plain);
        line.TypeNames.Insert(0, "Requests.ExchangeLine");
        line.Properties.Add(new PSNoteProperty("Colored", colored));
        return line;
    }

    private IEnumerable<string> GetLines((Response? Response, PreparedRequest? Request, ConnectionInfo? Failed) exchange, bool colored)
    {
        var text = new ExchangeText(colored, Unmask, _maximumBody);
        return exchange.Response is { } response
            ? text.Format(response, Timing, Connection)
            : text.Format(exchange.Request!, Connection ? exchange.Failed : null);
    }

    private (Response? Response, PreparedRequest? Request, ConnectionInfo? Failed) Find()
    {
        var value = PSValue.Unwrap(InputObject);
        var error = value is ErrorRecord record ? record.Exception : value as Exception;
        var response = value as Response ?? (error as RequestException)?.Response;
        var request = value as PreparedRequest ?? (error as RequestException)?.Request;
        return response is null && request is null
            ? throw ParameterErrors.Invalid(nameof(InputObject), value, "a response, a prepared request, or an error of one")
            : (response, request, (error as RequestException)?.Connection);
    }

    private bool IsColored()
    {
        if (NoColor || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }) return false;
        var style = GetVariableValue("PSStyle");
        return style is not null && PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value?.ToString() != "PlainText";
    }
}

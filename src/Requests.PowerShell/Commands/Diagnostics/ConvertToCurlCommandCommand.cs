using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts a request to a curl command.</summary>
/// <remarks>
/// <para>The command, for a POSIX shell such as bash, sends the same method, URL, headers and body. Values with a secret name and the
/// query are masked, so that the command can be published in a ticket. With -Unmask the command can be run, and shows the secrets.</para>
/// <para>A body that is read while it is sent cannot be written and is an error; a file is written as its name. Options of curl:
/// --request, --header, --data-raw.</para>
/// </remarks>
/// <example>
/// <code>New-Request https://api.example.com/post -Method Post -Json @{ a = 1 } | ConvertTo-CurlCommand</code>
/// Converts a request that was not sent.
/// </example>
/// <example>
/// <code>Invoke-Request https://api.example.com/get -Params @{ page = 2 } | ConvertTo-CurlCommand -Unmask</code>
/// Converts the request of a response.
/// </example>
/// <seealso href="docs/guide/looking.md"/>
[Cmdlet(VerbsData.ConvertTo, "CurlCommand")]
[OutputType(typeof(string))]
public sealed class ConvertToCurlCommandCommand : RequestCmdlet
{
    /// <summary>Specifies a request, a prepared request, or a response, whose request is converted.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the request, prepared request or response to convert.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Indicates that the cmdlet also writes secrets and the query, so that the command can be run.</summary>
    [Parameter]
    public SwitchParameter Unmask { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() => CurlWriter.Write(
        PSValue.Unwrap(InputObject) switch
        {
            PreparedRequest prepared => prepared,
            Request request => Run(_ => Task.FromResult(request.Prepare())),
            Response response => response.Request,
            var other => throw ParameterErrors.Invalid(
                nameof(InputObject),
                other,
                "what New-Request or ConvertTo-PreparedRequest gives, or a response"),
        },
        Unmask));
}

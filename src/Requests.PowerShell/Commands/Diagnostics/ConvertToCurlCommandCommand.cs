using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Writes a request as a command for curl.</summary>
/// <remarks>
/// <para>The command, for a POSIX shell such as bash, sends the same method, URL, headers and body. What is secret by its name is masked, and so is
/// the query: the command can go into a ticket. With -Unmask it can be run, and shows the secrets.</para>
/// <para>A body that is read while it is sent has no place in a command and is an error; a file is named. curl: --request, --header, --data-raw.</para>
/// </remarks>
/// <example><code>New-Request https://api.example.com/post -Method Post -Json @{ a = 1 } | ConvertTo-CurlCommand</code>Writes a request that was not sent.</example>
/// <example><code>Invoke-Request https://api.example.com/get -Params @{ page = 2 } | ConvertTo-CurlCommand -Unmask</code>Writes the request that a response answers.</example>
/// <seealso href="docs/guide/looking.md"/>
[Cmdlet(VerbsData.ConvertTo, "CurlCommand")]
[OutputType(typeof(string))]
public sealed class ConvertToCurlCommandCommand : RequestCmdlet
{
    /// <summary>A request, prepared or not, or a response, whose request is written.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Writes secrets and the query, too, so that the command can be run.</summary>
    [Parameter]
    public SwitchParameter Unmask { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() => CurlWriter.Write(
        PSValue.Unwrap(InputObject) switch
        {
            PreparedRequest prepared => prepared,
            Request request => Run(_ => Task.FromResult(request.Prepare())),
            Response response => response.Request,
            var other => throw ParameterErrors.Invalid(nameof(InputObject), other, "what New-Request or ConvertTo-PreparedRequest gives, or a response"),
        },
        Unmask));
}
